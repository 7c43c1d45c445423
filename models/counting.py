"""Counts with their nouns, as people read them: the same on every screen, in every report and message."""


def counted(count: float, one: str, many: str = "") -> str:
    """A count with its noun: "1 minute", "3 questions", "2.5 minutes"; `many` where an "s" will not do."""
    number = count if isinstance(count, int) else f"{count:g}"
    return f"{number} {one if count == 1 else many or one + 's'}"
