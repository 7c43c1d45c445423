"""The gate between the voice and the ear: Viva never hears itself."""

import threading
import time
from collections.abc import Callable

AFTER = 0.15
"""Seconds that a room goes on sounding after the voice has ended."""


class Gate:
    """Closed from `say` until the sound has ended, plus the output's latency and `AFTER`."""

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

    def open(self, latency: float) -> None:
        """A sentence has ended; what was played is still sounding for `latency` seconds."""
        with self._lock:
            self._speaking -= 1
            self._opened = time.monotonic() + latency + AFTER
        self._changed()

    def wait(self, moment: float) -> float | None:
        """Seconds until sound of that moment (`time.monotonic`) may be heard; None while speaking."""
        with self._lock:
            if moment < self._closed:
                return max(0.0, self._opened_before - moment)
            return None if self._speaking else max(0.0, self._opened - moment)
