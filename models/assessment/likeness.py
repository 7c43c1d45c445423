"""How alike an answer and an accepted phrasing are, from 0 to 1, over the best clause, window, or the whole.

The measure is lexical. Three quarters of it are content words: stem recall, each stem weighed by how telling
it is, counts two fifths; the F-measure of the same stems, recall twice as heavy as precision, one fifth;
recall of character n-grams, which survives what recognisers do to words, two fifths, half of it without the
question's own words. The last quarter is what the whole answer has of the phrasing's small words, and of its
words that follow each other. The shares, and the weights in `rubric`, are round numbers: picked by hand among
a few on the training answers of SemEval-2013, with no parameter estimated.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import reduce
from itertools import accumulate, pairwise
from operator import or_
from typing import NamedTuple

from models.assessment.lexicon import FUNCTION_WORDS, NEGATORS, word_set
from models.assessment.phrases import index
from models.assessment.rubric import Phrasing, Point, Rubric, beside, following, small_words
from models.assessment.spelling import jaro_winkler
from models.assessment.text import Token

WINDOW = 12
"""Words in a window: about what one breath says."""
ALIKE = 0.88
"""Jaro-Winkler similarity from which two stems count as one word, at that worth."""
RELATED = 0.7
"""What a related word is worth where neither a stem stands nor one like it."""
CONTENT, SMALL, FOLLOWING = 0.75, 0.15, 0.1
"""What the parts of a likeness weigh: content words, the small words of the phrasing, and words that follow
each other there."""

_CONJUNCTIONS = word_set("and but because so which while whereas then or if when")


class Span(NamedTuple):
    """Tokens of an answer: from, up to and not including."""

    first: int
    end: int


class Near(NamedTuple):
    """What a span has of one of the rubric's stems."""

    worth: float
    """1 where the stem stands there, less where only one like it or a related one does."""
    times: int


class Answer(NamedTuple):
    """One turn's answer, prepared for comparing with one rubric."""

    tokens: Sequence[Token]
    put: int
    """Its small words, and the stems that follow each other, as far as the rubric has them."""
    places: Mapping[str, Sequence[int]]
    """Where each of its stems stands."""
    near: Mapping[str, Sequence[int]]
    """Where each of the rubric's stems stands, or one like it."""
    met: Mapping[str, Sequence[int]]
    """The same, or a related one."""
    spans: tuple[Span, ...]
    in_spans: Mapping[str, Mapping[int, Near]]
    """For each of the rubric's stems, the spans that have it, or one like it, or a related one."""
    weights: Sequence[float]
    """For each span, the weight of its content words."""
    grams: Sequence[tuple[int, int]]
    """For each span, the n-grams of its content words, and of those that the question does not hold."""
    pairs: Sequence[int]
    """For each span, the pairs of its content words."""
    negative: Sequence[bool]
    """For each span, whether it says that something is not so."""


def prepare(answer: Sequence[Token], rubric: Rubric) -> Answer:
    """Index an answer's stems, find the rubric's among them, and cut it into spans."""
    places = index(answer)
    spans = _spans(answer)
    covering = _covering(spans, len(answer))
    telling = [token.text not in FUNCTION_WORDS for token in answer]
    sums = tuple(
        accumulate(
            (rubric.weight(t.stem) if tells else 0.0 for t, tells in zip(answer, telling, strict=True)),
            initial=0.0,
        )
    )
    said = [at for at, tells in enumerate(telling) if tells]
    masks = _masks(answer, said, rubric.grams.across)
    outside = _masks(answer, [at for at in said if answer[at].stem not in rubric.own], rubric.grams.across)
    pairs = _masks(answer, said, lambda stems: map(rubric.pairs.of, beside(stems)))
    initials: dict[str, list[str]] = {}
    for stem in places:
        initials.setdefault(stem[:1], []).append(stem)
    near: dict[str, Sequence[int]] = {}
    met: dict[str, Sequence[int]] = {}
    in_spans: dict[str, Mapping[int, Near]] = {}
    for stem in rubric.stems:
        if found := _near(stem, places, initials, rubric.related.get(stem, ())):
            met[stem] = [at for at, _ in found]
            near[stem] = [at for at, worth in found if worth >= ALIKE]
            in_spans[stem] = _in_spans(found, covering)
    return Answer(
        answer,
        rubric.put.of(small_words(answer)) | rubric.put.of(following(answer)),
        places,
        near,
        met,
        spans,
        in_spans,
        [sums[span.end] - sums[span.first] for span in spans],
        [(_union(masks[first:end]), _union(outside[first:end])) for first, end in spans],
        [_union(pairs[first:end]) for first, end in spans],
        [any(token.text in NEGATORS for token in answer[first:end]) for first, end in spans],
    )


def _masks(
    answer: Sequence[Token], kept: Sequence[int], across: Callable[[Sequence[str]], Iterable[int]]
) -> list[int]:
    """For each token of an answer the n-grams or pairs that it brings; none where it is not kept."""
    masks = [0] * len(answer)
    for at, mask in zip(kept, across([answer[at].stem for at in kept]), strict=True):
        masks[at] = mask
    return masks


def _union(masks: Sequence[int]) -> int:
    return reduce(or_, masks, 0)


def _covering(spans: Sequence[Span], count: int) -> list[list[int]]:
    """For each of so many tokens, the numbers of the spans that it stands in."""
    covering: list[list[int]] = [[] for _ in range(count)]
    for number, (first, end) in enumerate(spans):
        for numbers in covering[first:end]:
            numbers.append(number)
    return covering


def _in_spans(found: Sequence[tuple[int, float]], covering: Sequence[Sequence[int]]) -> dict[int, Near]:
    within: dict[int, Near] = {}
    for at, worth in found:
        for number in covering[at]:
            had = within.get(number)
            within[number] = Near(max(had.worth, worth), had.times + 1) if had else Near(worth, 1)
    return within


def _near(
    stem: str,
    places: Mapping[str, Sequence[int]],
    initials: Mapping[str, Sequence[str]],
    related: Collection[str],
) -> list[tuple[int, float]]:
    """Where a stem stands, and what it is worth there; else those like it; else those related."""
    if stem in places:
        return [(at, 1.0) for at in places[stem]]
    found = []
    for other in initials.get(stem[:1], ()):
        if worth := jaro_winkler(stem, other, ALIKE):
            found += [(at, worth) for at in places[other]]
    return sorted(found or [(at, RELATED) for other in related for at in places.get(other, ())])


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


class _Shared(NamedTuple):
    """What the spans of an answer share with a phrasing."""

    phrasing: Phrasing
    recalled: Mapping[int, float]
    """For each span that has any of its stems, what those are worth."""
    matched: Mapping[int, float]
    """The same, each counted as often as it stands there."""

    def likeness(self, number: int, answer: Answer) -> float:
        """How like the phrasing a span is."""
        if number not in self.recalled:
            return 0.0
        recall = self.recalled[number] / self.phrasing.total
        said = answer.weights[number]
        precision = min(1.0, self.matched[number] / said) if said else 0.0
        f_measure = 5 * precision * recall / (4 * precision + recall)
        grams, outside = answer.grams[number]
        letters = share(self.phrasing.grams, grams)
        telling = share(self.phrasing.telling, outside)
        content = 0.4 * recall + 0.2 * f_measure + 0.2 * letters + 0.2 * telling
        small = share(self.phrasing.small, answer.put) if self.phrasing.small else content
        beside = share(self.phrasing.following, answer.put) if self.phrasing.following else content
        return CONTENT * content + SMALL * small + FOLLOWING * beside


def share(wanted: int, found: int) -> float:
    """The share of some n-grams or pairs that are found."""
    return (wanted & found).bit_count() / max(1, wanted.bit_count())


def _shared(phrasing: Phrasing, answer: Answer) -> _Shared:
    recalled: dict[int, float] = {}
    matched: dict[int, float] = {}
    for stem, weight in phrasing.weights.items():
        for number, (worth, times) in answer.in_spans.get(stem, {}).items():
            recalled[number] = recalled.get(number, 0.0) + weight * worth
            matched[number] = matched.get(number, 0.0) + weight * times
    return _Shared(phrasing, recalled, matched)


Likeness = Mapping[int, Sequence[float]]
"""For each of some spans of an answer, how like it is to each phrasing of a point."""


def likeness(points: Sequence[Point], answer: Answer) -> list[Likeness]:
    """How like the phrasings of some points an answer is, over the spans that one of them is most like."""
    shared = [[_shared(phrasing, answer) for phrasing in point.phrasings] for point in points]
    recalled = [one.recalled for each in shared for one in each if one.recalled]
    spans = {max(found, key=lambda number: (found[number], -number)) for found in recalled}
    return [
        {number: [one.likeness(number, answer) for one in each] for number in sorted(spans)}
        for each in shared
    ]


def matched(phrasing: Phrasing, answer: Answer, span: Span) -> tuple[int, ...]:
    """The tokens of a span that stand in a phrasing, or are like or related to one that does, rising."""
    found = (answer.met.get(stem, ()) for stem in phrasing.weights)
    return tuple(sorted({at for places in found for at in places if span.first <= at < span.end}))
