"""Which programs the faults are tried on."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.pty import Terminal, isolated


@dataclass
class Started:
    """A program under trial: its terminal, and where it keeps things."""

    terminal: Terminal
    folder: Path

    @property
    def saved(self) -> bool:
        """Whether the probe was given the time to save."""
        return (self.folder / "saved").exists()

    @property
    def notes(self) -> list[Path]:
        """Its crash notes."""
        return sorted((self.folder / "crashes").glob("*"))


@dataclass
class Program:
    """Something to run: the probe, or Viva itself."""

    name: str
    command: Callable[[Path], list[str]]
    ready: str
    """What its first screen shows."""
    stack: ExitStack = field(default_factory=ExitStack)

    def start(
        self,
        folder: Path,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        prepare: Callable[[], None] | None = None,
        arguments: Sequence[str] = (),
        wait: bool = True,
    ) -> Started:
        """Start it in a pseudo-terminal of its own and wait for its first screen."""
        own = isolated(folder / "home", **(environ or {}))
        command = [*self.command(folder), *arguments]
        # Viva writes exports where it stands; the probe is found where the tests are.
        cwd = folder if self.name == "viva" else None
        terminal = self.stack.enter_context(Terminal(command, own, columns, rows, cwd=cwd, prepare=prepare))
        if wait:
            terminal.wait_for(self.ready)
        return Started(terminal, folder)


def _probe(folder: Path) -> list[str]:
    shown = folder / "shown"
    return [
        sys.executable,
        "-m",
        "tests.faults.probe",
        str(folder),
        *([str(shown)] if shown.exists() else []),
    ]


def _viva(_folder: Path) -> list[str]:
    return [str(Path(sys.executable).parent / "viva")]


READY = {"probe": "ready", "viva": "Viva"}
COMMANDS = {"probe": _probe, "viva": _viva}


def _program(name: str) -> Iterator[Program]:
    program = Program(name, COMMANDS[name], READY[name])
    with program.stack:
        yield program


@pytest.fixture(params=["probe", "viva"])
def program(request: pytest.FixtureRequest) -> Iterator[Program]:
    """Both the probe and Viva: what follows holds for any screen."""
    yield from _program(request.param)


@pytest.fixture
def probe() -> Iterator[Program]:
    """The probe alone, for what only it can be told to do."""
    yield from _program("probe")


@pytest.fixture
def viva() -> Iterator[Program]:
    """Viva itself."""
    yield from _program("viva")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = str(Path(__file__).parent) + os.sep
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.terminal)
