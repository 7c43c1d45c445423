"""The journal: every event of every interview, in one SQLite file; a commit for each append.

WAL with `synchronous=FULL`: what was acknowledged survives kill −9 and a power cut. Over the network, where
WAL's shared memory is not shared, DELETE with `synchronous=EXTRA` does the same, more slowly. Events are
JSON, so that an event of a later version is kept and skipped. Nothing is ever rewritten but the index.
"""

import contextlib
import functools
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

import msgspec

from models.interview.events import Ended, Event, InterviewStarted
from models.records.mounts import on_network
from models.records.paths import private_file
from models.records.schema import SCHEMA, migrate

NONE_YET = "There is no interview yet. Begin one: viva practice flask"
BUSY = 10.0
"""Seconds to wait for another interview's commit."""

_TOPIC_OR_QUESTION = """summary LIKE ?4 ESCAPE '\\' AND EXISTS (
    SELECT 1 FROM json_tree(CASE WHEN json_valid(summary) THEN summary ELSE '{}' END)
    WHERE (path = '$.topics' AND key LIKE ?4 ESCAPE '\\')
        OR (path = '$.questions' AND value LIKE ?4 ESCAPE '\\')
)"""
_MATCHES = f"(id || ' ' || pack || ' ' || title || ' ' || mode LIKE ?4 ESCAPE '\\' OR ({_TOPIC_OR_QUESTION}))"
Given = ParamSpec("Given")
Found = TypeVar("Found")
AnyJournal = TypeVar("AnyJournal", bound="Journal")
_ENTRY = "id, started, updated, pack, title, mode, ended, summary"


class JournalError(Exception):
    """The journal cannot be read or written; its sentence says why and what to do."""


class NotSaved(JournalError):
    """An append did not reach the disk; nothing of it was kept."""


def told_of_damage(
    read: Callable[Concatenate[AnyJournal, Given], Found],
) -> Callable[Concatenate[AnyJournal, Given], Found]:
    """Let what reads a journal, its first argument, say in a sentence that a part of the file is damaged."""

    @functools.wraps(read)
    def reading(journal: AnyJournal, /, *args: Given.args, **kwargs: Given.kwargs) -> Found:
        try:
            return read(journal, *args, **kwargs)
        except (sqlite3.DatabaseError, msgspec.DecodeError) as error:
            raise JournalError(
                f"A part of {journal.path} cannot be read: {error}. Keep a copy of it; other interviews may"
                " be whole: viva history"
            ) from None

    return reading


class Entry(msgspec.Struct, frozen=True):
    """One interview in the index."""

    id: str
    started: float
    """Seconds since the epoch, as `updated`."""
    updated: float
    pack: str
    title: str
    mode: str
    ended: str
    """Why it is over; empty while it can be resumed."""
    summary: str
    """What the report came to, as JSON; empty until there was one."""


class Kept(msgspec.Struct, frozen=True):
    """One event, with when it was written."""

    number: int
    wall: float
    """Seconds since the epoch."""
    event: Event


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Event).decode


def new_id(now: datetime | None = None) -> str:
    """A name for an interview: the day, and four letters that are easy to type."""
    letters = "".join(random.SystemRandom().choices("abcdefghjkmnpqrstuvwxyz23456789", k=4))
    return f"{(now or datetime.now()).date().isoformat()}-{letters}"


class Journal:
    """One open journal. Use it in the thread that made it."""

    def __init__(self, path: Path) -> None:
        """Open, or begin, the journal at `path`.

        Raises:
            JournalError: it was written by a newer Viva, or cannot be opened.
            FolderError: its folder cannot be used.
        """
        self.path = path
        self.set_aside: Path | None = None
        """Where a damaged file was moved, if there was one."""
        try:
            self._db = self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise JournalError(f"Cannot open {path}: {error}. Is its folder writable?") from None
            self.set_aside = _set_aside(path)
            self._db = self._open()

    @property
    def damage(self) -> str:
        """What to say where a damaged file was set aside to open this one; empty where it was sound."""
        if self.set_aside is None:
            return ""
        return f"The journal was damaged. It is kept as {self.set_aside}, and a new one is begun."

    def _open(self) -> sqlite3.Connection:
        private_file(self.path)
        db = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None)
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA:
                raise JournalError(
                    f"{self.path} was written by a newer Viva (schema {version}). Update Viva to open it."
                )
            _choose_mode(db, on_network(self.path))
            db.execute("PRAGMA foreign_keys=ON")
            if version < SCHEMA:
                migrate(db)
            db.execute("SELECT count(*) FROM interviews").fetchone()
            for suffix in ("-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    self.path.with_name(self.path.name + suffix).chmod(0o600)
        except BaseException:
            db.close()
            raise
        return db

    @classmethod
    def existing(cls, path: Path) -> Self:
        """The journal at `path`, if one was begun; nothing is created where none was.

        Raises:
            JournalError: there is none, it cannot be opened, or it was damaged and is set aside now.
        """
        if not path.exists():
            raise JournalError(NONE_YET)
        journal = cls(path)
        if journal.damage:
            journal.close()
            raise JournalError(journal.damage)
        return journal

    @classmethod
    def open_to_read(cls, path: Path) -> Self:
        """The journal as it is, nothing created and nothing changed.

        Raises:
            JournalError: it cannot be read.
        """
        journal = cls.__new__(cls)
        journal.path, journal.set_aside = path, None
        try:
            journal._db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=BUSY)
            journal._db.execute("SELECT count(*) FROM interviews").fetchone()
        except sqlite3.Error as error:
            raise JournalError(f"{path} cannot be read: {error}.") from None
        return journal

    @told_of_damage
    def count(self, matching: str = "") -> int:
        """How many interviews it holds, or how many of them `entries` finds."""
        where = f"WHERE {_MATCHES.replace('?4', '?1')}" if matching else ""
        (count,) = self._db.execute(
            f"SELECT count(*) FROM interviews {where}", (_part(matching),) if matching else ()
        ).fetchone()
        return int(count)

    def append(self, interview: str, events: Sequence[Event], wall: float | None = None) -> None:
        """Commit the events, together.

        Raises:
            NotSaved: the disk is full or failing; nothing was written, and it can be tried again.
        """
        if not events:
            return
        wall = datetime.now(UTC).timestamp() if wall is None else wall
        with self.transaction():
            for event in events:
                if isinstance(event, InterviewStarted):
                    self._db.execute(
                        "INSERT INTO interviews (id, started, updated, pack, title, mode)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
                        (interview, wall, wall, event.plan.pack, event.plan.title, event.rules.mode),
                    )
            self._write(interview, events, wall)

    def _write(self, interview: str, events: Iterable[Event], wall: float) -> None:
        (last,) = self._db.execute(
            "SELECT coalesce(max(number), 0) FROM events WHERE interview = ?", (interview,)
        ).fetchone()
        self._db.executemany(
            "INSERT INTO events VALUES (?, ?, ?, ?)",
            ((interview, last + i, wall, _encode(event).decode()) for i, event in enumerate(events, 1)),
        )
        ended = next((event.why for event in events if isinstance(event, Ended)), None)
        self._db.execute(
            "UPDATE interviews SET updated = ?, ended = coalesce(?, ended) WHERE id = ?",
            (wall, ended, interview),
        )

    @property
    def db(self) -> sqlite3.Connection:
        """The open file, for the other modules of `models.records`."""
        return self._db

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written meanwhile, or nothing of it.

        Raises:
            NotSaved: the disk is full or failing, or the file is damaged.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk has rolled back already
                    self._db.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise NotSaved(f"{self.path} cannot be written: {error}.") from None

    @told_of_damage
    def read(self, interview: str) -> list[Kept]:
        """Every event of the interview that this version knows, in order."""
        rows = self._db.execute(
            "SELECT number, wall, event FROM events WHERE interview = ? ORDER BY number", (interview,)
        )
        kept = []
        for number, wall, text in rows:
            with contextlib.suppress(msgspec.ValidationError):  # of a later version: kept, and skipped
                kept.append(Kept(number, wall, _decode(text)))
        return kept

    def events(self, interview: str) -> list[Event]:
        """The events of `read`, without when they were written."""
        return [kept.event for kept in self.read(interview)]

    @told_of_damage
    def entries(
        self,
        *,
        unfinished: bool = False,
        finished: bool = False,
        before: float | None = None,
        matching: str = "",
        limit: int = -1,
        offset: int = 0,
    ) -> list[Entry]:
        """Interviews, the latest first; `before` is seconds since the epoch.

        `matching` is a part of an interview's id, subject or mode, of a topic's title, or of a question's id.
        """
        wanted = (
            ["ended = ''"] * unfinished
            + ["ended != ''"] * finished
            + ["started < ?1"] * (before is not None)
            + [_MATCHES] * bool(matching)
        )
        where = f"WHERE {' AND '.join(wanted)}" if wanted else ""
        rows = self._db.execute(
            f"SELECT {_ENTRY} FROM interviews {where} ORDER BY started DESC, id DESC LIMIT ?2 OFFSET ?3",
            (before, limit, offset, _part(matching))[: 4 if matching else 3],
        )
        return [Entry(*row) for row in rows]

    @told_of_damage
    def find(self, name: str) -> Entry:
        """The interview of that id, or of a part of it that only one has; `last` is the latest that is over.

        Raises:
            JournalError: there is none, or more than one.
        """
        if name == "last":
            return self._last()
        rows = self._db.execute(
            f"SELECT {_ENTRY} FROM interviews"
            " WHERE id = ?1 OR id LIKE ?2 ESCAPE '\\'"
            " ORDER BY id = ?1 DESC, started DESC LIMIT 6",
            (name, _part(name)),
        ).fetchall()
        if rows and (rows[0][0] == name or len(rows) == 1):
            return Entry(*rows[0])
        known = ", ".join(row[0] for row in rows) or ", ".join(entry.id for entry in self.entries(limit=5))
        if rows:
            raise JournalError(f"More than one interview is called {name!r}: {known}")
        raise JournalError(
            f"No interview is called {name!r}. " + (f"The latest: {known}" if known else "There is none yet.")
        )

    def _last(self) -> Entry:
        over = self.entries(finished=True, limit=1)
        if over:
            return over[0]
        waiting = self.entries(limit=1)
        if waiting:
            name = waiting[0].id
            raise JournalError(
                f"No interview is over yet; {name} was interrupted. Go on with it: viva resume."
                f" See it as it stands: viva report {name}"
            )
        raise JournalError(NONE_YET)

    def summarise(self, interview: str, summary: str) -> None:
        """Keep what an interview's report came to beside it, so that lists need not fold its events."""
        with self.transaction():
            self._db.execute("UPDATE interviews SET summary = ? WHERE id = ?", (summary, interview))

    def delete(self, interview: str) -> None:
        """Forget an interview, events and all; its words are overwritten, and stay in no file."""
        self._db.execute("PRAGMA secure_delete=ON")
        with self.transaction():
            self._db.execute("DELETE FROM interviews WHERE id = ?", (interview,))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _choose_mode(db: sqlite3.Connection, network: bool) -> None:
    """How commits reach the disk; EXTRA also makes sure that a journal of DELETE stays deleted."""
    if not network:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        return
    with contextlib.suppress(sqlite3.OperationalError):  # open in WAL: the last to leave changes it
        db.execute("PRAGMA journal_mode=DELETE")
    db.execute("PRAGMA synchronous=EXTRA")


def _part(text: str) -> str:
    """The LIKE pattern of whatever holds this text."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _set_aside(path: Path) -> Path:
    """Move a damaged journal out of the way; it is never deleted."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for suffix in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside
