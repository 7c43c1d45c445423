"""`viva demo`, as a newcomer sees it."""

from pathlib import Path

import pytest

from tests.program import VIVA, run
from tests.pty import Terminal, isolated

LONG = 90.0
"""Seconds that a slow machine may take for a step: a start, a recording heard, a report."""


@pytest.mark.terminal
def test_the_demonstration_on_the_full_screen_is_heard_followed_up_and_reported(tmp_path: Path) -> None:
    """With neither a microphone nor a loudspeaker: nobody has to press more than Enter. Nothing is kept."""
    environ = isolated(tmp_path)
    with Terminal([VIVA, "demo"], environ, 80, 24) as terminal:
        terminal.wait_for("begins", LONG)
        terminal.send("\r")
        terminal.wait_for("Flask has two contexts", LONG)
        terminal.wait_for("PocketSphinx", LONG)
        terminal.wait_for("application context carries", LONG)
        terminal.send("q")
        terminal.wait_for("nothing of it is kept", LONG)
        terminal.send("\x1b")
        terminal.wait_for("Follow-up", LONG)
        terminal.wait_for("Report", LONG)
        terminal.wait_for("of 100", LONG)
        terminal.send("q")
        terminal.wait_for("your first interview", LONG)
        terminal.send("q")
        assert terminal.wait_for_end(LONG) == 0
        assert terminal.broken_modes() == []
    assert "There is no interview yet" in run("report", "last", environ=environ).stderr
