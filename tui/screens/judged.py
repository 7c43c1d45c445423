"""What was judged of the answer just given: its points, to overrule or to grade at once."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from models.interview import commands as c
from models.interview.state import Answer
from models.report import wording
from models.report.points import mark
from questions.pack import Question
from tui.widgets.footer import Footer

GRADES = ("again", "hard", "good", "easy")


class JudgedScreen(ModalScreen[list[c.Command]]):
    """Gives what the candidate asks for about the judgement: overrulings, and a grade."""

    BINDINGS = [
        Binding("escape,q,enter", "leave", "go on", key_display="Esc"),
        Binding("plus,equals_sign", "overrule(True)", "I said that", key_display="+"),
        Binding("minus", "overrule(False)", "I did not", key_display="-"),
        Binding("1", "grade(1)", "again"),
        Binding("2", "grade(2)", "hard"),
        Binding("3", "grade(3)", "good"),
        Binding("4", "grade(4)", "easy"),
    ]

    points = query_one("#judged", OptionList)

    def __init__(self, question: Question, answer: Answer) -> None:
        super().__init__(classes="dialog -wide-dialog")
        self._question = question
        self._answer = answer
        self._overruled = dict(answer.overruled)
        self._grade = answer.grade

    def compose(self) -> ComposeResult:
        """The points with their marks, and how the question is graded."""
        with Vertical():
            yield Static(Content(self._question.ask), classes="asked")
            yield OptionList(id="judged", compact=True)
            yield Static("", id="graded", classes="more")
        yield Footer()

    def on_mount(self) -> None:
        """Draw the points."""
        self._draw()
        self.points.focus()

    def _draw(self) -> None:
        at = self.points.highlighted or 0
        self.points.clear_options()
        self.points.add_options(
            [Option(self._line(point.id, point.says), id=point.id) for point in self._question.points]
        )
        self.points.highlighted = at
        commented = f"{wording.COMMENT}: {self._answer.comment}\n" if self._answer.comment else ""
        graded = GRADES[self._grade - 1] if self._grade else "not graded: 1 again, 2 hard, 3 good, 4 easy"
        self.query_one("#graded", Static).update(Content(f"{commented}When it comes again: {graded}"))

    def _line(self, point: str, says: str) -> Content:
        judged = self._answer.assessment.judgement(point) if self._answer.assessment else None
        marked = mark(judged) if judged else "not said"
        own = {True: "  you: said", False: "  you: not said"}.get(self._overruled.get(point), "")  # type: ignore[arg-type]
        return Content(f"{wording.SYMBOLS[marked]} {wording.LABELS[marked]}{own}  ·  {says}")

    def action_overrule(self, said: bool) -> None:
        """Disagree about the point that is chosen."""
        at = self.points.highlighted
        if at is not None:
            self._overruled[self._question.points[at].id] = said
            self._draw()

    def action_grade(self, grade: int) -> None:
        """Say how hard it was."""
        self._grade = grade
        self._draw()

    def action_leave(self) -> None:
        """Give what changed."""
        asked: list[c.Command] = [
            c.Overrule(self._question.id, point, said)
            for point, said in self._overruled.items()
            if self._answer.overruled.get(point) != said
        ]
        if self._grade and self._grade != self._answer.grade:
            asked.append(c.Grade(self._question.id, self._grade))  # type: ignore[arg-type]
        self.dismiss(asked)
