"""Two interviews of one user at once: both work, both are kept, and one of them has the microphone."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.speech.holding import Held, MicrophoneLock
from tests.audio import virtual_microphone
from tests.program import VIVA
from tests.pty import ROOT, Terminal, isolated
from tests.speech.desks import AMIABLE
from tests.speech.sounds import real_voice
from tests.words import utterances

pytestmark = pytest.mark.fault(24)

COMMAND = (VIVA, "practice", "flask", "--question", "two-contexts", "--no-voice", "--finish", "off")


@contextmanager
def _interview(environ: dict[str, str], *arguments: str) -> Iterator[Terminal]:
    with Terminal([*COMMAND, *arguments], environ, 100, 30) as terminal:
        terminal.wait_for("begins")
        terminal.send("\r")
        yield terminal


@pytest.mark.audio
def test_one_has_the_microphone_and_the_other_says_who(tmp_path: Path) -> None:
    sentence = real_voice(AMIABLE)
    with virtual_microphone() as microphone:
        environ = isolated(tmp_path, **microphone.environment)
        with _interview(environ, "--recogniser", "pocketsphinx") as first:
            first.wait_for("● listening · PocketSphinx")
            with _interview(environ, "--recogniser", "pocketsphinx") as second:
                second.wait_for("Another interview of yours has the microphone")
                second.wait_for(f"process {first.process.pid}")
                second.wait_for("● your turn · typed")
                microphone.play(sentence)
                first.wait_for("have been made")
                second.send("typed meanwhile\r")
                second.wait_for("› typed meanwhile")
                for terminal in (second, first):
                    terminal.process.send_signal(signal.SIGTERM)
                    assert terminal.wait_for_end(5) == 128 + signal.SIGTERM
        spoken, typed = map(" ".join, utterances(tmp_path / "data" / "viva" / "viva.db"))
        assert "have been made" in spoken
        assert typed == "typed meanwhile"


@contextmanager
def _another_viva(lock: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process whose desk, its child, has taken the microphone."""
    desk = (
        "import sys; from models.speech.holding import MicrophoneLock\n"
        "MicrophoneLock(sys.argv[1]).take(); print('taken', flush=True); sys.stdin.read()\n"
    )
    viva = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {desk!r}, *sys.argv[1:]])"
    with subprocess.Popen(
        [sys.executable, "-c", viva, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=ROOT, start_new_session=True,
    ) as other:  # fmt: skip
        assert other.stdout
        assert other.stdout.readline() == "taken\n"
        try:
            yield other
        finally:
            os.killpg(other.pid, signal.SIGKILL)  # and its desk


def test_a_microphone_is_free_again_however_its_holder_ended(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    lock = MicrophoneLock(str(path))
    with _another_viva(path) as other:
        with pytest.raises(Held, match=f"process {other.pid}"):
            lock.take()
        other.kill()
        other.wait()
        assert other.stdin
        other.stdin.close()  # as its desk notices, which ends a moment later
        lock.take()
    lock.release()
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file to somebody else")
def test_nobody_else_can_keep_the_microphone_from_us(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.touch()
    with _another_viva(path):
        os.chown(path, 65534, 65534)
        MicrophoneLock(str(path)).take()


def test_where_nothing_can_be_locked_the_microphone_is_had(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    for path in (tmp_path / "lock", tmp_path / "no folder" / "lock", Path("/dev/full")):
        MicrophoneLock(str(path)).take()
    assert not (tmp_path / "elsewhere").exists()
