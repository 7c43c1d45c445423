"""What every recogniser is: sound in, words out, one answer at a time."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from models.interview.words import Word
from questions.pack import Term


class RecogniserError(Exception):
    """A recogniser cannot be had, or is lost; its text is one plain sentence for the screen."""


class Hypothesis(NamedTuple):
    """What is believed so far of the segment that is being spoken."""

    text: str


class Final(NamedTuple):
    """A segment that will not change; times are seconds from the first sample since `start`."""

    text: str
    start: float
    end: float
    words: tuple[Word, ...]


Result = Hypothesis | Final


class Recogniser(ABC):
    """Hears one answer after another: `start`, `accept` as often as sound comes, `finish`.

    Sound is mono int16 PCM at 16 kHz, in native byte order, in blocks of any length (100 ms is best). Used by
    one thread only. Every method may raise `RecogniserError`.
    """

    @abstractmethod
    def start(self, terms: tuple[Term, ...]) -> None:
        """Begin an answer in which these terms are likely."""

    @abstractmethod
    def accept(self, pcm: bytes) -> Iterator[Result]:
        """Hear a block; yield each segment that it ended, and the hypothesis if it changed."""

    @abstractmethod
    def finish(self) -> Iterator[Final]:
        """End the answer; yield the segments that were still open."""

    def prepare(self, terms: tuple[Term, ...]) -> None:  # noqa: B027 (most have no dictionary to prepare)
        """Do ahead of time what `start` would have to do for these terms."""

    def close(self) -> None:  # noqa: B027 (most hold nothing)
        """Give back what is held."""


def final(heard: list[Word]) -> Final | None:
    """The segment that these words make, or nothing if there are none."""
    words = tuple(word for one in heard for word in _single(one))
    if not words:
        return None
    return Final(" ".join(word.text for word in words), words[0].start, words[-1].end, words)


def _single(word: Word) -> Iterator[Word]:
    """The words of a term of several, such as "request context", that a dictionary holds as one.

    Its time is shared out by letters; evidence counts words by the spaces of the transcript.
    """
    parts = word.text.split()
    length = sum(map(len, parts))
    start = word.start
    for part in parts:
        end = start + (word.end - word.start) * len(part) / length
        yield Word(part, round(start, 2), round(end, 2), word.confidence)
        start = end
