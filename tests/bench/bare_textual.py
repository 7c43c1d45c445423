"""The least that Textual can be asked for: a line of text, and with `clock` one that counts the seconds."""

import sys
import time

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One line; what the full screen is measured against."""

    CSS = "Static { width: auto; }"
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static("bare textual")

    def on_mount(self) -> None:
        if "clock" in sys.argv:
            self.began, self.shown = time.monotonic(), ""
            self.set_interval(0.25, self.tick)

    def tick(self) -> None:
        minutes, seconds = divmod(int(time.monotonic() - self.began), 60)
        if (text := f"{minutes:02d}:{seconds:02d}") != self.shown:
            self.shown = text
            self.query_one(Static).update(text)


if __name__ == "__main__":
    Bare().run()
