"""What is refused before the screen starts, in one sentence that says what to do instead."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import Program
from tests.pty import ROOT, isolated
from tui.terminal_start import prepare_environment, refuse_reason

REFUSED = {
    "TERM is dumb": {"TERM": "dumb"},
    "TERM is not set": {"TERM": ""},
    "TERM is unknown": {"TERM": "unknown"},
    "the locale is not UTF-8": {"LC_ALL": "de_DE.ISO-8859-1"},
}

COLOURS = {
    "NO_COLOR": {"NO_COLOR": "1"},
    "linux": {"TERM": "linux"},
    "screen": {"TERM": "screen"},
    "vt100": {"TERM": "vt100"},
    "tmux-256color": {"TERM": "tmux-256color"},
    "a type nobody knows": {"TERM": "no-such-terminal"},
    "truecolor": {"COLORTERM": "truecolor"},
    "LANG=C": {"LANG": "C"},
    "LC_ALL=POSIX": {"LC_ALL": "POSIX"},
    "a locale that is not installed": {"LANG": "xx_YY.UTF-8"},
}


@pytest.mark.fault(14)
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_show_the_screen_is_refused_in_one_line(
    program: Program, tmp_path: Path, name: str
) -> None:
    started = program.start(tmp_path, environ=REFUSED[name], wait=False)
    assert started.terminal.wait_for_end(10) == 2
    assert b"--plain" in started.terminal.raw
    assert b"Traceback" not in started.terminal.raw
    assert b"\x1b" not in started.terminal.raw
    assert bytes(started.terminal.raw).strip().count(b"\n") == 0


@pytest.mark.fault(14)
@pytest.mark.parametrize("name", ["input", "output", "error"])
def test_a_stream_that_is_no_terminal_is_named(name: str) -> None:
    master, slave = os.openpty()
    read, write = os.pipe()
    try:
        streams = [slave if part != name else read for part in ("input", "output", "error")]
        reason = refuse_reason({"TERM": "xterm"}, streams[0], streams[1], streams[2])
        assert reason is not None
        assert f"standard {name}" in reason
        assert "--plain" in reason
        assert refuse_reason({"TERM": "xterm"}, slave, slave, slave) is None
    finally:
        for fd in (master, slave, read, write):
            os.close(fd)
    assert refuse_reason({"TERM": "xterm"}, slave, slave, slave) is not None  # closed


@pytest.mark.fault(14)
def test_a_pipe_for_a_terminal_ends_at_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.probe", str(tmp_path)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=ROOT, env=isolated(tmp_path / "home"),
        timeout=20, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--plain" in done.stderr


@pytest.mark.fault(15)
@pytest.mark.parametrize("name", COLOURS)
def test_any_terminal_and_locale_gets_its_screen(probe: Program, tmp_path: Path, name: str) -> None:
    started = probe.start(tmp_path, environ=COLOURS[name])
    raw = bytes(started.terminal.raw)
    if name in {"linux", "screen", "vt100"}:
        assert b"[38;2;" not in raw
        assert b";38;2;" not in raw
    assert (b"\x1b[>" in raw) is (name != "linux")  # kitty's keys


@pytest.mark.fault(15)
@pytest.mark.parametrize("name", ["NO_COLOR", "linux", "screen", "LANG=C"])
def test_viva_looks_its_part_on_any_terminal(viva: Program, tmp_path: Path, name: str) -> None:
    started = viva.start(tmp_path, environ=COLOURS[name])
    assert started.terminal.process.poll() is None
    if name == "NO_COLOR":
        assert not re.search(rb"[34]8;2;(\d+);(?!\1;\1m)\d+;\d+m", started.terminal.raw)  # greys only


@pytest.mark.fault(19)
def test_hostile_variables_are_ignored(program: Program, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    started = program.start(
        tmp_path,
        environ={
            "TEXTUAL_DRIVER": "os:system",
            "TEXTUAL_LOG": str(trap),
            "TEXTUAL_PRESS": "f1,f9",
            "TEXTUAL_SCREENSHOT": "0",
            "TEXTUAL_SCREENSHOT_LOCATION": str(tmp_path),
            "TEXTUAL_DEBUG": "1",
            "TEXTUAL": "debug,devtools",
            "TEXTUAL_THEME": "no-such-theme",
            "TEXTUAL_COLOR_SYSTEM": "no-such-system",
            "TEXTUAL_FPS": "-1",
            "BROWSER": f"touch {trap}",
            "COLUMNS": "7",
            "LINES": "-3",
            "ESCDELAY": "99999999",
            "UNICODE_VERSION": "nonsense",
            "PYTHONSTARTUP": str(trap),
        },
    )
    assert started.terminal.process.poll() is None
    assert not trap.exists()
    assert not list(tmp_path.glob("*.svg"))
    assert not (ROOT / "keys.log").exists()


def test_harmless_variables_stay() -> None:
    environ = {
        "TEXTUAL_ANIMATIONS": "none",
        "TEXTUAL_FILTERS": "dim",
        "TEXTUAL_COLOR_SYSTEM": "256",
        "ESCDELAY": "25",
        "TERM": "xterm",
    }
    before = dict(environ)
    prepare_environment(environ)
    assert environ == before


def test_looking_at_the_terminal_does_not_load_textual() -> None:
    code = "import sys, tui.terminal_start; sys.exit(not {'textual', 'rich'}.isdisjoint(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, timeout=20).returncode == 0
