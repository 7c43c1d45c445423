"""The desk is killed under the full screen: one restart, then typed answers, and every word is kept."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.program import VIVA, desks_of
from tests.pty import Terminal, isolated
from tests.words import count_lost, utterances

pytestmark = pytest.mark.fault(6)

FIRST, SECOND = "said before it was killed", "said to the one that took its place"
SCRIPT = [
    {"at": 0.3, "segment": FIRST},
    {"at": 0.8, "partial": "and cut off"},
    {"at": 2.5, "segment": SECOND},
]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """An interview whose answer is being heard."""
    environ = isolated(tmp_path)
    script = tmp_path / "script.json"
    script.write_text(json.dumps({"turns": [SCRIPT]}))
    settings = tmp_path / "config" / "viva" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text(f'recogniser = "scripted"\nmodel = "{script}"\nspeak = false\n')
    command = [VIVA, "practice", "flask", "--question", "two-contexts", "--finish", "off"]
    with Terminal(command, environ, 80, 40) as started:
        started.wait_for("begins")
        started.send("\r")
        started.wait_for(FIRST)
        started.wait_for("and cut off")
        yield started


def _kill_the_desk(home: Path, number: int) -> int:
    (desk,) = desks_of(home)
    os.kill(desk, number)
    return desk


# What the kernel sends when memory runs out, what a C library's mistake sends, what its own check sends.
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT], ids=lambda n: n.name)
def test_a_killed_desk_costs_no_word(
    terminal: Terminal, tmp_path: Path, number: int, record_property: Callable[[str, object], None]
) -> None:
    killed = _kill_the_desk(tmp_path, number)
    terminal.wait_for("was started again")
    terminal.wait_for(SECOND)
    assert desks_of(tmp_path) != [killed]
    _kill_the_desk(tmp_path, number)
    terminal.wait_for("esc keys")
    terminal.send("and typed at last\r")
    terminal.wait_for("› and typed at last")
    assert desks_of(tmp_path) == []
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.wait_for_end(5) == 128 + signal.SIGTERM
    assert terminal.broken_modes() == []

    kept = utterances(tmp_path / "data" / "viva" / "viva.db")[-1]
    said = [FIRST, "and cut off", SECOND, "and typed at last"]
    record_property("words_lost", count_lost(said, kept))
    assert kept == said


def test_a_viva_that_is_killed_takes_its_desk_along(terminal: Terminal, tmp_path: Path) -> None:
    terminal.process.kill()
    terminal.wait_for(lambda: desks_of(tmp_path) == [])
