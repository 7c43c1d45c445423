"""A crash leaves a private note about the program, and never about what was said.

The note holds exceptions' types, files, lines and functions. It holds neither locals nor messages: both
may quote a transcript.
"""

import os
import platform
import stat
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

_KEPT = 20  # notes
_LONGEST = 64 * 1024  # characters


class CrashLog:
    """Writes crash notes (0600) into a folder (0700), and keeps the newest twenty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sentence: str | None = None
        """What to tell the user, once something was recorded."""
        self._lock = threading.Lock()

    def record(self, error: BaseException, where: str, fatal: bool = True) -> None:
        """Write a note about `error`. A folder that cannot be written costs only the note."""
        with self._lock:
            try:
                path = self._write(_describe(error, where))
            except OSError as problem:
                why = problem.strerror or type(problem).__name__
                kept = f"No note of it could be kept: {why}."
            else:
                kept = f"A note for its makers, without your words, is in {ascii(str(path))[1:-1]}."
        if fatal and self.sentence is None:
            self.sentence = f"Viva stopped: an error of its own ({type(error).__name__}). {kept}"

    def _write(self, text: str) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = os.lstat(self.folder)
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
            raise OSError(0, "the folder for it is not a folder of yours")
        self.folder.chmod(0o700)
        path = self.folder / f"crash-{time.time_ns()}-{os.getpid()}.txt"
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(fd, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        for old in sorted(self.folder.glob("crash-*.txt"))[:-_KEPT]:
            old.unlink(missing_ok=True)
        return path


def _describe(error: BaseException, where: str) -> str:
    when, python = time.strftime("%Y-%m-%d %H:%M:%S %z"), platform.python_version()
    head = f"{when}\nPython {python}, {platform.system()}\nin {where}\n"
    return (head + "".join(_chain(error)))[:_LONGEST]


def _chain(error: BaseException) -> Iterator[str]:
    """Each exception of the chain, the first cause last."""
    seen: set[int] = set()
    queue = [error]
    while queue and len(seen) < 20:
        error = queue.pop(0)
        if id(error) in seen:
            continue
        seen.add(id(error))
        number = f" [errno {error.errno}]" if isinstance(error, OSError) else ""
        yield f"\n{type(error).__module__}.{type(error).__qualname__}{number}\n"
        yield from traceback.format_tb(error.__traceback__)
        wrapped = getattr(error, "error", None)  # Textual's WorkerFailed keeps the cause there
        causes = [wrapped, error.__cause__, error.__context__]
        if isinstance(error, BaseExceptionGroup):
            causes.extend(error.exceptions)
        queue.extend(cause for cause in causes if isinstance(cause, BaseException))
