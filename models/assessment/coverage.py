"""How near an answer comes to a key point: over the whole of it, its clauses, and windows of it.

The likeness is lexical: recall of the claim's stems, weighed by how telling they are, with the question's own
words removed; recall of its character n-grams, which survives what recognisers do to words; and rapidfuzz's
`token_set_ratio`.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from models.assessment.lexicon import FUNCTION_WORDS, word_set
from models.assessment.phrases import Match, find_any, index
from models.assessment.rubric import Phrasing, Point, grams
from models.assessment.text import Token

SAID = 0.45
"""At this likeness a claim without `must` groups counts as said."""
PARTLY = 0.25
"""Under this likeness it is not said; the two start from published experience, see the labelled set."""
SAID_WITH_MUST = 0.33
"""The same for a claim whose `must` groups all occur close together."""
PARTLY_WITH_MUST = 0.18
"""Under this likeness even a claim with some of its `must` groups is not said."""
WINDOW = 12
"""Words in a window: about what one breath says."""
NEAR = 36
"""Words within which the `must` groups of one claim have to occur."""

_CONJUNCTIONS = word_set("and but because so which while whereas then or if when")
_CANDIDATES = 2
"""How many of the spans with the best recall are compared in full."""


class Span(NamedTuple):
    """Tokens of an answer: from, up to and not including."""

    first: int
    end: int


class Answer(NamedTuple):
    """One turn's answer, prepared for comparing."""

    tokens: Sequence[Token]
    places: Mapping[str, Sequence[int]]
    spans: tuple[Span, ...]


class Coverage(NamedTuple):
    """How one answer covers one point."""

    verdict: str
    """`said`, `partly` or `not said`."""
    similarity: float
    places: tuple[int, ...]
    """Indices of the tokens that it rests on, rising."""


def prepare(answer: Sequence[Token]) -> Answer:
    """Index an answer's stems and cut it into spans."""
    return Answer(answer, index([token.stem for token in answer]), _spans(answer))


def _spans(answer: Sequence[Token]) -> tuple[Span, ...]:
    """Clauses, neighbouring clauses, windows, and the whole."""
    cuts = [0]
    for at, token in enumerate(answer[:-1], 1):
        if (token.ends or answer[at].text in _CONJUNCTIONS) and at - cuts[-1] >= 3:
            cuts.append(at)
    cuts.append(len(answer))
    spans = {Span(first, end) for first, end in pairwise(cuts)}
    spans |= {Span(first, end) for first, end in zip(cuts, cuts[2:], strict=False)}
    for size in (WINDOW, 2 * WINDOW):
        spans |= {
            Span(at, min(at + size, len(answer)))
            for at in range(0, max(1, len(answer) - size // 2), size // 3)
        }
    spans.add(Span(0, len(answer)))
    return tuple(sorted(spans, key=lambda span: span.end - span.first))


def _recall(phrasing: Phrasing, answer: Answer) -> list[tuple[float, Span]]:
    """The weighed share of a phrasing's stems in each span that has any, best first."""
    where = [
        (answer.places[stem], weight) for stem, weight in phrasing.weights.items() if stem in answer.places
    ]
    if not where or not phrasing.total:
        return []
    scored = []
    for span in answer.spans:
        got = sum(weight for at, weight in where if any(span.first <= place < span.end for place in at))
        if got:
            scored.append((got / phrasing.total, span))
    scored.sort(key=lambda pair: -pair[0])
    return scored


def _likeness(recall: float, phrasing: Phrasing, said: str) -> float:
    """The mean of stem recall, n-gram recall and token set ratio, from 0 to 1."""
    if not phrasing.text:
        return 0.0
    shared = len(phrasing.grams & grams(said)) / len(phrasing.grams)
    return (2 * recall + shared + fuzz.token_set_ratio(phrasing.text, said) / 100) / 4


def similarity(point: Point, answer: Answer) -> tuple[float, tuple[int, ...]]:
    """The best likeness of any phrasing to any span, and the tokens that made it."""
    best, places = 0.0, tuple[int, ...]()
    for phrasing in point.phrasings:
        for recall, span in _recall(phrasing, answer)[:_CANDIDATES]:
            if recall < best / 2:
                continue
            said = answer.tokens[span.first : span.end]
            text = " ".join(token.stem for token in said if token.text not in FUNCTION_WORDS)
            value = _likeness(recall, phrasing, text)
            if value > best:
                best = value
                places = tuple(at for at in range(span.first, span.end)
                               if phrasing.weights.get(answer.tokens[at].stem, 0) > 0)  # fmt: skip
    return best, places


def must(point: Point, answer: Answer) -> tuple[float, tuple[int, ...]]:
    """The largest share of a point's `must` groups that occur close together, and where."""
    if not point.must:
        return 1.0, ()
    found = [find_any(group, answer.places) for group in point.must]
    best, places = 0, tuple[int, ...]()
    for start in sorted({match.first for group in found for match in group}):
        near: list[Match] = []
        for group in found:
            inside = (match for match in group if start <= match.first and match.last < start + NEAR)
            match = next(inside, None)
            if match is not None:
                near.append(match)
        if len(near) > best:
            best = len(near)
            places = tuple(sorted({at for match in near for at in match.places}))
    return best / len(point.must), places


def cover(point: Point, answer: Answer) -> Coverage:
    """Whether an answer makes a point, wholly or partly, by absolute thresholds."""
    value, places = similarity(point, answer)
    if not point.must:
        verdict = "said" if value >= SAID else "partly" if value >= PARTLY else "not said"
        return Coverage(verdict, value, places if verdict != "not said" else ())
    share, needed = must(point, answer)
    if share == 1 and value >= SAID_WITH_MUST:
        verdict = "said"
    elif share and value >= PARTLY_WITH_MUST:
        verdict = "partly"
    else:
        return Coverage("not said", value, ())
    return Coverage(verdict, value, tuple(sorted({*places, *needed})))
