"""In tmux: a session that is killed is saved to its last word, and one that is left goes on."""

import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.audio import wait_until
from tests.program import VIVA
from tests.pty import Terminal, isolated
from tests.tmux import Tmux
from tests.words import utterances

pytestmark = pytest.mark.fault(3)

COMMAND = (VIVA, "practice", "flask", "--question", "two-contexts", "--recogniser", "none", "--no-voice")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A socket's path must be short, and pytest's folders are not."""
    with tempfile.TemporaryDirectory(prefix="v", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture
def tmux(folder: Path) -> Iterator[Tmux]:
    """An interview in tmux, in mid-answer."""
    with Tmux(COMMAND, isolated(folder / "home"), folder, 100, 30) as started:
        started.wait_for("begins")
        started.send("Enter")
        started.wait_for("your turn")
        started.send("said in tmux", "Enter")
        started.wait_for("› said in tmux")
        started.send("half a line")
        started.wait_for("half a line")
        yield started


def _kept(folder: Path) -> list[str]:
    return utterances(folder / "home" / "data" / "viva" / "viva.db")[-1]


def test_a_session_that_is_killed_is_saved_to_its_last_word(
    tmux: Tmux, folder: Path, record_property: Callable[[str, object], None]
) -> None:
    viva = tmux.process
    tmux.kill()
    wait_until(lambda: not Path(f"/proc/{viva}").exists(), 3, "the end of Viva")
    kept = " ".join(_kept(folder)).split()
    lost = [word for word in ["said", "in", "tmux", "half", "a", "line"] if word not in kept]
    record_property("words_lost", len(lost))
    assert lost == []


def test_a_session_that_was_left_goes_on_in_another_terminal(tmux: Tmux, folder: Path) -> None:
    for columns, rows in ((100, 30), (80, 24)):
        with Terminal(tmux.attaching, isolated(folder / "home"), columns, rows) as terminal:
            terminal.wait_for("› said in tmux")
            terminal.send("x")
            terminal.wait_for("half a linex")
            terminal.send("\x7f")
            terminal.wait_for(lambda: "half a linex" not in terminal.text)
            terminal.process.send_signal(signal.SIGHUP)  # as when the connection drops
            terminal.wait_for_end(5)
    tmux.send("Enter")
    tmux.wait_for("› half a line")
    assert _kept(folder) == ["said in tmux", "half a line"]
