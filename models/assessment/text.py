"""An answer as the judge reads it: words made comparable, each with its place in the transcript.

Speech comes without punctuation, capitals or digits, and typing with all of them. Both become the same
tokens: lower case, contractions opened, identifiers split, numbers as digits, stems for comparing.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from models.assessment.lexicon import ALIKE, COMMON, FUNCTION_WORDS, LEMMAS, NEGATORS, SCALES, TENS, UNITS

_STEMMER = snowballstemmer.stemmer("english")
_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_ENDS_CLAUSE = re.compile(r"[,.;:?!…—]\W*$")


class Token(NamedTuple):
    """One word of an answer, made comparable."""

    text: str
    stem: str
    first: int
    """The index in `transcript.split()` of the first word that it came from."""
    last: int
    ends: bool = False
    """Whether a clause ends after it."""
    repaired: bool = False
    """Whether a recogniser wrote something else."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a lower-case word: Snowball's, with irregular forms and equal meanings made one."""
    lemma = LEMMAS.get(word, word)
    if lemma in ALIKE:
        return ALIKE[lemma]
    short = str(_STEMMER.stemWord(lemma))
    return _ALIKE_STEMS.get(short, short)


_ALIKE_STEMS = {str(_STEMMER.stemWord(word)): first for word, first in ALIKE.items()}
COMMON_STEMS = frozenset(stem(word) for word in COMMON)
"""Stems that say little in any subject."""


def _open(piece: str) -> list[str]:
    """The words of a contraction: "doesn't" is "does not", "it's" is "it"."""
    piece = piece.replace("’", "'")
    if piece in ("can't", "cannot"):
        return ["can", "not"]
    if piece == "won't":
        return ["will", "not"]
    if piece.endswith("n't"):
        return [piece[:-3], "not"]
    head, _, _ = piece.partition("'")
    return [head] if head else []


def _pieces(words: Sequence[str], vocabulary: Collection[str]) -> Iterator[tuple[str, int, bool]]:
    """Lower-case words, the index of the word each came from, and whether a clause ends after it."""
    for index, word in enumerate(words):
        ends = bool(_ENDS_CLAUSE.search(word))
        found: list[str] = []
        for piece in _PIECE.findall(word):
            lower = piece.lower()
            if lower in vocabulary or lower == piece or "'" in lower or "’" in lower:
                found += _open(lower)
            else:
                found += [part.lower() for part in _CAMEL.findall(piece)] or [lower]
        for place, text in enumerate(found, 1):
            yield text, index, ends and place == len(found)


def _number(run: Sequence[str]) -> str:
    """The digits of spoken number words: "four oh four" is 404, "five hundred and three" is 503."""
    if any(word in SCALES for word in run):
        total = part = 0
        for word in run:
            if word in SCALES:
                part = max(part, 1) * SCALES[word]
                if SCALES[word] > 100:
                    total, part = total + part, 0
            else:
                part += UNITS.get(word, 0) + TENS.get(word, 0)
        return str(total + part)
    digits, tens = "", 0
    for word in run:
        if word in TENS:
            digits, tens = digits + str(tens or ""), TENS[word]
        else:
            unit = 0 if word == "oh" else UNITS[word]
            digits, tens = digits + str(tens + unit), 0
    return digits + str(tens or "")


def _with_numbers(tokens: list[Token]) -> list[Token]:
    """The same tokens with runs of spoken numbers as digits."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens):
            text = tokens[end].text
            joins = end > at and (
                text in SCALES
                or (text == "oh" and tokens[end - 1].text in UNITS)
                or (text == "and" and tokens[end - 1].text in SCALES and end + 1 < len(tokens)
                    and tokens[end + 1].text in UNITS.keys() | TENS.keys())
            )  # fmt: skip
            if not (text in UNITS or text in TENS or joins):
                break
            end += 1
        if end == at:
            out.append(tokens[at])
            at += 1
            continue
        digits = _number([token.text for token in tokens[at:end]])
        out.append(Token(digits, digits, tokens[at].first, tokens[end - 1].last, tokens[end - 1].ends))
        at = end
    return out


def _merged(tokens: list[Token], vocabulary: Collection[str]) -> list[Token]:
    """The same tokens, with neighbours joined that make one word of the rubric: "w s g i", "end point"."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        for size in (5, 4, 3, 2):
            run = tokens[at : at + size]
            joined = "".join(token.text for token in run)
            if len(run) < size or joined not in vocabulary or any(token.text in NEGATORS for token in run):
                continue
            if len(joined) >= 4 or all(len(token.text) == 1 for token in run):
                out.append(Token(joined, stem(joined), run[0].first, run[-1].last, run[-1].ends))
                at += size
                break
        else:
            out.append(tokens[at])
            at += 1
    return out


def tokens(text: str, vocabulary: Collection[str] = frozenset()) -> list[Token]:
    """The tokens of a text; `vocabulary` holds lower-case words that are to be kept, or joined, as one."""
    plain = [Token(t, stem(t), i, i, ends) for t, i, ends in _pieces(text.split(), vocabulary)]
    return _merged(_with_numbers(plain), vocabulary)


def vocabulary(texts: Sequence[str]) -> frozenset[str]:
    """The words of a rubric in lower case, identifiers whole."""
    return frozenset(
        piece.lower()
        for text in texts
        for piece in _PIECE.findall(text)
        if "'" not in piece and "’" not in piece
    )


def content(stems: Sequence[Token]) -> list[Token]:
    """The tokens that carry a claim."""
    return [token for token in stems if token.text not in FUNCTION_WORDS]
