"""How alike an answer and an accepted phrasing are, from 0 to 1, over the best clause, window, or the whole.

The measure is lexical. Stem recall, each stem weighed by how telling it is, counts two fifths; the F-measure
of the same stems, recall twice as heavy as precision, one fifth; recall of character n-grams, which survives
what recognisers do to words, two fifths, half of it without the question's own words. The shares are round
numbers and fitted to nothing.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from models.assessment.lexicon import FUNCTION_WORDS, word_set
from models.assessment.phrases import index
from models.assessment.rubric import Phrasing, Point, Rubric, grams
from models.assessment.text import Token

WINDOW = 12
"""Words in a window: about what one breath says."""
ALIKE = 0.88
"""Jaro-Winkler similarity from which two stems count as one word, at that worth."""

_CONJUNCTIONS = word_set("and but because so which while whereas then or if when")
_CANDIDATES = 2
"""How many of the spans with the best recall are compared in full."""
_AGREEING = 3
"""How many phrasings have to agree."""


class Span(NamedTuple):
    """Tokens of an answer: from, up to and not including."""

    first: int
    end: int


class Answer(NamedTuple):
    """One turn's answer, prepared for comparing with one rubric."""

    tokens: Sequence[Token]
    places: Mapping[str, Sequence[int]]
    """Where each of its stems stands."""
    near: Mapping[str, Sequence[tuple[int, float]]]
    """Where each of the rubric's stems stands, or one like it, and how like it is."""
    soft: Mapping[str, Sequence[int]]
    """The same places without the likeness."""
    spans: tuple[Span, ...]
    weighed: Sequence[float]
    """The running sum of the weights of its content words, from 0."""
    grams: tuple[tuple[frozenset[str], frozenset[str]], ...]
    """For each span, the n-grams of its content words, and of those that the question does not hold."""


class Likeness(NamedTuple):
    """How like a point's phrasings an answer is, and the tokens that made it so."""

    best: float
    """The likeness to the best phrasing."""
    agreed: float
    """The mean of the best three: who makes a claim comes near several ways to say it."""
    places: tuple[int, ...]


def prepare(answer: Sequence[Token], rubric: Rubric) -> Answer:
    """Index an answer's stems, find the rubric's among them, and cut it into spans."""
    places = index(answer)
    telling = [token.text not in FUNCTION_WORDS for token in answer]
    weights = [rubric.weight(t.stem) if tells else 0.0 for t, tells in zip(answer, telling, strict=True)]
    spans = _spans(answer)
    cut = tuple(
        (_joined(answer, telling, span, frozenset()), _joined(answer, telling, span, rubric.own))
        for span in spans
    )
    near = {stem: found for stem in rubric.stems if (found := _near(stem, places))}
    soft = {stem: [at for at, _ in found] for stem, found in near.items()}
    return Answer(answer, places, near, soft, spans, tuple(accumulate(weights, initial=0.0)), cut)


def _joined(
    answer: Sequence[Token], telling: Sequence[bool], span: Span, without: frozenset[str]
) -> frozenset[str]:
    """The n-grams of a span's content words, less those without."""
    kept = (at for at in range(span.first, span.end) if telling[at] and answer[at].stem not in without)
    return grams(" ".join(answer[at].stem for at in kept))


@lru_cache(maxsize=50_000)
def _alike(one: str, other: str) -> float:
    return JaroWinkler.similarity(one, other, score_cutoff=ALIKE) if one[:1] == other[:1] else 0.0


def _near(stem: str, places: Mapping[str, Sequence[int]]) -> list[tuple[int, float]]:
    if stem in places:
        return [(at, 1.0) for at in places[stem]]
    return sorted(
        (at, alike) for other, found in places.items() if (alike := _alike(stem, other)) for at in found
    )


def _spans(answer: Sequence[Token]) -> tuple[Span, ...]:
    """Clauses, neighbouring clauses, windows, and the whole, shorter before longer."""
    cuts = [0]
    for at, token in enumerate(answer[:-1], 1):
        if (token.ends or answer[at].text in _CONJUNCTIONS) and at - cuts[-1] >= 3:
            cuts.append(at)
    cuts.append(len(answer))
    spans = {Span(first, end) for first, end in pairwise(cuts)}
    spans |= {Span(first, end) for first, end in zip(cuts, cuts[2:], strict=False)}
    for size in (WINDOW, 2 * WINDOW):
        starts = range(0, max(1, len(answer) - size // 2), size // 3)
        spans |= {Span(at, min(at + size, len(answer))) for at in starts}
    spans.add(Span(0, len(answer)))
    return tuple(sorted(spans, key=lambda span: span.end - span.first))


def _ranked(phrasing: Phrasing, answer: Answer) -> list[tuple[float, float, int]]:
    """For each span that has any of a phrasing's stems: recall, precision, the span's index; best first."""
    found = [(answer.near[stem], weight) for stem, weight in phrasing.weights.items() if stem in answer.near]
    ranked = []
    for at, span in enumerate(answer.spans):
        got = matched = 0.0
        for near, weight in found:
            inside = [alike for place, alike in near if span.first <= place < span.end]
            if inside:
                got += weight * max(inside)
                matched += weight * len(inside)
        if got:
            whole = answer.weighed[span.end] - answer.weighed[span.first]
            ranked.append((got / phrasing.total, min(1.0, matched / whole) if whole else 0.0, at))
    ranked.sort(key=lambda found: (-found[0], found[2]))
    return ranked


def _value(
    phrasing: Phrasing, recall: float, precision: float, said: tuple[frozenset[str], frozenset[str]]
) -> float:
    f_measure = 5 * precision * recall / (4 * precision + recall) if recall else 0.0
    all_grams = len(phrasing.grams & said[0]) / len(phrasing.grams)
    telling = len(phrasing.telling & said[1]) / len(phrasing.telling)
    return 0.4 * recall + 0.2 * f_measure + 0.2 * all_grams + 0.2 * telling


def likeness(point: Point, answer: Answer) -> Likeness:
    """The likeness of the phrasings of a point to an answer, each to the span of it that it is most like."""
    compared = sorted((_closest(phrasing, answer) for phrasing in point.phrasings), reverse=True)
    best, places = compared[0]
    nearest = [value for value, _ in compared[:_AGREEING]]
    return Likeness(best, sum(nearest) / len(nearest), places)


def _closest(phrasing: Phrasing, answer: Answer) -> tuple[float, tuple[int, ...]]:
    best, span = 0.0, Span(0, 0)
    for recall, precision, at in _ranked(phrasing, answer)[:_CANDIDATES]:
        value = _value(phrasing, recall, precision, answer.grams[at])
        if value > best:
            best, span = value, answer.spans[at]
    return best, _matched(phrasing, answer, span)


def _matched(phrasing: Phrasing, answer: Answer, span: Span) -> tuple[int, ...]:
    near = (answer.near.get(stem, ()) for stem in phrasing.weights)
    return tuple(sorted({at for found in near for at, _ in found if span.first <= at < span.end}))
