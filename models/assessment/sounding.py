"""What a run of words sounds like: which term of the question in play, and how much."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from models.assessment.pronounce import Phones, alike, gaps, known
from models.assessment.text import tokens
from questions.pack import Term

_SHORTEST = 4
"""Phones that a term must have to be told from ordinary words by its sound."""
_SPELLED = 3
"""Letters from which a name in capitals may be spelled."""


class Sound(NamedTuple):
    """A term, and one way it sounds."""

    write: str
    phones: Phones


def joined(parts: Sequence[Phones]) -> Phones:
    """The phones of words in a row; empty where one of them is unknown."""
    return tuple(chain.from_iterable(parts)) if all(parts) else ()


def usual(word: str) -> Phones:
    """The usual pronunciation of a lower-case word; empty where the dictionary lacks it."""
    return next(iter(known(word)), ())


def _ways(term: Term) -> list[Phones]:
    """How a term is pronounced: as the pack says, else by its words; one in capitals is also spelled."""
    found = [tuple(phones.split()) for phones in term.phones]
    if not found:
        found = [joined([usual(token.text) for token in tokens(text)]) for text in (term.say, term.write)]
    if len(term.write) >= _SPELLED and term.write.isalpha() and term.write.isupper():
        found.append(joined([usual(f"{letter}.") for letter in term.write.lower()]))
    return [phones for phones in found if len(phones) >= _SHORTEST]


@lru_cache(maxsize=4)
def sounds(terms: tuple[Term, ...]) -> dict[int, list[Sound]]:
    """Every way that every term sounds, by its number of phones."""
    found: dict[int, list[Sound]] = {}
    for sound in dict.fromkeys(Sound(term.write, phones) for term in terms for phones in _ways(term)):
        found.setdefault(len(sound.phones), []).append(sound)
    return found


def nearest(phones: Phones, terms: Mapping[int, Sequence[Sound]], floor: float) -> tuple[float, str]:
    """The term that a run of words sounds like, and how much; nothing under the floor."""
    size = len(phones)
    best, written = 0.0, ""
    for length in range(size - gaps(size, floor), size + gaps(2 * size, floor) + 1):
        for sound in terms.get(length, ()):
            value = alike(phones, sound.phones, max(floor, best))
            if value > best:
                best, written = value, sound.write
    return best, written
