"""Textual's driver for Linux and macOS, made to survive its terminal.

Everything here that begins with an underscore is Textual 8.2's own; tests/faults fails when it changes.
"""

import os
import select
import signal
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import IO, Any, Protocol, cast

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from questions.untrusted import clean
from tui.terminal_writer import FrameWriter

MOST_COLUMNS, MOST_ROWS = 500, 200
"""A larger window is drawn in its corner: its size comes from the client, and memory goes with it."""

LONGEST_PASTE = 100_000
"""Characters of one paste; some eleven hours of speech would be a million."""

RESTORE = (
    "\x1b[?2026l\x1b[0m"  # show what was drawn; no style
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # mouse
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h"  # focus, paste, resizes; wrap
    "\x1b[<u\x1b[?1049l\x1b[?25h"  # kitty's keys, the alternate screen, the cursor
)
"""Gives a terminal back from any state of the screen."""

_DEFAULT_SIZE = (80, 24)
_BYTES_PER_CELL = 4  # a whole screen with its colours costs about this
_LEAST_BACKLOG = 8192  # bytes
_PASTE_PATIENCE = 2.0  # seconds of silence after which a paste without an end is over
_POLL = 0.1  # seconds; how soon a lone Esc is told from a sequence


class Host(Protocol):
    """What the driver asks of its app, from any thread."""

    def terminal_gone(self) -> None:
        """The terminal was closed: end."""

    def terminal_is_blank(self) -> None:
        """What was drawn before is gone."""

    def repaint(self) -> None:
        """Draw the whole screen again; in the app's own loop."""

    def paste_was_cut(self, kept: int) -> None:
        """A paste was longer than `kept` characters."""


class SafeDriver(LinuxDriver):
    """Reads any bytes, never waits for the terminal, and notices when it is gone."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._writer: FrameWriter | None = None
        self._stopped_by_us = False
        self.in_application_mode = False
        stops = signal.getsignal(signal.SIGTSTP) is not signal.SIG_IGN
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._host = cast(Host, app)
        self._size = size or self._get_terminal_size()
        # Textual's handlers run inside the signal, where its locks may be held; and any thread may get the
        # signal, so that a main thread asleep in the loop would not hear of it. The loop's own wake it.
        if stops:
            self._loop.add_signal_handler(signal.SIGTSTP, self._stop_process)
        else:  # whoever started us wants no stopping
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._loop.add_signal_handler(signal.SIGCONT, self._go_on)

    # Sizes

    def _get_terminal_size(self) -> tuple[int, int]:
        for fd in (cast(IO[str], self._file).fileno(), self.fileno):
            with suppress(OSError):
                columns, rows = os.get_terminal_size(fd)
                if columns > 0 and rows > 0:
                    return _clamp(columns, rows)
        return _DEFAULT_SIZE

    def size_now(self) -> Size:
        """The window's size, asked for again; where it comes in band, what came last."""
        if self._in_band_window_resize:
            return self._app.size
        return Size(*self._get_terminal_size())

    # Output: start_application_mode assigns its own writer, and gets ours back.

    @property  # type: ignore[override]
    def _writer_thread(self) -> FrameWriter | None:
        return self._writer

    @_writer_thread.setter
    def _writer_thread(self, theirs: object) -> None:
        self._writer = None
        if theirs is not None:
            fd = cast(IO[str], self._file).fileno()
            self._writer = FrameWriter(fd, self._capacity, self._ask_for_repaint, self._host.terminal_gone)

    def _capacity(self) -> int:
        columns, rows = self._get_terminal_size()
        return max(_LEAST_BACKLOG, columns * rows * _BYTES_PER_CELL)

    def _ask_for_repaint(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody looks any more
            self._loop.call_soon_threadsafe(self._host.repaint)

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self.in_application_mode = True
        self._host.terminal_is_blank()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        """Give the terminal back, before any picture that still waits."""
        if self._writer is None:
            return
        self._writer.forget_frames()
        super().stop_application_mode()
        self.write("\x1b[?1016l")  # mouse positions in pixels, which Textual leaves on
        self.in_application_mode = False

    def restore_now(self) -> None:
        """Give the terminal back without the loop or the writer, from a thread that may be lost."""
        if self.attrs_before is not None:
            import termios

            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        with suppress(OSError):
            os.write(cast(IO[str], self._file).fileno(), RESTORE.encode())

    # Stopping and going on. Textual takes a SIGCONT without a SIGTSTP for a fresh start.

    def _stop_process(self) -> None:
        self._stopped_by_us = self._auto_restart
        super()._sigtstp_application()

    def _go_on(self) -> None:
        if not self._auto_restart:
            return
        if not self._stopped_by_us:  # SIGSTOP; the shell may have changed the terminal meanwhile
            self.suspend_application_mode()
        self._stopped_by_us = False
        self.resume_application_mode()
        self._host.repaint()

    # Input

    def run_input_thread(self) -> None:
        """Read keys until the driver stops, whatever the bytes; tell the app when the terminal is gone."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        parser = XTermParser(self._debug)
        paste = _OpenPaste()
        while not self.exit_event.is_set():
            text = ""
            try:
                if select.select([self.fileno], [], [], _POLL)[0]:
                    data = os.read(self.fileno, 4096)
                    if not data:
                        raise EOFError
                    text = decode(data)
            except BlockingIOError:
                pass
            except (OSError, EOFError):
                self._host.terminal_gone()
                return
            if paste.never_ends(text, time.monotonic()):
                text = BRACKETED_PASTE_END
            try:
                for message in parser.feed(text) if text else parser.tick():
                    self.process_message(message)
            except (ArithmeticError, ValueError, RuntimeError, StopIteration):
                # A sequence with numbers that no terminal sends. The parser's generator is spent.
                parser = XTermParser(self._debug)

    def process_message(self, message: Message) -> None:
        """Bound what a terminal says about its size and what it pastes."""
        if isinstance(message, events.Resize):
            size = Size(*_clamp(message.size.width, message.size.height))
            message = events.Resize(size, size, pixel_size=message.pixel_size)
        elif isinstance(message, events.Paste):
            text = clean(message.text, newlines=True)
            if len(text) > LONGEST_PASTE:
                self._host.paste_was_cut(LONGEST_PASTE)
            message = events.Paste(text[:LONGEST_PASTE])
        super().process_message(message)

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """Nothing: a browser would run on the host, and as any command that $BROWSER names."""


class _OpenPaste:
    """Notices a paste that began and does not end, which would swallow every key from then on."""

    def __init__(self) -> None:
        self._tail = ""
        self._open = False
        self._last = 0.0

    def never_ends(self, text: str, now: float) -> bool:
        """Take the `text` that came, if any; true when an open paste has been silent too long."""
        if text:
            self._last = now
            seen = self._tail + text
            start, end = seen.rfind(BRACKETED_PASTE_START), seen.rfind(BRACKETED_PASTE_END)
            if start != end:  # at least one of them is there
                self._open = start > end
            self._tail = seen[-(len(BRACKETED_PASTE_START) - 1) :]
            return False
        if self._open and now - self._last > _PASTE_PATIENCE:
            self._open = False
            return True
        return False


def _clamp(columns: int, rows: int) -> tuple[int, int]:
    return max(1, min(columns, MOST_COLUMNS)), max(1, min(rows, MOST_ROWS))
