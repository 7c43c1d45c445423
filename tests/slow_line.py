"""A program at the far end of a slow line: a pseudo-terminal whose bytes arrive late, and few at a time."""

import os
import select
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.pty import Terminal

RATE = 9600
"""Bytes a second, each way."""
DELAY = 0.3
"""Seconds that each byte is under way, each way."""
PIECE = RATE // 50
"""Bytes that arrive at once: 20 ms of the line."""


class Line:
    """One direction: bytes leave one after another at the rate, and arrive after the delay."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[float, bytes]] = deque()
        self._free = 0.0
        """When the last byte that was given will have left (`time.monotonic`)."""

    def give(self, data: bytes, now: float) -> None:
        """Put bytes behind those that have not left yet."""
        self._free = max(self._free, now)
        for start in range(0, len(data), PIECE):
            piece = data[start : start + PIECE]
            self._free += len(piece) / RATE
            self._pieces.append((self._free + DELAY, piece))

    def arrived(self, now: float) -> bytes:
        """What has come out since the last call."""
        came = bytearray()
        while self._pieces and self._pieces[0][0] <= now:
            came += self._pieces.popleft()[1]
        return bytes(came)

    def queued(self, now: float) -> float:
        """Seconds of the line's time that what was given and has not left will take."""
        return max(0.0, self._free - now)

    def wait(self, now: float) -> float | None:
        """Seconds until something arrives."""
        return max(0.0, self._pieces[0][0] - now) if self._pieces else None


class SlowTerminal(Terminal):
    """A terminal over a slow line.

    `ahead` is how many seconds of the line's time the near end takes in before it stops reading. A serial
    line takes none; ssh takes all that comes for minutes, for its window has 2 MB.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        cwd: Path | None = None,
        ahead: float = 200.0,
    ) -> None:
        self._down, self._up, self._ahead = Line(), Line(), ahead
        self.arrived = 0
        """Bytes that came out of the line."""
        self.most_queued = 0.0
        """The most seconds of the line's time that waited at its near end."""
        super().__init__(command, environ, columns, rows, cwd)

    def send(self, keys: str | bytes) -> None:
        """Type; it arrives later."""
        self._up.give(keys.encode() if isinstance(keys, str) else keys, time.monotonic())

    def read(self, seconds: float = 0.0) -> bool:
        """Let the line carry what is due, waiting at most `seconds`; false when it stands still and empty."""
        now = time.monotonic()
        waits = [wait for line in (self._down, self._up) if (wait := line.wait(now)) is not None]
        readable = [self.master] if self.master >= 0 and self._down.queued(now) <= self._ahead else []
        if select.select(readable, [], [], min([seconds, *waits]))[0]:
            try:
                data = os.read(self.master, 65536 if self._ahead else PIECE)
            except OSError:
                data = b""
            self.raw += data
            self._down.give(data, time.monotonic())
            self.most_queued = max(self.most_queued, self.queued)
        now = time.monotonic()
        if keys := self._up.arrived(now):
            os.write(self.master, keys)
        if shown := self._down.arrived(now):
            self.arrived += len(shown)
            self.show(shown)
        return bool(shown) or self._down.wait(now) is not None

    def wait_for_rest(self) -> None:
        """Read until nothing has come for half a second: the program draws nothing, the line is empty."""
        quiet = time.monotonic()
        while time.monotonic() < quiet + 0.5:
            if self.read(0.05):
                quiet = time.monotonic()

    @property
    def queued(self) -> float:
        """Seconds of the line's time that wait at its near end."""
        return self._down.queued(time.monotonic())
