"""The right to the microphone: of one user's interviews, one at a time has it, and the others say which.

It is the lock of a file and not what is in it: the system takes it back however its holder ends.
"""

import contextlib
import fcntl
import os
import time
from pathlib import Path

import msgspec

ENDING = 3.0
"""Seconds for the desk of an interview that has just ended to let go."""
BETWEEN = 0.05
"""Seconds between two attempts."""


class Holder(msgspec.Struct, frozen=True):
    """Who has the microphone: one process of Viva, whose desk holds the lock."""

    viva: int
    """Its process id."""
    terminal: str = ""
    since: str = ""
    """The time of day, as 14:02."""

    def __str__(self) -> str:
        parts = (self.terminal and f"on {self.terminal}", f"process {self.viva}", f"since {self.since}")
        return ", ".join(filter(None, parts))

    @property
    def is_ending(self) -> bool:
        """Whether the desk that holds the lock belongs to our own Viva, or to one that is gone."""
        try:
            os.kill(self.viva, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return self.viva == os.getppid()


class Held(Exception):
    """Somebody else has the microphone."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(f" ({holder})" if holder else "")


class MicrophoneLock:
    """The lock of a file of one's own; without a file that can be used, there is nothing to hold."""

    def __init__(self, path: str) -> None:
        """`path` is empty where nothing is to be held."""
        self._path = path
        self._descriptor = -1

    def take(self) -> None:
        """Take the right to the microphone, for as long as this process runs or until `release`.

        Raises:
            Held: another interview has it.
        """
        if self._descriptor >= 0 or not self._path:
            return
        descriptor = _opened(self._path)
        if descriptor < 0:
            return
        try:
            _lock(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _opened(path: str) -> int:
    """The file, where it is one of our own; else -1."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except OSError:
        return -1
    if os.fstat(descriptor).st_uid != os.getuid():  # its owner could keep us from the microphone for ever
        os.close(descriptor)
        return -1
    return descriptor


def _lock(descriptor: int) -> None:
    deadline = time.monotonic() + ENDING
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _read(descriptor)
            if holder is None or not holder.is_ending or time.monotonic() > deadline:
                raise Held(holder) from None
            time.sleep(BETWEEN)
        except OSError:  # a file system without locks
            return
        else:
            _write(descriptor)
            return


def _read(descriptor: int) -> Holder | None:
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(os.pread(descriptor, 1024, 0), type=Holder)
    return None


def _write(descriptor: int) -> None:
    viva, terminal = os.getppid(), ""
    with contextlib.suppress(OSError):  # Linux only
        found = str(Path(f"/proc/{viva}/fd/0").readlink())
        terminal = found.removeprefix("/dev/") if found.startswith("/dev/") and found != os.devnull else ""
    with contextlib.suppress(OSError):  # a full disk: it is the lock that counts
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, msgspec.json.encode(Holder(viva, terminal, time.strftime("%H:%M"))), 0)
