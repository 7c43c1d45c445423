"""What is asked: packs, how they are found, read and checked, and the plans composed from them."""
