"""Whether an answer makes a key point: said, partly, or not said, by absolute thresholds.

Thresholds do not carry over from other corpora; these were chosen on the tuning half of the labelled set
in `tests/data/judging`, and are reported on its other half.
"""

from typing import Literal, NamedTuple

from models.assessment.likeness import Answer, likeness
from models.assessment.phrases import Match, find_any
from models.assessment.rubric import Point

SAID = 0.63
"""Strength from which a claim counts as said, if all its `must` groups occur."""
PARTLY = 0.3
"""Strength under which nothing of it was said."""
MUST_SHARE = 0.3
"""How much of the strength of a claim with `must` groups they make up; likeness makes up the rest."""
WHOLE_SHARE = 0.35
"""How much of that rest is likeness to the whole answer, not to its best parts. With the thresholds chosen
anew, mean F1 on the tuning half rises by it from .71 to .74, and F1 of *said* from .79 to .82."""
NEAR = 36
"""Words within which the `must` groups of one claim have to occur."""


class Coverage(NamedTuple):
    """How one answer covers one point."""

    verdict: Literal["said", "partly", "not said"]
    likeness: float
    places: tuple[int, ...]
    """Indices of the tokens that come near the claim, rising."""


def must(point: Point, answer: Answer) -> tuple[float, tuple[int, ...]]:
    """The largest share of a point's `must` groups that occur close together, and where."""
    if not point.must:
        return 1.0, ()
    found = [find_any(group, answer.tokens, answer.near) for group in point.must]
    best: list[Match] = []
    for start in sorted({match.first for group in found for match in group}):
        near: list[Match] = []
        for group in found:
            near += next(([m] for m in group if start <= m.first and m.last < start + NEAR), [])
        if len(near) > len(best):
            best = near
    return len(best) / len(point.must), tuple(sorted({at for match in best for at in match.places}))


def cover(point: Point, answer: Answer) -> Coverage:
    """How an answer covers a point."""
    like = likeness(point, answer)
    share, needed = must(point, answer)
    strength = (1 - WHOLE_SHARE) * like.agreed + WHOLE_SHARE * like.whole
    if point.must:
        strength = MUST_SHARE * share + (1 - MUST_SHARE) * strength
    places = tuple(sorted({*like.places, *needed})) if like.best >= PARTLY else needed
    if strength < PARTLY:
        return Coverage("not said", like.best, places)
    said = strength >= SAID and share == 1
    return Coverage("said" if said else "partly", like.best, places)
