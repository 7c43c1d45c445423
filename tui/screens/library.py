"""The library: every question of a pack, to look through, search, and practise singly."""

from pathlib import Path

import msgspec
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input, Static

from models.counting import counted
from questions.pack import Pack, Question
from tui.base import VivaBase
from tui.choosing import choices_of
from tui.widgets.footer import Footer
from tui.widgets.picks import Picks


class LibraryScreen(Screen[None]):
    """Looks through one pack. The rubric is not shown: it would give the answers away."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = "#found"
    HELP = "Type / to search. Space picks a question; b begins with what is picked, or with this one."
    BINDINGS = [
        Binding("b", "begin", "begin", tooltip="Practise what is picked, or the question under the bar"),
        Binding("slash", "search", "search", key_display="/", tooltip="Search the questions"),
        Binding("escape,q", "leave", "back", key_display="q"),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
    ]

    found = query_one("#found", Picks)
    wanted = query_one("#wanted", Input)

    _viva = getters.app(VivaBase)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack

    def compose(self) -> ComposeResult:
        """The search over the list, and the question under the bar."""
        yield Static(Content.assemble(("Viva   Library", "bold"), f"   {self._pack.info.title}"), id="title")
        yield Input(placeholder="search: words of the question, a topic, a level", id="wanted", compact=True)
        yield Picks(id="found")
        with Vertical(id="chosen"):
            yield Static("", id="about")
        yield Footer()

    def on_mount(self) -> None:
        """Show every question."""
        self._offer("")

    @on(Input.Changed)
    def search(self, event: Input.Changed) -> None:
        """Show the questions that have every word."""
        self._offer(event.value)

    @on(Input.Submitted)
    def to_the_list(self) -> None:
        """From the search to what it found."""
        self.found.focus()

    def _offer(self, wanted: str) -> None:
        words = wanted.lower().split()
        order = {topic.id: at for at, topic in enumerate(self._pack.info.topics)}
        questions = sorted(self._pack.questions, key=lambda question: order.get(question.topic, len(order)))
        picked = self.found.picked
        titles = {q.id: self._line(q) for q in questions if all(word in self._text(q) for word in words)}
        self.found.offer(titles, picked)
        self.found.highlighted = 0 if titles else None
        if not titles:
            self.query_one("#about", Static).update("No question has all of these words.")

    def _line(self, question: Question) -> str:
        return f"{self._pack.topic_title(question.topic)[:14]:14}  {question.level:6}  {question.ask}"

    def _text(self, question: Question) -> str:
        return (
            f"{question.id} {self._pack.topic_title(question.topic)} {question.level} {question.ask}".lower()
        )

    @on(Picks.OptionHighlighted)
    def show(self, event: Picks.OptionHighlighted) -> None:
        """Show all of the question under the bar."""
        question = self._pack.question(event.option_id or "")
        if question is not None:
            size = f"{counted(question.minutes, 'minute')} · {counted(len(question.points), 'key point')}"
            facts = f"{self._pack.topic_title(question.topic)} · {question.level} · {size} · {question.id}"
            about = Content.assemble((question.ask, "bold"), "\n", (facts, "dim"))
            self.query_one("#about", Static).update(about)

    def action_search(self) -> None:
        """Go to the search."""
        self.wanted.focus()

    def action_leave(self) -> None:
        """From the search to the list, and from there back."""
        if self.wanted.has_focus:
            self.found.focus()
        else:
            self.dismiss()

    def action_begin(self) -> None:
        """Begin with what is picked, or with the question under the bar."""
        at = self.found.highlighted
        here = (self.found.get_option_at_index(at).id or "",) if at is not None else ()
        ids = self.found.picked or here
        if not ids:
            self.notify("Find a question first.", severity="warning")
            return
        choices = choices_of(self._viva.settings)
        self._viva.sit(msgspec.structs.replace(choices, pack=self._pack.info.id, question=ids))
