"""Small words for people, the same on every screen."""

from models.records.paths import Places

NOT_KEPT = (
    "NOT SAVED: the disk took nothing of what was said last, and it is lost. Make room before you go on."
)
"""What is said where an interview was left while the disk was full."""
DEMONSTRATED = "That was a demonstration: nothing of it is kept."
"""What is said after one."""

LEAVING = ("Save and quit", "Everything you said is saved. A saved interview goes on where you left it.")
LEAVING_DEMONSTRATION = ("Quit", "This is a demonstration: nothing of it is kept.")
"""What the first key is for when an interview is to be left, and why."""


def left(interview: str, places: Places) -> str:
    """What is said where an interview was left and is kept."""
    return DEMONSTRATED if places.passing else f"Saved. Go on with: viva resume {interview}"
