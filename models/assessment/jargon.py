"""Misheard terms: what a recogniser wrote for a technical word, and what was probably said.

What it wrote is kept; only the judge reads the repaired text.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from models.assessment.lexicon import FUNCTION_WORDS
from models.assessment.text import Token, plain, tokens
from models.interview.judgement import Misheard
from models.interview.turn import Turn
from questions.pack import KeyPoint, Question, Term

if TYPE_CHECKING:  # typed words are judged without their sound
    from models.assessment.pronounce import Phones

THRESHOLD = 0.84
"""Phonetic likeness from which a run of words counts as a term misheard."""
_LONGEST = 6
"""Words in the longest mishearing that a list may hold."""
_WINDOW = 5
"""Words in the longest run that is compared by its sound."""
_SHORTEST = 4
"""Phones that a term must have to be told from ordinary words by its sound."""


@lru_cache(maxsize=256)
def in_play(question: Question, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms that the question, its rubric or its model answer name."""
    texts = [question.ask, question.answer]
    for point in question.points:
        texts += [*point.phrasings, *(member for group in point.must for member in group)]
        texts += [member for slot in point.opposites for member in (*slot.right, *slot.wrong)]
    for misconception in question.misconceptions:
        texts += [misconception.says, *(member for group in misconception.betrayed for member in group)]
    spoken = f" {' '.join(plain(text) for text in texts)} "
    return tuple(term for term in terms if f" {plain(term.write)} " in spoken)


def named_in(point: KeyPoint, terms: Sequence[Term]) -> set[str]:
    """How the terms are written that a key point names."""
    texts = [*point.phrasings, *(member for group in point.must for member in group)]
    spoken = f" {' '.join(plain(text) for text in texts)} "
    return {term.write for term in terms if f" {plain(term.write)} " in spoken}


class Sounds(NamedTuple):
    """A term, and one way it sounds."""

    term: Term
    phones: "Phones"


@lru_cache(maxsize=256)
def _sounds(terms: tuple[Term, ...]) -> tuple[Sounds, ...]:
    """Every pronunciation of every term: the pack's own, else those of the words it is said by."""
    from models.assessment.pronounce import pronounced

    found = []
    for term in terms:
        own = [tuple(phones.split()) for phones in term.phones]
        spoken = [
            pronounced([token.text for token in tokens(text)]) for text in (term.say, term.write) if text
        ]
        found += [Sounds(term, phones) for phones in dict.fromkeys(own or spoken) if len(phones) >= _SHORTEST]
    return tuple(found)


def _nearest(run: Sequence[Token], sounds: Sequence[Sounds], threshold: float) -> tuple[float, Term | None]:
    """The term that a run of words sounds like, and how much; nothing under the threshold."""
    from models.assessment.pronounce import alike, pronounced

    phones = pronounced([token.text for token in run])
    scored = ((alike(phones, sound.phones, threshold), sound.term) for sound in sounds) if phones else ()
    return max(scored, key=lambda each: each[0], default=(0.0, None))


def repair(
    found: Sequence[Token],
    terms: tuple[Term, ...],
    aliases: Mapping[str, str],
    turn: Turn,
    words: Collection[str],
    threshold: float = THRESHOLD,
) -> tuple[list[Token], tuple[Misheard, ...]]:
    """The tokens with misheard terms put right, and what was changed; typed words are left as they are.

    What a person's aliases and the pack list as mishearings comes first, then what sounds like a term.
    """
    if turn.typed:
        return list(found), ()
    known = {plain(heard): term.write for term in terms for heard in (*term.heard, term.say) if heard}
    known |= {plain(heard): said for heard, said in aliases.items()}
    written = {plain(term.write) for term in terms}
    right = {word for text in written for word in text.split()} | set(words)
    sounds = _sounds(terms)
    raw = turn.transcript.split()
    out: list[Token] = []
    changes: list[Misheard] = []
    at = 0
    while at < len(found):
        said, size = _misheard(found[at : at + _LONGEST], known, written, right, sounds, threshold)
        if said is None:
            out.append(found[at])
        else:
            run = found[at : at + size]
            first, last = run[0].first, run[-1].last
            changes.append(Misheard(turn.number, first, last, " ".join(raw[first : last + 1]), said))
            new = tokens(said, words)
            out += [token._replace(first=first, last=last, repaired=True) for token in new]
        at += size
    return out, tuple(changes)


def _misheard(
    ahead: Sequence[Token],
    known: Mapping[str, str],
    written: Collection[str],
    right: Collection[str],
    sounds: Sequence[Sounds],
    threshold: float,
) -> tuple[str | None, int]:
    """What the next words were probably meant to be, and how many of them; `None` and 1 if just that."""
    for size in range(len(ahead), 0, -1):
        heard = " ".join(token.text for token in ahead[:size])
        if heard in written:
            return None, 1
        if heard in known:
            return known[heard], size
    best, said, words = 0.0, None, 1
    for size in range(1, min(_WINDOW, len(ahead)) + 1):
        run = ahead[:size]
        if all(token.text in right or token.text in FUNCTION_WORDS for token in run):
            continue
        value, term = _nearest(run, sounds, threshold)
        if term is not None and value > best:
            best, said, words = value, term.write, size
    return said, words
