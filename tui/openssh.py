"""The user's own OpenSSH: one connection with their configuration, keys and jump hosts, and what uses it.

The connection is a master of OpenSSH's own making, whose control socket lies in a private folder: somebody
who logs in with a password types it once.
"""

import contextlib
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

OVERRIDES = ("-o", "ControlPersist=no", "-o", "RemoteCommand=none")
"""What a user's configuration may set and would get in the way of."""
ALIVE = ("-o", "ServerAliveInterval=3", "-o", "ServerAliveCountMax=2")
"""A line that is silently dead is noticed in nine seconds, and the microphone closed."""
POLL = 0.05
"""Seconds between two looks whether the connection stands; somebody may be typing a password."""
ENDING = 1.0
"""Seconds for the connection to end by itself."""
PREPARATION = 30.0
"""Seconds for a command that prepares."""


class Script(NamedTuple):
    """What is run on the host, in `sh`."""

    name: str
    """Its `$0`: `viva --restricted` goes by it, and does the same without running the text."""
    text: str


class Unconnected(Exception):
    """There is no connection; OpenSSH has said why."""


class Connection:
    """An SSH connection, from `open` to `close`; it ends with this process, however that ends."""

    def __init__(self, program: str, options: Sequence[str], host: str, folder: Path) -> None:
        """`folder` is private; the control socket is made in it."""
        self._program = program
        self._options = [*options, "-S", str(folder / "ctl")]
        self._control = folder / "ctl"
        self._host = host
        self._connected = False

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def open(self) -> None:
        """Connect, and let OpenSSH ask what it has to ask.

        Raises:
            Unconnected: it could not.
        """
        command = [self._program, "-M", "-N", *OVERRIDES, *ALIVE, *self._options, "--", self._host]
        self._master = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self._watch = _end_with_us(self._master.pid)
        self._reader = threading.Thread(target=self._read_complaints, name="ssh-errors", daemon=True)
        self._reader.start()
        try:
            while not self._control.exists():
                if self._master.poll() is not None:
                    raise Unconnected
                time.sleep(POLL)
        except BaseException:
            self.close()
            raise
        self._connected = True

    def _read_complaints(self) -> None:
        assert self._master.stderr
        with self._master.stderr as lines:
            for line in lines:
                if not self._connected:  # later the screen belongs to what runs there
                    sys.stderr.write(line)
                    sys.stderr.flush()

    def close(self) -> None:
        """End the connection, and everything that runs over it."""
        self._watch.kill()
        self._watch.communicate()
        if self._master.poll() is None:
            self._master.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._master.wait(ENDING)
        self._master.kill()
        self._master.wait()
        self._reader.join(ENDING)

    @property
    def stands(self) -> bool:
        """Whether the connection has not ended."""
        return self._master.poll() is None

    def run(self, script: Script, *arguments: str, typed: str = "") -> str:
        """What a short script prints on the host, given `typed` to read; empty when it does not end."""
        command = [*self._client("-T"), "--", self._host, in_shell(script, *arguments)]
        with contextlib.suppress(subprocess.TimeoutExpired):
            done = subprocess.run(
                command, input=typed, capture_output=True, text=True, timeout=PREPARATION, check=False
            )
            return done.stdout
        return ""

    def forward(self, there: str, here: Path) -> str | None:
        """Let what connects to `there`, a socket's path or HOST:0 on the host, come to the socket `here`.

        The port that the host chose, where that was asked for; None where it does not allow it.
        """
        command = [*self._client(), "-O", "forward", "-R", f"{there}:{here}", "--", self._host]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PREPARATION,
            check=False,
        )
        return None if done.returncode else done.stdout.strip()

    def hold(self, script: Script, *arguments: str, terminal: bool) -> int:
        """Run a script on the host in this terminal; its exit status, or 255 when the connection dropped."""
        way = "-t" if terminal else "-T"
        command = [*self._client(way), "--", self._host, in_shell(script, *arguments)]
        with subprocess.Popen(command) as session:
            try:
                status = session.wait()
            except BaseException:
                session.terminate()
                raise
        return status if status >= 0 else 255

    def _client(self, *flags: str) -> list[str]:
        return [self._program, *flags, "-o", "ControlMaster=no", *OVERRIDES, *self._options]


def in_shell(script: Script, *arguments: str) -> str:
    """A command that runs the script in `sh`, whichever the user's own shell on the host is."""
    return f"exec sh -c {shlex.join((script.text, script.name, *arguments))}"


def _end_with_us(process: int) -> "subprocess.Popen[bytes]":
    """Something that ends that process as soon as this one is gone, even if it was killed."""
    return subprocess.Popen(
        ["sh", "-c", 'read -r _; kill "$0" 2>/dev/null', str(process)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
