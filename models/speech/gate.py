"""The gate between the voice and the ear: Viva never hears itself."""

import threading
import time
from collections.abc import Callable

AFTER = 0.15
"""Seconds that a room goes on sounding after the voice has ended."""


class Gate:
    """Closed from `say` until nothing is to be heard any more, plus `AFTER`."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """`changed` is called, from any thread, when the gate closes or begins to open."""
        self._lock = threading.Lock()
        self._changed = changed
        self._speaking = 0
        self._closed = self._opened = self._opened_before = 0.0
        """When it last closed, when it opens or opened since, and when it had opened before it closed."""

    def close(self) -> None:
        """A sentence is about to be spoken."""
        with self._lock:
            if not self._speaking:
                self._closed, self._opened_before = time.monotonic(), self._opened
            self._speaking += 1
        self._changed()

    def open(self) -> None:
        """A sentence has ended, the output's latency included."""
        with self._lock:
            self._speaking -= 1
            self._opened = time.monotonic() + AFTER
        self._changed()

    def wait(self, began: float, ended: float | None = None) -> float | None:
        """Seconds until sound of that time (`time.monotonic`) may be heard; 0 if it may, None while speaking.

        Sound that ended before the voice began is heard, however late it is looked at.
        """
        with self._lock:
            if ended is not None and ended <= self._closed:
                return max(0.0, self._opened_before - began)
            return None if self._speaking else max(0.0, self._opened - began)
