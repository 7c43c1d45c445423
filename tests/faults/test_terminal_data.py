"""Data is shown as it is written: no widget lets a terminal obey it, and Textual reads no markup into it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rich.console import Group
from rich.control import Control
from rich.panel import Panel
from rich.style import Style as RichStyle
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import (
    Button,
    Checkbox,
    Collapsible,
    DataTable,
    Digits,
    Footer,
    Header,
    Input,
    Label,
    Log,
    Markdown,
    OptionList,
    RadioButton,
    RichLog,
    Rule,
    Select,
    SelectionList,
    Static,
    Switch,
    Tabs,
    TextArea,
    Tree,
)
from textual.widgets.option_list import Option

from tests.corpus import ESCAPES, MARKUP, poisons_in
from tests.faults.conftest import Program
from tests.pty import isolated
from tests.tmux import Tmux
from tui.terminal import SafeApp

pytestmark = pytest.mark.fault(16)


def _table(text: str) -> Widget:
    table: DataTable[str] = DataTable()
    table.add_column(text)
    table.add_row(text, label=text)
    return table


def _tree(text: str) -> Widget:
    tree: Tree[None] = Tree(text)
    tree.root.add_leaf(text)
    tree.root.expand()
    return tree


def _titled(text: str) -> Widget:
    static = Static("titled")
    static.border_title = text
    static.border_subtitle = text
    static.styles.border = ("solid", "red")
    return static


def _log(text: str) -> Widget:
    log = Log()
    log.write_line(text)
    return log


def _rich_log(text: str) -> Widget:
    log = RichLog()
    log.write(text)
    return log


def _rich_table(text: str) -> Widget:
    table = Table(text, title=text)
    table.add_row(text)
    return Static(table)


WIDGETS: dict[str, Callable[[str], Widget]] = {
    "Static": Static,
    "Static without markup": lambda text: Static(text, markup=False),
    "Static of Content": lambda text: Static(Content(text)),
    "Static of Text": lambda text: Static(Text(text)),
    "Static of a Rich panel": lambda text: Static(Panel(text, title=text)),
    "Static of a Rich table": _rich_table,
    "Static of a Rich group": lambda text: Static(Group(text, text)),
    "Label": Label,
    "Button": Button,
    "Checkbox": Checkbox,
    "RadioButton": RadioButton,
    "DataTable": _table,
    "OptionList": lambda text: OptionList(text, Option(text)),
    "SelectionList": lambda text: SelectionList((text, 1)),
    "Select": lambda text: Select([(text, 1)], value=1),
    "Select's prompt": lambda text: Select([("one", 1)], prompt=text),
    "Tabs": lambda text: Tabs(text),
    "Collapsible": lambda text: Collapsible(Static(text), title=text, collapsed=False),
    "Tree": _tree,
    "border titles": _titled,
    "Markdown": lambda text: Markdown(text.replace("\n", " ")),
    "Markdown's code": lambda text: Markdown(f"```\n{text}\n```"),
    "Input": Input,
    "Input's placeholder": lambda text: Input(placeholder=text),
    "TextArea": TextArea,
    "TextArea's placeholder": lambda text: TextArea(placeholder=text),
    "Log": _log,
    "RichLog": _rich_log,
    "Digits": Digits,
}

# Their own language, or no place for words.
NOT_WORDS = {"Markdown", "Digits"}


class Gallery(SafeApp[None]):
    """Shows one widget."""

    CSS = "Screen { overflow: hidden; } #it { width: 100%; height: 20; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, make: Callable[[str], Widget], text: str) -> None:
        super().__init__()
        self.make = make
        self.text = text

    def compose(self) -> ComposeResult:
        widget = self.make(self.text)
        widget.id = "it"
        yield widget

    def drawn(self) -> str:
        """The bytes that would reach the terminal for the whole screen."""
        update = self.screen._compositor.render_full_update()
        return update.render_segments(self.console)

    def seen(self) -> str:
        """The screen as its reader sees it."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())


async def _draw(make: Callable[[str], Widget], text: str) -> tuple[str, str]:
    app = Gallery(make, text)
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        return app.drawn(), app.seen()


@pytest.mark.parametrize("name", WIDGETS)
async def test_no_widget_lets_an_escape_through(name: str) -> None:
    apart = [(case.name, case.text) for case in ESCAPES if "\n" not in case.text]
    leaks = []
    everything = " ".join(text for _, text in apart)
    for label, text in [("all at once", everything), *apart[:2]]:
        drawn, _ = await _draw(WIDGETS[name], text)
        raw = drawn.encode("utf-8", "surrogatepass")
        leaks += [f"{label}: {poison}" for poison in poisons_in(raw)]
    assert leaks == []


@pytest.mark.parametrize("name", [name for name in WIDGETS if name not in NOT_WORDS])
async def test_every_widget_shows_markup_as_it_is_written(name: str) -> None:
    words = "a[i] [/nope] [b]bold[/b] [@click=app.quit]go[/] $x"
    _, seen = await _draw(WIDGETS[name], words)
    assert words in seen


@pytest.mark.parametrize("text", MARKUP)
async def test_markup_of_any_kind_is_literal(text: str) -> None:
    class Three(Gallery):
        def compose(self) -> ComposeResult:
            yield Static(text)
            yield Button(text)
            yield _table(text)

    app = Three(Static, "")
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        app.notify(text, title=text)
        await pilot.pause()
        assert app.seen().count(text) >= 3


@pytest.mark.fault(17)
async def test_a_click_on_data_runs_no_action() -> None:
    class Obeys(Gallery):
        def compose(self) -> ComposeResult:
            # Even where our own code reads markup into data by mistake.
            yield Static(Content.from_markup("[@click=app.exit]press here[/]"), id="it")

    app = Obeys(Static, "")
    async with app.run_test() as pilot:
        await pilot.click("#it", offset=(2, 0))
        await pilot.pause()
        assert app._exit is False


@pytest.mark.fault(17)
async def test_a_click_on_a_link_shows_its_address_and_starts_no_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url, *_: started.append(url))
    said: list[str] = []

    class Links(Gallery):
        def notify(self, message: str, **_: object) -> None:
            said.append(message)

    app = Links(Markdown, "[here](https://example.org/\u202epath)")
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.click("#it MarkdownParagraph", offset=(1, 0))
        await pilot.pause()
    assert started == []
    assert len(said) == 1
    assert said[0].startswith("https://example.org/")


async def test_rich_renderables_cannot_move_the_cursor_or_link() -> None:
    class Moves(Gallery):
        def compose(self) -> ComposeResult:
            yield Static(
                Group(
                    Control.home(),
                    Text("x", style=RichStyle(link="https://poison.invalid")),
                )
            )

    app = Moves(Static, "")
    async with app.run_test() as pilot:
        await pilot.pause()
        drawn = app.drawn()
    assert "poison" not in drawn
    assert "\x1b]8" not in drawn
    assert "\x1b[H" not in drawn


async def test_the_header_and_its_title_are_literal() -> None:
    class Titled(Gallery):
        TITLE = "a[i]"

        def compose(self) -> ComposeResult:
            yield Header()
            yield Rule()
            yield Switch()
            yield Footer()

    app = Titled(Static, "")
    async with app.run_test(size=(120, 24)) as pilot:
        app.title = "a[i] \x1b]52;c;UE9JU09O\x07 [/nope]"
        await pilot.pause()
        assert "a[i]" in app.seen()
        assert poisons_in(app.drawn().encode()) == []


def _everything() -> str:
    return " ".join(case.text for case in ESCAPES) + " ".join(MARKUP)


def test_no_escape_reaches_a_real_terminal(probe: Program, tmp_path: Path) -> None:
    (tmp_path / "shown").write_bytes(_everything().encode("utf-8", "surrogateescape"))
    started = probe.start(tmp_path)
    started.terminal.wait_for("[@click=app.quit]go[/]")
    started.terminal.send("x")
    started.terminal.wait_for("typed 1")
    assert poisons_in(bytes(started.terminal.raw)) == []


def test_what_is_copied_brings_no_controls_into_the_clipboard(probe: Program, tmp_path: Path) -> None:
    started = probe.start(tmp_path)
    started.terminal.send("\x1b[17~")  # F6
    started.terminal.wait_for(
        lambda: b"\x1b]52;c;Y29waWVkd29yZHM=\x07" in started.terminal.raw
    )  # copiedwords


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A socket's path must be short, and pytest's folders are not."""
    with TemporaryDirectory(prefix="v", ignore_cleanup_errors=True) as name:
        yield Path(name)


def test_data_cannot_set_the_clipboard_of_tmux(short_folder: Path) -> None:
    shown = short_folder / "shown"
    shown.write_bytes(_everything().encode("utf-8", "surrogateescape"))
    command = [sys.executable, "-m", "tests.faults.probe", str(short_folder), str(shown)]
    with Tmux(command, isolated(short_folder / "home"), short_folder) as tmux:
        tmux.wait_for("[@click=app.quit]go[/]")
        tmux.send("x")
        tmux.wait_for("typed 1")
        assert "POISON" not in tmux.clipboard
        tmux.send("F6")  # and the clipboard does work
        tmux.wait_for(lambda: tmux.clipboard == "copiedwords")
