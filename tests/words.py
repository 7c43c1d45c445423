"""The words that a journal has kept, for tests of what an interview must not lose."""

from collections.abc import Collection, Iterable
from pathlib import Path

from models.interview.events import UtteranceAdded
from models.records.journal import Journal


def utterances(path: Path, latest: int = -1) -> list[list[str]]:
    """What was said in each interview of the journal, or in so many of the latest; the latest is last."""
    journal = Journal(path)
    try:
        return [
            [e.utterance.text for e in journal.events(entry.id) if isinstance(e, UtteranceAdded)]
            for entry in reversed(journal.entries(limit=latest))
        ]
    finally:
        journal.close()


def count_lost(said: Iterable[str], kept: Collection[str]) -> int:
    """How many words of the utterances that were said are in none that was kept."""
    return sum(len(utterance.split()) for utterance in said if utterance not in kept)
