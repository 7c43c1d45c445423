"""A question's rubric made ready for matching, once for each question."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from models.assessment.phrases import Phrase, phrase
from models.assessment.text import COMMON_STEMS, Token, content, tokens, vocabulary
from questions.pack import KeyPoint, Question, Term

COMMON_WEIGHT = 0.5
"""What a word that says little in any subject weighs beside a telling one."""
MUST_WEIGHT = 1.5
"""What a word of a `must` group weighs."""
OWN_WEIGHT = 0.2
"""What a word of the question itself weighs: it makes a claim whole, and says little by itself."""


class Phrasing(NamedTuple):
    """One accepted way to say a claim."""

    words: frozenset[str]
    """All of them, in lower case."""
    weights: dict[str, float]
    """What each stem is worth."""
    total: float
    grams: int
    """Character n-grams of its content words, a bit each."""
    telling: int
    """The same without the question's own words."""


class Point(NamedTuple):
    """A key point made ready."""

    id: str
    point: KeyPoint
    phrasings: tuple[Phrasing, ...]
    must: tuple[tuple[Phrase, ...], ...]
    opposites: tuple[tuple[tuple[Phrase, ...], tuple[Phrase, ...]], ...]
    """Slots: what is right there, and what is the reverse."""


class Pattern(NamedTuple):
    """A misconception made ready: one member of every group, close together."""

    id: str
    groups: tuple[tuple[Phrase, ...], ...]


class Grams:
    """Character 3- to 5-grams that a rubric has, a bit for each, so that a set of them is an integer."""

    def __init__(self) -> None:
        """Know none yet."""
        self._bits: dict[str, int] = {}
        self._found: dict[str, int] = {}

    def learn(self, stems: Iterable[str]) -> int:
        """The n-grams of a phrasing, those across its words too."""
        bits = {self._bits.setdefault(gram, len(self._bits)) for gram in _cut(f" {' '.join(stems)} ")}
        return sum(1 << bit for bit in bits)

    def of(self, text: str) -> int:
        """Those n-grams of a stem, padded with spaces, or of the seam of two, that the rubric has."""
        if text not in self._found:
            bits = {self._bits[gram] for gram in _cut(text) if gram in self._bits}
            self._found[text] = sum(1 << bit for bit in bits)
        return self._found[text]

    def across(self, answer: Sequence[str]) -> list[int]:
        """For each of some stems in a row, its n-grams, and those across it and the one before."""
        seams = ["", *(f"{one[-3:]} {other[:3]}" for one, other in pairwise(answer))]
        return [self.of(f" {stem} ") | self.of(seam) for stem, seam in zip(answer, seams, strict=False)]


def _cut(text: str) -> list[str]:
    return [text[at : at + n] for n in (3, 4, 5) for at in range(len(text) - n + 1)]


def weight(stem: str) -> float:
    """How telling a stem is by itself: longer words are rarer, and some say little in any subject."""
    return math.sqrt(len(stem) / 6) * (COMMON_WEIGHT if stem in COMMON_STEMS else 1.0)


def _phrasing(found: Sequence[Token], weigh: dict[str, float], own: frozenset[str], grams: Grams) -> Phrasing:
    stems = dict.fromkeys(token.stem for token in content(found) or found)
    weights = {stem: weigh.get(stem) or weight(stem) for stem in stems}
    telling = [stem for stem in stems if stem not in own] or stems
    words = frozenset(token.text for token in found)
    return Phrasing(words, weights, sum(weights.values()), grams.learn(stems), grams.learn(telling))


class Rubric(NamedTuple):
    """All that an answer to one question is compared with."""

    vocabulary: frozenset[str]
    """Lower-case words that are kept, or joined, as one."""
    own: frozenset[str]
    """Stems of the question itself."""
    points: tuple[Point, ...]
    patterns: tuple[Pattern, ...]
    stems: frozenset[str]
    """Stems of every phrasing, and of what no claim can do without."""
    grams: Grams

    def weight(self, stem: str) -> float:
        """How telling a stem of an answer is."""
        return weight(stem) * (OWN_WEIGHT if stem in self.own else 1.0)


@lru_cache(maxsize=2)  # half a megabyte each; a probe has one of its own
def compiled(question: Question, terms: tuple[Term, ...], asked: str) -> Rubric:
    """The rubric of a question; `asked` is the probe, if any, whose words earn nothing either."""
    texts = [question.ask, question.answer, *(term.write for term in terms)]
    for point in question.points:
        texts += [*point.phrasings, *(member for group in point.must for member in group)]
        texts += [member for slot in point.opposites for member in (*slot.right, *slot.wrong)]
    for misconception in question.misconceptions:
        texts += [misconception.says, *(member for group in misconception.betrayed for member in group)]
    words = vocabulary(texts)
    own = frozenset(token.stem for token in tokens(f"{question.ask} {asked}", words))

    read = [[tokens(text, words) for text in point.phrasings] for point in question.points]
    stems_of = [{token.stem for found in phrased for token in content(found)} for phrased in read]
    frequency = Counter(stem for stems in stems_of for stem in stems)
    count = len(question.points)
    weigh = {
        stem: weight(stem)
        * math.log(1 + count / n)
        / math.log(1 + count)
        * (OWN_WEIGHT if stem in own else 1.0)
        for stem, n in frequency.items()
    }

    grams = Grams()
    points = []
    for point, phrased in zip(question.points, read, strict=True):
        must = tuple(tuple(phrase(member, words) for member in group) for group in point.must)
        needed = {stem for group in must for member in group for stem in member.stems}
        own_weigh = {stem: value * (MUST_WEIGHT if stem in needed else 1.0) for stem, value in weigh.items()}
        phrasings = tuple(_phrasing(found, own_weigh, own, grams) for found in phrased)
        slots = tuple(
            (
                tuple(phrase(m, words) for m in slot.right),
                tuple(phrase(m, words, strict=True) for m in slot.wrong),
            )
            for slot in point.opposites
        )
        points.append(Point(point.id, point, phrasings, must, slots))

    patterns = tuple(
        Pattern(
            m.id, tuple(tuple(phrase(member, words, strict=True) for member in group) for group in m.betrayed)
        )
        for m in question.misconceptions
    )
    stems = {stem for point in points for phrasing in point.phrasings for stem in phrasing.weights}
    stems |= {stem for point in points for group in point.must for member in group for stem in member.stems}
    return Rubric(words, own, tuple(points), patterns, frozenset(stems), grams)
