"""Where sound is read from when it does not come from a microphone."""

from abc import ABC, abstractmethod
from typing import Literal

from models.speech.protocol import RATE

BLOCK = RATE // 10
"""Samples in a block: 100 ms, what recognisers like best."""


class SourceError(Exception):
    """A source of sound cannot be read; its text is one plain sentence for the screen."""


class Source(ABC):
    """Sound that waits to be read, one answer after another; mono int16 PCM at 16 kHz."""

    kind: Literal["files", "script"]
    name: str
    """As people read it: "2 audio files"."""

    @abstractmethod
    def take(self, skip: float) -> bool:
        """Go on to the next answer, that many seconds into it; False if none is left.

        May raise `SourceError`.
        """

    @abstractmethod
    def read(self) -> bytes | None:
        """About 100 ms of it, or None at its end. May raise `SourceError`."""
