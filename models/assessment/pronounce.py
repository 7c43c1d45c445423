"""How words are pronounced, and how alike two pronunciations are.

Phones are ARPAbet without stress, as in CMUdict. The dictionary is the one that PocketSphinx brings; it is
searched where it lies, and neither imported nor read whole.
"""

import math
import mmap
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import permutations
from pathlib import Path

Phones = tuple[str, ...]

_CLASSES = (
    "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW",
    "P B",
    "T D",
    "K G",
    "F V TH DH",
    "S Z SH ZH CH JH",
    "M N NG",
    "L",
    "R",
    "W Y HH",
)
_CLASS = {phone: chr(ord("a") + number) for number, line in enumerate(_CLASSES) for phone in line.split()}
_TWINS = (
    *("P B", "T D", "K G", "F V", "TH DH", "S Z", "SH ZH", "CH JH", "M N NG"),
    *("AE AH EH IH", "IH IY", "AA AO", "UH UW"),
)
"""Phones that recognisers take for each other most: voiced and voiceless, nasals, and slack vowels."""
_NEAR = {pair for line in _TWINS for pair in permutations(line.split(), 2)}
_TWIN, _WITHIN, _ACROSS, _GAP = 0.2, 0.4, 1.0, 0.9
"""What it costs to take a phone for its twin, for one of its class, for another, or to lose or gain one."""


@cache
def _dictionary() -> mmap.mmap | None:
    """The dictionary, mapped; `None` where PocketSphinx is not installed."""
    found = find_spec("pocketsphinx")
    if found is None or found.origin is None:
        return None
    try:
        with (Path(found.origin).parent / "model" / "en-us" / "cmudict-en-us.dict").open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None


def _line(data: mmap.mmap, around: int) -> tuple[int, bytes]:
    """Where the line that holds that byte begins, and the line."""
    start = data.rfind(b"\n", 0, around) + 1
    end = data.find(b"\n", around)
    return start, data[start : len(data) if end < 0 else end]


@lru_cache(maxsize=2_000)
def known(word: str) -> tuple[Phones, ...]:
    """The pronunciations of a lower-case word; empty where the dictionary lacks it."""
    data = _dictionary()
    if data is None or not word:
        return ()
    wanted = word.encode()
    low, high = 0, len(data)
    while low < high:  # lines are in the order of their words, variants such as `a(2)` with theirs
        middle = (low + high) // 2
        start, line = _line(data, middle)
        if line.split(b" ", 1)[0].partition(b"(")[0] < wanted:
            low = start + len(line) + 1
        else:
            high = start
    found = []
    while low < len(data):
        start, line = _line(data, low)
        name, _, phones = line.partition(b" ")
        if name.partition(b"(")[0] != wanted:
            break
        found.append(tuple(phones.decode("ascii").split()))
        low = start + len(line) + 1
    return tuple(found)


@lru_cache(maxsize=2_000)
def coded(phones: Phones) -> str:
    """A letter for the class of each phone."""
    return "".join(_CLASS.get(phone, "?") for phone in phones)


def gaps(longer: int, floor: float) -> int:
    """How many phones may be lost, gained or taken for one of another class in that many, above the floor."""
    return int((1 - floor) * longer / _GAP)


def _change(phone: str, against: str) -> float:
    """What it costs to take one phone for the other."""
    if phone == against:
        return 0.0
    if (phone, against) in _NEAR:
        return _TWIN
    return _WITHIN if _CLASS.get(phone) == _CLASS.get(against) else _ACROSS


_CHANGES = {(one, other): _change(one, other) for one in _CLASS for other in _CLASS}


def _lacking(letters: str, others: str) -> int:
    """How many edits it takes at least: the letters of the longer that the other lacks."""
    longer, shorter = (letters, others) if len(letters) > len(others) else (others, letters)
    return sum(max(0, longer.count(letter) - shorter.count(letter)) for letter in set(longer))


def alike(one: Phones, other: Phones, floor: float) -> float:
    """How alike two pronunciations are, from 0 to 1; 0 where it is less than `floor`.

    The weighted edit distance, over the length of the longer one; `one` may be the plural of `other`.
    """
    longer = max(len(one), len(other))
    most = gaps(longer, floor)
    letters, others = coded(one), coded(other)
    if letters != others and (not most or _lacking(letters, others) > most):
        return 0.0
    limit = (1 - floor) * longer
    previous = [at * _GAP for at in range(len(other) + 1)]
    singular = math.inf
    for row, phone in enumerate(one, 1):
        if row == len(one) and phone in ("S", "Z"):
            singular = previous[-1]
        present = [row * _GAP]
        for column, against in enumerate(other, 1):
            change = _CHANGES.get((phone, against), _ACROSS)
            present.append(min(previous[column - 1] + change, previous[column] + _GAP, present[-1] + _GAP))
        if min(present) > limit and row < len(one) - 1:
            return 0.0
        previous = present
    value = 1 - min(previous[-1], singular) / longer if longer else 0.0
    return value if value >= floor else 0.0
