"""The lobby: what to practise, for how long, how; what was interrupted; again as last time, first."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Label, Select, Static

from models.records.journal import DAMAGED, Entry, Journal, JournalError
from models.records.packs import library
from models.records.paths import FolderError
from models.records.settings import Settings
from questions.library import LibraryError
from questions.pack import LEVELS, Pack
from questions.untrusted import clean
from tui.base import VivaBase
from tui.choosing import LENGTHS, choices_of
from tui.widgets.picks import Picks
from tui.words import counted

if TYPE_CHECKING:
    from models.drill import Drill


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

    _viva = getters.app(VivaBase)

    def __init__(self) -> None:
        super().__init__()
        self._pack: Pack | None = None
        self._waiting: Entry | None = None
        self._last: Entry | None = None
        self._drill: Drill | None = None

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
                yield Select[str]([], id="pack", allow_blank=True, prompt="…", compact=True)
                yield Label("Length")
                lengths = [(counted(n, "minute"), float(n)) for n in LENGTHS]
                minutes = settings.minutes if settings.minutes in LENGTHS else 20.0
                yield Select[float](lengths, id="minutes", value=minutes, allow_blank=False, compact=True)
                yield Label("Level")
                levels = [("All levels", ""), *((level.capitalize(), level) for level in LEVELS)]
                yield Select[str](levels, id="level", value=settings.level, allow_blank=False, compact=True)
                yield Label("Mode")
                modes = [
                    ("Practice: hints, pauses, corrections", "practice"),
                    ("Exam: none of them, time-up ends an answer", "exam"),
                ]
                yield Select[str](modes, id="mode", value=settings.mode, allow_blank=False, compact=True)
            yield Label("Topics  (none chosen: all)", id="topics-label")
            yield Picks(id="topics")
            yield Static("", id="notice")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Paint first; packs and the journal are read after."""
        self.query_one("#go-on").display = False
        self.call_after_refresh(self.load)

    def on_screen_resume(self) -> None:
        """What is interrupted, and what was last, may have changed."""
        if self._pack is not None:
            self.load_journal()

    @work(thread=True, exclusive=True, exit_on_error=False, description="packs")
    def load(self) -> None:
        """Find the packs, and open the one chosen last."""
        packs = library(self._viva.places)
        entries = packs.entries()
        settings = self._viva.settings
        names = [(clean(e.info.title if e.info else e.id), e.id) for e in entries]
        chosen = (
            settings.pack
            if any(e.id == settings.pack for e in entries)
            else (entries[0].id if entries else "")
        )
        self._rate()
        self.app.call_from_thread(self._show_packs, names, chosen)

    def _rate(self) -> None:
        """Learn from interviews of an older Viva, or of another machine, what is due."""
        from models.reports import rate_unrated

        try:
            journal = Journal(self._viva.places.journal)
            self.app.call_from_thread(self._tell_of_damage, journal)
            try:
                rate_unrated(journal)
            finally:
                journal.close()
        except (JournalError, FolderError):
            return  # reading the journal for the screen says why

    def _show_packs(self, names: list[tuple[str, str]], chosen: str) -> None:
        select = self.query_one("#pack", Select)
        select.set_options(names)
        if chosen:
            select.value = chosen
        else:
            self.query_one("#notice", Static).update(
                Content(
                    "No pack of questions was found. Install Viva anew, or write one: viva packs new NAME"
                )
            )
        self.load_journal()

    @on(Select.Changed, "#pack")
    def open_pack(self, event: Select.Changed) -> None:
        """Show the topics of the subject chosen."""
        if event.value is Select.NULL:
            return
        topics = self.query_one("#topics", Picks)
        topics.offer({})
        try:
            self._pack = library(self._viva.places).open(str(event.value))
        except LibraryError as error:
            self._pack = self._drill = None
            self.query_one("#notice", Static).update(Content(str(error)))
            return
        self.query_one("#notice", Static).update("")
        counts: dict[str, int] = {}
        for question in self._pack.questions:
            counts[question.topic] = counts.get(question.topic, 0) + 1
        order = [topic.id for topic in self._pack.info.topics if topic.id in counts]
        order += [topic for topic in counts if topic not in order]
        remembered = self._viva.settings.topic if self._viva.settings.pack == event.value else ()
        titles = {topic: f"{self._pack.topic_title(topic)}  {counts[topic]}" for topic in order}
        topics.offer(titles, remembered)
        self.load_journal()

    def _tell_of_damage(self, journal: Journal) -> None:
        if journal.set_aside is not None:
            self.notify(f"{DAMAGED} It is kept as {journal.set_aside.name}.", severity="warning", timeout=30)

    def load_journal(self) -> None:
        """Offer what was interrupted, and what is due."""
        try:
            journal = Journal(self._viva.places.journal)
            try:
                waiting = journal.entries(unfinished=True, limit=1)
                done = [entry for entry in journal.entries(limit=5) if entry.ended]
                if self._pack is not None:
                    from models.drill import find_drill

                    self._drill = find_drill(
                        journal, self._pack, datetime.now().astimezone(), self._viva.settings.interview_day
                    )
            finally:
                journal.close()
        except (JournalError, FolderError) as error:
            self.query_one("#notice", Static).update(Content(str(error)))
            return
        self._tell_of_damage(journal)
        self._waiting = waiting[0] if waiting else None
        self._last = done[0] if done else None
        go_on = self.query_one("#go-on", Button)
        go_on.display = self._waiting is not None
        again = "" if self._last is None else "again as last time, or choose anew below"
        if self._waiting is not None:
            again = f"an interview of {self._waiting.id[:10]} on {clean(self._waiting.title)} was interrupted"
        elif self._last is None:
            again = "your first interview: ten minutes are a good start"
        due = len(self._drill.due) if self._drill else 0
        told = f"\n{counted(due, 'question')} due again: d drills them" if due else ""
        self.query_one("#again", Static).update(Content(again + told))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        if action == "go_on":
            return self._waiting is not None
        if action == "last_report":
            return self._last is not None
        if action == "drill":
            return self._drill is not None
        return True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two ways in."""
        self.action_begin() if event.button.id == "begin" else self.action_go_on()

    def _chosen(self) -> Settings:
        topics = self.query_one("#topics", Picks)
        return msgspec.structs.replace(
            self._viva.settings,
            pack=str(self.query_one("#pack", Select).value),
            minutes=float(str(self.query_one("#minutes", Select).value)),
            level=str(self.query_one("#level", Select).value),
            mode=str(self.query_one("#mode", Select).value),
            topic=topics.picked,
        )

    def action_begin(self) -> None:
        """Remember the choices, and begin."""
        if self._pack is None:
            self.notify("Choose a subject first.", severity="warning")
            return
        chosen = self._chosen()
        self._viva.keep(**msgspec.structs.asdict(chosen))
        self._viva.sit(choices_of(chosen))

    def action_go_on(self) -> None:
        """Go on with the interview that was interrupted."""
        if self._waiting is not None:
            self._viva.go_on(self._waiting.id, choices_of(self._viva.settings))

    def action_last_report(self) -> None:
        """See what the last interview came to."""
        if self._last is not None:
            self._viva.show_report_of(self._last.id)

    def action_drill(self) -> None:
        """Begin with what is due again, then what is new."""
        if self._pack is None or self._drill is None:
            return
        chosen = self._chosen()
        names = tuple(question.id for question in self._drill.choose(chosen.minutes))
        if not names:
            self.notify("Nothing is due today, and nothing is new: begin an interview instead.")
            return
        asked = msgspec.structs.replace(
            choices_of(chosen), question=names, topic=(), level=None, minutes=None
        )
        self._viva.sit(asked)

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
