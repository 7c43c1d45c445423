"""Textual's private names that `tui/terminal*.py` leans on: these tests say which of them changed."""

import inspect
from importlib.metadata import version

from rich.console import Console
from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.content import Content
from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

from tui.terminal_driver import SafeDriver
from tui.terminal_writer import FrameWriter


def test_it_is_the_minor_release_that_was_read() -> None:
    assert version("textual").startswith("8.2."), "read the driver again, then move the pin in pyproject.toml"


def test_the_driver_takes_its_writer_from_the_name_that_ours_stands_behind() -> None:
    source = inspect.getsource(LinuxDriver.start_application_mode)
    assert "self._writer_thread = WriterThread(self._file)" in source
    assert "self._writer_thread.start()" in source
    assert "self._writer_thread.stop()" in inspect.getsource(LinuxDriver.close)
    assert isinstance(SafeDriver.__dict__["_writer_thread"], property)
    theirs = {name for name in vars(WriterThread) if not name.startswith("_")} - {"run"}
    assert theirs <= set(vars(FrameWriter))


def test_the_driver_still_has_what_ours_overrides() -> None:
    for name in (
        "_get_terminal_size", "_sigtstp_application", "_sigcont_application", "run_input_thread",
        "process_message", "start_application_mode", "stop_application_mode", "suspend_application_mode",
        "resume_application_mode", "open_url",
    ):  # fmt: skip
        assert callable(getattr(LinuxDriver, name)), name
    source = inspect.getsource(LinuxDriver)
    for name in (
        "self.attrs_before",
        "self.exit_event",
        "self._file",
        "self.fileno",
        "self._get_terminal_size()",
        "self._in_band_window_resize",
    ):
        assert name in source, name
    assert "self._auto_restart" in inspect.getsource(Driver)
    assert "self._loop" in inspect.getsource(Driver)
    assert "target=self._run_input_thread" in source
    assert "self.run_input_thread()" in source


def test_the_app_still_asks_for_what_ours_answers() -> None:
    source = inspect.getsource(App)
    for name in (
        "self.get_driver_class()", "self._fatal_error()", "self.panic(error)", "_background_screens",
        "self._handle_exception(error)", "self._driver.open_url(url, new_tab)", "app._loop = asyncio",
        "self._close_messages_no_wait()", "def _display(self, screen: Screen, renderable:",
    ):  # fmt: skip
        assert name in source, name
    assert list(inspect.signature(App._broker_event).parameters) == [
        "self",
        "event_name",
        "event",
        "default_namespace",
    ]
    assert "return [filter for filter in self._filters if filter.enabled]" in inspect.getsource(
        App.get_line_filters
    )
    assert "renderable.render_segments(console)" in inspect.getsource(App._display)
    assert "self._compositor" in inspect.getsource(Screen)
    assert "self._markup" in inspect.getsource(Console)


def test_every_line_still_passes_the_filters() -> None:
    from textual._styles_cache import StylesCache

    source = inspect.getsource(StylesCache)
    assert "widget.get_line_filters()" in source
    assert "strip = strip.apply_filter(filter, background)" in source


def test_markup_still_enters_through_the_two_doors_that_are_kept() -> None:
    assert isinstance(inspect.getattr_static(Content, "from_markup"), classmethod)
    from textual import markup, visual

    assert "Content.from_markup(obj) if markup else Content(obj)" in inspect.getsource(visual.visualize)
    assert callable(markup.to_content)


def test_the_parser_still_takes_text_and_a_tick() -> None:
    parser = XTermParser()
    (paste,) = parser.feed(BRACKETED_PASTE_START + "words" + BRACKETED_PASTE_END)
    assert isinstance(paste, events.Paste)
    assert paste.text == "words"
    assert list(parser.tick()) == []
