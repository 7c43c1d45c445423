"""The wall clock and the zone change under an interview, and it neither loses a word nor a minute."""

import json
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.interview.events import UtteranceAdded
from models.records.journal import Journal, Kept
from tests.needs import need_file
from tests.program import VIVA, run
from tests.pty import Terminal, isolated
from tests.words import count_lost

pytestmark = pytest.mark.fault(25)

TYPED = ("--recogniser", "none", "--no-voice")
PRACTICE = ("practice", "flask", *TYPED, "--question", "two-contexts")
FAKETIME = "*/faketime/libfaketimeMT.so.1"


class Wall:
    """The wall clock of the processes started with `environ`; what counts seconds without it stays real."""

    def __init__(self, folder: Path) -> None:
        found = next(Path("/usr/lib").glob(FAKETIME), Path("/usr/lib") / FAKETIME)
        library = need_file(str(found), "faketime")
        self._file = folder / "wall"
        self.set("+0")
        self.environ = {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, offset: str) -> None:
        """Move it, as `+3d` or `-2y` from the real one."""
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{offset}\n")
        beside.replace(self._file)


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    return Wall(tmp_path)


@pytest.fixture
def terminal(tmp_path: Path, wall: Wall) -> Iterator[Terminal]:
    environ = isolated(tmp_path / "home", VIVA_HOME=str(tmp_path / "viva"), **wall.environ)
    with Terminal([VIVA, *PRACTICE], environ) as started:
        started.wait_for("begins")
        started.send("\r")
        started.wait_for("your turn")
        yield started


def _said(tmp_path: Path) -> list[Kept]:
    journal = Journal(tmp_path / "viva" / "data" / "viva.db")
    try:
        kept = journal.read(journal.entries(limit=1)[0].id)
        return [each for each in kept if isinstance(each.event, UtteranceAdded)]
    finally:
        journal.close()


def _left(terminal: Terminal) -> int:
    """The seconds that the screen's clock shows."""
    shown: list[re.Match[str] | None] = []

    def is_drawn() -> bool:
        shown[:] = [re.search(r"(\d\d):(\d\d)$", terminal.text.splitlines()[0])]
        return shown[0] is not None

    terminal.wait_for(is_drawn)
    assert shown[0]
    return int(shown[0][1]) * 60 + int(shown[0][2])


def test_a_clock_that_jumps_loses_no_word_and_no_minute(
    terminal: Terminal, wall: Wall, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    before = _left(terminal)
    said = []
    for offset in ("+0", "+3d", "-2y", "+1h"):
        wall.set(offset)
        said.append(f"said at {offset}")
        terminal.send(f"{said[-1]}\r")
        terminal.wait_for(f"› {said[-1]}")
    assert "Paused" not in terminal.text
    assert before - 60 < _left(terminal) <= before
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.wait_for_end(5) == 128 + signal.SIGTERM

    kept = _said(tmp_path)
    texts = [each.event.utterance.text for each in kept if isinstance(each.event, UtteranceAdded)]
    record_property("words_lost", count_lost(said, texts))
    assert texts == said
    assert max(each.wall for each in kept) - min(each.wall for each in kept) > 700 * 86_400, "it did jump"
    assert [each.event.at for each in kept] == sorted(each.event.at for each in kept)


def test_an_interview_goes_on_in_another_zone_and_an_earlier_year(tmp_path: Path, wall: Wall) -> None:
    home = {"VIVA_HOME": str(tmp_path / "viva")}
    east = run(*PRACTICE, "--plain", typed="first\n/quit\n", environ={**home, "TZ": "Pacific/Kiritimati"})
    assert "viva resume" in east.stdout
    wall.set("-2y")
    west = {**home, **wall.environ, "TZ": "Pacific/Pago_Pago"}
    done = run("resume", "--plain", *TYPED, typed="second\n\n\n\n\n", environ=west)
    assert done.returncode == 0, done.stderr
    assert "first second" in re.sub(r"\s+", " ", done.stdout)
    for arguments in (("history",), ("report", "last"), ("drill", "flask", "--list")):
        done = run(*arguments, environ=west)
        assert done.returncode == 0, done.stderr
    (entry,) = json.loads(run("history", "--json", environ=home).stdout)
    assert entry["answered"] == 1
