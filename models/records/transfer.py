"""Takes the whole history to another machine: a file of JSON lines, one interview a line.

What is read from such a file is validated before any of it is kept, and all of it is kept or nothing.
"""

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec

from models.interview.events import Ended, Event, InterviewStarted
from models.interview.evolve import fold
from models.records.journal import Journal, told_of_damage
from questions.untrusted import clean

VERSION = 1
LONGEST_LINE = 64_000_000
"""Bytes of one interview; a long one has a hundredth of that."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""Ids, which become parts of file names."""

_LATEST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


class TransferError(Exception):
    """A history cannot be written or read; the sentence says where and why."""


class Imported(msgspec.Struct, frozen=True):
    """What came of an import."""

    added: int
    lengthened: int
    """Interviews that were here already, and of which the file knew more."""
    known: int
    """Interviews that were here already, as they are in the file or longer."""
    different: tuple[str, ...]
    """Ids of interviews that went on in another way here; they were left alone."""


class _Head(msgspec.Struct, frozen=True):
    viva_history: int
    interviews: int


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    interview: str
    events: tuple[tuple[float, msgspec.Raw], ...]
    """When each was written, in seconds since the epoch, and the event."""
    summary: str = ""


def count(path: Path) -> int:
    """How many interviews a file says it has. Raises `TransferError`."""
    with _reading(path) as file:
        return _head(file, path).interviews


def export_history(
    journal: Journal, path: Path, *, force: bool = False, step: Callable[[], object] = lambda: None
) -> int:
    """Write every interview to a file of mode 0600, and give their number; `step` is called after each.

    Raises:
        TransferError: the file is there (unless `force`), or cannot be written.
    """
    name = clean(str(path))
    if os.path.lexists(path) and not (force and path.is_file()):
        raise TransferError(f"{name} exists, and is not overwritten without --force.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".viva-", delete=False) as file:
            try:
                number = _write(journal, file, step)
                file.flush()
                os.fsync(file.fileno())
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise TransferError(f"{name} cannot be written: {(error.strerror or 'it failed').lower()}.") from None
    return number


@told_of_damage
def _write(journal: Journal, file: Any, step: Callable[[], object]) -> int:
    """One interview at a time, all as they stood when it began."""
    db = journal.db
    db.execute("BEGIN")
    try:
        number = journal.count()
        file.write(msgspec.json.encode(_Head(VERSION, number)) + b"\n")
        for name, summary in db.execute("SELECT id, summary FROM interviews ORDER BY started, id"):
            rows = db.execute(
                "SELECT wall, event FROM events WHERE interview = ? ORDER BY number", (name,)
            ).fetchall()
            line = _Line(name, tuple((wall, _undamaged(event)) for wall, event in rows), summary)
            file.write(msgspec.json.encode(line) + b"\n")
            step()
    finally:
        db.execute("ROLLBACK")
    return number


_undamaged = msgspec.json.Decoder(msgspec.Raw).decode
"""An event as it stands, if it is JSON."""


def import_history(journal: Journal, path: Path, *, step: Callable[[], object] = lambda: None) -> Imported:
    """Add the interviews of a file to the journal; those that are there already are not doubled.

    Raises:
        TransferError: it is no such file, or something in it is damaged; nothing of it was then kept.
    """
    tally = {"added": 0, "lengthened": 0, "known": 0}
    different = []
    with _reading(path) as file, _written(journal), journal.transaction():
        head = _head(file, path)
        for number, data in enumerate(_lines(file, path), 2):
            line = _checked(data, path, number)
            came = _merge(journal, line)
            if came == "different":
                different.append(line.interview)
            else:
                tally[came] += 1
            step()
        if sum(tally.values()) + len(different) != head.interviews:
            raise TransferError(f"{clean(str(path))} is cut short: it has not all of its interviews.")
    return Imported(**tally, different=tuple(different))


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise TransferError(f"{clean(str(path))} cannot be read: {error.strerror}.") from None
    with file:
        yield file


@contextmanager
def _written(journal: Journal) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise TransferError(f"{journal.path} cannot be written: {error}. Nothing was imported.") from None


def _head(file: BinaryIO, path: Path) -> _Head:
    try:
        head = msgspec.json.decode(file.readline(1000), type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError):
        raise TransferError(
            f"{clean(str(path))} is no history of Viva. One is written by: viva history export FILE"
        ) from None
    if head.viva_history != VERSION:
        raise TransferError(f"{clean(str(path))} was written by a newer Viva. Update Viva to read it.")
    return head


def _lines(file: BinaryIO, path: Path) -> Iterator[bytes]:
    number = 1
    while data := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(data) > LONGEST_LINE:
            raise TransferError(f"{clean(str(path))}, line {number}: it is too long for an interview.")
        yield data


def _checked(data: bytes, path: Path, number: int) -> _Line:
    """A line whose events, as far as this version knows them, are sound and make an interview."""
    try:
        data.decode()  # also what is kept and not looked into must be text
        line = msgspec.json.decode(data, type=_Line)
        events = [event for _, raw in line.events if (event := _event(raw)) is not None]
        first = events[0] if events else None
        sound = (
            _NAME.fullmatch(line.interview) is not None
            and isinstance(first, InterviewStarted)
            and first.interview == line.interview
            and fold(events).id == line.interview
            and all(0 <= wall <= _LATEST for wall, _ in line.events)
        )
    except Exception:  # whatever is wrong with it, it is the file's fault
        sound = False
    if not sound:
        raise TransferError(
            f"{clean(str(path))}, line {number}: the interview is damaged. Nothing was imported."
        )
    return line


_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
_TYPES = {kind.__name__ for kind in Event.__args__}


class _Later(msgspec.Struct, frozen=True):
    """What is known of an event of a later version."""

    type: str
    at: float


def _event(raw: msgspec.Raw) -> Event | None:
    """The event; nothing for one of a later version, which is kept and skipped."""
    try:
        return _decoder.decode(raw)
    except msgspec.ValidationError:
        if msgspec.json.decode(raw, type=_Later).type in _TYPES:
            raise
        return None


def _merge(journal: Journal, line: _Line) -> Literal["added", "lengthened", "known", "different"]:
    db = journal.db
    here = [
        (wall, event.encode())
        for wall, event in db.execute(
            "SELECT wall, event FROM events WHERE interview = ? ORDER BY number", (line.interview,)
        )
    ]
    there = [(wall, bytes(raw)) for wall, raw in line.events]
    shared = min(len(here), len(there))
    if here and here[:shared] != there[:shared]:
        return "different"
    if here and shared == len(there):
        return "known"
    events = [event for _, raw in line.events if (event := _event(raw)) is not None]
    started = events[0]
    assert isinstance(started, InterviewStarted)
    ended = next((event.why for event in reversed(events) if isinstance(event, Ended)), "")
    if not here:
        db.execute(
            "INSERT INTO interviews (id, started, updated, pack, title, mode) VALUES (?, ?, ?, ?, ?, ?)",
            (line.interview, there[0][0], 0, started.plan.pack, started.plan.title, started.rules.mode),
        )
    db.executemany(
        "INSERT INTO events VALUES (?, ?, ?, ?)",
        (
            (line.interview, number, wall, event.decode())
            for number, (wall, event) in enumerate(there[shared:], shared + 1)
        ),
    )
    db.execute(
        "UPDATE interviews SET updated = ?, ended = ?, summary = ?, rated = 0 WHERE id = ?",
        (there[-1][0], ended, line.summary, line.interview),
    )
    return "lengthened" if here else "added"
