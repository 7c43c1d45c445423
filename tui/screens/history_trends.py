"""Trends: how one's own interviews went over time, as a plot, as lines, and in words and numbers."""

from pathlib import Path

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding
from textual.color import Color
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Sparkline, Static
from textual_plotext import PlotextPlot

from models.records.journal import Journal, JournalError
from models.records.paths import FolderError
from models.report.trends import Trend, trends, words
from models.reports import history
from questions.untrusted import clean
from tui.base import VivaBase
from tui.widgets.footer import Footer

OVER = 50
"""Interviews that the trends are over: the latest ones."""


class TrendsScreen(Screen[None]):
    """How the latest interviews went."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = (
        "Each measure goes from the oldest of your latest fifty interviews, on the left, to the last one. "
        "Points said are those of which you said anything; pauses are a share of an answer's time."
    )
    BINDINGS = [
        Binding("escape,q,t", "leave", "back", key_display="q", tooltip="Back to the history"),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
    ]

    _viva = getters.app(VivaBase)

    def compose(self) -> ComposeResult:
        """The score as a plot, and each measure as a line with its words."""
        found = self._trends()
        yield Static(Content.assemble(("Viva   Trends", "bold"), "   the oldest on the left"), id="title")
        with VerticalScroll(id="trends"):
            if not found:
                yield Static(
                    "Two interviews are needed that have a score: then there is something to compare."
                )
            if found and found[0].name == "Score":
                yield ScorePlot(found[0])
            for trend in found:
                name = f"{trend.name} (topic)" if trend.topic else trend.name
                yield Static(Content.assemble((clean(name), "bold"), f"   {words(trend)}"), classes="words")
                yield Sparkline(trend.values)
        yield Footer()

    def on_mount(self) -> None:
        """Take the arrows."""
        self.query_one("#trends").focus()

    def _trends(self) -> tuple[Trend, ...]:
        try:
            journal = Journal(self._viva.places.journal)
            try:
                return trends(history(journal, limit=OVER))
            finally:
                journal.close()
        except (JournalError, FolderError) as error:
            self.notify(str(error), severity="error")
            return ()

    def action_leave(self) -> None:
        """Back to the history."""
        self.dismiss()


class ScorePlot(PlotextPlot):
    """The scores, from 0 to 100; the words under it say the same."""

    can_focus = False

    def __init__(self, trend: Trend) -> None:
        super().__init__()
        self._trend = trend

    def on_mount(self) -> None:
        """Draw the line."""
        values = list(self._trend.values)
        colour = Color.parse(self.app.theme_variables["primary"])
        self.plt.plot(list(range(1, len(values) + 1)), values, marker="braille", color=colour.rgb)
        self.plt.ylim(0, 100)
        self.plt.yticks([0, 25, 50, 75, 100])
        self.plt.xticks([1, len(values)], ["first", "last"])
        self.plt.title("Score, of 100")
