"""A journal that is cut short, overwritten or read-only: a sentence says so, and what was there stays."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.disk import small_disk
from tests.program import VIVA, run
from tests.pty import Terminal, isolated

pytestmark = pytest.mark.fault(22)

TYPED = ("--plain", "--recogniser", "none", "--no-voice", "--question", "two-contexts")
PRACTICE = ("practice", "flask", *TYPED)
READERS = {
    "report": ("report", "last"),
    "every report": ("report", "--all"),
    "history": ("history",),
    "export": ("history", "export", "exported"),
    "resume": ("resume", "--plain"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal that holds two interviews."""
    home = tmp_path_factory.mktemp("whole")
    for number in range(2):
        done = run(*PRACTICE, typed=f"words {number}\n\n\n\n", environ={"VIVA_HOME": str(home)})
        assert done.returncode == 0, done.stderr
    return home / "data" / "viva.db"


@pytest.fixture
def journal(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, where Viva looks."""
    monkeypatch.setenv("VIVA_HOME", str(tmp_path / "viva"))
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "viva" / "data"
    data.mkdir(parents=True)
    return Path(shutil.copy(whole, data))


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])


def _cut_to_nothing(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def _overwrite(path: Path) -> None:
    path.write_bytes(b"\xa5" * path.stat().st_size)


WHOLLY: dict[str, Callable[[Path], None]] = {
    "cut short": _cut,
    "cut to its head": _cut_to_nothing,
    "overwritten": _overwrite,
}


@pytest.mark.parametrize("damage", WHOLLY)
@pytest.mark.parametrize("what", READERS)
def test_whatever_reads_it_says_that_it_was_set_aside(journal: Path, damage: str, what: str) -> None:
    WHOLLY[damage](journal)
    before = journal.read_bytes()
    done = run(*READERS[what])
    assert done.returncode == 2
    assert done.stderr.startswith("viva: The journal was damaged. It is kept as ")
    (aside,) = journal.parent.glob("viva.db.damaged-*")
    assert str(aside) in done.stderr
    assert aside.read_bytes() == before
    assert run("history").stdout.startswith("There is no interview yet.")


@pytest.mark.parametrize("damage", WHOLLY)
def test_an_interview_begins_anew_and_says_what_became_of_the_others(journal: Path, damage: str) -> None:
    WHOLLY[damage](journal)
    done = run(*PRACTICE, typed="words\n\n\n\n")
    assert done.returncode == 0
    assert "The journal was damaged. It is kept as " in done.stdout
    assert len(json.loads(run("history", "--json").stdout)) == 1


@pytest.mark.parametrize("arguments", [(), ("practice", "flask", *TYPED[1:])], ids=["lobby", "interview"])
def test_the_screen_says_it_too(journal: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    _cut(journal)
    environ = isolated(tmp_path / "home", VIVA_HOME=str(tmp_path / "viva"))
    with Terminal([VIVA, *arguments], environ, 100, 30) as terminal:
        terminal.wait_for("The journal was damaged")


def _spoil_the_tree(path: Path) -> None:
    """Overwrite the page from which SQLite finds every event."""
    with sqlite3.connect(path) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'").fetchone()
    db.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def _spoil_the_text(path: Path) -> None:
    """Spoil what holds the latest interview's questions: it is no JSON any more."""
    with sqlite3.connect(path) as db:
        (latest,) = db.execute("SELECT id FROM interviews ORDER BY started DESC").fetchone()
        spoilt = "substr(event, 1, 1000) || char(1) || substr(event, 1001)"
        db.execute(f"UPDATE events SET event = {spoilt} WHERE interview = ? AND number = 1", (latest,))
    db.close()


PARTLY: dict[str, Callable[[Path], None]] = {"the tree": _spoil_the_tree, "a text": _spoil_the_text}


@pytest.mark.parametrize("damage", PARTLY)
def test_what_can_be_read_is_and_what_cannot_is_one_sentence(journal: Path, damage: str) -> None:
    PARTLY[damage](journal)
    for arguments in (("report", "last"), ("report", "--all"), ("history", "export", "exported")):
        done = run(*arguments)
        assert done.returncode == 2, arguments
        assert done.stderr.startswith(f"viva: A part of {journal} cannot be read: "), done.stderr
        assert done.stderr.count("\n") == 1
    assert not Path("exported").exists()
    assert len(json.loads(run("history", "--json").stdout)) == 2
    assert list(journal.parent.glob("*damaged*")) == [], "the rest of it is not put out of reach"


def test_an_interview_that_cannot_be_kept_says_so(journal: Path) -> None:
    _spoil_the_tree(journal)
    done = run(*PRACTICE, typed="words\n\n\n\n")
    assert done.returncode == 2
    assert "NOT SAVED" in done.stdout
    assert done.stderr.startswith("viva: NOT SAVED")


@pytest.mark.parametrize("arguments", [PRACTICE, *READERS.values(), ("settings", "minutes", "30")])
def test_on_a_read_only_disk_one_sentence_says_why(
    whole: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        data = disk.folder / "viva" / "data"
        data.mkdir(parents=True)
        shutil.copy(whole, data)
        disk.write_protect()
        done = run(*arguments, environ={"VIVA_HOME": str(disk.folder / "viva")}, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("viva: ")
    assert done.stderr.count("\n") == 1
    assert "read-only" in done.stderr.lower() or "readonly" in done.stderr
