"""Two answers to one question, side by side: points gained and lost, words, pace."""

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from models.report.compare import Attempted, Comparison, change, compare, rows
from models.report.report import Question
from tui.screens import report_lines as lines
from tui.widgets.footer import Footer

_SIGNS = {1: ("+", "$text-success"), -1: ("-", "$text-error"), 0: ("=", "$text-muted")}


class CompareScreen(Screen[None]):
    """An answer beside an earlier one."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = (
        "+ is a point of which you said more than before, - one of which you said less, = one that stands as "
        "it was. n shows the next of your earlier answers, where there are several."
    )
    BINDINGS = [
        Binding("n", "next", "another", tooltip="Compare with another earlier answer"),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
        Binding("escape,q,c", "leave", "back", key_display="Esc", tooltip="Back to the question"),
    ]

    def __init__(self, question: Question, earlier: Sequence[tuple[str, Attempted]], recogniser: str) -> None:
        """`earlier` are other answers, each with when it was."""
        super().__init__()
        self._question = question
        self._earlier = earlier
        self._recogniser = recogniser
        self._at = 0

    def compose(self) -> ComposeResult:
        """The measures and the points on top, both answers below."""
        yield Static("", id="title")
        with VerticalScroll(id="compared"):
            yield Static(Content.styled(self._question.ask, "bold"))
            yield Static("", id="measures")
            yield Static("", id="changes")
            with Horizontal(id="answers"):
                yield Static("", id="before")
                yield Static("", id="after")
        yield Footer()

    def on_mount(self) -> None:
        """Begin with the latest of the earlier answers."""
        self.query_one("#compared").focus()
        self._draw()

    def _draw(self) -> None:
        when, before = self._earlier[self._at]
        found = compare(before, self._question)
        self.query_one("#title", Static).update(Content.assemble(("Compared", "bold"), f"   with {when}"))
        self.query_one("#measures", Static).update(_measures(found))
        self.query_one("#changes", Static).update(_changes(found))
        self.query_one("#before", Static).update(self._answer(f"Before: {when}", before))
        self.query_one("#after", Static).update(self._answer("After: this answer", self._question))

    def _answer(self, title: str, attempt: Attempted) -> Content:
        parts = [Content.styled(title, "bold $text-primary")]
        for turn in attempt.turns:
            parts += [lines.turn_heading(turn), lines.transcript_lines(attempt, turn, self._recogniser)]
        return Content("\n").join(parts)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        return len(self._earlier) > 1 if action == "next" else True

    def action_next(self) -> None:
        """Compare with the next of the earlier answers."""
        self._at = (self._at + 1) % len(self._earlier)
        self._draw()

    def action_leave(self) -> None:
        """Back to the question."""
        self.dismiss()


def _measures(found: Comparison) -> Content:
    table = rows(found)
    width = max(len(before) for _, before, _ in table)
    return Content("\n").join(
        Content.assemble((f"{name:<9}", "dim"), f"{before:>{width}} → ", (after, "bold"))
        for name, before, after in table
    )


def _changes(found: Comparison) -> Content:
    told = []
    for point in found.points:
        sign, style = _SIGNS[(point.gained > 0) - (point.gained < 0)]
        told.append(Content.assemble((f"{sign} {change(point)}", style), f"  {point.says}"))
    return Content("\n").join(told)
