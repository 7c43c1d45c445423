"""How alike an answer and an accepted phrasing are, from 0 to 1, over the best clause, window, or the whole.

The measure is lexical. Stem recall, each stem weighed by how telling it is, counts two fifths; the F-measure
of the same stems, recall twice as heavy as precision, one fifth; recall of character n-grams, which survives
what recognisers do to words, two fifths, half of it without the question's own words. The shares, and the
weights in `rubric`, are round numbers: picked by hand among a few on the training answers of SemEval-2013,
with no parameter estimated.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from heapq import nsmallest
from itertools import accumulate, pairwise
from operator import or_
from typing import NamedTuple

from jellyfish import jaro_winkler_similarity

from models.assessment.lexicon import FUNCTION_WORDS, word_set
from models.assessment.phrases import index
from models.assessment.rubric import Phrasing, Point, Rubric
from models.assessment.text import Token

WINDOW = 12
"""Words in a window: about what one breath says."""
ALIKE = 0.88
"""Jaro-Winkler similarity from which two stems count as one word, at that worth."""

UNRELATED = 0.3
"""What texts that have nothing to do with each other share by their small words alone, roughly."""

_CONJUNCTIONS = word_set("and but because so which while whereas then or if when")
_CANDIDATES = 2
"""How many of the spans with the best recall are compared in full."""
_AGREEING = 3
"""How many phrasings have to agree."""


class Span(NamedTuple):
    """Tokens of an answer: from, up to and not including."""

    first: int
    end: int


class Near(NamedTuple):
    """What a span has of one of the rubric's stems."""

    worth: float
    """1 where the stem stands there, less where only one like it does."""
    times: int


class Answer(NamedTuple):
    """One turn's answer, prepared for comparing with one rubric."""

    tokens: Sequence[Token]
    words: frozenset[str]
    """Its words in lower case."""
    places: Mapping[str, Sequence[int]]
    """Where each of its stems stands."""
    near: Mapping[str, Sequence[int]]
    """Where each of the rubric's stems stands, or one like it."""
    spans: tuple[Span, ...]
    in_spans: Mapping[str, Mapping[int, Near]]
    """For each of the rubric's stems, the spans that have it, or one like it."""
    weights: Sequence[float]
    """For each span, the weight of its content words."""
    grams: Sequence[tuple[int, int]]
    """For each span, the n-grams of its content words, and of those that the question does not hold."""


class Likeness(NamedTuple):
    """How like a point's phrasings an answer is, and the tokens that made it so."""

    best: float
    """The likeness to the best phrasing."""
    agreed: float
    """The mean of the best three: who makes a claim comes near several ways to say it."""
    whole: float
    """The likeness of the best phrasing to the whole answer, small words and all."""
    places: tuple[int, ...]


def prepare(answer: Sequence[Token], rubric: Rubric) -> Answer:
    """Index an answer's stems, find the rubric's among them, and cut it into spans."""
    places = index(answer)
    spans = _spans(answer)
    telling = [token.text not in FUNCTION_WORDS for token in answer]
    sums = tuple(
        accumulate(
            (rubric.weight(t.stem) if tells else 0.0 for t, tells in zip(answer, telling, strict=True)),
            initial=0.0,
        )
    )
    said = [at for at, tells in enumerate(telling) if tells]
    masks = _masks(answer, said, rubric)
    outside = _masks(answer, [at for at in said if answer[at].stem not in rubric.own], rubric)
    initials: dict[str, list[str]] = {}
    for stem in places:
        initials.setdefault(stem[:1], []).append(stem)
    near: dict[str, Sequence[int]] = {}
    in_spans: dict[str, Mapping[int, Near]] = {}
    for stem in rubric.stems:
        if found := _near(stem, places, initials):
            near[stem] = [at for at, _ in found]
            in_spans[stem] = _in_spans(found, spans)
    return Answer(
        answer,
        frozenset(token.text for token in answer),
        places,
        near,
        spans,
        in_spans,
        [sums[span.end] - sums[span.first] for span in spans],
        [(_union(masks[first:end]), _union(outside[first:end])) for first, end in spans],
    )


def _masks(answer: Sequence[Token], kept: Sequence[int], rubric: Rubric) -> list[int]:
    """For each token of an answer the n-grams that it brings; none where it is not kept."""
    masks = [0] * len(answer)
    for at, mask in zip(kept, rubric.grams.across([answer[at].stem for at in kept]), strict=True):
        masks[at] = mask
    return masks


def _union(masks: Sequence[int]) -> int:
    return reduce(or_, masks, 0)


def _in_spans(found: Sequence[tuple[int, float]], spans: Sequence[Span]) -> dict[int, Near]:
    within = {}
    for number, (first, end) in enumerate(spans):
        if inside := [worth for at, worth in found if first <= at < end]:
            within[number] = Near(max(inside), len(inside))
    return within


def _near(
    stem: str, places: Mapping[str, Sequence[int]], initials: Mapping[str, Sequence[str]]
) -> list[tuple[int, float]]:
    """Where a stem stands, and what it is worth there; where it does not, the same of those like it."""
    if stem in places:
        return [(at, 1.0) for at in places[stem]]
    found = []
    for other in initials.get(stem[:1], ()):
        if (worth := jaro_winkler_similarity(stem, other)) >= ALIKE:
            found += [(at, worth) for at in places[other]]
    return sorted(found)


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
    recalled: dict[int, float] = {}
    matched: dict[int, float] = {}
    for stem, weight in phrasing.weights.items():
        for number, (worth, times) in answer.in_spans.get(stem, {}).items():
            recalled[number] = recalled.get(number, 0.0) + weight * worth
            matched[number] = matched.get(number, 0.0) + weight * times
    best = nsmallest(_CANDIDATES, recalled, key=lambda number: (-recalled[number], number))
    return [
        (
            recalled[n] / phrasing.total,
            min(1.0, matched[n] / answer.weights[n]) if answer.weights[n] else 0.0,
            n,
        )
        for n in best
    ]


def _value(phrasing: Phrasing, recall: float, precision: float, said: tuple[int, int]) -> float:
    f_measure = 5 * precision * recall / (4 * precision + recall) if recall else 0.0
    grams = (phrasing.grams & said[0]).bit_count() / max(1, phrasing.grams.bit_count())
    telling = (phrasing.telling & said[1]).bit_count() / max(1, phrasing.telling.bit_count())
    return 0.4 * recall + 0.2 * f_measure + 0.2 * grams + 0.2 * telling


def likeness(point: Point, answer: Answer) -> Likeness:
    """The likeness of the phrasings of a point to an answer, each to the span of it that it is most like."""
    compared = [(*_closest(phrasing, answer), phrasing) for phrasing in point.phrasings]
    compared.sort(key=lambda each: each[:2], reverse=True)
    best, places, phrasing = compared[0]
    nearest = [value for value, *_ in compared[:_AGREEING]]
    return Likeness(best, sum(nearest) / len(nearest), _whole(phrasing, answer), places)


def _whole(phrasing: Phrasing, answer: Answer) -> float:
    """How much of a phrasing's words, small ones too, stand anywhere in an answer, counted in letters.

    The Dice coefficient of what is shared and the phrasing: the `token_set_ratio` of rapidfuzz for an answer
    that is longer than the phrasing; nought where no more is shared than unrelated texts share.
    """
    wanted = sum(len(word) + 1 for word in phrasing.words)
    shared = sum(len(word) + 1 for word in phrasing.words & answer.words)
    return max(0.0, 2 * shared / (shared + wanted) - UNRELATED) / (1 - UNRELATED)


def _closest(phrasing: Phrasing, answer: Answer) -> tuple[float, tuple[int, ...]]:
    best, span = 0.0, Span(0, 0)
    for recall, precision, at in _ranked(phrasing, answer):
        value = _value(phrasing, recall, precision, answer.grams[at])
        if value > best:
            best, span = value, answer.spans[at]
    return best, _matched(phrasing, answer, span)


def _matched(phrasing: Phrasing, answer: Answer, span: Span) -> tuple[int, ...]:
    found = (answer.near.get(stem, ()) for stem in phrasing.weights)
    return tuple(sorted({at for places in found for at in places if span.first <= at < span.end}))
