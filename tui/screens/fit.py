"""What stands over everything while the window is too small."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

MIN_WIDTH, MIN_HEIGHT = 64, 18
"""Columns and lines under which the screens do not fit."""


def fits(size: Size) -> bool:
    """Whether the screens fit in a window of that size."""
    return size.width >= MIN_WIDTH and size.height >= MIN_HEIGHT


class FitScreen(ModalScreen[None]):
    """Says that the window is too small; what is under it goes on by itself once the window fits."""

    BINDINGS = [Binding("q,ctrl+q", "app.quit", "quit")]

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static("", id="too-small")

    def on_mount(self) -> None:
        """Draw the size."""
        self._draw(self.app.size)

    def on_resize(self) -> None:
        """Draw the new size."""
        self._draw(self.app.size)

    def _draw(self, size: Size) -> None:
        text = (
            f"The window is {size.width} × {size.height}. Viva needs {MIN_WIDTH} × {MIN_HEIGHT}: "
            "make it larger, and it goes on. Nothing is lost. q quits."
        )
        self.query_one("#too-small", Static).update(Content(text))
