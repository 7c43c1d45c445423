"""Interview time: seconds of one interview, not counting pauses, suspends or absence."""

import time
from collections.abc import Callable

SUSPEND = 2.0
"""A wait that lasted this many seconds longer than was asked for was a suspend, not a slow machine."""


def asleep() -> float:
    """Seconds for which this machine was suspended since it started; 0 where the system does not tell."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return 0.0 if boot is None else time.clock_gettime(boot) - time.monotonic()


class InterviewClock:
    """A clock that can be stopped, that goes on from where an earlier process left it."""

    def __init__(self, at: float = 0.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        """A stopped clock that shows `at`."""
        self._shown = at
        self._since: float | None = None
        self._monotonic = monotonic

    @property
    def running(self) -> bool:
        """Whether it goes."""
        return self._since is not None

    def now(self) -> float:
        """The interview time."""
        return self._shown + (self._monotonic() - self._since if self._since is not None else 0.0)

    def start(self) -> None:
        """Go on."""
        if self._since is None:
            self._since = self._monotonic()

    def stop(self, at: float | None = None) -> None:
        """Stand still, at `at` where that was earlier than now: what came after it was absence."""
        now = self.now()
        self._shown = now if at is None else min(now, at)
        self._since = None

    def advance(self, to: float) -> None:
        """Show at least `to`: the time of an interview that hears files as fast as it can is the audio's."""
        self._shown = max(self._shown, to)
