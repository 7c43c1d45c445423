"""The administrator's example of sshd's configuration, as it is written, against a real sshd: a kiosk."""

import grp
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audio import wait_until
from tests.faults.test_ssh import SAID, SCRIPT, Laptop, laptop
from tests.needs import need_program
from tests.program import VIVA
from tests.pty import Terminal, isolated
from tests.sshd import Host, ssh_host

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "sshd-viva.conf"

__all__ = ["laptop"]

pytestmark = pytest.mark.fault(28)


def _example() -> str:
    """The file; only the group and the place of the program are this machine's."""
    text = EXAMPLE.read_text("utf-8")
    replaced = text.replace("Match Group viva\n", f"Match Group {grp.getgrgid(os.getgid()).gr_name}\n")
    replaced = replaced.replace("ForceCommand /usr/local/bin/viva ", f"ForceCommand {VIVA} ")
    assert replaced.count(VIVA) == 1
    assert replaced != text
    return replaced


@pytest.fixture(scope="module")
def kiosk() -> Iterator[Host]:
    """A host whose users are in a kiosk."""
    with ssh_host("Subsystem sftp /usr/lib/openssh/sftp-server", _example()) as host:
        yield host


def _ssh(host: Host, *words: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    command = [need_program("ssh", "openssh-client"), "-F", str(host.config), *words]
    return subprocess.run(command, input=typed, capture_output=True, text=True, timeout=60, check=False)


def test_logging_in_opens_the_lobby_and_leaving_it_ends_the_connection(kiosk: Host, tmp_path: Path) -> None:
    command = ["ssh", "-F", str(kiosk.config), "-t", "there"]
    with Terminal(command, isolated(tmp_path / "laptop")) as terminal:
        terminal.wait_for("Basics")
        terminal.send("\x1a\x10")  # Ctrl-Z, Ctrl-P
        terminal.send("o")
        terminal.wait_for("Library")
        terminal.send("\x11")
        assert terminal.wait_for_end(20) == 0


@pytest.mark.parametrize(
    "words",
    [
        ("cat", "/etc/passwd"),
        ("sh", "-c", "'cat /etc/passwd'"),
        ("viva", "packs", "list"),
        ("scp", "-f", "/etc/passwd"),
        ("exec sh -c 'cat /etc/passwd' sh",),
        ("exec sh -c 'cat /etc/passwd' viva-clean /etc",),
    ],
    ids=" ".join,
)
def test_no_other_command_runs(kiosk: Host, words: tuple[str, ...]) -> None:
    done = _ssh(kiosk, "there", *words)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("viva: ")
    assert done.stderr.count("\n") == 1


def test_commands_of_the_list_run(kiosk: Host) -> None:
    done = _ssh(
        kiosk,
        "there",
        "viva practice flask --plain --recogniser none --no-voice --questions 1",
        typed="/quit\n",
    )
    assert "Saved. Go on with: viva resume" in done.stdout, done.stderr
    done = _ssh(kiosk, "there", "history")
    assert "interrupted" in done.stdout


def test_files_are_not_copied(kiosk: Host, tmp_path: Path) -> None:
    for command in (
        ["ssh", "-F", str(kiosk.config), "-s", "there", "sftp"],
        ["scp", "-F", str(kiosk.config), "there:/etc/passwd", str(tmp_path / "got")],
        ["scp", "-O", "-F", str(kiosk.config), "there:/etc/passwd", str(tmp_path / "got")],
    ):
        need_program(command[0], "openssh-client")
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
        assert done.returncode != 0
        assert done.stdout == b""
        assert not (tmp_path / "got").exists()


def test_no_port_is_forwarded(kiosk: Host) -> None:
    done = _ssh(kiosk, "-W", f"127.0.0.1:{kiosk.port}", "there")  # sshd itself would greet
    assert (done.returncode, done.stdout, done.stderr) == (255, "", "stdio forwarding failed\n")
    for forwarding in (f"0:127.0.0.1:{kiosk.port}", "0"):
        done = _ssh(kiosk, "-o", "ExitOnForwardFailure=yes", "-N", "-R", forwarding, "there")
        assert done.returncode == 255, forwarding


def test_no_socket_of_the_host_is_reached(kiosk: Host, tmp_path: Path) -> None:
    far, near = kiosk.runtime / "far", kiosk.runtime / "near"
    with socket.socket(socket.AF_UNIX) as theirs, socket.socket(socket.AF_UNIX) as ours:
        theirs.bind(str(far))
        theirs.listen()
        command = ["ssh", "-F", str(kiosk.config), "-N", "-L", f"{near}:{far}", "there"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as client:
            wait_until(near.exists, 20, "ssh's socket")
            ours.settimeout(20)
            ours.connect(str(near))
            assert ours.recv(1) == b""
            client.terminate()


def test_viva_ssh_brings_the_microphone_into_the_kiosk(kiosk: Host, laptop: Laptop) -> None:
    laptop.hear(SCRIPT)
    with laptop.session(kiosk, "practice", "flask", "--question", "two-contexts", "--no-voice") as terminal:
        terminal.wait_for("begins", 40)
        terminal.send("\r")
        terminal.wait_for(SAID, 30)
        terminal.send("\x11")
        terminal.wait_for("Leave the interview?")
        terminal.send("\r")
        terminal.wait_for("Saved.")
        terminal.send("\x11")
        assert terminal.wait_for_end(20) == 0
    assert list(kiosk.runtime.glob("viva-ssh-*")) == []
