"""What was said: words with their times and confidences, and the utterances that they make."""

from typing import Literal

import msgspec


class Word(msgspec.Struct, frozen=True, omit_defaults=True):
    """One word as a recogniser heard it."""

    text: str
    start: float
    """Seconds from the first sample of its answer."""
    end: float
    confidence: float = 1.0
    """From 0 to 1, as the recogniser gives it."""


class Utterance(msgspec.Struct, frozen=True, omit_defaults=True):
    """One segment, or one typed line, in an answer."""

    text: str
    source: Literal["speech", "typed"] = "speech"
    start: float = 0.0
    """Seconds from the first sample of its answer."""
    end: float = 0.0
    words: tuple[Word, ...] = ()
    """Empty for what was typed."""
    unfinished: bool = False
    """Whether it was still being recognised when the answer, the desk or the program ended."""
