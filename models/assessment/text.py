"""An answer as the judge reads it: words made comparable, each with its place in the transcript.

Speech comes without punctuation, capitals or digits, and typing with all of them. Both become the same
tokens: lower case, contractions opened, identifiers split, numbers as digits, stems for comparing.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from models.assessment.lexicon import (
    ALIKE,
    ARTICLES,
    COMMON,
    FUNCTION_WORDS,
    LEMMAS,
    NEGATORS,
    SCALES,
    TENS,
    UNITS,
    word_set,
)
from questions.wording import stem as snowball

_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_ENDS_CLAUSE = re.compile(r"[,.;:?!…—]\W*$")
_ENDS_SENTENCE = re.compile(r"[.;?!…]\W*$")


class Token(NamedTuple):
    """One word of an answer, made comparable."""

    text: str
    stem: str
    first: int
    """The index in `transcript.split()` of the first word that it came from."""
    last: int
    ends: bool = False
    """Whether a clause ends after it."""
    stops: bool = False
    """Whether a sentence ends after it."""
    repaired: bool = False
    """Whether a recogniser wrote something else."""


@lru_cache(maxsize=8_000)
def stem(word: str) -> str:
    """The stem of a lower-case word: Snowball's, with irregular forms and equal meanings made one."""
    lemma = LEMMAS.get(word, word)
    if lemma in ALIKE:
        return ALIKE[lemma]
    short = snowball(lemma)
    return _ALIKE_STEMS.get(short, short)


_ALIKE_STEMS = {snowball(word): first for word, first in ALIKE.items()}
COMMON_STEMS = frozenset(stem(word) for word in COMMON)
"""Stems that say little in any subject."""


_ENDINGS = {"re": "are", "m": "am", "ve": "have", "ll": "will", "s": "is"}
_WITH_IS = word_set("it that this there here what who where how he she everything something one")


def _open(piece: str) -> list[str]:
    """The words of a contraction: "doesn't" is "does not", "it's" is "it"."""
    if "'" not in piece and "’" not in piece:
        return ["can", "not"] if piece == "cannot" else [piece]
    piece = piece.replace("’", "'")
    if piece == "can't":
        return ["can", "not"]
    if piece == "won't":
        return ["will", "not"]
    if piece.endswith("n't"):
        return [piece[:-3], "not"]
    head, _, tail = piece.partition("'")
    if tail == "s" and head not in _WITH_IS:  # a genitive
        tail = ""
    return [head, _ENDINGS[tail]] if tail in _ENDINGS else [head]


def _plain(words: Sequence[str], vocabulary: Collection[str]) -> Iterator[Token]:
    """The words in lower case, contractions opened and identifiers split; no stems yet."""
    for index, word in enumerate(words):
        if word.isalpha() and word.islower() and word != "cannot":  # most words, and nothing to be done
            yield Token(word, "", index, index)
            continue
        ends, stops = bool(_ENDS_CLAUSE.search(word)), bool(_ENDS_SENTENCE.search(word))
        found: list[str] = []
        for piece in _PIECE.findall(word):
            lower = piece.lower()
            if lower in vocabulary or lower == piece or "'" in lower or "’" in lower:
                found += _open(lower)
            else:
                found += [part.lower() for part in _CAMEL.findall(piece)] or [lower]
        for place, text in enumerate(found, 1):
            last = place == len(found)
            yield Token(text, "", index, index, ends and last, stops and last)


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


_NUMBERS = UNITS.keys() | TENS.keys()


def _with_numbers(tokens: list[Token]) -> list[Token]:
    """The same tokens with runs of spoken numbers as digits."""
    if not any(token.text in _NUMBERS for token in tokens):
        return tokens
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
                    and tokens[end + 1].text in _NUMBERS)
            )  # fmt: skip
            if not (text in _NUMBERS or joins):
                break
            end += 1
        if end == at:
            out.append(tokens[at])
            at += 1
            continue
        digits = _number([token.text for token in tokens[at:end]])
        out.append(Token(digits, "", tokens[at].first, *tokens[end - 1][3:]))
        at = end
    return out


def _merged(tokens: list[Token], vocabulary: Collection[str]) -> list[Token]:
    """The same tokens, with neighbours joined that make one word of the rubric: "w s g i", "end point"."""
    if not vocabulary or len(tokens) < 2:
        return tokens
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        first, joined, size = tokens[at], tokens[at].text, 1
        word = joined
        for more, token in enumerate(tokens[at + 1 : at + 5] if word not in NEGATORS else (), 2):
            if token.text in NEGATORS:
                break
            joined += token.text
            spelled = len(joined) == more
            if joined in vocabulary and (spelled or (len(joined) >= 4 and first.text not in ARTICLES)):
                word, size = joined, more
        out.append(first if size == 1 else Token(word, "", first.first, *tokens[at + size - 1][3:]))
        at += size
    return out


def tokens(text: str, vocabulary: Collection[str] = frozenset()) -> list[Token]:
    """The tokens of a text; `vocabulary` holds lower-case words that are to be kept, or joined, as one."""
    return [Token(token.text, stem(token.text), *token[2:]) for token in _unstemmed(text, vocabulary)]


def plain(text: str) -> str:
    """The words of a text's tokens; quick, as nothing is stemmed."""
    return " ".join(token.text for token in _unstemmed(text, frozenset()))


def _unstemmed(text: str, vocabulary: Collection[str]) -> list[Token]:
    return _merged(_with_numbers(list(_plain(text.split(), vocabulary))), vocabulary)


def vocabulary(texts: Sequence[str]) -> frozenset[str]:
    """The words of a rubric in lower case, identifiers whole."""
    return frozenset(
        piece.lower()
        for text in texts
        for piece in _PIECE.findall(text)
        if "'" not in piece and "’" not in piece
    )


def content(answer: Sequence[Token]) -> list[Token]:
    """The tokens that carry a claim."""
    return [token for token in answer if token.text not in FUNCTION_WORDS]
