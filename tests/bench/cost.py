"""What a program costs: processor time of the child and of its children, and time on the wall."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.pty import ROOT, isolated

PYTHON = sys.executable
VIVA = str(Path(sys.executable).with_name("viva"))
PATIENCE = 600.0
"""Seconds after which a run is taken to have hung."""


class Cost(NamedTuple):
    """Seconds."""

    wall: float
    cpu: float
    """Of the program and of every child that it waited for."""


class Running:
    """A program under way, whose output is kept."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._output = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed at the end)
        self._command = command
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=self._output, stderr=subprocess.STDOUT,
            env=dict(environ), cwd=ROOT,
        )  # fmt: skip

    def end(self) -> tuple[Cost, str]:
        """Wait for its end: the cost, and what it printed. Raises `RuntimeError` where it failed."""
        _, status, used = os.wait4(self._process.pid, 0)
        wall = time.perf_counter() - self._began
        self._process.returncode = os.waitstatus_to_exitcode(status)
        self._output.seek(0)
        printed = self._output.read()
        self._output.close()
        if self._process.returncode:
            raise RuntimeError(f"{' '.join(self._command)} ended with {self._process.returncode}: {printed}")
        return Cost(wall, used.ru_utime + used.ru_stime), printed


def run(command: Sequence[str], environ: Mapping[str, str]) -> Cost:
    """Run a program to its end."""
    return Running(command, environ).end()[0]


def alternate(
    ours: Callable[[], Cost], theirs: Callable[[], Cost], times: int
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """A B A B …, after one of each that does not count: the pairs of wall, and of processor, seconds."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(times)]
    return [(a.wall, b.wall) for a, b in pairs], [(a.cpu, b.cpu) for a, b in pairs]


def own_home() -> tuple["tempfile.TemporaryDirectory[str]", dict[str, str]]:
    """A new home, and the environment that knows no other."""
    folder = tempfile.TemporaryDirectory(prefix="viva-bench-")
    return folder, isolated(Path(folder.name))
