"""Small words for people, the same on every screen."""

NOT_KEPT = (
    "NOT SAVED: the disk took nothing of what was said last, and it is lost. Make room before you go on."
)
"""What is said where an interview was left while the disk was full."""
SAVED = "Saved. Go on with: viva resume {}"
"""What is said where an interview was left, with its id."""
