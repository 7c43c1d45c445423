"""What you see and press."""
