"""A question's rubric made ready for matching, once for each question."""

import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from operator import add
from typing import NamedTuple

from models.assessment.lexicon import NEGATORS
from models.assessment.phrases import Phrase, phrase
from models.assessment.related import related
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

    weights: dict[str, float]
    """What each stem is worth."""
    total: float
    letters: int
    """Its letters, two by two, a bit each."""
    telling: int
    """The same for its content words that are not the question's own."""
    pairs: int
    """Its content words that stand beside each other, two by two, a bit each."""
    negative: bool
    """Whether it says that something is not so."""
    leads: str
    """The "yes" or "no" that it begins with, if it does."""


class Point(NamedTuple):
    """A key point made ready."""

    id: str
    point: KeyPoint
    phrasings: tuple[Phrasing, ...]
    must: tuple[tuple[Phrase, ...], ...]
    parts: tuple[tuple[Phrase, ...], ...]
    """What each part of the claim is said with."""
    opposites: tuple[tuple[tuple[Phrase, ...], tuple[Phrase, ...]], ...]
    """Slots: what is right there, and what is the reverse."""
    peculiar: dict[str, float]
    """The stems that its phrasings have, and those of other points seldom, and what each is worth; a phrasing
    of its own has 1 of it on average."""


class Pattern(NamedTuple):
    """A misconception made ready: one member of every group, close together."""

    id: str
    groups: tuple[tuple[Phrase, ...], ...]


class Bits:
    """What the phrasings of a rubric have, a bit for each, so that a set of them is an integer."""

    def __init__(self) -> None:
        """Know none yet."""
        self._bits: dict[Hashable, int] = {}

    def learn(self, found: Set[Hashable]) -> int:
        """Those of a phrasing."""
        return sum(1 << self._bits.setdefault(each, len(self._bits)) for each in found)

    def of(self, found: Set[Hashable]) -> int:
        """Those of an answer that the rubric has."""
        return sum(1 << self._bits[each] for each in found if each in self._bits)


def beside(stems: Sequence[str]) -> Iterator[set[frozenset[str]]]:
    """For each of some stems in a row, the pairs in any order with those before it, one between at most."""
    for at, stem in enumerate(stems):
        yield {frozenset((stem, other)) for other in stems[max(0, at - 2) : at] if other != stem}


def letters(stems: Sequence[str]) -> set[tuple[str, int]]:
    """The letters of some stems in a row, two by two, each with how often it has occurred by then."""
    text = f" {' '.join(stems)} "
    counts = Counter(map(add, text, text[1:]))
    return {(two, time) for two, times in counts.items() for time in range(times)}


def leads(text: Sequence[Token]) -> str:
    """The "yes" or "no" that a text begins with, if it does."""
    return text[0].text if text and text[0].text in ("yes", "no") else ""


def weight(stem: str) -> float:
    """How telling a stem is by itself: longer words are rarer, and some say little in any subject."""
    return math.sqrt(len(stem) / 6) * (COMMON_WEIGHT if stem in COMMON_STEMS else 1.0)


def _phrasing(
    found: Sequence[Token],
    weigh: Mapping[str, float],
    own: frozenset[str],
    alphabet: Bits,
    pairs: Bits,
) -> Phrasing:
    said = [token.stem for token in content(found) or found]
    stems = dict.fromkeys(said)
    weights = {stem: weigh.get(stem) or weight(stem) for stem in stems}
    telling = [stem for stem in said if stem not in own] or said
    return Phrasing(
        weights,
        sum(weights.values()),
        alphabet.learn(letters([token.stem for token in found])),
        alphabet.learn(letters(telling)),
        pairs.learn(set().union(*beside(said))),
        any(token.text in NEGATORS for token in found),
        leads(found),
    )


def _shares(phrasings: Sequence[Set[str]]) -> dict[str, float]:
    """For each stem, the share of some phrasings that have it."""
    counts = Counter(stem for stems in phrasings for stem in stems)
    return {stem: count / len(phrasings) for stem, count in counts.items()}


def _peculiar(phrasings: Sequence[Set[str]], others: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """What each stem of a point's phrasings tells of it, by how few phrasings of the other points have it."""
    worth = {}
    for stem, share in _shares(phrasings).items():
        elsewhere = sum(other.get(stem, 0.0) for other in others) / max(1, len(others))
        worth[stem] = math.sqrt(share) * max(0.0, math.log((share + 0.02) / (elsewhere + 0.05)))
    each = sum(worth[stem] for stems in phrasings for stem in stems) / len(phrasings)
    return {stem: value / each for stem, value in worth.items() if value}


def _stems(groups: Iterable[Sequence[Phrase]]) -> set[str]:
    """The stems of every phrase of some groups."""
    return {stem for group in groups for member in group for stem in member.stems}


def _unasked(groups: Iterable[Sequence[Phrase]], own: frozenset[str]) -> tuple[tuple[Phrase, ...], ...]:
    """Of each group the phrases that say more than was asked; without a group that has none."""
    kept = (tuple(one for one in group if not own.issuperset(one.stems)) for group in groups)
    return tuple(filter(None, kept))


def _beyond(question: Question, patterns: Sequence[Pattern], vocabulary: Collection[str]) -> set[str]:
    """Stems that belong to a question beside those of its points: of its misconceptions and its probes."""
    texts = [misconception.says for misconception in question.misconceptions]
    for part in (question.points, question.depths, question.misconceptions):
        texts += [each.probe for each in part]
    said = {token.stem for text in texts for token in tokens(text, vocabulary)}
    return said.union(*(_stems(pattern.groups) for pattern in patterns))


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
    topic: frozenset[str]
    """The same, and those of its misconceptions and probes: what belongs to the question."""
    letters: Bits
    """Its letters, two by two."""
    pairs: Bits
    """Its stems that stand side by side, or with one between, two by two."""
    related: Mapping[str, frozenset[str]]
    """For some of the stems, others that may stand for them, and that the rubric does not use itself."""

    def probed(self, asked: str) -> "Rubric":
        """The same for an answer to a probe, whose own words earn nothing either."""
        new = {token.stem for token in tokens(asked, self.vocabulary)} - self.own
        own = self.own | new

        def lessened(phrasing: Phrasing) -> Phrasing:
            if new.isdisjoint(phrasing.weights):
                return phrasing
            weights = {s: value * (OWN_WEIGHT if s in new else 1.0) for s, value in phrasing.weights.items()}
            telling = [stem for stem in weights if stem not in own] or list(weights)
            return phrasing._replace(
                weights=weights, total=sum(weights.values()), telling=self.letters.learn(letters(telling))
            )

        points = [
            point._replace(
                phrasings=tuple(map(lessened, point.phrasings)),
                parts=_unasked(point.parts, own),
            )
            for point in self.points
        ]
        return self._replace(own=own, points=tuple(points))


@lru_cache(maxsize=2)  # half a megabyte; a probe's shares most of it
def compiled(question: Question, terms: tuple[Term, ...], asked: str) -> Rubric:
    """The rubric of a question; `asked` is the probe, if any, whose words earn nothing either."""
    if asked:
        return compiled(question, terms, "").probed(asked)
    words = vocabulary([*question.compared, *(term.write for term in terms)])
    own = frozenset(token.stem for token in tokens(question.ask, words))

    read = [[tokens(text, words) for text in point.phrasings] for point in question.points]
    stems_of = [[{token.stem for token in content(found) or found} for found in phrased] for phrased in read]
    shares = [_shares(phrased) for phrased in stems_of]
    frequency = Counter(stem for share in shares for stem in share)
    count = len(question.points)
    weigh = {
        stem: weight(stem)
        * math.log(1 + count / n)
        / math.log(1 + count)
        * (OWN_WEIGHT if stem in own else 1.0)
        for stem, n in frequency.items()
    }

    def phrases(group: Iterable[str], *, strict: bool = False) -> tuple[Phrase, ...]:
        return tuple(phrase(member, words, strict=strict) for member in group)

    alphabet, pairs = Bits(), Bits()
    points = []
    for at, (point, phrased) in enumerate(zip(question.points, read, strict=True)):
        must = tuple(map(phrases, point.must))
        needed = _stems(must)
        own_weigh = {stem: value * (MUST_WEIGHT if stem in needed else 1.0) for stem, value in weigh.items()}
        phrasings = tuple(_phrasing(found, own_weigh, own, alphabet, pairs) for found in phrased)
        slots = tuple((phrases(slot.right), phrases(slot.wrong, strict=True)) for slot in point.opposites)
        peculiar = _peculiar(stems_of[at], [*shares[:at], *shares[at + 1 :]])
        parts = _unasked(map(phrases, point.made_of), own)
        points.append(Point(point.id, point, phrasings, must, parts, slots, peculiar))

    patterns = tuple(
        Pattern(m.id, tuple(phrases(group, strict=True) for group in m.betrayed))
        for m in question.misconceptions
    )
    stems = {stem for point in points for phrasing in point.phrasings for stem in phrasing.weights}
    stems = stems.union(*(_stems(point.must) for point in points))
    others = {stem: found - stems for stem, found in related(stems).items()}
    topic = stems.union(_beyond(question, patterns, words))
    return Rubric(
        words, own, tuple(points), patterns, frozenset(stems), frozenset(topic), alphabet, pairs, others
    )
