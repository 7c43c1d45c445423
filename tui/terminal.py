"""What a hostile or broken terminal can do, handled in one place: the app's base class and how it is run."""

import functools
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, TypeVar

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.timer import Timer

from questions.untrusted import clean
from tui.terminal_crash import CrashLog
from tui.terminal_driver import SafeDriver
from tui.terminal_picture import Changes, Picture
from tui.terminal_text import UntrustedFilter, make_strings_literal

Result = TypeVar("Result")

SETTLED = 0.2
"""Seconds without another size after which the whole screen is drawn."""
LEAVE_WITHIN = 1.8
"""Seconds from a signal to the end of the process, whatever hangs; two are promised."""

_GRACE = 0.1
"""Seconds for what was typed a moment before the end to arrive where it is saved."""

_ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT)


class SafeApp(App[Result]):
    """An app that no terminal, signal, data or error of its own can make leave a broken terminal behind.

    Strings given to widgets are literal: Textual would read markup into most of them. Where markup is
    meant, ask for it by name: `Content.from_markup("[b]$name[/b]", name=name)`.
    """

    STRINGS_ARE_LITERAL: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        make_strings_literal()
        super().__init__(*args, **kwargs)
        self.console._markup = False  # strings inside Rich's tables and panels
        self.crash_log: CrashLog | None = None
        self._untrusted = UntrustedFilter()
        self._picture = Picture()
        self._farewell = _Farewell(self)
        self._repaint_is_due = False
        self._settling: Timer | None = None

    def save_work(self) -> None:
        """Keep what must not be lost. Called once, from a thread of its own, when the app is made to end.

        It has less than two seconds, and the screen may be gone.
        """

    def leave(self, return_code: int) -> None:
        """Save and end, within two seconds, from any thread or signal handler."""
        self._farewell.begin(return_code)

    # What the driver asks.

    def terminal_gone(self) -> None:
        """End as after SIGHUP: nobody is there."""
        self.leave(128 + signal.SIGHUP)

    def terminal_is_blank(self) -> None:
        """Nothing that was drawn is there any more."""
        self._picture.forget()

    def repaint(self) -> None:
        """Draw the whole screen, not only what changed; after a batch of updates, if one is under way."""
        self._repaint_is_due = self._batch_count > 0  # Textual would throw the picture away
        if self._repaint_is_due:
            return
        with self._context():  # whoever asks, widgets draw only where they find their app
            if self.screen_stack:
                self._picture.forget()
                stack = self._background_screens
                update = self.screen._compositor.render_update(full=True, screen_stack=stack)
                self._display(self.screen, update)

    def on_resize(self, event: events.Resize) -> None:
        """Draw the whole screen once sizes settle: a terminal forgets what it cut off."""
        self._picture.forget()
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED, self._settled)

    def _settled(self) -> None:
        driver = self._driver
        size = driver.size_now() if isinstance(driver, SafeDriver) else self.size
        if size == self.size:
            self.repaint()
        else:  # the signal of the last change came before the change
            self.post_message(events.Resize(size, size))

    def paste_was_cut(self, kept: int) -> None:
        """Say so: words were lost."""
        self.notify(f"The paste was too long: its first {kept:,} characters were taken.", severity="warning")

    # What Textual asks.

    def get_driver_class(self) -> type[Driver]:
        """Ours, and never the one that $TEXTUAL_DRIVER names."""
        return SafeDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, after ours."""
        return [self._untrusted, *super().get_line_filters()]

    def _display(self, screen: Screen[object], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            renderable = Changes(self._picture, renderable)
        super()._display(screen, renderable)

    def refresh_css(self, animate: bool = True) -> None:
        """Before there is a screen, only take the colours: the first one would have all parsed again."""
        if self._screen_stacks[self._current_mode]:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def _end_batch(self) -> None:
        super()._end_batch()
        if self._repaint_is_due and not self._batch_count:
            self.call_later(self.repaint)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Show the address. A browser would run on the host, which may be somebody else's machine."""
        self.notify(clean(url), title="The address", timeout=30)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy without control characters: what is pasted into a shell must not run."""
        super().copy_to_clipboard(clean(text, newlines=True))

    async def _broker_event(self, event_name: str, event: Any, default_namespace: Any) -> bool:
        # Actions hidden in text (`[@click=app.quit]`) do nothing; Markdown's own links may ask.
        meta = getattr(getattr(event, "style", None), "meta", {})
        if not str(meta.get("@click", "")).startswith("link("):
            return False
        return await super()._broker_event(event_name, event, default_namespace)

    def _handle_exception(self, error: Exception) -> None:
        self._note(error, "the screen")
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would print source lines and locals, a transcript among them.
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End; the sentence comes from the crash log and not from `renderables`."""
        self._close_messages_no_wait()

    def _note(self, error: BaseException, where: str) -> None:
        if self.crash_log is not None:
            self.crash_log.record(error, where)


def run_safely(app: SafeApp[Any], crash_folder: Path) -> int:
    """Run `app` to its end, give the terminal back, say in one sentence what went wrong; the exit status.

    128 + the signal's number after a signal, 129 when the terminal went away, 1 after an error of our own.
    """
    app.crash_log = CrashLog(crash_folder)
    with _hooks(app):
        try:
            app.run()
        except Exception as error:
            app._note(error, "the screen")
        except SystemExit:  # a signal, before the loop ran
            pass
    code = app._farewell.code or app.return_code or 0
    if app.crash_log.sentence is not None:
        code = code or 1
        app.leave(code)
    app._farewell.wait_for_save()
    driver = app._driver
    if isinstance(driver, SafeDriver) and driver.in_application_mode:
        _within(0.2, driver.restore_now)
    if app.crash_log.sentence is not None:
        sentence = app.crash_log.sentence
        _within(0.5, lambda: os.write(2, f"{sentence}\n".encode()))
    return code


class _Farewell:
    """The end of the process within two seconds, whatever hangs: the loop, the terminal or the saving."""

    def __init__(self, app: SafeApp[Any]) -> None:
        self.code: int | None = None
        self._app = app
        self._begun = threading.Lock()
        self._saved = threading.Event()

    def begin(self, code: int) -> None:
        if not self._begun.acquire(blocking=False):
            return
        self.code = code
        threading.Thread(target=self._watch, name="leaving", daemon=True).start()
        threading.Thread(target=self._save, name="saving", daemon=True).start()
        loop = self._app._loop
        if loop is not None:
            leave = functools.partial(self._app.exit, return_code=code)
            with suppress(RuntimeError):  # it has just closed
                loop.call_soon_threadsafe(loop.call_later, _GRACE, leave)

    def wait_for_save(self) -> None:
        if self.code is not None:
            self._saved.wait(LEAVE_WITHIN)

    def _save(self) -> None:
        time.sleep(_GRACE)
        try:
            self._app.save_work()
        except Exception as error:
            self._app._note(error, "saving")
        finally:
            self._saved.set()

    def _watch(self) -> None:
        time.sleep(LEAVE_WITHIN)
        driver = self._app._driver
        if isinstance(driver, SafeDriver):
            _within(0.1, driver.restore_now)
        os._exit(self.code or 1)


@contextmanager
def _hooks(app: SafeApp[Any]) -> Iterator[None]:
    """Signals end the app in order; errors in threads end it too; what cannot be raised is noted."""

    def on_signal(number: int, _frame: FrameType | None) -> None:
        app.leave(128 + number)
        if app._loop is None:
            raise SystemExit(128 + number)

    def on_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            app._note(args.exc_value, f"the thread {args.thread.name if args.thread else '?'}")
            app.leave(1)

    def on_unraisable(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None and app.crash_log is not None:
            app.crash_log.record(args.exc_value, "a finaliser", fatal=False)

    before = {number: signal.signal(number, on_signal) for number in _ENDING}
    thread_hook, threading.excepthook = threading.excepthook, on_thread
    unraisable_hook, sys.unraisablehook = sys.unraisablehook, on_unraisable
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = thread_hook, unraisable_hook
        if app._farewell.code is None:
            for number, handler in before.items():
                signal.signal(number, handler)


def _within(seconds: float, action: Callable[[], object]) -> None:
    """Do something that may hang for ever, and go on after `seconds`."""

    def attempt() -> None:
        with suppress(OSError):
            action()

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(seconds)
