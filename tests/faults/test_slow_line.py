"""The whole program over a line of 9,600 bytes a second with 300 ms of delay each way."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.audio import wait_until
from tests.program import VIVA
from tests.pty import isolated
from tests.slow_line import RATE, SlowTerminal
from tests.words import utterances

INTERVIEW = ("practice", "flask", "--question", "two-contexts", "--no-voice", "--finish", "off")
SERIAL, SSH = 0.0, 200.0
"""Seconds of the line's time that its near end takes in before it stops reading."""
SCREEN = 8000
"""Bytes of a whole screen, with its colours, or less."""
SECONDS = 8
"""The length of the spoken answer."""
LAST = "end07"


def _spoken() -> list[dict[str, object]]:
    """A word every 0.25 s and a segment a second; the third is so long that the transcript scrolls."""
    entries: list[dict[str, object]] = []
    for second in range(SECONDS):
        words = [f"w{second:02d}{letter}" for letter in "abc"]
        entries += [
            {"at": round(second + 0.25 * count, 2), "partial": " ".join(words[:count])} for count in (1, 2, 3)
        ]
        more = [f"more{number}" for number in range(150)] if second == 2 else []
        entries.append({"at": second + 0.95, "segment": " ".join([*words, *more, f"end{second:02d}"])})
    return entries


@contextmanager
def _begun(home: Path, ahead: float, *arguments: str) -> Iterator[SlowTerminal]:
    """Viva, as far as the first answer."""
    script = home / "script.json"
    script.write_text(json.dumps({"turns": [_spoken()]}))
    environ = isolated(home)
    settings = home / "config" / "viva" / "settings.toml"
    settings.parent.mkdir(mode=0o700)
    settings.write_text(f'recogniser = "scripted"\nmodel = {json.dumps(str(script))}\n')
    with SlowTerminal([VIVA, *INTERVIEW, *arguments], environ, ahead=ahead) as terminal:
        terminal.wait_for("begins")
        terminal.send("\r")
        terminal.wait_for("your turn" if arguments else "● listening")
        yield terminal


def _kept(home: Path) -> list[str]:
    """The words that the journal has."""
    (said,) = utterances(home / "data" / "viva" / "viva.db")
    return " ".join(said).split()


def _check_screen(terminal: SlowTerminal) -> None:
    """The screen is what is drawn when all of it is drawn anew; nothing may move meanwhile."""
    terminal.wait_for_rest()
    shown, seen = list(terminal.screen.display), len(terminal.raw)
    terminal.process.send_signal(signal.SIGCONT)  # after it, nobody knows what the terminal shows
    terminal.wait_for(lambda: len(terminal.raw) > seen + SCREEN / 4)
    terminal.wait_for_rest()
    assert list(terminal.screen.display) == shown


def test_an_answer_is_typed_over_a_slow_line(tmp_path: Path) -> None:
    answer = "the application context carries current app and g for as long as a request lasts"
    with _begun(tmp_path, SERIAL, "--recogniser", "none") as terminal:
        for part in (answer[:3], answer[3:9], answer[9:]):
            terminal.send(part)
            terminal.wait_for(part.split()[-1])
        terminal.send("\r")
        terminal.wait_for(lambda: f"› {answer}" in " ".join(terminal.text.split()))
        terminal.send("\x1b")
        terminal.wait_for("still thinking")
        terminal.send("p")
        terminal.wait_for("Paused")
        _check_screen(terminal)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_for_end(5) == 128 + signal.SIGTERM
    assert _kept(tmp_path) == answer.split()


def test_the_screen_keeps_up_with_somebody_who_speaks(tmp_path: Path) -> None:
    with _begun(tmp_path, SSH) as terminal:
        terminal.wait_for("w00a")
        terminal.most_queued = 0.0
        terminal.wait_for(LAST)
        assert terminal.most_queued < 1.0
        terminal.send("p")
        terminal.wait_for("Paused")
        _check_screen(terminal)
    assert _kept(tmp_path)[-4:] == ["w07a", "w07b", "w07c", LAST]


@pytest.mark.fault(4)
def test_the_newest_state_is_shown_soon_after_a_line_stood_still(tmp_path: Path) -> None:
    with _begun(tmp_path, SERIAL) as terminal:
        terminal.wait_for("w00a")
        wait_until(lambda: LAST in _kept(tmp_path), 60, "the answer")  # meanwhile the line carries nothing
        arrived = terminal.arrived
        terminal.wait_for(LAST)
        assert terminal.arrived - arrived < 2 * SCREEN + RATE
        terminal.send("p")
        terminal.wait_for("Paused")
        _check_screen(terminal)
