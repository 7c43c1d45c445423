"""What Vosk says, here or on a server: JSON of two kinds."""

from collections.abc import Iterator

import msgspec

from models.interview.words import Word
from models.speech.recognisers.base import Final, final


class _Said(msgspec.Struct):
    """A word of Vosk's result."""

    word: str
    start: float
    end: float
    conf: float = 1.0


class _Result(msgspec.Struct):
    """Vosk's `Result()` and `FinalResult()`: without `result` where nothing was said."""

    result: list[_Said] = []
    text: str = ""


class _Partial(msgspec.Struct):
    """Vosk's `PartialResult()`."""

    partial: str = ""


_NO_WORDS = frozenset(("<unk>", "[unk]", "[noise]", "[laughter]", "<eps>"))
"""Sounds that are no words."""


_decode_result = msgspec.json.Decoder(_Result).decode
_decode_partial = msgspec.json.Decoder(_Partial).decode


def partial(json: str) -> str:
    """The hypothesis in a `PartialResult()`; raises `msgspec.MsgspecError` if it is none."""
    return _decode_partial(json).partial


def finals(json: str, offset: float = 0.0) -> Iterator[Final]:
    """The segment in a `Result()`, if it has words, its times later by `offset` seconds.

    Raises `msgspec.MsgspecError` if it is none.
    """
    words = [
        Word(
            said.word,
            round(said.start + offset, 3),
            round(said.end + offset, 3),
            round(min(1.0, max(0.0, said.conf)), 3),
        )
        for said in _decode_result(json).result
        if said.word.lower() not in _NO_WORDS
    ]
    if segment := final(words):
        yield segment
