"""A small app on the same base class as Viva's, with a key for each misfortune.

`python -m tests.faults.probe FOLDER [file of text to show]`; it saves into FOLDER/saved and keeps its crash
notes in FOLDER/crashes.
"""

import os
import sys
import threading
import time
from pathlib import Path

from tui.terminal_start import prepare_environment, refuse_reason

os.umask(0o077)
if reason := refuse_reason(os.environ, 0, 1, 2):
    print(reason, file=sys.stderr)
    sys.exit(2)
prepare_environment(os.environ)

from textual import events, work  # noqa: E402
from textual.app import ComposeResult  # noqa: E402
from textual.binding import Binding  # noqa: E402
from textual.widgets import Input, Markdown, Static  # noqa: E402

from tests.faults.probe_words import SECRET  # noqa: E402
from tui.terminal import SafeApp, run_safely  # noqa: E402


class Probe(SafeApp[None]):
    """Shows what it was given, counts what it draws, and fails on request."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "#flood { height: auto; } Markdown { height: 3; }"
    BINDINGS = [  # noqa: RUF012
        Binding("f1", "fail_in_handler"),
        Binding("f2", "fail_in_worker"),
        Binding("f3", "fail_in_thread"),
        Binding("f4", "flood"),
        Binding("f5", "hang"),
        Binding("f6", "copy"),
        Binding("f7", "hang_in_save"),
        Binding("f8", "suspend_process"),
        Binding("f9", "quit"),
    ]

    def __init__(self, folder: Path, shown: str) -> None:
        super().__init__()
        self.folder = folder
        self.shown = shown
        self.frames = 0
        self.save_hangs = False

    def compose(self) -> ComposeResult:
        yield Input()
        yield Static("ready", id="state")
        yield Markdown("[a link](https://example.org/somewhere)")
        yield Static(self.shown, id="shown")
        yield Static("", id="flood")

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#state", Static).update(f"ready {event.size.width}x{event.size.height}")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#state", Static).update(f"typed {len(event.value)}")

    def action_fail_in_handler(self) -> None:
        words = SECRET
        raise ValueError(words)

    @work
    async def action_fail_in_worker(self) -> None:
        words = SECRET
        raise ValueError(words)

    def action_fail_in_thread(self) -> None:
        def fail() -> None:
            raise ValueError(SECRET)

        threading.Thread(target=fail, name="somebody").start()

    def action_flood(self) -> None:
        self.set_interval(1 / 60, self.draw)

    def draw(self) -> None:
        self.frames += 1
        filling = ("x#" if self.frames % 2 else "#x") * 20  # no frame has a cell of the one before
        rows = "\n".join(f"frame {self.frames} row {row} {filling}" for row in range(14))
        self.query_one("#flood", Static).update(rows)
        (self.folder / "frames").write_text(str(self.frames))

    def action_hang(self) -> None:
        time.sleep(600)

    def action_hang_in_save(self) -> None:
        self.save_hangs = True
        self.query_one("#state", Static).update("will hang")

    def action_copy(self) -> None:
        self.copy_to_clipboard("copied\x1b\rwords\udcff")

    def save_work(self) -> None:
        if self.save_hangs:
            time.sleep(600)
        (self.folder / "saved").write_text("saved")


def main() -> int:
    folder = Path(sys.argv[1])
    shown = (
        Path(sys.argv[2]).read_text(encoding="utf-8", errors="surrogateescape") if len(sys.argv) > 2 else ""
    )
    return run_safely(Probe(folder, shown), folder / "crashes")


if __name__ == "__main__":
    sys.exit(main())
