"""The desk's way out: lines are written by a thread of their own, so that a slow reader stalls nothing."""

import os
import threading
from collections import deque

from models.speech.protocol import FromDesk, Level, Partial, encode

ENOUGH = 16
"""Lines that may wait before the oldest of their levels and partials is dropped for a new one."""


class Outbox(threading.Thread):
    """Writes lines in the order in which they are posted, from any thread. Segments are never dropped."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(name="outbox", daemon=True)
        self._descriptor = descriptor
        self._lines: deque[tuple[bytes, bool]] = deque()
        """What waits, and whether it may be dropped."""
        self._changed = threading.Condition()
        self._closed = False

    def post(self, message: FromDesk) -> None:
        """Queue a line; returns at once."""
        droppable = isinstance(message, Level | Partial)
        with self._changed:
            if droppable and len(self._lines) >= ENOUGH:
                self._drop()
            self._lines.append((encode(message) + b"\n", droppable))
            self._changed.notify()

    def _drop(self) -> None:
        oldest = next((line for line in self._lines if line[1]), None)
        if oldest is not None:
            self._lines.remove(oldest)

    def rubbish(self) -> None:
        """Queue a line that is no JSON: what a C library would print if it found the descriptor."""
        with self._changed:
            self._lines.append((b"\xff LOG (decoder) rubbish\n", False))
            self._changed.notify()

    def close(self, seconds: float) -> None:
        """Write what is queued, for that long at most."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self.join(seconds)

    def run(self) -> None:
        """Write until closed; a reader that went away ends the process, for nobody listens to it."""
        while True:
            with self._changed:
                while not self._lines and not self._closed:
                    self._changed.wait()
                if not self._lines:
                    return
                line, _ = self._lines.popleft()
            try:
                while line:
                    line = line[os.write(self._descriptor, line) :]
            except OSError:
                os._exit(0)
