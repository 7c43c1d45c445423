"""Output to a terminal that may read slowly, or not at all, or be gone.

Textual's own writer has a queue of thirty and then blocks the event loop. This one never blocks its caller:
when the terminal is behind by more than about a screen, the pictures that wait are dropped, and the newest
whole screen is drawn when it reads again.
"""

import os
import re
import select
import threading
from collections.abc import Callable

SYNC_END = "\x1b[?2026l"
_SYNC = {"\x1b[?2026h", SYNC_END}
# Questions and switches of the terminal's modes: few, short, and wrong to lose.
_MODE = re.compile(r"\x1b\[[?<=>][\d;]*\$?[A-Za-z]")
_PIECE = 2048  # bytes a write; small, so that progress on a slow line is seen
_PATIENCE = 0.5  # seconds without progress after which a closing writer gives up
_LONGEST = 5.0  # seconds for a slow line to take what is left


class FrameWriter:
    """A thread that writes to a terminal, with the methods of Textual's `WriterThread`."""

    def __init__(
        self, fd: int, capacity: Callable[[], int], repaint: Callable[[], None], gone: Callable[[], None]
    ) -> None:
        """`capacity` tells how many bytes may wait. `repaint` and `gone` are called from the thread."""
        self._fd = fd
        self._capacity = capacity
        self._repaint = repaint
        self._gone = gone
        self._wake = threading.Condition()
        self._waiting: list[str] = []
        self._size = 0
        self._behind = False
        self._closing = False
        self._progress = 0
        self._thread = threading.Thread(target=self._run, name="terminal-output", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def isatty(self) -> bool:
        """True, as of Textual's own."""
        return True

    def fileno(self) -> int:
        """The terminal's descriptor."""
        return self._fd

    def flush(self) -> None:
        """Nothing: the thread writes as soon as it can."""

    def write(self, text: str) -> None:
        """Queue `text`, or drop it where the terminal is behind and a whole screen will follow anyway."""
        with self._wake:
            if self._waiting and self._size + len(text) > self._capacity():
                self._behind = True
                self._keep_modes()
            if self._behind and not _is_mode(text):
                return
            self._waiting.append(text)
            self._size += len(text)
            self._wake.notify()

    def forget_frames(self) -> None:
        """Drop the pictures that wait: what follows gives the terminal back."""
        with self._wake:
            self._keep_modes()
            self._behind = False

    def stop(self) -> None:
        """Write what waits, then end; give up on a terminal that takes nothing for half a second."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        for _ in range(int(_LONGEST / _PATIENCE)):
            before = self._progress
            self._thread.join(_PATIENCE)
            if not self._thread.is_alive() or self._progress == before:
                return

    def _keep_modes(self) -> None:
        self._waiting = [text for text in self._waiting if _is_mode(text)]
        self._size = sum(map(len, self._waiting))

    def _run(self) -> None:
        while (text := self._next()) is not None:
            try:
                self._write(text.encode("utf-8", "replace"))
            except OSError:
                self._gone()
                return

    def _next(self) -> str | None:
        with self._wake:
            while not (self._waiting or self._closing or self._behind):
                self._wake.wait()
            if self._waiting:
                text = "".join(self._waiting)
                self._waiting.clear()
                self._size = 0
                return text
            if self._closing:
                return None
            self._behind = False
        self._repaint()
        return SYNC_END

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            try:
                written = os.write(self._fd, view[:_PIECE])
            except BlockingIOError:  # another program left the terminal non-blocking
                select.select([], [self._fd], [], _PATIENCE)
                continue
            self._progress += written
            view = view[written:]


def _is_mode(text: str) -> bool:
    return text not in _SYNC and _MODE.fullmatch(text) is not None
