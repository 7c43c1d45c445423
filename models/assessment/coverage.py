"""Whether an answer makes a key point: said, partly, or not said, by absolute thresholds.

Each span of the answer is evidence for a point, by four things: the claim's wording, its `must` groups, the
words that only this claim has, and how many of the parts that it is made of are named. Words that several
points share are no evidence for all of them: *partly* goes by how far a span's evidence for a point is ahead
of that for any other.

Weights and thresholds do not carry over from other corpora. These are round numbers, chosen on the tuning
half of the labelled set in `tests/data/judging`, and reported on its other half. On the tuning half the mean
F1 of the three levels is .76 and F1 of *said* .84; fuzzy matching of strings reaches .56 and .63.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from heapq import nlargest
from itertools import chain, repeat
from operator import or_
from typing import Literal, NamedTuple

from models.assessment.likeness import ALIKE, Answer, Likeness, Span, likeness, matched, recalled, share
from models.assessment.phrases import Match, Phrase, Places, find_any
from models.assessment.rubric import Phrasing, Point, Rubric

WORDING, MUST, PECULIAR = 0.6, 0.2, 0.2
"""What each weighs in the evidence. Without `must` groups the wording has their share too."""
PARTS = 0.25
"""How much of all that the `parts` of a claim are, where it has any: all of them are as much as *said*.
Chosen also on the answers of `own_words.toml` there, which count half."""
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

PARTLY = 0.26
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


class _Found(NamedTuple):
    """Where an answer has one of a group of phrases."""

    matches: Sequence[Match]
    spans: int
    """The spans that have one whole, a bit for each."""

    def within(self, number: int) -> bool:
        """Whether that span has one."""
        return bool(self.spans >> number & 1)


def _find(group: Sequence[Phrase], answer: Answer, places: Places) -> _Found:
    matches = find_any(group, answer.tokens, places)
    whole = (answer.covering[match.first] & answer.covering[match.last] for match in matches)
    return _Found(matches, reduce(or_, whole, 0))


class _Named(NamedTuple):
    """What of a point's groups of phrases an answer has."""

    must: Sequence[_Found]
    parts: Sequence[_Found]

    def fullness(self, number: int) -> float:
        """The share of the claim's parts that a span has."""
        return sum(found.within(number) for found in self.parts) / len(self.parts)

    def places(self, span: Span) -> set[int]:
        """The tokens of a span that belong to any of them."""
        matches = chain.from_iterable(found.matches for found in (*self.must, *self.parts))
        return {at for m in matches if span.first <= m.first and m.last < span.end for at in m.places}


def _name(point: Point, answer: Answer) -> _Named:
    return _Named(
        [_find(group, answer, answer.near) for group in point.must],
        [_find(part, answer, answer.places) for part in point.parts],
    )


def _weigh(point: Point, like: Likeness, named: _Named, answer: Answer) -> dict[int, _Evidence]:
    peculiar = recalled(point.peculiar, answer, ALIKE)  # related words are not its own
    weighed = {}
    for number, alike in like.items():
        worded = map(_worded, point.phrasings, alike, repeat(answer), repeat(number))
        wordings = nlargest(AGREEING, worded)
        strength = PECULIAR * min(MOST, peculiar.get(number, 0.0))
        weight = WORDING + MUST
        if named.must:
            strength += MUST * sum(found.within(number) for found in named.must) / len(named.must)
            weight = WORDING
        strength += weight * sum(wordings) / len(wordings)
        if named.parts:
            strength += PARTS * (SAID * named.fullness(number) - strength)
        weighed[number] = _Evidence(strength, wordings[0])
    return weighed


def cover(rubric: Rubric, answer: Answer) -> tuple[Coverage, ...]:
    """What an answer holds of each point of its question."""
    points = rubric.points
    named = [_name(point, answer) for point in points]
    fullest = {max(range(len(answer.spans)), key=each.fullness) for each in named if each.parts}
    alike = likeness(rubric, answer, fullest)
    weighed = [_weigh(*each, answer) for each in zip(points, alike, named, strict=True)]
    return tuple(
        _coverage(point, alike[at], named[at], weighed[at], [*weighed[:at], *weighed[at + 1 :]], answer)
        for at, point in enumerate(points)
    )


def _coverage(
    point: Point,
    like: Likeness,
    named: _Named,
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
    said = sorted({*named.places(span), *matched(point.phrasings[phrasing], answer, span)})
    return Coverage(
        max(each.strength for each in own.values()),
        max(ahead.values()),
        max(each.verbatim for each in own.values()),
        all(found.matches for found in named.must),
        best,
        tuple(said),
        len({answer.tokens[place].stem for place in said}),
    )
