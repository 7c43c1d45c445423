"""Runs the whole program as a person would: the installed `viva`, in a process of its own."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.pty import Terminal

VIVA = str(Path(sys.executable).with_name("viva"))
PATIENCE = 90.0
"""Seconds after which a run has hung: no run of the tests takes a third of it."""


def run(
    *arguments: str, typed: str = "", environ: Mapping[str, str] = {}, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `viva` to its end, with `typed` on its standard input."""
    return subprocess.run(
        [VIVA, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, **environ},
        cwd=cwd,
        check=False,
    )


def desks_of(home: Path) -> list[int]:
    """The desks that run with such a home folder in their environment: their arguments tell nothing."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            runs = b"models.speech.desk" in (process / "cmdline").read_bytes().split(b"\0")
            if runs and str(home).encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
    return found


def leave_by_the_lobby(terminal: Terminal, seconds: float) -> None:
    """From the report back to the lobby, which remembers the interview, and out; `seconds` for each step."""
    terminal.send("q")
    terminal.wait_for("again as last time", seconds)
    terminal.send("q")
    assert terminal.wait_for_end(seconds) == 0
