"""Whatever bytes a terminal sends, the app goes on and the keyboard works."""

from pathlib import Path

import pytest

from tests.faults.conftest import Program, Started

PASTE, END = "\x1b[200~", "\x1b[201~"


def _keyboard_works(started: Started) -> None:
    """The next key still arrives: an x in the probe's field, a way through Viva's screens."""
    terminal = started.terminal
    assert terminal.process.poll() is None
    count = terminal.raw.count(b"typed")
    terminal.send("x")
    terminal.wait_for(lambda: terminal.raw.count(b"typed") > count or "typed" in terminal.text)


BAD_BYTES = {
    "a byte of Latin-1": b"\xe9",
    "E9 FF 00": b"\xe9\xff\x00",
    "a surrogate": b"\xed\xa0\x80",
    "an overlong slash": b"\xc0\xaf",
    "half a character": b"\xf0\x9f",
    "C1 controls": b"\x80\x9b\x9d",
    "half an escape": b"\x1b[",
    "half an OSC": b"\x1b]52;c;",
    "a key beyond Unicode": b"\x1b[99999999999u",
    "a key of four thousand digits": b"\x1b[" + b"9" * 4096 + b"u",
    "a mouse outside": b"\x1b[<0;99999999;99999999M\x1b[<0;0;0M\x1b[<0;-5;-5M",
    "a window without size": b"\x1b[48;0;0;0;0t\x1b[<0;5;5M",
    "a window of pixels without rows": b"\x1b[48;24;80;0;0t\x1b[<35;5;5M",
    "a cursor far away": b"\x1b[99999999;99999999R",
    "a mode that nobody asked for": b"\x1b[?9999;9$y",
}


@pytest.mark.fault(12)
@pytest.mark.parametrize("name", BAD_BYTES)
def test_bad_bytes_do_not_end_the_app(probe_running: Started, name: str) -> None:
    probe_running.terminal.send(BAD_BYTES[name])
    _keyboard_works(probe_running)


@pytest.fixture(scope="module")
def probe_running(tmp_path_factory: pytest.TempPathFactory) -> "object":
    """One probe for all of them: each must leave it usable for the next."""
    from tests.faults.conftest import COMMANDS, READY

    program = Program("probe", COMMANDS["probe"], READY["probe"])
    with program.stack:
        yield program.start(tmp_path_factory.mktemp("probe"))


@pytest.mark.fault(12)
def test_all_bad_bytes_at_once_do_not_end_the_app(program: Program, tmp_path: Path) -> None:
    started = program.start(tmp_path)
    started.terminal.send(b"".join(BAD_BYTES.values()))
    started.terminal.send(bytes(range(128, 256)))
    started.terminal.resize(90, 30)
    started.terminal.wait_for(program.ready)
    assert started.terminal.process.poll() is None


@pytest.mark.fault(12)
def test_a_paste_without_an_end_gives_the_keyboard_back(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path)
    started.terminal.send(PASTE + "words")
    started.terminal.wait_for("typed 5")  # what was pasted is kept
    started.terminal.send("x")
    started.terminal.wait_for("typed 6")


@pytest.mark.fault(13)
def test_a_paste_of_a_megabyte_is_cut_and_says_so(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path)
    started.terminal.send(PASTE + "word " * 200_000 + END)
    started.terminal.wait_for("100,000 characters", deadline=60)
    started.terminal.send("x")
    started.terminal.wait_for("typed 100001", deadline=60)


@pytest.mark.fault(13)
def test_a_paste_of_a_megabyte_is_survived_anywhere(viva: Program, tmp_path: Path) -> None:
    started = viva.start(tmp_path)
    started.terminal.send(PASTE + "word " * 200_000 + END)
    started.terminal.resize(100, 30)
    started.terminal.wait_for(viva.ready, deadline=60)
    assert started.terminal.process.poll() is None


@pytest.mark.fault(13)
def test_a_paste_brings_no_control_characters(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path)
    started.terminal.send(PASTE + "ab\x07\u202e\u200bcd" + END)
    started.terminal.wait_for("typed 4")
    assert "abcd" in started.terminal.text
