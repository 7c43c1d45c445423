"""A recogniser that hears what a file says: for tests, demonstrations, and desks that misbehave on purpose.

The file is JSON. Each turn is a list of entries, in the order of their seconds:

    {"turns": [[{"at": 0.5, "partial": "the application"},
                {"at": 1.5, "segment": "the application context", "confidence": 0.9, "seconds": 1.2},
                {"at": 2, "do": "end"}],
               [{"segment": "heard at once"}, {"segment": "heard as the ear closes", "closing": true}]],
     "after": "silence"}

`at` counts seconds of the answer's sound. `do` is `end` (the answer ends, as an audio file does), or what
happens to the first desk only, unless `always` is set: `abort` (as a C library does), `exit`, `hang` (the
recogniser never comes back), `freeze` (the whole process stands still), `rubbish` (a line that is no JSON).
`after` says what comes when the turns are used up: `silence` or `exhausted`.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from models.interview.words import Word
from models.speech.protocol import RATE, DeskOptions
from models.speech.recognisers.base import Final, Hypothesis, Recogniser, RecogniserError, Result, final
from models.speech.sources import BLOCK, Source
from questions.pack import Term


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that is heard, or happens."""

    at: float = 0.0
    partial: str | None = None
    segment: str | None = None
    confidence: float = 0.9
    seconds: float = 0.0
    """How long the segment took to say; 0.35 s a word where 0."""
    do: Literal["", "end", "abort", "exit", "hang", "freeze", "rubbish"] = ""
    always: bool = False
    closing: bool = False
    """Whether it comes only when the ear is closed."""


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    turns: tuple[tuple[Entry, ...], ...] = ()
    after: Literal["silence", "exhausted"] = "silence"

    @classmethod
    def read(cls, path: str) -> "Script":
        """Read a script; `RecogniserError` says what is wrong with it."""
        try:
            return msgspec.json.decode(Path(path).read_bytes(), type=cls)
        except (OSError, msgspec.MsgspecError) as error:
            raise RecogniserError(f"The script {path} cannot be used: {error}.") from error


class Scripted(Recogniser, Source):
    """Hears the script's words whatever the sound is, and is the source of sound where there is no other."""

    kind = "script"

    def __init__(self, script: Script, options: DeskOptions, rubbish: Callable[[], None]) -> None:
        """`rubbish` writes a line that is no JSON where the desk writes its lines."""
        self.name = f"{len(script.turns)} scripted answers"
        self._script, self._first, self._fast = script, options.attempt == 0, options.fast
        self._rubbish = rubbish
        self._next = options.taken
        """The next turn that `take` takes."""
        self._entries: tuple[Entry, ...] = ()
        self._done = 0
        self._heard = 0.0
        """Seconds of the present answer, over every time that the ear was opened for it."""
        self._offset = 0.0

    def take(self, skip: float) -> bool:
        """Begin the next scripted answer, from that second on."""
        self._next += 1
        if self._next > len(self._script.turns) and self._script.after == "exhausted":
            return False
        self._entries = self._script.turns[self._next - 1] if self._next <= len(self._script.turns) else ()
        self._heard = skip
        self._done = sum(1 for entry in self._entries if entry.at <= skip) if skip else 0
        return True

    def read(self) -> bytes | None:
        """A block of silence, until the script ends the answer; a fast one ends after its last entry."""
        last = max((e.at for e in self._entries), default=0.0)
        end = min(
            (e.at for e in self._entries if e.do == "end"), default=last if self._fast else float("inf")
        )
        return None if self._heard > end else bytes(BLOCK * 2)

    def start(self, terms: tuple[Term, ...]) -> None:
        """Begin to count the seconds of this opening of the ear."""
        self._offset = self._heard

    def accept(self, pcm: bytes) -> Iterator[Result]:
        """Let pass the time of this block, and everything that the script has in it."""
        self._heard += len(pcm) / 2 / RATE
        while self._done < len(self._entries) and self._entries[self._done].at <= self._heard:
            entry = self._entries[self._done]
            self._done += 1
            if not entry.closing:
                yield from self._play(entry)

    def finish(self) -> Iterator[Final]:
        """Hear what comes as the ear closes."""
        for entry in self._entries:
            if entry.closing and entry.segment:
                yield from self._segment(entry)

    def _play(self, entry: Entry) -> Iterator[Result]:
        if entry.partial is not None:
            yield Hypothesis(entry.partial)
        if entry.segment:
            yield from self._segment(entry)
        if entry.do and (self._first or entry.always):
            self._misbehave(entry.do)

    def _segment(self, entry: Entry) -> Iterator[Final]:
        texts = (entry.segment or "").split()
        seconds = min(entry.seconds or 0.35 * len(texts), self._heard - self._offset)
        start, each = self._heard - self._offset - seconds, seconds / max(1, len(texts))
        words = [
            Word(text, round(start + n * each, 3), round(start + (n + 1) * each, 3), entry.confidence)
            for n, text in enumerate(texts)
        ]
        if segment := final(words):
            yield segment

    def _misbehave(self, do: str) -> None:
        if do == "abort":
            os.abort()
        elif do == "exit":
            os._exit(3)
        elif do == "hang":
            threading.Event().wait()
        elif do == "freeze":
            os.kill(os.getpid(), signal.SIGSTOP)
        elif do == "rubbish":
            self._rubbish()
