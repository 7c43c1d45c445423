"""The lobby: what to practise, for how long, how; what was interrupted; again as last time, first."""

from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Label, Static

from models.counting import counted
from models.records.paths import FolderError
from models.records.settings import Settings
from questions.untrusted import clean
from tui.base import VivaBase
from tui.choosing import LEVELS, MODES, choices_of, lengths
from tui.widgets.choice import Choice
from tui.widgets.footer import Footer
from tui.widgets.picks import Picks

if TYPE_CHECKING:  # it is painted before packs and the journal are read
    from models.lobby import Kept
    from questions.pack import Pack


class LobbyScreen(Screen[None]):
    """Chooses an interview."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = "Choose a subject, topics, a length and a level, then begin. Tab moves on, Enter chooses."
    BINDINGS = [
        Binding("b", "begin", "begin", tooltip="Begin an interview with these choices"),
        Binding("g", "go_on", "go on", tooltip="Go on with the interview that was interrupted"),
        Binding("m", "soundcheck", "sound", tooltip="Try the microphone and the voice"),
        Binding(
            "d", "drill", "drill", tooltip="Answer what is due again, the weakest first; then what is new"
        ),
        Binding("h", "history", "history", tooltip="Your interviews, and how they went over time"),
        Binding("l", "last_report", "report", tooltip="See what the last interview came to"),
        Binding("o", "library", "questions", tooltip="Look through the questions, and practise single ones"),
        Binding(
            "y",
            "theme",
            "theme",
            show=False,
            tooltip="Dark, light, high contrast, the terminal's own colours",
        ),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
        Binding("q,ctrl+q", "app.quit", "quit", key_display="q"),
    ]

    AUTO_FOCUS = "#begin"
    HORIZONTAL_BREAKPOINTS = []

    _viva = getters.app(VivaBase)

    def __init__(self) -> None:
        super().__init__()
        self._pack: Pack | None = None
        self._kept: Kept | None = None

    def compose(self) -> ComposeResult:
        """The choices, and what waits."""
        settings = self._viva.settings
        yield Static(Content.assemble(("Viva", "bold"), "  a mock technical interview"), id="banner")
        with VerticalScroll(id="lobby", can_focus=False):
            with Horizontal(id="first"):
                yield Button("Begin  b", id="begin", variant="primary")
                yield Button("Go on  g", id="go-on")
                yield Static("", id="again")
            with Grid(id="choices"):
                yield Label("Subject")
                yield Choice(id="pack")
                yield Label("Length")
                offered = lengths(settings.minutes, self._viva.limits)
                yield Choice(offered, f"{settings.minutes:g}", id="minutes")
                yield Label("Level")
                yield Choice(LEVELS, settings.level, id="level")
                yield Label("Mode")
                yield Choice(MODES, settings.mode, id="mode")
            yield Label("Topics  (none chosen: all)", id="topics-label")
            yield Picks(id="topics")
            yield Static("", id="notice")
        yield Footer()

    def on_mount(self) -> None:
        """Nothing was interrupted, as far as is known."""
        self.query_one("#go-on").display = False

    def on_screen_resume(self) -> None:
        """Paint first, and read then; what is interrupted, and what was last, may have changed."""
        self.call_after_refresh(self._read)

    def _read(self) -> None:
        name = self.query_one("#pack", Choice).value
        if not name:
            self.load()
        elif self._pack is None:
            self._open(name, self.query_one("#topics", Picks).picked)
        else:
            self.load_journal()

    @work(thread=True, exclusive=True, exit_on_error=False, description="packs")
    def load(self) -> None:
        """Find the packs, and open the one chosen last."""
        from models.lobby import rate
        from models.records.journal import JournalError
        from models.records.packs import library

        entries = library(self._viva.places).entries()
        names = [(entry.id, clean(entry.info.title if entry.info else entry.id)) for entry in entries]
        first = names[0][0] if names else ""
        chosen = self._viva.settings.pack if self._viva.settings.pack in dict(names) else first
        with suppress(JournalError, FolderError):  # reading the journal for the screen says why
            self.app.call_from_thread(self._tell_of_damage, rate(self._viva.places))
        self.app.call_from_thread(self._show_packs, names, chosen)

    def _tell_of_damage(self, damage: str) -> None:
        if damage:
            self.notify(damage, severity="warning", timeout=30)

    def _show_packs(self, names: list[tuple[str, str]], chosen: str) -> None:
        self.query_one("#pack", Choice).offer(names, chosen)
        if not chosen:
            none = "No pack of questions was found. Install Viva anew, or write one: viva packs new NAME"
            self.query_one("#notice", Static).update(Content(none))
            self.load_journal()

    @on(Choice.Changed, "#pack")
    def open_pack(self, event: Choice.Changed) -> None:
        """Show the topics of the subject chosen."""
        settings = self._viva.settings
        self._open(event.value, settings.topic if settings.pack == event.value else ())

    def _open(self, name: str, picked: Collection[str]) -> None:
        from models.records.packs import library
        from questions.library import LibraryError

        topics, notice = self.query_one("#topics", Picks), self.query_one("#notice", Static)
        topics.offer({})
        try:
            self._pack = library(self._viva.places).open(name)
        except LibraryError as error:
            self._pack = None
            notice.update(Content(str(error)))
        else:
            notice.update("")
            counts = Counter(question.topic for question in self._pack.questions)
            order = [topic.id for topic in self._pack.info.topics if topic.id in counts]
            order += [topic for topic in counts if topic not in order]
            topics.offer({t: f"{self._pack.topic_title(t)}  {counts[t]}" for t in order}, picked)
        self.load_journal()

    def load_journal(self) -> None:
        """Offer what was interrupted, and what is due."""
        from models.lobby import look
        from models.records.journal import JournalError

        try:
            kept = look(self._viva.places, self._pack, self._viva.settings.interview_day)
        except (JournalError, FolderError) as error:
            self.query_one("#notice", Static).update(Content(str(error)))
            return
        self._kept = kept
        self._tell_of_damage(kept.damage)
        self.query_one("#go-on", Button).display = kept.waiting is not None
        if kept.waiting is not None:
            when, title = kept.waiting.id[:10], clean(kept.waiting.title)
            again = f"an interview of {when} on {title} was interrupted"
        elif kept.last is not None:
            again = "again as last time, or choose anew below"
        else:
            again = "your first interview: ten minutes are a good start"
        due = len(kept.drill.due) if kept.drill else 0
        told = f"\n{counted(due, 'question')} due again: d drills them" if due else ""
        self.query_one("#again", Static).update(Content(again + told))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        needs = {"go_on": "waiting", "last_report": "last", "drill": "drill"}.get(action)
        return needs is None or getattr(self._kept, needs, None) is not None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two ways in."""
        self.action_begin() if event.button.id == "begin" else self.action_go_on()

    def _chosen(self) -> Settings:
        topics = self.query_one("#topics", Picks)
        return msgspec.structs.replace(
            self._viva.settings,
            pack=self.query_one("#pack", Choice).value,
            minutes=float(self.query_one("#minutes", Choice).value),
            level=self.query_one("#level", Choice).value,
            mode=self.query_one("#mode", Choice).value,
            topic=topics.picked,
        )

    def action_begin(self) -> None:
        """Remember the choices, and begin."""
        if self._pack is None:
            self.notify("Choose a subject first.", severity="warning")
            return
        chosen = self._chosen()
        self._viva.keep(**msgspec.structs.asdict(chosen))
        self._hand_over(partial(self._viva.sit, choices_of(chosen)))

    def _hand_over(self, begin: Callable[[], None]) -> None:
        """Let go of the pack, some megabytes, for as long as an interview is held."""
        self._pack = self._kept = None
        begin()
        if self.app.screen is self:  # it was refused
            self._read()

    def action_go_on(self) -> None:
        """Go on with the interview that was interrupted."""
        if self._kept is not None and self._kept.waiting is not None:
            choices = choices_of(self._viva.settings)
            self._hand_over(partial(self._viva.go_on, self._kept.waiting.id, choices))

    def action_last_report(self) -> None:
        """See what the last interview came to."""
        if self._kept is not None and self._kept.last is not None:
            self._viva.show_report_of(self._kept.last.id)

    def action_drill(self) -> None:
        """Begin with what is due again, then what is new."""
        if self._kept is None or self._kept.drill is None:
            return
        chosen = self._chosen()
        names = tuple(question.id for question in self._kept.drill.choose(chosen.minutes))
        if not names:
            self.notify("Nothing is due today, and nothing is new: begin an interview instead.")
            return
        asked = msgspec.structs.replace(
            choices_of(chosen), question=names, topic=(), level=None, minutes=None
        )
        self._hand_over(partial(self._viva.sit, asked))

    def action_history(self) -> None:
        """See all interviews."""
        from tui.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen())

    def action_soundcheck(self) -> None:
        """Try the microphone and the voice."""
        from tui.screens.soundcheck import SoundCheckScreen

        self.app.push_screen(SoundCheckScreen())

    def action_library(self) -> None:
        """Look through the questions of the subject chosen."""
        from tui.screens.library import LibraryScreen

        if self._pack is not None:
            self.app.push_screen(LibraryScreen(self._pack))

    def action_theme(self) -> None:
        """The next theme."""
        from tui.themes import THEMES

        names = list(THEMES)
        name = names[(names.index(self.app.theme) + 1) % len(names)] if self.app.theme in names else names[0]
        self._viva.use_theme(name)
        self.notify(THEMES[name], title="Theme", timeout=2)
