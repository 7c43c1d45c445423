"""The history: every interview a line, found by typing, opened or deleted; only what is shown is read."""

from datetime import datetime
from pathlib import Path

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from models.counting import counted
from models.records.journal import Entry, Journal, JournalError
from models.records.paths import FolderError
from models.records.recordings import forget
from models.reports import read_summary
from questions.untrusted import clean
from tui.base import VivaBase
from tui.screens.dialogs import Ask
from tui.widgets.chart import score_bar
from tui.widgets.footer import Footer
from tui.widgets.lines import Lines

PAGE = 60
"""Interviews that are read at once; more are read as the list is gone through."""
PATIENCE = 0.2
"""Seconds without a key after which what was typed is searched for."""


class HistoryScreen(Screen[None]):
    """Every interview, the latest first."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = (
        "Enter opens an interview's report, or goes on with one that was interrupted. / searches by subject, "
        "day, topic or question. Deleting asks first, and is for good."
    )
    BINDINGS = [
        Binding("slash", "search", "search", key_display="/", tooltip="By subject, day, topic or question"),
        Binding("t", "trends", "trends", tooltip="How your interviews went over time"),
        Binding(
            "delete,backspace", "delete", "delete", key_display="Del", tooltip="Delete it; it asks first"
        ),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
        Binding("escape,q", "leave", "back", key_display="q", tooltip="Back to where you came from"),
    ]

    interviews = query_one("#interviews", OptionList)
    searched = query_one("#search", Input)

    _viva = getters.app(VivaBase)

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._all = 0
        self._typing: Timer | None = None

    def compose(self) -> ComposeResult:
        """The search over the list."""
        yield Static("", id="title")
        yield Input(
            placeholder="a subject, a day such as 2026-11, a topic, a question", id="search", compact=True
        )
        yield Lines(id="interviews", compact=True)
        yield Footer()

    def on_mount(self) -> None:
        """Show the latest."""
        self.searched.display = False
        self.interviews.focus()
        self.load()

    def on_screen_resume(self) -> None:
        """An interview may have been sat or gone on with meanwhile."""
        if self.interviews.option_count:
            self.load(self.interviews.highlighted or 0)

    def load(self, at: int = 0) -> None:
        """Read as many interviews as to show the one at that place, and highlight it."""
        self._entries = []
        self.interviews.clear_options()
        self._read(max(PAGE, at + 1))
        if self._entries:
            self.interviews.highlighted = min(at, len(self._entries) - 1)
        self.refresh_bindings()

    def _read(self, number: int) -> None:
        """Read that many more."""
        matching = self.searched.value.strip()
        try:
            journal = Journal(self._viva.places.journal)
            try:
                self._all = journal.count(matching)
                more = journal.entries(matching=matching, limit=number, offset=len(self._entries))
            finally:
                journal.close()
        except (JournalError, FolderError) as error:
            self.notify(str(error), severity="error")
            return
        self._entries += more
        self.interviews.add_options([Option(_line(entry), id=entry.id) for entry in more])
        self._draw_title(matching)

    def _draw_title(self, matching: str) -> None:
        found = counted(self._all, "interview")
        told = f"   {found} with “{clean(matching)}”" if matching else f"   {found}"
        if not self._all and not matching:
            told = "   There is no interview yet: begin one in the lobby."
        self.query_one("#title", Static).update(Content.assemble(("Viva   History", "bold"), told))

    @property
    def _chosen(self) -> Entry | None:
        at = self.interviews.highlighted
        return self._entries[at] if at is not None and at < len(self._entries) else None

    @on(OptionList.OptionHighlighted, "#interviews")
    def read_on(self, event: OptionList.OptionHighlighted) -> None:
        """Read the next page before the end of this one."""
        if event.option_index >= len(self._entries) - 5 and len(self._entries) < self._all:
            self._read(PAGE)

    @on(OptionList.OptionSelected, "#interviews")
    def open_chosen(self) -> None:
        """Open the report; go on with what was interrupted."""
        entry = self._chosen
        if entry is None:
            return
        if entry.ended:
            self._viva.show_report_of(entry.id)
        else:
            from tui.choosing import choices_of

            self._viva.go_on(entry.id, choices_of(self._viva.settings))

    # Searching

    @on(Input.Changed, "#search")
    def search_soon(self) -> None:
        """Search once nothing was typed for a moment."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(PATIENCE, self.load)

    @on(Input.Submitted, "#search")
    def to_the_list(self) -> None:
        """Enter goes to what was found."""
        self.interviews.focus()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        return bool(self._entries) if action in ("delete", "trends") else True

    def action_search(self) -> None:
        """Type what to search for."""
        self.searched.display = True
        self.searched.focus()

    def action_leave(self) -> None:
        """From a search back to everything, and from there to where one came from."""
        if self.searched.display:
            self.searched.display = False
            self.searched.value = ""
            self.interviews.focus()
        else:
            self.dismiss()

    def action_trends(self) -> None:
        """How the interviews went over time."""
        from tui.screens.history_trends import TrendsScreen

        self.app.push_screen(TrendsScreen())

    def action_delete(self) -> None:
        """Delete the interview that is highlighted, once that was confirmed."""
        entry, at = self._chosen, self.interviews.highlighted or 0
        if entry is None:
            return

        def answered(answer: str | None) -> None:
            if answer == "delete":
                self._delete(entry, at)

        self.app.push_screen(
            Ask(
                f"Delete the interview of {_when(entry):%Y-%m-%d %H:%M} on {clean(entry.title)}?",
                {"keep": "Keep it", "delete": "Delete"},
                more="Its words, its recordings and its report are gone for good.",
            ),
            answered,
        )

    def _delete(self, entry: Entry, at: int) -> None:
        try:
            journal = Journal(self._viva.places.journal)
            try:
                forget(self._viva.places, entry.id)
                journal.delete(entry.id)
            finally:
                journal.close()
        except (JournalError, FolderError, OSError) as error:
            self.notify(str(error), severity="error")
            return
        self.load(at)
        self.notify(f"Deleted: {entry.id}")


def _when(entry: Entry) -> datetime:
    return datetime.fromtimestamp(entry.started).astimezone()


def _line(entry: Entry) -> Content:
    """One interview: when, its score, how much was answered, and on what."""
    found = read_summary(entry)
    when = f"{_when(entry):%Y-%m-%d %H:%M}  "
    title = clean(entry.title)
    if found is None or not entry.ended:
        state = "no report" if entry.ended else "interrupted"
        return Content.assemble(when, (f"{state:<24}", "dim"), title)
    score = found.result.score
    number = "  –" if score is None else f"{score:3.0f}"
    answered = f"{found.result.answered} of {found.result.asked}"
    topics = ", ".join(f"{clean(topic)} {value:.0f}" for topic, value in found.topics.items())
    return Content.assemble(
        when, f"{number} ", score_bar(score, 8), f"  {answered:<10}{title}", (f"   {topics}", "dim")
    )
