"""A transcript cut where its evidence begins and ends, so that the words that earned a mark can be shown."""

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from models.assessment.gates import FLOORS, floor
from models.report.report import Attempt, Evidence, Mark, Question, Turn

Colour = Literal["said", "half", "wrong", "none"]
COLOURS: dict[Mark, Colour] = {
    "said": "said",
    "after a probe": "half",
    "partly": "half",
    "partly, after a probe": "half",
    "the other way round": "wrong",
    "not said": "none",
    "not heard": "none",
}
CHALLENGED = "!"
"""The label of words that betray a misconception; points are labelled by their number."""


class Piece(NamedTuple):
    """Words that the recogniser was all sure of, or all unsure of."""

    text: str
    unsure: bool


class Stretch(NamedTuple):
    """Words that rest under the same evidence."""

    pieces: tuple[Piece, ...]
    colour: Colour | None
    """`None` for words that are no evidence."""
    labels: tuple[str, ...]
    """The points, by number, whose evidence ends here."""


class _Cover(NamedTuple):
    label: str
    colour: Colour
    evidence: Evidence


def stretches(of: Question | Attempt, turn: Turn, recogniser: str = "") -> list[Stretch]:
    """The transcript of a turn, with the evidence of its question or attempt, and what was doubted.

    A recogniser that is not known, as where the interview ended in typing, is taken for the strictest.
    """
    known = recogniser.lower().startswith(tuple(FLOORS))
    least = floor(recogniser) if known else max(FLOORS.values())
    covers = [cover for cover in _covers(of) if cover.evidence.turn == turn.number]
    over = [
        tuple(c for c in covers if c.evidence.first <= at <= c.evidence.last) for at in range(len(turn.words))
    ]
    found = []
    for cover, group in groupby(range(len(turn.words)), key=lambda at: over[at]):
        places = list(group)
        ends = tuple(c.label for c in cover if min(c.evidence.last, len(turn.words) - 1) == places[-1])
        found.append(Stretch(tuple(_pieces(turn, places, least)), cover[0].colour if cover else None, ends))
    return found


def _covers(of: Question | Attempt) -> Iterator[_Cover]:
    for challenge in of.challenges:
        yield from (_Cover(CHALLENGED, "wrong", evidence) for evidence in challenge.evidence)
    for number, point in enumerate(of.points, 1):
        colour = "wrong" if point.reversed and point.overruled is None else COLOURS[point.mark]
        yield from (_Cover(str(number), colour, evidence) for evidence in point.evidence)


def _pieces(turn: Turn, places: list[int], least: float) -> Iterator[Piece]:
    for unsure, group in groupby(places, key=lambda at: _unsure(turn, at, least)):
        yield Piece(" ".join(turn.words[at].text for at in group), unsure)


def _unsure(turn: Turn, at: int, least: float) -> bool:
    confidence = turn.words[at].confidence
    return confidence is not None and confidence < least
