"""The microphone's level over the last seconds."""

from collections import deque

from textual.content import Content
from textual.widgets import Static

BARS = "▁▂▃▄▅▆▇█"
FLOOR, CEILING = -60.0, -6.0
"""dBFS of the lowest and the highest bar."""
CLIPPING = -0.5
"""dBFS of a peak that the microphone's converter has cut off."""


def bar(dbfs: float) -> str:
    """The bar for a loudness."""
    share = (dbfs - FLOOR) / (CEILING - FLOOR)
    return BARS[max(0, min(len(BARS) - 1, round(share * (len(BARS) - 1))))]


def loudness(dbfs: float, peak: float) -> str:
    """The loudness in a word."""
    if peak >= CLIPPING:
        return "too loud"
    if dbfs <= -90:
        return "silent"
    return "quiet" if dbfs <= -50 else ""


class Meter(Static):
    """Draws the latest levels, the newest on the right."""

    def __init__(self, width: int = 12, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._levels: deque[str] = deque(maxlen=width)

    def show_level(self, dbfs: float, peak: float) -> None:
        """Add a level, in dBFS."""
        self._levels.append(bar(dbfs))
        self.update(Content(f"mic {''.join(self._levels)} {loudness(dbfs, peak)}".rstrip()))

    def rest(self, text: str = "") -> None:
        """Forget the levels and show a word instead."""
        self._levels.clear()
        if str(self.content) != text:
            self.update(Content(text))
