"""A history of ten thousand interviews against one of ten."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from models.interview import events as e
from models.records.journal import Journal
from models.report.build import build
from models.report.summary import summary
from tests.bench.cost import own_home
from tests.bench.report import interview
from tests.bench.table import MILLISECONDS, Row, ratio

MANY, FEW = 10_000, 10
SHOWN = 50
"""Interviews that a list shows at first."""
TIMES = 15


def fill(path: Path, count: int) -> None:
    """A journal of so many interviews that are over; all told alike, a quarter of an hour apart."""
    held = interview()
    told = msgspec.json.encode(summary(build(held))).decode()
    assert held.plan is not None
    journal = Journal(path)
    with journal.transaction():
        for number in range(count):
            name, wall = f"bench-{number:05d}", 1.7e9 + 900.0 * number
            events = (
                e.InterviewStarted(at=0, interview=name, plan=held.plan, rules=held.rules),
                e.Ended(at=3600, why="complete"),
            )
            journal.db.execute(
                "INSERT INTO interviews (id, started, updated, pack, title, mode, ended, summary)"
                " VALUES (?, ?, ?, 'p', 'Pack', 'practice', 'complete', ?)",
                (name, wall, wall + 3600, told),
            )
            journal.db.executemany(
                "INSERT INTO events VALUES (?, ?, ?, ?)",
                ((name, at, wall, msgspec.json.encode(event).decode()) for at, event in enumerate(events, 1)),
            )
    journal.close()


def rows() -> Iterator[Row]:
    """Opening the journal and reading what a list shows first; searching it."""
    folder, _ = own_home()
    with folder:
        many, few = Path(folder.name) / "many" / "viva.db", Path(folder.name) / "few" / "viva.db"
        for path, count in ((many, MANY), (few, FEW)):
            fill(path, count)
        for what, work, goal in (
            (f"history of {MANY:,}: open, latest {SHOWN}", _latest, 1.5),
            (f"history of {MANY:,}: search", _found, None),
        ):
            work(many), work(few)
            pairs = [(_milliseconds(work, many), _milliseconds(work, few)) for _ in range(TIMES)]
            yield ratio(what, pairs, f"of {FEW}", MILLISECONDS, goal)


def _latest(path: Path) -> None:
    journal = Journal(path)
    journal.entries(limit=SHOWN)
    journal.close()


def _found(path: Path) -> None:
    journal = Journal(path)
    journal.entries(matching="bench-00007", limit=SHOWN)
    journal.close()


def _milliseconds(work: Callable[[Path], object], path: Path) -> float:
    began = time.perf_counter()
    work(path)
    return 1000 * (time.perf_counter() - began)
