"""How the answers were said: measures beside one's own average, and each answer's timeline."""

from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from models.report import wording
from models.report.report import Question, Report
from tui.screens import report_lines as lines
from tui.widgets.chart import Timeline, timeline_words
from tui.widgets.footer import Footer


class DeliveryScreen(Screen[None]):
    """The delivery of one interview."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = (
        "Pace counts words a minute of talking, pauses left out. Hedges are words such as “maybe”. "
        "A timeline goes from an answer's first word to its last: ▄ speech, · a pause, ▒ a filler."
    )
    BINDINGS = [
        Binding("escape,q,enter", "leave", "back", key_display="Esc", tooltip="Back to the report"),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
    ]

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def compose(self) -> ComposeResult:
        """The measures, then a timeline for each spoken answer."""
        report = self._report
        yield Static(Content.assemble(("Delivery", "bold"), f"   {report.title}"), id="title")
        with VerticalScroll(id="told"):
            yield Static(lines.delivery_lines(report.delivery, report.average))
            for question in report.questions:
                if any(turn.timeline for turn in question.turns):
                    yield from self._question(question)
        yield Footer()

    def _question(self, question: Question) -> ComposeResult:
        pace = "" if question.delivery.pace is None else f"   {question.delivery.pace:.0f} words a minute"
        used = f"{wording.clock(question.used)} of {wording.clock(question.minutes * 60)}"
        yield Static(
            Content.assemble((f"{question.number}  {question.ask}", "bold"), (f"\n{used}{pace}", "dim")),
            classes="heading",
        )
        for turn in question.turns:
            if turn.timeline:
                yield Timeline(turn.timeline)
                yield Static(Content.styled(timeline_words(turn.timeline), "dim"))

    def on_mount(self) -> None:
        """Take the arrows."""
        self.query_one("#told").focus()

    def action_leave(self) -> None:
        """Back to the report."""
        self.dismiss()
