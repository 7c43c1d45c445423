"""How alike an answer and an accepted phrasing are, from 0 to 1, over the best clause, window, or the whole.

The measure is lexical. Two fifths of it are stem recall, each stem weighed by how telling it is. Two fifths
are what both have of all their letters, taken two by two as often as they stand there (Dice's coefficient of
character bigrams, Adamson and Boreham 1974): that survives what recognisers do to words, and sees what else
was said. One fifth is how many letters are found of the words that are not the question's own. The shares,
and the weights in `rubric`, are round numbers: picked by hand among a few on the training answers of
SemEval-2013, with no parameter estimated.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from models.assessment.lexicon import FUNCTION_WORDS, NEGATORS, word_set
from models.assessment.phrases import index
from models.assessment.rubric import Phrasing, Rubric, beside, leads, letters
from models.assessment.spelling import jaro_winkler
from models.assessment.text import Token

WINDOW = 12
"""Words in a window: about what one breath says."""
ALIKE = 0.88
"""Jaro-Winkler similarity from which two stems count as one word, at that worth."""
RELATED = 0.7
"""What a related word is worth where neither a stem stands nor one like it."""
RECALL, LETTERS, TELLING = 0.4, 0.4, 0.2
"""What the parts of a likeness weigh."""
CONTRARY = 0.5
"""What is left of it where one begins with yes, and the other with no."""

_CONJUNCTIONS = word_set("and but because so which while whereas then or if when")


class Span(NamedTuple):
    """Tokens of an answer: from, up to and not including."""

    first: int
    end: int


class Answer(NamedTuple):
    """One turn's answer, prepared for comparing with one rubric."""

    tokens: Sequence[Token]
    places: Mapping[str, Sequence[int]]
    """Where each of its stems stands."""
    near: Mapping[str, Sequence[int]]
    """Where each of the rubric's stems stands, or one like it."""
    met: Mapping[str, Sequence[int]]
    """The same, or a related one."""
    spans: tuple[Span, ...]
    covering: Sequence[int]
    """For each token, the spans that it stands in, a bit for each."""
    in_spans: Mapping[str, Mapping[int, float]]
    """For each of the rubric's stems, what it is worth in each span that has it, or one like or related."""
    pairs: Sequence[int]
    """For each span, the pairs of its content words."""
    negative: Sequence[bool]
    """For each span, whether it says that something is not so."""
    leads: str
    """The "yes" or "no" that it begins with, if it does."""


def prepare(answer: Sequence[Token], rubric: Rubric) -> Answer:
    """Index an answer's stems, find the rubric's among them, and cut it into spans."""
    places = index(answer)
    spans = _spans(answer)
    covering = _covering(spans, len(answer))
    said = [at for at, token in enumerate(answer) if token.text not in FUNCTION_WORDS]
    pairs = [0] * len(answer)
    for at, each in zip(said, beside([answer[at].stem for at in said]), strict=True):
        pairs[at] = rubric.pairs.of(each)
    initials: dict[str, list[str]] = {}
    for stem in places:
        initials.setdefault(stem[:1], []).append(stem)
    near: dict[str, Sequence[int]] = {}
    met: dict[str, Sequence[int]] = {}
    in_spans: dict[str, Mapping[int, float]] = {}
    for stem in rubric.stems:
        if found := _near(stem, places, initials, rubric.related.get(stem, ())):
            met[stem] = [at for at, _ in found]
            near[stem] = [at for at, worth in found if worth >= ALIKE]
            in_spans[stem] = _in_spans(found, covering)
    return Answer(
        answer,
        places,
        near,
        met,
        spans,
        [sum(1 << number for number in numbers) for numbers in covering],
        in_spans,
        [reduce(or_, pairs[first:end], 0) for first, end in spans],
        [any(token.text in NEGATORS for token in answer[first:end]) for first, end in spans],
        leads(answer),
    )


def _covering(spans: Sequence[Span], count: int) -> list[list[int]]:
    """For each of so many tokens, the numbers of the spans that it stands in."""
    covering: list[list[int]] = [[] for _ in range(count)]
    for number, (first, end) in enumerate(spans):
        for numbers in covering[first:end]:
            numbers.append(number)
    return covering


def _in_spans(found: Sequence[tuple[int, float]], covering: Sequence[Sequence[int]]) -> dict[int, float]:
    within: dict[int, float] = {}
    for at, worth in found:
        for number in covering[at]:
            within[number] = max(within.get(number, 0.0), worth)
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


def share(wanted: int, found: int) -> float:
    """The share of some letters or pairs that are found."""
    return (wanted & found).bit_count() / max(1, wanted.bit_count())


class _Letters(NamedTuple):
    """The letters of a span, two by two."""

    total: int
    known: int
    """Those that the rubric has."""
    telling: int
    """Those that the rubric has, of content words that are not the question's own."""


def _letters(said: Sequence[Token], rubric: Rubric) -> _Letters:
    every = letters([token.stem for token in said])
    telling = [t.stem for t in said if t.text not in FUNCTION_WORDS and t.stem not in rubric.own]
    return _Letters(len(every), rubric.letters.of(every), rubric.letters.of(letters(telling)))


def recalled(weights: Mapping[str, float], answer: Answer, least: float = 0.0) -> dict[int, float]:
    """For each span that has any of some stems, what they weigh, those left out that are worth less there."""
    found: dict[int, float] = {}
    for stem, weight in weights.items():
        for number, worth in answer.in_spans.get(stem, {}).items():
            if worth >= least:
                found[number] = found.get(number, 0.0) + weight * worth
    return found


def _alike(phrasing: Phrasing, said: float, found: _Letters, answer: Answer) -> float:
    recall = said / phrasing.total
    same = 2 * (phrasing.letters & found.known).bit_count() / (phrasing.letters.bit_count() + found.total)
    alike = RECALL * recall + LETTERS * same + TELLING * share(phrasing.telling, found.telling)
    contrary = phrasing.leads and answer.leads and phrasing.leads != answer.leads
    return alike * CONTRARY if contrary else alike


Likeness = Mapping[int, Sequence[float]]
"""For each of some spans of an answer, how like it is to each phrasing of a point."""


def likeness(rubric: Rubric, answer: Answer, telling: Collection[int] = ()) -> list[Likeness]:
    """How like the phrasings of each point an answer is.

    Looked at are the spans that one of the phrasings is most like, the whole, and those that are `telling`.
    """
    said = [[recalled(phrasing.weights, answer) for phrasing in point.phrasings] for point in rubric.points]
    spans = {max(one, key=lambda at: (one[at], -at)) for each in said for one in each if one}
    spans |= {len(answer.spans) - 1, *telling}
    found = {at: _letters(answer.tokens[slice(*answer.spans[at])], rubric) for at in sorted(spans)}
    return [
        {
            at: [
                _alike(phrasing, one.get(at, 0.0), has, answer)
                for phrasing, one in zip(point.phrasings, each, strict=True)
            ]
            for at, has in found.items()
        }
        for point, each in zip(rubric.points, said, strict=True)
    ]


def matched(phrasing: Phrasing, answer: Answer, span: Span) -> tuple[int, ...]:
    """The tokens of a span that stand in a phrasing, or are like or related to one that does, rising."""
    found = (answer.met.get(stem, ()) for stem in phrasing.weights)
    return tuple(sorted({at for places in found for at in places if span.first <= at < span.end}))
