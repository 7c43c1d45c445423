"""However the app is made to end, it saves, ends in time, and gives the terminal back."""

import signal
import time
from pathlib import Path

import pytest

from tests.faults.conftest import Program

F5_HANG, F7_HANG_IN_SAVE, F8_SUSPEND, F9_QUIT = "\x1b[15~", "\x1b[18~", "\x1b[19~", "\x1b[20~"
ENDING = [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT]


@pytest.mark.fault(1)
@pytest.mark.parametrize("number", ENDING)
def test_a_signal_saves_and_gives_the_terminal_back(
    program: Program, tmp_path: Path, number: signal.Signals
) -> None:
    started = program.start(tmp_path)
    started.terminal.process.send_signal(number)
    assert started.terminal.wait_for_end(3) == 128 + number
    assert started.terminal.broken_modes() == []
    assert "Traceback" not in started.terminal.text
    assert program.name != "probe" or started.saved


@pytest.mark.fault(2)
def test_a_signal_ends_an_app_whose_loop_hangs(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path)
    started.terminal.send(F5_HANG)
    started.terminal.process.send_signal(signal.SIGTERM)
    assert started.terminal.wait_for_end(3) == 128 + signal.SIGTERM
    assert started.saved
    assert started.terminal.broken_modes() == []


@pytest.mark.fault(2)
def test_a_signal_ends_an_app_whose_saving_hangs(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path)
    started.terminal.send(F7_HANG_IN_SAVE)
    started.terminal.wait_for("will hang")
    started.terminal.process.send_signal(signal.SIGTERM)
    assert started.terminal.wait_for_end(3) == 128 + signal.SIGTERM
    assert started.terminal.broken_modes() == []


@pytest.mark.fault(1)
def test_a_second_signal_does_not_disturb_the_first(program: Program, tmp_path: Path) -> None:
    started = program.start(tmp_path)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
        started.terminal.process.send_signal(number)
    assert started.terminal.wait_for_end(3) in {128 + signal.SIGTERM, 128 + signal.SIGHUP}
    assert started.terminal.broken_modes() == []


@pytest.mark.fault(3)
@pytest.mark.parametrize("ignored", [False, True], ids=["SIGHUP", "SIGHUP ignored"])
def test_an_app_ends_when_its_terminal_is_gone(program: Program, tmp_path: Path, ignored: bool) -> None:
    def prepare() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN if ignored else signal.SIG_DFL)

    started = program.start(tmp_path, prepare=prepare)
    before = started.terminal.cpu_seconds()
    started.terminal.hang_up()
    assert started.terminal.wait_for_end(3, reading=False) == 128 + signal.SIGHUP
    assert before >= 0
    assert program.name != "probe" or started.saved


@pytest.mark.fault(9)
@pytest.mark.parametrize("by", ["key", "signal"])
def test_the_app_stops_gives_the_terminal_back_and_goes_on(probe: Program, tmp_path: Path, by: str) -> None:
    started = probe.start(tmp_path)
    terminal = started.terminal
    if by == "key":
        terminal.send(F8_SUSPEND)
    else:
        terminal.process.send_signal(signal.SIGTSTP)
    terminal.wait_for(lambda: _state(terminal.process.pid) == "T")
    while terminal.read(0.1):
        pass
    assert terminal.broken_modes() == []

    seen = len(terminal.raw)
    terminal.process.send_signal(signal.SIGCONT)
    terminal.wait_for(lambda: b"ready" in terminal.raw[seen:])
    terminal.send("x")
    terminal.wait_for("typed 1")
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.wait_for_end(3) == 128 + signal.SIGTERM
    assert terminal.broken_modes() == []


@pytest.mark.fault(9)
def test_the_app_goes_on_after_a_stop_it_could_not_see(program: Program, tmp_path: Path) -> None:
    started = program.start(tmp_path)
    terminal = started.terminal
    for _ in range(3):
        terminal.process.send_signal(signal.SIGSTOP)
        terminal.wait_for(lambda: _state(terminal.process.pid) == "T")
        seen = len(terminal.raw)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for(lambda: program.ready.encode() in terminal.raw[seen:])  # noqa: B023
    threads = len(list(Path(f"/proc/{terminal.process.pid}/task").iterdir()))
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.wait_for_end(3) == 128 + signal.SIGTERM
    assert terminal.broken_modes() == []
    assert threads < 10


@pytest.mark.fault(1)
def test_quitting_gives_the_terminal_back(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path)
    started.terminal.send(F9_QUIT)
    assert started.terminal.wait_for_end(5) == 0
    assert started.terminal.broken_modes() == []


@pytest.mark.fault(3)
def test_an_idle_screen_uses_little_of_a_core(program: Program, tmp_path: Path) -> None:
    started = program.start(tmp_path)
    while started.terminal.read(0.5):
        pass
    begun, used = time.monotonic(), started.terminal.cpu_seconds()
    while time.monotonic() < begun + 2:
        started.terminal.read(0.1)
    assert (started.terminal.cpu_seconds() - used) / (time.monotonic() - begun) < 0.2


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
