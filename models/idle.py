"""The idle limit: who gives no sign of life for so long has left, and what was open is saved and ended."""

import time
from collections.abc import Callable

from models.counting import counted

LATE = 10.0
"""Seconds: a limit that ran out longer ago was slept through by a stopped process; it begins anew."""


class IdleLimit:
    """Real time since the last sign of life, pauses of an interview included; safe from any thread."""

    def __init__(self, seconds: float | None, monotonic: Callable[[], float] = time.monotonic) -> None:
        """A limit that begins now; `None` is no limit."""
        self.seconds = seconds
        """How long nobody may be there; `None` for as long as they like."""
        self._monotonic = monotonic
        self._since = monotonic()

    def touch(self) -> None:
        """Somebody gave a sign of life."""
        self._since = self._monotonic()

    @property
    def left(self) -> float | None:
        """Seconds until it runs out; `None` where there is no limit."""
        return None if self.seconds is None else self._since + self.seconds - self._monotonic()

    def ran_out(self) -> bool:
        """Whether it is over; one that was slept through begins anew."""
        left = self.left
        if left is not None and left < -LATE:
            self.touch()
            return False
        return left is not None and left <= 0

    @property
    def sentence(self) -> str:
        """What people are told when it is over."""
        return f"Nothing happened for {counted((self.seconds or 0.0) / 60, 'minute')}."
