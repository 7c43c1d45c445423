"""The interview itself: what happened, what follows from it, and nothing that touches the world."""
