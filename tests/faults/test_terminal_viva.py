"""Viva itself, with hostile texts in every field from outside, and ended in the middle of an answer."""

import itertools
import json
import re
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from tests.corpus import ESCAPES, MARKUP, poisons_in
from tests.faults.conftest import Program, Started
from tests.pty import isolated
from tests.words import utterances
from tui.cli import viva as command

QUIET = ("--recogniser", "none", "--no-voice", "--seed", "1")
POISON = "".join(case.text for case in ESCAPES if case.name != "lone surrogate")
PARTS = tuple(
    "".join(case.text for case in ESCAPES[start : start + 15] if case.name != "lone surrogate")
    for start in range(0, len(ESCAPES), 15)
)
"""The same in parts: a line of a pack has at most 400 characters."""
LITERAL = "a[i] [/nope] [b]x[/b]"


def _toml(text: str) -> str:
    """A TOML string in which everything is escaped."""
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def _write_pack(folder: Path, *said: str) -> Path:
    """A pack with `said`, in turn, in every field that is text."""
    folder.mkdir(parents=True)
    texts = map(_toml, itertools.cycle(said))
    pack = """
        id = "hostile"
        title = TEXT
        version = "1.0"
        language = "en"
        about = TEXT
        licence = TEXT
        subject_version = TEXT
        [[topic]]
        id = "one"
        title = TEXT
    """
    topic = """
        [[question]]
        id = "first"
        topic = "one"
        level = "junior"
        minutes = 3
        ask = TEXT
        hint = TEXT
        answer = TEXT
        sources = ["https://example.org/"]
        [[question.point]]
        id = "a"
        says = TEXT
        also = [TEXT, TEXT]
        must = [["alpha"]]
        probe = TEXT
        [[question.point]]
        id = "b"
        says = TEXT
        also = [TEXT]
        must = [["beta"]]
        probe = TEXT
        [[question.misconception]]
        id = "c"
        says = TEXT
        betrayed = [["gamma"]]
        probe = TEXT
        [[question.depth]]
        probe = TEXT
    """
    for name, content in (("pack.toml", pack), ("one.toml", topic)):
        (folder / name).write_text(re.sub("TEXT", lambda _: next(texts), content))
    return folder


def _practise(viva: Program, folder: Path, pack: str, *, wait: bool = True) -> Started:
    """Viva, as far as the first question."""
    started = viva.start(folder, arguments=("practice", pack, *QUIET), wait=wait)
    if wait:
        started.terminal.wait_for("begins")
        started.terminal.send("\r")
        started.terminal.wait_for("your turn")
    return started


def _leave(started: Started, number: int = signal.SIGTERM) -> None:
    started.terminal.process.send_signal(number)
    assert started.terminal.wait_for_end(3) in {128 + number, -number}


def _words(started: Started) -> list[str]:
    (said,) = utterances(started.folder / "home" / "data" / "viva" / "viva.db")
    return " ".join(said).split()


@pytest.mark.fault(16)
def test_markup_in_a_pack_is_shown_as_it_is_written(viva: Program, tmp_path: Path) -> None:
    started = _practise(viva, tmp_path, str(_write_pack(tmp_path / "pack", LITERAL)))
    started.terminal.wait_for(LITERAL)
    started.terminal.send("\x1bh")  # Esc gives the letters back to the keys; the hint
    started.terminal.wait_for(lambda: started.terminal.text.count(LITERAL) >= 2)
    started.terminal.send(f"t{LITERAL}\r\r")
    started.terminal.wait_for("Report")
    started.terminal.wait_for(
        lambda: started.terminal.text.count(LITERAL) >= 4
    )  # points, answer, model answer
    assert started.terminal.process.poll() is None


@pytest.mark.fault(16)
def test_escapes_in_a_pack_never_reach_the_terminal(viva: Program, tmp_path: Path) -> None:
    pack = _write_pack(tmp_path / "pack", *PARTS)
    started = viva.start(tmp_path, arguments=("practice", str(pack), *QUIET), wait=False)
    ended = started.terminal.process
    started.terminal.wait_for(lambda: "begins" in started.terminal.text or ended.poll() is not None)
    if ended.poll() is None:
        started.terminal.send("\r")
        started.terminal.wait_for("your turn")
    else:  # refused, in words
        assert ended.returncode == 2
        assert "Traceback" not in started.terminal.text
    assert _without_newlines(poisons_in(bytes(started.terminal.raw))) == []


@pytest.mark.fault(16)
@pytest.mark.parametrize("text", [text for text in MARKUP if "@click" not in text])
def test_markup_in_an_answer_is_shown_and_kept(viva_listening: Started, text: str) -> None:
    viva_listening.terminal.send(text + "\r")
    viva_listening.terminal.wait_for(f"› {text}")


@pytest.mark.fault(16)
def test_a_hostile_answer_is_kept_clean(viva: Program, tmp_path: Path) -> None:
    started = _practise(viva, tmp_path, "flask")
    started.terminal.send(f"\x1b[200~{POISON}\x1b[201~ [@click=app.quit]end[/]\r")
    started.terminal.wait_for("[@click=app.quit]end[/]")
    assert poisons_in(bytes(started.terminal.raw)) == []
    _leave(started)
    assert poisons_in(" ".join(_words(started)).encode()) == []


@pytest.mark.fault(16)
def test_a_hostile_database_is_shown_harmlessly(viva: Program, tmp_path: Path) -> None:
    started = _practise(viva, tmp_path, str(_write_pack(tmp_path / "pack", "MARKER")))
    started.terminal.send("MARKER\r")
    started.terminal.wait_for("› MARKER")
    _leave(started)
    _poison(tmp_path / "home" / "data" / "viva" / "viva.db", *(f"{LITERAL} {part}" for part in PARTS))

    lobby = viva.start(tmp_path)
    lobby.terminal.wait_for("go on")
    _leave(lobby)
    resumed = viva.start(tmp_path, arguments=("resume", "--recogniser", "none", "--no-voice"))
    resumed.terminal.wait_for("your turn")
    resumed.terminal.wait_for(LITERAL)
    _leave(resumed)
    assert poisons_in(bytes(lobby.terminal.raw + resumed.terminal.raw)) == []

    with closing(sqlite3.connect(tmp_path / "home" / "data" / "viva" / "viva.db")) as db:
        (name,) = db.execute("SELECT id FROM interviews").fetchone()
    for form in ("text", "html"):
        report = subprocess.run(
            [*viva.command(tmp_path), "report", name, "--format", form],
            env=isolated(tmp_path / "home"), cwd=tmp_path, capture_output=True, timeout=20, check=False,
        )  # fmt: skip
        assert report.returncode == 0, report.stderr
        assert poisons_in(report.stdout) == [], form


@pytest.mark.fault(16)
@pytest.mark.parametrize(
    "arguments",
    [
        lambda name: ("practice", name),
        lambda name: ("practice", f"/nowhere/{name}"),
        lambda name: ("practice", "flask", "--topic", name),
        lambda name: ("practice", "flask", "--question", name),
        lambda name: ("practice", "flask", "--job", f"/nowhere/{name}"),
        lambda name: ("practice", "flask", "--plan", f"/nowhere/{name}"),
        lambda name: ("practice", "flask", "--audio", f"/nowhere/{name}"),
        lambda name: ("practice", "flask", "--recogniser", name),
        lambda name: ("practice", "flask", "--model", f"/nowhere/{name}"),
        lambda name: ("practice", "flask", "--level", name),
        lambda name: ("resume", name),
        lambda name: ("report", name),
        lambda name: ("report", "--format", name),
        lambda name: ("packs", "check", f"/nowhere/{name}"),
        lambda name: (name,),
        lambda name: (f"--{name}",),
    ],
    ids=lambda make: " ".join(make("NAME")),
)
def test_hostile_names_come_back_harmless_in_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Callable[[str], tuple[str, ...]]
) -> None:
    monkeypatch.setenv("VIVA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, list(arguments(POISON.replace("\x00", ""))))
    assert done.exit_code == 2, done.output
    assert done.output.strip()
    assert poisons_in(done.output_bytes) == []


@pytest.mark.fault(16)
def test_a_hostile_name_comes_back_harmless_on_a_terminal(viva: Program, tmp_path: Path) -> None:
    started = viva.start(tmp_path, arguments=("practice", POISON.replace("\x00", "")), wait=False)
    assert started.terminal.wait_for_end(20) == 2
    assert "Traceback" not in started.terminal.text
    assert _without_newlines(poisons_in(bytes(started.terminal.raw))) == []


@pytest.mark.fault(16)
def test_a_hostile_pack_in_the_library_is_harmless_in_the_lobby(viva: Program, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "data" / "viva" / "packs"
    _write_pack(folder / "markup", LITERAL)
    _write_pack(folder / POISON.replace("\x00", "").replace("/", "")[:80], *PARTS)
    started = viva.start(tmp_path)
    started.terminal.send("\t\r")  # the list of subjects
    started.terminal.wait_for(LITERAL)
    assert poisons_in(bytes(started.terminal.raw)) == []


def _hang_up(started: Started) -> None:
    started.terminal.hang_up()
    started.terminal.wait_for_end(3, reading=False)


def _stop_reading(started: Started) -> None:
    for turn in range(200):
        started.terminal.resize(200 + turn % 2, 50)
    started.terminal.process.send_signal(signal.SIGTERM)
    started.terminal.wait_for_end(3, reading=False)


ENDS: dict[str, Callable[[Started], None]] = {
    "SIGTERM": _leave,
    "SIGHUP": lambda started: _leave(started, signal.SIGHUP),
    "kill -9": lambda started: _leave(started, signal.SIGKILL),
    "terminal gone": _hang_up,
    "terminal deaf": _stop_reading,
}


@pytest.mark.fault(1)
@pytest.mark.parametrize("how", ENDS)
def test_no_word_of_an_answer_is_lost(
    viva: Program, tmp_path: Path, how: str, record_property: Callable[[str, object], None]
) -> None:
    started = _practise(viva, tmp_path, "flask")
    said = [f"word{number}" for number in range(60)]
    for row in range(0, 60, 20):
        started.terminal.send(" ".join(said[row : row + 20]) + "\r")
        started.terminal.wait_for(f"› {said[row]}")  # it is shown once it is kept
    started.terminal.wait_for(
        lambda: "word59" in started.terminal.text and "│ word59" not in started.terminal.text
    )
    ENDS[how](started)
    lost = set(said) - set(_words(started))
    record_property("words_lost", len(lost))
    assert lost == set()


@pytest.mark.fault(1)
@pytest.mark.parametrize("how", ["SIGTERM", "terminal gone"])
def test_a_line_that_was_being_typed_is_kept(
    viva: Program, tmp_path: Path, how: str, record_property: Callable[[str, object], None]
) -> None:
    started = _practise(viva, tmp_path, "flask")
    started.terminal.send("half a line")
    started.terminal.wait_for("half a line")
    ENDS[how](started)
    lost = {"half", "a", "line"} - set(_words(started))
    record_property("words_lost", len(lost))
    assert lost == set()


def _poison(database: Path, *said: str) -> None:
    """Put the texts, in turn, wherever the journal holds a MARKER."""
    texts = itertools.cycle(said)
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE interviews SET title = ?", (next(texts),))
        rows = connection.execute("SELECT interview, number, event FROM events").fetchall()
        for interview, number, event in rows:
            spoilt = msgspec.json.encode(_spoil(json.loads(event), texts)).decode()
            connection.execute(
                "UPDATE events SET event = ? WHERE interview = ? AND number = ?", (spoilt, interview, number)
            )
    connection.close()


def _spoil(value: object, texts: Iterator[str]) -> object:
    match value:
        case str():
            return value.replace("MARKER", next(texts))
        case list():
            return [_spoil(part, texts) for part in value]
        case dict():
            return {key: _spoil(part, texts) for key, part in value.items()}
        case _:
            return value


def _without_newlines(names: list[str]) -> list[str]:
    """A line end in an error is the terminal driver's, which writes CR before it."""
    return [name for name in names if name != "carriage return"]


@pytest.fixture(scope="module")
def viva_listening(tmp_path_factory: pytest.TempPathFactory) -> "object":
    """One interview for all that is typed into it."""
    from tests.faults.conftest import COMMANDS, READY

    program = Program("viva", COMMANDS["viva"], READY["viva"])
    with program.stack:
        yield _practise(program, tmp_path_factory.mktemp("viva"), "flask")
