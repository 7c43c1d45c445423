"""Misheard terms: what a recogniser wrote for a technical word, and what was probably said.

What it wrote is kept; only the judge reads the repaired text.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from models.assessment.lexicon import FUNCTION_WORDS
from models.assessment.text import Token, plain, stem, tokens
from models.interview.judgement import Misheard
from models.interview.turn import Turn
from questions.pack import KeyPoint, Question, Term

if TYPE_CHECKING:  # typed words are judged without their sound
    from models.assessment.pronounce import Phones

THRESHOLD = 0.76
"""Phonetic likeness that a run of words must have at least to count as a term misheard. This and the next
four were chosen on the recordings of `tests/data/judging` that are marked for choosing."""
SHORT = 0.9
"""What a run must be more alike, over the number of its phones: little words sound like others by chance."""
DOUBT = 0.2
"""How much of that is let off where the recogniser was not sure at all."""
ORDINARY = 0.04
"""How much more it takes where every word of the run is one that the rubric or any sentence has."""
SURE = 0.2
"""How unsure the recogniser must have been of such a run for it to be compared at all."""
TAUGHT = "pocketsphinx"
"""The recogniser that has the question's terms in its dictionary. What it did not write of them it hardly
heard: on the recordings for choosing only 16 of 18 repairs by sound are right there, of 32 elsewhere 31."""
_LONGEST = 6
"""Words in the longest mishearing that a list may hold."""
_WINDOW = 5
"""Words in the longest run that is compared by its sound."""


@lru_cache(maxsize=4)
def in_play(question: Question, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms that the question, its rubric or its model answer name."""
    spoken = f" {' '.join(plain(text) for text in question.compared)} "
    return tuple(term for term in terms if f" {plain(term.write)} " in spoken)


def named_in(point: KeyPoint, terms: Sequence[Term]) -> set[str]:
    """How the terms are written that a key point names."""
    spoken = f" {' '.join(plain(text) for text in point.wordings)} "
    return {term.write for term in terms if f" {plain(term.write)} " in spoken}


class _Glossary(NamedTuple):
    """The terms in play as an answer's tokens have them."""

    written: dict[tuple[str, ...], str]
    """The stems of each term, and how it is written."""
    listed: dict[str, str]
    """What the pack lists as a mishearing, and the term."""
    spoken: dict[str, str]
    """A term as it is spoken, or with its words apart as in "error handlers", and the term."""
    ordinary: frozenset[str]
    """Stems of the terms and of the rubric."""


@lru_cache(maxsize=4)
def _glossary(terms: tuple[Term, ...], words: frozenset[str]) -> _Glossary:
    """A word of the rubric, another form of a term, and what has the term in it, are no mishearings."""
    written = {_stems(tokens(term.write, words)): term.write for term in terms}
    listed: dict[str, str] = {}
    spoken: dict[str, str] = {}
    for term in terms:
        own = tokens(term.write, words)
        for heard in filter(None, (*term.heard, term.say)):
            run = tokens(heard, words)
            if _text(run) in words or _stems(run) in written or f" {_text(own)} " in f" {_text(run)} ":
                continue
            another_way = heard == term.say or _one_word(run) == _one_word(own)
            (spoken if another_way else listed)[_text(run)] = term.write
    ordinary = {stem(word) for word in words}
    ordinary.update(each for term in terms for each in _stems(tokens(term.write)))
    return _Glossary(written, listed, spoken, frozenset(ordinary))


class _Change(NamedTuple):
    """A run of tokens that is put right."""

    start: int
    end: int
    said: str
    misheard: bool = True
    """Whether that is more than another way to write it."""

    @property
    def places(self) -> range:
        return range(self.start, self.end)


def repair(
    found: Sequence[Token],
    terms: tuple[Term, ...],
    aliases: Mapping[str, str],
    turn: Turn,
    words: frozenset[str],
    recogniser: str = "",
) -> tuple[list[Token], tuple[Misheard, ...]]:
    """The tokens with misheard terms put right, and what was changed; typed words are left as they are.

    What a person's aliases and the pack list as mishearings comes first, then, unless the recogniser, by its
    name as people read it, was `TAUGHT` the terms, what sounds like one: the most alike first, wherever it
    stands. `words` are those of the rubric.
    """
    if turn.typed:
        return list(found), ()
    changes, right = _listed(found, terms, aliases, words)
    taken = {at for change in changes for at in change.places}
    taught = recogniser.lower().startswith(TAUGHT)
    for change in [] if taught else _sounding(found, terms, turn, words, taken):
        kept = {right[at] for at in change.places if at in right}
        if taken.isdisjoint(change.places) and all(_within(term, change.said) for term in kept):
            taken.update(change.places)
            changes.append(change)
    return _put_right(found, sorted(changes), turn, words)


def _within(term: str, longer: str) -> bool:
    """Whether a term is part of a longer one: Flask of Flask-Login; not so "mutable" of "immutable"."""
    return term != longer and f" {plain(term)} " in f" {plain(longer)} "


def _listed(
    found: Sequence[Token], terms: tuple[Term, ...], aliases: Mapping[str, str], words: frozenset[str]
) -> tuple[list[_Change], dict[int, str]]:
    """What is listed as a mishearing, longest first, and at which tokens terms stand as they should."""
    glossary = _glossary(terms, words)
    written = glossary.written
    known = glossary.listed | glossary.spoken
    known |= {_text(tokens(heard, words)): said for heard, said in aliases.items()}
    changes: list[_Change] = []
    right: dict[int, str] = {}
    begins = {text.split(" ", 1)[0] for text in known} | {stems[0] for stems in written if stems}
    at = 0
    while at < len(found):
        longest = min(_LONGEST, len(found) - at) if {found[at].text, found[at].stem} & begins else 1
        for size in range(longest, 0, -1):
            run = found[at : at + size]
            if _stems(run) in written:
                right |= dict.fromkeys(range(at, at + size), written[_stems(run)])
                break
            if _text(run) in known:
                said = known[_text(run)]
                changes.append(_Change(at, at + size, said, said != glossary.spoken.get(_text(run))))
                break
        at += size
    return changes, right


def _text(run: Sequence[Token]) -> str:
    return " ".join(token.text for token in run)


def _stems(run: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.stem for token in run)


def _one_word(run: Sequence[Token]) -> str:
    """What other forms and spellings of the same words have in common: "web sockets" and WebSocket."""
    return stem("".join(token.text for token in run))


def _sounding(
    found: Sequence[Token],
    terms: tuple[Term, ...],
    turn: Turn,
    words: frozenset[str],
    taken: Collection[int],
) -> list[_Change]:
    """Runs of words that sound like a term, those first that do so most beyond what they must."""
    from models.assessment.sounding import nearest, sounds

    known = sounds(terms)
    phones = _pronounced(found, turn)
    sure = _confidences(turn)
    doubts = [1 - min(sure[token.first : token.last + 1]) for token in found]
    stems = _glossary(terms, words).ordinary
    small = [token.text in FUNCTION_WORDS for token in found]
    ordinary = [token.text in FUNCTION_WORDS or token.stem in stems for token in found]
    candidates = []
    for start in range(len(found)):
        sound: Phones = ()
        for end in range(start + 1, min(start + _WINDOW, len(found)) + 1):
            if end - 1 in taken or not phones[end - 1]:
                break
            sound += phones[end - 1]
            doubt = sum(doubts[start:end]) / (end - start)
            if all(small[start:end] if doubt > SURE else ordinary[start:end]):
                continue
            floor = THRESHOLD + max(0.0, SHORT / len(sound) - DOUBT * doubt)
            floor += ORDINARY * all(ordinary[start:end])
            value, said = nearest(sound, known, floor)
            if said and _one_word(found[start:end]) != _one_word(tokens(said, words)):
                candidates.append((value - floor, _Change(start, end, said)))
    return [change for _, change in sorted(candidates, key=lambda each: -each[0])]


def _pronounced(found: Sequence[Token], turn: Turn) -> "list[Phones]":
    """How each token is pronounced; a number as it stands in the transcript."""
    from models.assessment.sounding import joined, usual

    raw = turn.transcript.split()
    return [
        usual(token.text) or joined([usual(word.lower()) for word in raw[token.first : token.last + 1]])
        for token in found
    ]


def _confidences(turn: Turn) -> list[float]:
    """How sure the recogniser was of each word of the transcript; 1 where it was typed."""
    sure = [1.0] * len((turn.corrected or "").split())
    for utterance in turn.heard:
        each = [word.confidence for word in utterance.words for _ in word.text.split()]
        count = len(utterance.text.split())
        sure += each if len(each) == count else [1.0] * count
    return sure


def _put_right(
    found: Sequence[Token], changes: Sequence[_Change], turn: Turn, words: frozenset[str]
) -> tuple[list[Token], tuple[Misheard, ...]]:
    """The tokens with the changes made, and what they were."""
    raw = turn.transcript.split()
    out: list[Token] = []
    misheard: list[Misheard] = []
    at = 0
    for change in changes:
        first, last = found[change.start].first, found[change.end - 1].last
        if change.misheard:
            misheard.append(Misheard(turn.number, first, last, " ".join(raw[first : last + 1]), change.said))
        out += found[at : change.start]
        out += [token._replace(first=first, last=last, repaired=True) for token in tokens(change.said, words)]
        at = change.end
    return [*out, *found[at:]], tuple(misheard)
