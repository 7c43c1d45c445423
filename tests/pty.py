"""A program in a real pseudo-terminal, its screen read with pyte.

Tests wait for a condition with a deadline, never for a time. The child's HOME, XDG folders, locale and
terminal are its own.
"""

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

ROOT = Path(__file__).resolve().parent.parent


def isolated(home: Path, **extra: str) -> dict[str, str]:
    """An environment that knows nothing of this machine: own HOME and XDG folders, UTF-8, xterm-256color."""
    environ = {
        "HOME": str(home),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "UTC",
    }
    for name, folder in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_RUNTIME_DIR", "run"),
    ):
        (home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        environ[name] = str(home / folder)
    environ.update(extra)
    return environ


class Terminal:
    """One process in one pseudo-terminal. A context manager; what is left running is killed at the end."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        cwd: Path | None = None,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        """`prepare` runs in the child before the program, as for ignoring a signal."""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._cut_off = b""
        """The beginning of a sequence whose end has not come."""
        self.raw = bytearray()
        """Every byte that the program sent."""
        self.master, slave = os.openpty()
        self.resize(columns, rows)
        self.modes_before = termios.tcgetattr(slave)
        self._slave = slave

        def become_leader() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            if prepare is not None:
                prepare()

        self.process = subprocess.Popen(
            list(command), stdin=slave, stdout=slave, stderr=slave, env=dict(environ), cwd=cwd or ROOT,
            preexec_fn=become_leader, close_fds=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Kill what still runs, and take the terminal away."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.send_signal(signal.SIGCONT)
        self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does."""
        for fd in (self.master, self._slave):
            with contextlib.suppress(OSError):
                os.close(fd)
        self.master = self._slave = -1

    def send(self, keys: str | bytes) -> None:
        """Type. Reads meanwhile, so that neither side waits for the other."""
        data = memoryview(keys.encode() if isinstance(keys, str) else keys)
        deadline = time.monotonic() + 30
        while data:
            readable, writable, _ = select.select([self.master], [self.master], [], 0.1)
            if readable:
                self.read()
            if writable:
                # The line discipline takes 4 KiB at a time and drops what is more.
                data = data[os.write(self.master, data[:1024]) :]
            assert time.monotonic() < deadline, "the program takes no input"

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size; the program gets SIGWINCH."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if rows <= 400 and columns <= 1000:
            self.screen.resize(max(rows, 1), max(columns, 1))

    def read(self, seconds: float = 0.0) -> bool:
        """Read what there is, waiting at most `seconds`; false when nothing came."""
        if self.master < 0 or not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        self.show(data)
        return bool(data)

    def show(self, data: bytes) -> None:
        """Draw on the screen what came, as a terminal does."""
        data = _UNKNOWN.sub(b"", self._cut_off + data)
        cut = _CUT_OFF.search(data)
        self._cut_off = cut.group() if cut else b""
        self._stream.feed(data.removesuffix(self._cut_off))

    @property
    def text(self) -> str:
        """The screen as lines without trailing blanks."""
        # pyte's own fails where half of a wide character has just been written over.
        rows = (self.screen.buffer[row] for row in range(self.screen.lines))
        lines = ("".join(row[x].data for x in range(self.screen.columns)) for row in rows)
        return "\n".join(line.rstrip() for line in lines)

    def wait_for(self, what: str | Callable[[], bool], deadline: float = 45.0) -> None:
        """Read until the text is on the screen, or the condition holds; fail after `deadline` seconds."""
        holds: Callable[[], bool] = (lambda: what in self.text) if isinstance(what, str) else what
        end = time.monotonic() + deadline
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"waited {deadline} s for {what!r}; the screen shows:\n{self.text}")
            if not self.read(0.05) and self.process.poll() is not None and not self.read() and not holds():
                raise AssertionError(f"ended with {self.process.returncode} before {what!r}:\n{self.text}")

    def wait_for_end(self, deadline: float, reading: bool = True) -> int:
        """The exit status, or a failure after `deadline` seconds. Without `reading` it stays deaf."""
        end = time.monotonic() + deadline
        while self.process.poll() is None:
            assert time.monotonic() < end, f"still running after {deadline} s:\n{self.text}"
            if reading:
                self.read(0.02)
            else:
                select.select([], [], [], 0.02)
        while reading and self.read():
            pass
        return self.process.returncode

    def cpu_seconds(self) -> float:
        """Processor time that the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """The most memory that the process has held, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) * 1024

    def broken_modes(self) -> list[str]:
        """What the program left behind: modes that it set and did not reset, by their number or name."""
        left = []
        for number, name in {
            b"1049": "alternate screen", b"1000": "mouse", b"1003": "mouse moves", b"1006": "mouse (SGR)",
            b"1015": "mouse (urxvt)", b"1016": "mouse (pixels)", b"1004": "focus", b"2004": "paste",
            b"2048": "resizes",
        }.items():  # fmt: skip
            states = re.findall(rb"\x1b\[\?%s([hl])" % number, self.raw)
            if states and states[-1] == b"h":
                left.append(name)
        for on, off, name in ((b"\x1b[?25l", b"\x1b[?25h", "cursor"), (b"\x1b[?7l", b"\x1b[?7h", "wrap")):
            if self.raw.rfind(on) > self.raw.rfind(off):
                left.append(name)
        if len(re.findall(rb"\x1b\[>\d+u", self.raw)) > self.raw.count(b"\x1b[<u"):
            left.append("kitty keys")
        if termios.tcgetattr(self._slave)[:4] != self.modes_before[:4]:
            left.append("raw mode")
        return left


# pyte knows neither kitty's keys nor private questions, and would print part of them.
_UNKNOWN = re.compile(rb"\x1b\[[<>=][\d;]*[A-Za-z]|\x1b\[\?[\d;]*\$p|\x1b\]22;[^\x07]*\x07")
_CUT_OFF = re.compile(rb"\x1b(?:\[[<>=?]?[\d;]*\$?|\][^\x07\x1b]{0,60})?\Z")
