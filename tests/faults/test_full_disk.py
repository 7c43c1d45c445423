"""A disk that is full, at the start and in mid-session: it is said, nothing is lost that can be kept."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.disk import SmallDisk, small_disk
from tests.program import VIVA, run
from tests.pty import Terminal, isolated
from tests.words import count_lost, utterances

pytestmark = pytest.mark.fault(21)

TYPED = ("--recogniser", "none", "--no-voice", "--question", "two-contexts")
FULL = "NOT SAVED"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as mounted:
        yield mounted


@pytest.fixture
def terminal(tmp_path: Path, disk: SmallDisk) -> Iterator[Terminal]:
    """Viva on a small disk, at its first question."""
    environ = isolated(tmp_path / "home", VIVA_HOME=str(disk.folder / "viva"))
    with Terminal([VIVA, "practice", "flask", *TYPED], environ) as started:
        started.wait_for("begins")
        started.send("\r")
        started.wait_for("your turn")
        yield started


def _type(terminal: Terminal, words: str) -> None:
    terminal.send(f"{words}\r")
    terminal.wait_for(f"› {words}")


def _kept(disk: SmallDisk) -> list[str]:
    return utterances(disk.folder / "viva" / "data" / "viva.db")[-1]


def test_what_was_said_meanwhile_is_kept_as_soon_as_there_is_room(
    terminal: Terminal, disk: SmallDisk, record_property: Callable[[str, object], None]
) -> None:
    said = ["before it was full", "while it was full", "after it had room"]
    _type(terminal, said[0])
    disk.fill()
    _type(terminal, said[1])
    terminal.wait_for(FULL)
    disk.free()
    _type(terminal, said[2])
    terminal.wait_for("Saved again")
    terminal.process.send_signal(signal.SIGKILL)
    terminal.wait_for_end(5)
    kept = _kept(disk)
    record_property("words_lost", count_lost(said, kept))
    assert kept == said


def test_whoever_leaves_while_it_is_full_is_not_told_that_it_is_saved(
    terminal: Terminal, disk: SmallDisk
) -> None:
    _type(terminal, "before it was full")
    disk.fill()
    _type(terminal, "while it was full")
    terminal.wait_for(FULL)
    terminal.send("\x11")
    terminal.wait_for("Leave the interview?")
    terminal.send("\r")
    terminal.wait_for("Make room before you go on")
    assert "Saved. Go on" not in terminal.text
    disk.free()
    assert _kept(disk) == ["before it was full"]


COMMANDS = {
    "an interview": ("practice", "flask", "--plain", *TYPED),
    "a setting": ("settings", "minutes", "30"),
    "a pack": ("packs", "new", "mine"),
    "the settings of a drill": ("drill", "--interview-date", "2030-01-01", "--list"),
}


@pytest.mark.parametrize("what", COMMANDS)
def test_on_a_full_disk_nothing_begins_and_one_sentence_says_why(disk: SmallDisk, what: str) -> None:
    disk.fill()
    environ = {"VIVA_HOME": str(disk.folder / "viva")}
    done = run(*COMMANDS[what], typed="words\n\n\n", environ=environ, cwd=disk.folder)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("viva: ")
    assert done.stderr.count("\n") == 1
    assert "Errno" not in done.stderr
    assert any(words in done.stderr.lower() for words in ("no space left", "full", "disk i/o error"))


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_a_report_for_which_there_is_no_room_leaves_no_half_of_it(disk: SmallDisk, form: str) -> None:
    assert run("practice", "flask", "--plain", *TYPED, typed="g\n\n\n\n").returncode == 0
    disk.fill()
    done = run("report", "last", "--format", form, "-o", str(disk.folder / "report"))
    assert done.returncode == 2
    assert "no space left" in done.stderr.lower()
    assert not (disk.folder / "report").exists()


@pytest.mark.parametrize("arguments", [("--help",), ("history",), ("settings",), ("packs", "list")])
def test_what_cannot_be_printed_is_one_sentence(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [VIVA, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert done.stderr == "viva: What it prints cannot be written: No space left on device.\n"
