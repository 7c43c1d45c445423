"""Whether an answer says the reverse of a claim, or betrays a misconception.

Likeness does not see negation: a claim turned round looks like the claim. So the rubric declares slots (what
is right there and what would be the reverse), and rules look at the words near those that matched.
"""

from collections.abc import Sequence
from typing import NamedTuple

from models.assessment.likeness import Answer
from models.assessment.phrases import Match, denied, find_any, negated, replaced
from models.assessment.rubric import Pattern, Point

_AROUND = 16
"""Words before and after the matched ones that still speak of the same claim."""
_TOGETHER = 14
"""Words within which all groups of a misconception have to occur."""


class Reversal(NamedTuple):
    """The reverse of a claim, found in an answer."""

    places: tuple[int, ...]
    """The tokens that say it."""
    whole: bool
    """Whether the claim itself was not said beside it: who says both has contradicted himself."""


def reversal(point: Point, answer: Answer, matched: Sequence[int]) -> Reversal | None:
    """Whether an answer says the reverse of a claim near the words that matched it.

    A slot is reversed when its wrong side is said, or its right side is negated.
    """
    if not matched:
        return None
    contradicted = None
    for slot in point.opposites:
        rights, wrongs = (
            [m for m in find_any(side, answer.tokens, answer.places) if _beside(m, matched, answer)]
            for side in slot
        )
        rights = [m for m in rights if not any(_within(m, wrong) and m != wrong for wrong in wrongs)]
        wrongs = [m for m in wrongs if not any(_overlap(m, right) for right in rights)]
        wrongs = [m for m in wrongs if not replaced(answer.tokens, m)]
        turned = {m: negated(answer.tokens, m) for m in (*rights, *wrongs)}
        against = [m for m in rights if turned[m]] + [m for m in wrongs if not turned[m]]
        if against:
            found = Reversal(against[0].places, len(against) == len(turned))
            if found.whole:
                return found
            contradicted = found
    return contradicted


def _beside(match: Match, matched: Sequence[int], answer: Answer) -> bool:
    """Whether a match stands in the sentence of a word that matched the claim, and not far from it."""
    for place in matched:
        first, last = min(place, match.first), max(place, match.last)
        if last - first <= _AROUND + match.last - match.first and not any(
            answer.tokens[at].stops for at in range(first, last)
        ):
            return True
    return False


def _within(inner: Match, outer: Match) -> bool:
    return set(inner.places) <= set(outer.places)


def _overlap(one: Match, other: Match) -> bool:
    return one.first <= other.last and other.first <= one.last


def betrayed(pattern: Pattern, answer: Answer) -> tuple[int, ...]:
    """The tokens that betray a misconception: every group close together, in a sentence, not denied."""
    found = [find_any(group, answer.tokens, answer.places) for group in pattern.groups]
    if not all(found):
        return ()
    for start in sorted({match.first for group in found for match in group}):
        near = []
        for group in found:
            match = next((m for m in group if start <= m.first and m.last < start + _TOGETHER), None)
            if match is None:
                break
            near.append(match)
        else:
            places = tuple(sorted({at for match in near for at in match.places}))
            first, last = places[0], places[-1]
            apart = any(token.stops for token in answer.tokens[first:last])
            if not apart and not denied(answer.tokens, first, last, places):
                return places
    return ()
