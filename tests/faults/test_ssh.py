"""`viva ssh` against a real sshd on loopback: two machines with a home each, and one line between them."""

import json
import os
import signal
import socket
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.speech.handshake import Claim
from models.speech.protocol import VERSION, encode
from tests.audio import virtual_microphone, wait_until
from tests.program import VIVA, desks_of
from tests.pty import Terminal, isolated
from tests.speech.desks import AMIABLE
from tests.speech.sounds import real_voice
from tests.sshd import Host, ssh_host
from tests.words import utterances

INTERVIEW = ("practice", "flask", "--seed", "7", "--question", "two-contexts", "--finish", "off")
FULL = (*INTERVIEW, "--no-voice")
SAID = "the application context carries current app and g"
SCRIPT = [[{"at": 0.3, "segment": SAID}, {"at": 0.8, "partial": "and the request"}]]


class Laptop:
    """The machine that somebody sits at: its own home, settings and folder for sockets."""

    def __init__(self, home: Path, **environ: str) -> None:
        self.home = home
        self.environ = isolated(home, **environ)
        self.script = home / "script.json"
        self.runtime = Path(self.environ["XDG_RUNTIME_DIR"])

    def settle(self, **settings: object) -> None:
        """Choose on the laptop what listens there."""
        folder = self.home / "config" / "viva"
        folder.mkdir(parents=True)
        text = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
        (folder / "settings.toml").write_text(text)

    def hear(self, script: object) -> None:
        """Let a script be heard in the place of a microphone."""
        self.script.write_text(json.dumps({"turns": script}))
        self.settle(recogniser="scripted", model=str(self.script), speak=False)

    def command(self, host: Host, *arguments: str) -> list[str]:
        return [VIVA, "ssh", "-F", str(host.config), "there", *(("--", *arguments) if arguments else ())]

    @contextmanager
    def session(self, host: Host, *arguments: str) -> Iterator[Terminal]:
        """`viva ssh` in a terminal."""
        with Terminal(self.command(host, *arguments), self.environ) as terminal:
            yield terminal

    def run(self, host: Host, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """`viva ssh` with no terminal, to its end."""
        return subprocess.run(
            self.command(host, *arguments), env=self.environ, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=60, check=False,
        )  # fmt: skip


@pytest.fixture
def laptop() -> Iterator[Laptop]:
    with tempfile.TemporaryDirectory(prefix="viva-lap-") as short:
        yield Laptop(Path(short))


@pytest.fixture
def host() -> Iterator[Host]:
    with ssh_host() as found:
        yield found


def _running(*words: str) -> list[int]:
    """The processes in whose arguments all the words are."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if all(any(word in argument for argument in arguments) for word in words):
            found.append(int(path.parent.name))
    return found


def _desks(laptop: Laptop) -> list[int]:
    return desks_of(laptop.home)


def _vivas(host: Host) -> list[int]:
    """The host's own vivas: those that live in its home."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"VIVA_HOME={host.home}".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def _kept(host: Host) -> list[str]:
    """What was said, as the host's journal has it."""
    (said,) = utterances(host.home / "viva" / "data" / "viva.db")
    return said


def _begin(terminal: Terminal) -> None:
    terminal.wait_for("begins", 40)
    terminal.send("\r")


def test_what_is_said_here_is_written_there(laptop: Laptop, host: Host) -> None:
    laptop.hear(SCRIPT)
    with laptop.session(host, *FULL) as terminal:
        _begin(terminal)
        terminal.wait_for(SAID, 30)
        assert "Scripted" in terminal.text
        assert len(_desks(laptop)) == 1
        terminal.send("\x11")
        terminal.wait_for("Leave the interview?")
        terminal.send("\r")
        terminal.wait_for("Saved.")
        assert _vivas(host)
        terminal.send("\x11")
        assert terminal.wait_for_end(15) == 0
        assert terminal.broken_modes() == []
    assert _desks(laptop) == []
    assert SAID in _kept(host)
    assert list(laptop.runtime.iterdir()) == []
    assert list(host.runtime.iterdir()) == []


@pytest.mark.audio
def test_a_microphone_here_is_heard_there(host: Host) -> None:
    with virtual_microphone() as microphone, tempfile.TemporaryDirectory(prefix="viva-lap-") as short:
        laptop = Laptop(Path(short), **{
            name: value for name, value in microphone.environment.items() if name.startswith("PULSE")
        })  # fmt: skip
        laptop.settle(recogniser="pocketsphinx", speak=False)
        sentence = real_voice(AMIABLE)
        with laptop.session(host, *FULL) as terminal:
            _begin(terminal)
            terminal.wait_for("● listening", 40)
            microphone.play(sentence)
            terminal.wait_for("have been made", 40)


def _kill(flag: str, host: Host) -> None:
    """Kill one of OpenSSH's two processes: the connection (-M) or what holds the terminal (-t)."""
    (process,) = (each for each in _running("/ssh", str(host.config)) if flag in _arguments(each))
    os.kill(process, signal.SIGKILL)


def _arguments(process: int) -> list[str]:
    return Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")


KILLED: dict[str, Callable[[Terminal, Host], None]] = {
    "the connection, killed": lambda terminal, host: _kill("-M", host),
    "the session, killed": lambda terminal, host: _kill("-t", host),
    "viva ssh, killed": lambda terminal, host: terminal.process.kill(),
    "viva ssh, ended": lambda terminal, host: terminal.process.terminate(),
    "the terminal, closed": lambda terminal, host: terminal.hang_up(),
}


@pytest.mark.fault(28)
@pytest.mark.parametrize("how", KILLED)
def test_when_the_client_is_killed_both_ends_end_and_no_word_is_lost(
    laptop: Laptop, host: Host, how: str, record_property: Callable[[str, object], None]
) -> None:
    laptop.hear(SCRIPT)
    with laptop.session(host, *FULL) as terminal:
        _begin(terminal)
        terminal.wait_for(SAID, 30)
        terminal.wait_for("and the request", 10)
        assert _vivas(host)
        KILLED[how](terminal, host)
        wait_until(lambda: not _desks(laptop), 3, "the microphone to be closed")
        wait_until(lambda: not _vivas(host), 3, "the end of the interview on the host")
        if how in ("the connection, killed", "the session, killed"):
            assert terminal.wait_for_end(5) == 255
            assert terminal.broken_modes() == []
        if how == "the connection, killed":
            assert b"What was heard is saved; go on with: viva ssh there -- resume" in terminal.raw
    kept = " ".join(_kept(host))
    lost = set(f"{SAID} and the request".split()) - set(kept.split())
    record_property("words_lost", len(lost))
    assert lost == set()


def test_an_interview_that_was_cut_off_goes_on(laptop: Laptop, host: Host) -> None:
    laptop.hear(SCRIPT)
    with laptop.session(host, *FULL) as terminal:
        _begin(terminal)
        terminal.wait_for(SAID, 30)
        terminal.process.kill()
        wait_until(lambda: not _vivas(host), 3, "the end of the interview on the host")
    with laptop.session(host, "resume", "--no-voice") as terminal:
        terminal.wait_for("the application context carries", 40)
        terminal.wait_for("listening", 10)
        assert len(_desks(laptop)) == 1


@pytest.mark.fault(30)
@pytest.mark.parametrize("settings", [(), ("AllowStreamLocalForwarding no",)], ids=["socket", "port"])
def test_nobody_else_can_listen(laptop: Laptop, host: Host, settings: Sequence[str]) -> None:
    laptop.hear(SCRIPT)
    with ssh_host(*settings) as host, laptop.session(host, *FULL) as terminal:
        _begin(terminal)
        terminal.wait_for(SAID, 30)
        (folder,) = host.runtime.iterdir()
        token = (folder / "token").read_text()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "token").stat().st_mode) == 0o600
        assert not _running(token), "a process shows the token among its arguments"
        (viva,) = _vivas(host)
        environ = Path(f"/proc/{viva}/environ").read_bytes().decode()
        where = dict(pair.split("=", 1) for pair in environ.split("\0") if pair)["VIVA_DESK"]
        for attempt in (token, "0" * 64):
            with _connected(where) as other:
                other.sendall(encode(Claim(attempt, VERSION)) + b"\n")
                assert other.recv(100) == b""
        if where.startswith("/"):
            assert stat.S_IMODE(Path(where).stat().st_mode) == 0o600
        assert len(_desks(laptop)) == 1


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(10)
        connection.connect(where)
        return connection
    name, port = where.split(":")
    return socket.create_connection((name, int(port)), 10)


PLAIN = (*INTERVIEW, "--plain", "--no-voice")


def test_where_nothing_may_be_forwarded_answers_are_typed(laptop: Laptop) -> None:
    laptop.hear(SCRIPT)
    with ssh_host("DisableForwarding yes") as host, laptop.session(host, *FULL) as terminal:
        terminal.wait_for("does not let ssh forward anything: answers are typed", 40)
        terminal.wait_for("own machine cannot be reached: type", 40)
        _begin(terminal)
        terminal.wait_for("esc keys")
        terminal.send("what I type\r")
        terminal.wait_for("› what I type")


def test_without_sound_here_the_answers_are_typed(laptop: Laptop, host: Host) -> None:
    laptop.settle(recogniser="pocketsphinx", device="no such microphone", speak=False)
    with laptop.session(host, *FULL) as terminal:
        terminal.wait_for("There is no microphone", 40)
        _begin(terminal)
        terminal.wait_for("esc keys")
        terminal.send("what I type\r")
        terminal.wait_for("› what I type")


def test_where_nothing_listens_here_it_says_so(laptop: Laptop, host: Host) -> None:
    laptop.settle(recogniser="none", speak=False)
    done = laptop.run(host, *PLAIN)
    assert "viva: on this machine nothing listens: typed answers." in done.stderr


def test_a_host_without_viva_gets_one_sentence(laptop: Laptop, host: Host) -> None:
    laptop.hear(SCRIPT)
    (host.home / ".profile").unlink()
    done = laptop.run(host, *PLAIN)
    assert done.returncode == 2
    assert done.stderr == (
        "viva: There is no working viva on there. Install it there: pipx install viva-voce\n"
    )


def test_a_host_that_cannot_be_reached_gets_one_sentence(laptop: Laptop, host: Host) -> None:
    laptop.hear(SCRIPT)
    host.close()
    done = laptop.run(host, *PLAIN)
    assert done.returncode == 255
    assert done.stderr.endswith("viva: ssh could not connect to there; what it says stands above.\n")
    assert _desks(laptop) == []


@pytest.mark.parametrize("answer", ["", "viva:/x:127.0.0.1:22", "viva:/x:/etc/passwd", "viva:relative"])
def test_a_host_cannot_choose_where_the_forwarding_leads(laptop: Laptop, answer: str) -> None:
    laptop.hear(SCRIPT)
    with ssh_host(f"ForceCommand echo {answer}") as host:
        done = laptop.run(host, *PLAIN)
    assert done.returncode == 2
    assert done.stderr == (
        "viva: there lets nothing be prepared: its shell or its home folder is not usable.\n"
    )


@pytest.mark.fault(28)
def test_a_line_that_is_silently_dead_closes_the_microphone(laptop: Laptop, host: Host) -> None:
    laptop.hear(SCRIPT)
    with laptop.session(host, *FULL) as terminal:
        _begin(terminal)
        terminal.wait_for(SAID, 30)
        (served,) = host.connections
        os.kill(served, signal.SIGSTOP)
        try:
            wait_until(lambda: not _desks(laptop), 15, "the microphone to be closed")
            assert terminal.wait_for_end(5) == 255
        finally:
            os.kill(served, signal.SIGCONT)
        wait_until(lambda: not _vivas(host), 5, "the end of the interview on the host")
    assert SAID in _kept(host)


def test_without_ssh_there_is_one_sentence(laptop: Laptop) -> None:
    environ: Mapping[str, str] = {**laptop.environ, "PATH": "/nowhere"}
    done = subprocess.run([VIVA, "ssh", "there"], env=environ, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert done.stderr.startswith("viva: There is no ssh here: install OpenSSH")


def test_the_status_of_the_other_viva_is_passed_on(laptop: Laptop, host: Host) -> None:
    laptop.hear(SCRIPT)
    done = laptop.run(host, "practice", "no such pack", "--plain")
    assert done.returncode == 2
    assert "no such pack" in done.stderr
