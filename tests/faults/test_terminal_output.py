"""A terminal that reads slowly or not at all, and windows of any size."""

import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Program, Started

FLOOD = "\x1bOS"  # F4


def _frames(started: Started) -> int:
    file = started.folder / "frames"
    return int(file.read_text() or 0) if file.exists() else 0


def _let_it_draw(started: Started, frames: int) -> None:
    """Wait, without reading a byte, until the app has drawn so many more frames."""
    goal, end = _frames(started) + frames, time.monotonic() + 60
    while _frames(started) < goal:
        assert time.monotonic() < end, f"the event loop stands still at frame {_frames(started)}"
        time.sleep(0.01)


@pytest.mark.fault(4)
def test_the_screen_is_right_when_a_terminal_reads_again(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path)
    terminal = started.terminal
    terminal.send(FLOOD)
    terminal.wait_for(lambda: _newest(terminal.text) >= 3)
    _let_it_draw(started, 300)  # some 270 kB; stock Textual blocks after 30 writes

    before = len(terminal.raw)
    shown = _frames(started)
    terminal.wait_for(
        lambda: (
            f"frame {shown}" in terminal.text
            or f"frame {shown + 1}" in terminal.text
            or _newest(terminal.text) > shown
        )
    )
    assert len(terminal.raw) - before < 100_000  # frames that nobody saw were dropped
    # Every row is of one and the same frame again, and what never changed is still there.
    terminal.wait_for(lambda: _is_whole(terminal.text))


def _newest(text: str) -> int:
    return max(
        (int(line.split()[1]) for line in text.splitlines() if line.strip().startswith("frame ")), default=0
    )


def _is_whole(text: str) -> bool:
    rows = [line.split() for line in text.splitlines() if line.strip().startswith("frame ")]
    return (
        len({row[1] for row in rows}) == 1
        and [row[3] for row in rows] == [str(n) for n in range(14)]
        and "a link" in text
    )


@pytest.mark.fault(2)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_app_while_its_terminal_is_deaf(
    probe: Program, tmp_path: Path, number: signal.Signals
) -> None:
    started = probe.start(tmp_path)
    started.terminal.send(FLOOD)
    started.terminal.wait_for(lambda: _newest(started.terminal.text) >= 3)
    _let_it_draw(started, 100)
    started.terminal.process.send_signal(number)
    assert started.terminal.wait_for_end(2.5, reading=False) == 128 + number
    assert started.saved


@pytest.mark.fault(3)
def test_nothing_spins_while_nobody_reads(program: Program, tmp_path: Path) -> None:
    started = program.start(tmp_path)
    while started.terminal.read(0.3):  # until it is quiet
        pass
    begun, used = time.monotonic(), started.terminal.cpu_seconds()
    while time.monotonic() < begun + 1:
        time.sleep(0.05)
    assert (started.terminal.cpu_seconds() - used) / (time.monotonic() - begun) < 0.3


@pytest.mark.fault(11)
def test_a_giant_window_costs_no_more_than_a_large_one(program: Program, tmp_path: Path) -> None:
    started = program.start(tmp_path, columns=500, rows=200)
    large = started.terminal.memory()
    started.terminal.resize(65535, 65535)
    seen = len(started.terminal.raw)
    started.terminal.resize(80, 24)
    started.terminal.wait_for(lambda: len(started.terminal.raw) > seen)
    started.terminal.wait_for(program.ready)
    assert started.terminal.memory() < 2 * large


@pytest.mark.fault(11)
def test_a_window_that_is_giant_from_the_first_is_clamped(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path, columns=65535, rows=65535, wait=False)
    started.terminal.wait_for(lambda: b"ready 500x200" in started.terminal.raw, deadline=30)
    assert started.terminal.memory() < 250e6


@pytest.mark.fault(10)
@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (0, 0)])
def test_a_screen_can_begin_in_no_room_at_all(
    program: Program, tmp_path: Path, columns: int, rows: int
) -> None:
    started = program.start(tmp_path, columns, rows, wait=False)
    started.terminal.wait_for(lambda: b"\x1b[?1049h" in started.terminal.raw)
    started.terminal.resize(100, 30)
    started.terminal.wait_for(program.ready)


@pytest.mark.fault(10)
def test_any_size_is_survived_and_left_again(program: Program, tmp_path: Path) -> None:
    started = program.start(tmp_path)
    for columns, rows in [(1, 1), (2, 1), (1, 50), (40, 10), (60, 15), (300, 100), (0, 0)]:
        started.terminal.resize(columns, rows)
        while started.terminal.read(0.1):
            pass
        started.terminal.resize(100, 30)
        started.terminal.screen.reset()
        started.terminal.wait_for(program.ready)
    assert started.terminal.process.poll() is None


@pytest.mark.fault(10)
def test_five_hundred_resizes_leave_the_last_size(program: Program, tmp_path: Path) -> None:
    started = program.start(tmp_path)
    sizes = random.Random(500)
    for _ in range(500):
        started.terminal.resize(sizes.randint(1, 300), sizes.randint(1, 100))
        started.terminal.read()
    started.terminal.resize(100, 30)
    started.terminal.wait_for(program.ready, deadline=30)
    if program.name == "probe":
        started.terminal.wait_for("ready 100x30", deadline=30)
