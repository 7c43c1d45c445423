"""Small words for people, the same on every screen."""


def counted(count: float, thing: str) -> str:
    """A count with its noun: "1 minute", "3 questions", "2.5 minutes"."""
    return f"{count:g} {thing}" if count == 1 else f"{count:g} {thing}s"


NOT_KEPT = (
    "NOT SAVED: the disk took nothing of what was said last, and it is lost. Make room before you go on."
)
"""What is said where an interview was left while the disk was full."""
SAVED = "Saved. Go on with: viva resume {}"
"""What is said where an interview was left, with its id."""
