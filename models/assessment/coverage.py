"""Whether an answer makes a key point: said, partly, or not said, by absolute thresholds.

Each span of the answer is evidence for a point, by three things: the claim's wording, its `must` groups, and
the words that only this claim has. Words that several points share are no evidence for all of them: *partly*
goes by how far a span's evidence for a point is ahead of that for any other.

Weights and thresholds do not carry over from other corpora. These are round numbers, chosen on the tuning
half of the labelled set in `tests/data/judging`, and reported on its other half. On the tuning half the mean
F1 of the three levels is .74 and F1 of *said* .83; fuzzy matching of strings reaches .56 and .63.
"""

from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import repeat
from typing import Literal, NamedTuple

from models.assessment.likeness import ALIKE, Answer, Likeness, Span, likeness, matched, recalled, share
from models.assessment.phrases import Match, find_any
from models.assessment.rubric import Phrasing, Point, Rubric

WORDING, MUST, PECULIAR = 0.6, 0.2, 0.2
"""What the parts of the evidence weigh. Without `must` groups the wording has their share too."""
PAIRS = 0.5
"""How much of a phrasing's wording are its words that stand beside each other; likeness is the rest."""
UNNEGATED = 0.5
"""What the wording of a phrasing with a negation is worth to a span that has none."""
MOST = 1.5
"""The words peculiar to a claim count up to so many times what one of its phrasings has of them."""
AGREEING = 3
"""How many phrasings have to agree."""
SHARED = 0.6
"""How much of the evidence for the point that a span fits best is taken off that for another."""

PARTLY = 0.23
"""Evidence ahead of the other points' under which nothing of a point was said."""
HINT = 1
"""So many different words of a claim only name its topic; in an answer to its probe they may answer it."""
SAID = 0.8
"""Evidence from which a point was said."""
BENEFIT = 0.5
"""How much of the mean evidence for the other points is added: who makes them well has the benefit of the
doubt, and who says little has to say it whole."""
DOUBT = 0.2
"""How much is taken off where the answer gets something else wrong: who guesses comes near some claims, and
has to say them more plainly."""
VERBATIM = 0.85
"""Wording of a single phrasing from which a point was said, whatever the rest of the answer."""


class Coverage(NamedTuple):
    """What one answer holds of one point."""

    evidence: float
    """The most that a span holds."""
    ahead: float
    """The most that a span holds ahead of the other points."""
    verbatim: float
    """The most that a span has of the wording of one phrasing."""
    complete: bool
    """Whether every `must` group occurs somewhere."""
    likeness: float
    """The likeness of the best span to the best phrasing, from 0 to 1."""
    places: tuple[int, ...]
    """Indices of the tokens that come near the claim, rising."""
    words: int
    """How many different words those are."""

    def verdict(
        self, others: float, *, doubted: bool = False, asked: bool = False
    ) -> Literal["said", "partly", "not said"]:
        """What that comes to, beside the mean evidence for the other points and what else was got wrong.

        `asked` is whether the point's own probe was put to the candidate.
        """
        less = DOUBT if doubted else 0.0
        whole = self.evidence + BENEFIT * others - less >= SAID or self.verbatim >= VERBATIM
        if whole and self.complete:
            return "said"
        hinted = self.ahead - less >= PARTLY and (asked or self.words > HINT)
        return "partly" if whole or hinted else "not said"


class _Evidence(NamedTuple):
    """What one span holds of one point."""

    strength: float
    verbatim: float
    """The wording of the phrasing that it is most like."""


def _worded(phrasing: Phrasing, alike: float, answer: Answer, number: int) -> float:
    beside = share(phrasing.pairs, answer.pairs[number]) if phrasing.pairs else alike
    worded = (1 - PAIRS) * alike + PAIRS * beside
    return worded * UNNEGATED if phrasing.negative and not answer.negative[number] else worded


def _within(match: Match, span: Span) -> bool:
    return span.first <= match.first and match.last < span.end


def _weigh(
    point: Point, like: Likeness, needed: Sequence[Sequence[Match]], answer: Answer
) -> dict[int, _Evidence]:
    peculiar = recalled(point.peculiar, answer, ALIKE)  # related words are not its own
    weighed = {}
    for number, alike in like.items():
        worded = map(_worded, point.phrasings, alike, repeat(answer), repeat(number))
        wordings = nlargest(AGREEING, worded)
        span = answer.spans[number]
        rest = PECULIAR * min(MOST, peculiar.get(number, 0.0))
        weight = WORDING + MUST
        if needed:
            said = sum(any(_within(match, span) for match in group) for group in needed)
            rest += MUST * said / len(needed)
            weight = WORDING
        mean = sum(wordings) / len(wordings)
        weighed[number] = _Evidence(rest + weight * mean, wordings[0])
    return weighed


def cover(rubric: Rubric, answer: Answer) -> tuple[Coverage, ...]:
    """What an answer holds of each point of its question."""
    alike = likeness(rubric, answer)
    needed = [[find_any(group, answer.tokens, answer.near) for group in p.must] for p in rubric.points]
    weighed = [_weigh(*each, answer) for each in zip(rubric.points, alike, needed, strict=True)]
    return tuple(
        _coverage(point, alike[at], needed[at], weighed[at], [*weighed[:at], *weighed[at + 1 :]], answer)
        for at, point in enumerate(rubric.points)
    )


def _coverage(
    point: Point,
    like: Likeness,
    needed: Sequence[Sequence[Match]],
    own: Mapping[int, _Evidence],
    others: Sequence[Mapping[int, _Evidence]],
    answer: Answer,
) -> Coverage:
    ahead = {
        number: each.strength - SHARED * max((other[number].strength for other in others), default=0.0)
        for number, each in own.items()
    }
    at = max(ahead, key=lambda number: ahead[number] + own[number].strength)
    best, phrasing = max(zip(like[at], range(len(point.phrasings)), strict=True))
    span = answer.spans[at]
    places = {place for group in needed for match in group if _within(match, span) for place in match.places}
    said = sorted({*places, *matched(point.phrasings[phrasing], answer, span)})
    return Coverage(
        max(each.strength for each in own.values()),
        max(ahead.values()),
        max(each.verbatim for each in own.values()),
        all(needed),
        best,
        tuple(said),
        len({answer.tokens[place].stem for place in said}),
    )
