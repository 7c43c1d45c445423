"""Where the replay of an answer is: the word chosen, and how it moves on as time goes by."""

from collections.abc import Sequence

import msgspec

from models.report.report import Turn

_ROUNDING = 0.005
"""Seconds by which sums of times may be off: half a step of the recognisers' times."""


class Place(msgspec.Struct, frozen=True):
    """A word of a transcript."""

    turn: int
    """The turn's number."""
    word: int
    """The index of the word in it."""


def timed(turns: Sequence[Turn]) -> list[Place]:
    """Every word that has a time, in the order in which they were said."""
    return [
        Place(turn.number, at)
        for turn in turns
        for at, word in enumerate(turn.words)
        if word.start is not None
    ]


def moved(places: Sequence[Place], place: Place | None, step: int) -> Place | None:
    """The word so many words on, or back, stopping at either end; the first one where none was chosen."""
    if not places:
        return None
    if place not in places:
        return places[0]
    return places[max(0, min(len(places) - 1, places.index(place) + step))]


def start_of(turn: Turn, place: Place) -> float:
    """When the word was said, in seconds of its answer."""
    return turn.words[place.word].start or 0.0


def word_at(turn: Turn, seconds: float) -> Place | None:
    """The last word that had begun by then; nothing once all of them were said."""
    late = seconds + _ROUNDING
    said = [at for at, word in enumerate(turn.words) if word.start is not None and word.start <= late]
    end = max((word.end or 0.0 for word in turn.words), default=0.0)
    return Place(turn.number, said[-1]) if said and seconds <= end else None
