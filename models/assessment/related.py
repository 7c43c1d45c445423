"""Words that may stand for each other, as `related.txt` has them; `tests/related_words.py` makes it."""

from collections.abc import Collection
from pathlib import Path

FILE = Path(__file__).with_name("related.txt")


def related(stems: Collection[str]) -> dict[str, frozenset[str]]:
    """For those of some stems that have any, the stems of related words.

    The file is read past each time, a millisecond or two, and nothing of it is kept.
    """
    found = {}
    with FILE.open(encoding="ascii") as lines:
        for line in lines:
            stem, _, others = line.partition(" ")
            if stem in stems:
                found[stem] = frozenset(others.split())
    return found
