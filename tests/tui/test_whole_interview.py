"""The whole program on the full screen: with the keyboard alone, and heard through a real microphone."""

from pathlib import Path

import pytest

from tests.audio import virtual_microphone
from tests.program import VIVA, leave_by_the_lobby
from tests.pty import Terminal, isolated
from tests.speech.desks import AMIABLE
from tests.speech.sounds import real_voice

LONG = 60.0
"""Seconds that a slow machine may take for a step: a start, a model's load, a report."""


@pytest.mark.terminal
def test_a_typed_interview_with_the_keyboard_alone(tmp_path: Path) -> None:
    """From the lobby, through an opening, an answer, a follow-up and a skip, to the report and back."""
    settings = tmp_path / "config" / "viva" / "settings.toml"
    settings.parent.mkdir(parents=True, mode=0o700)
    settings.write_text(
        'recogniser = "none"\nspeak = false\nminutes = 10.0\nprobes = 1\ntopic = ["contexts"]\n'
    )
    with Terminal([VIVA], isolated(tmp_path), 80, 24) as terminal:
        terminal.wait_for("Contexts", LONG)
        terminal.send("b")
        terminal.wait_for("begins", LONG)
        terminal.send("\r")
        terminal.wait_for("your turn", LONG)
        terminal.send("the application context carries current app and g\r")
        terminal.wait_for("› the application context carries")
        terminal.send("\r")
        terminal.wait_for("Follow-up")
        terminal.send("\x1b")
        terminal.wait_for("skip")
        terminal.send("s")
        terminal.wait_for("Skip this question?")
        terminal.send("s")
        terminal.wait_for(lambda: "Follow-up" not in terminal.text)
        terminal.send("\x11")
        terminal.wait_for("Leave the interview?")
        terminal.send("e")
        terminal.wait_for("Report", LONG)
        terminal.wait_for("of 100", LONG)
        leave_by_the_lobby(terminal, LONG)
        assert terminal.broken_modes() == []


@pytest.mark.audio
def test_the_screen_hears_a_real_microphone_while_the_voice_plays(tmp_path: Path) -> None:
    """The question is spoken, the answer comes through PortAudio, silence ends it, the report follows."""
    sentence = real_voice(AMIABLE)
    command = [VIVA, "practice", "flask", "--question", "two-contexts", "--probes", "0", "--finish", "3"]
    with virtual_microphone(hears_itself=True) as microphone:
        environ = isolated(tmp_path, **microphone.environment)
        with Terminal([*command, "--recogniser", "pocketsphinx"], environ, 80, 24) as terminal:
            terminal.wait_for("begins", LONG)
            terminal.send("\r")
            terminal.wait_for("● listening · PocketSphinx", LONG)
            microphone.play(sentence)
            terminal.wait_for("have been made", LONG)
            terminal.wait_for("finished?", LONG)
            terminal.wait_for("Report", LONG)
            leave_by_the_lobby(terminal, LONG)


@pytest.mark.terminal
def test_it_says_that_it_does_not_fit_and_goes_on_when_it_does(tmp_path: Path) -> None:
    command = [VIVA, "practice", "flask", "--question", "two-contexts", "--recogniser", "none", "--no-voice"]
    with Terminal(command, isolated(tmp_path), 60, 15) as terminal:
        terminal.wait_for("60 × 15", LONG)
        terminal.resize(80, 24)
        terminal.wait_for("begins", LONG)
        terminal.send("\r")
        terminal.wait_for("Flask has two contexts")


@pytest.mark.terminal
def test_a_desk_lost_during_the_opening_leaves_no_stale_line(tmp_path: Path) -> None:
    """What changed under the opening is drawn once it is gone: the ear is lost, so answers are typed."""
    token = tmp_path / "token"
    token.write_text("nobody's")
    token.chmod(0o600)
    lost = {"VIVA_DESK": str(tmp_path / "no-desk"), "VIVA_DESK_TOKEN": str(token)}
    command = [VIVA, "practice", "flask", "--question", "two-contexts", "--no-voice"]
    with Terminal(command, isolated(tmp_path, **lost), 80, 24) as terminal:
        terminal.wait_for("begins", LONG)
        terminal.send("\r")
        terminal.wait_for("● your turn · typed", LONG)
