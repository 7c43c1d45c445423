"""Whether an answer says the reverse of a claim, or betrays a misconception.

Likeness does not see negation: a claim turned round looks like the claim. So the rubric declares slots (what
is right there and what would be the reverse), and rules look at the words near those that matched.
"""

from collections.abc import Sequence

from models.assessment.coverage import Answer
from models.assessment.phrases import Match, denied, find_any, negated
from models.assessment.rubric import Pattern, Point

_AROUND = 8
"""Words before and after the matched ones that still speak of the same claim."""
_TOGETHER = 14
"""Words within which all groups of a misconception have to occur."""


def reversal(point: Point, answer: Answer, matched: Sequence[int]) -> tuple[int, ...]:
    """The tokens that say the reverse of a claim near the words that matched it; empty where none do.

    A slot is reversed when its wrong side is said, or its right side is negated, and its right side is not
    also said: who corrects himself has said it.
    """
    if not matched:
        return ()
    first, last = matched[0] - _AROUND, matched[-1] + _AROUND
    for right, wrong in point.opposites:
        rights = [m for m in find_any(right, answer.places) if first <= m.first and m.last <= last]
        wrongs = [m for m in find_any(wrong, answer.places) if first <= m.first and m.last <= last]
        wrongs = [m for m in wrongs if not any(_within(m, r) for r in rights)]
        rights = [m for m in rights if not any(_within(m, w) and m != w for w in wrongs)]
        said_right = [m for m in rights if not negated(answer.tokens, m)]
        said_right += [m for m in wrongs if negated(answer.tokens, m)]
        said_wrong = [m for m in wrongs if not negated(answer.tokens, m)]
        said_wrong += [m for m in rights if negated(answer.tokens, m)]
        if said_wrong and not said_right:
            return said_wrong[0].places
    return ()


def _within(inner: Match, outer: Match) -> bool:
    return set(inner.places) <= set(outer.places)


def betrayed(pattern: Pattern, answer: Answer) -> tuple[int, ...]:
    """The tokens that betray a misconception: a member of every group close together, and not taken back."""
    found = [find_any(group, answer.places) for group in pattern.groups]
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
            if not denied(answer.tokens, places[0], places[-1], places):
                return places
    return ()
