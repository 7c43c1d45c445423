"""The report: what the interview came to, what to study next, each question's points with their evidence."""

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from models.interview import commands as c
from models.interview.state import Interview
from models.records.journal import Journal, JournalError
from models.records.paths import FolderError
from models.report import export, pdf, wording
from models.report.report import Point, Question, Report, Turn
from models.reports import read_report, record
from tui.screens.dialogs import Ask

if TYPE_CHECKING:
    from tui.app import VivaApp

MARK_STYLES = {"said": "$text-success", "not said": "$text-error", "not heard": "$text-warning"}


class ReportScreen(Screen[None]):
    """One interview's report."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = (
        "Up and down go through the questions, and beside them stands what was said of each point. "
        "In a question, Tab goes to its points: + says that you said a point, - that you did not."
    )
    BINDINGS = [
        Binding("escape,q", "leave", "back", key_display="q", tooltip="Back to where you came from"),
        Binding("tab", "app.focus_next", "points", tooltip="Between the questions and their points"),
        Binding("plus,equals_sign", "overrule(True)", "I said it", key_display="+"),
        Binding("minus", "overrule(False)", "I did not", key_display="-"),
        Binding("1,2,3,4", "grade", "grade", show=False),
        Binding("x", "export", "export", tooltip="Write the report to a file"),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
    ]

    questions = query_one("#questions", OptionList)
    points = query_one("#points", OptionList)

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self._interview = interview.id
        self._report: Report | None = None

    @property
    def _viva(self) -> "VivaApp":
        from tui.app import VivaApp

        assert isinstance(self.app, VivaApp)
        return self.app

    def compose(self) -> ComposeResult:
        """The result on top; questions; the one chosen."""
        yield Static("", id="title")
        with VerticalScroll(id="top", can_focus=False):
            yield Static("", id="result")
            yield Static("", id="study")
            yield Static("", id="delivery")
        with Horizontal(id="below"):
            yield OptionList(id="questions", compact=True)
            with Vertical(id="chosen"):
                yield Static("", id="asked")
                yield OptionList(id="points", compact=True)
                with VerticalScroll(id="said"):
                    yield Static("", id="transcript")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Read the report from the journal."""
        self.load()
        self.questions.focus()

    def load(self) -> None:
        """Read the report, and draw all of it."""
        try:
            journal = Journal(self._viva.places.journal)
            try:
                self._report = read_report(journal, journal.find(self._interview))
            finally:
                journal.close()
        except (JournalError, FolderError) as error:
            self.notify(str(error), severity="error")
            return
        self._draw(self._report)

    def _draw(self, report: Report) -> None:
        self.query_one("#title", Static).update(
            Content.assemble(
                ("Viva   Report", "bold"), f"   {report.title} · {wording.circumstances(report)}"
            )
        )
        rests = "  ".join(wording.rests_on(report.result))
        result = Content.assemble((wording.result(report.result), "bold"), f"\n{rests}")
        self.query_one("#result", Static).update(result)
        lines = [Content.styled("Study next", "bold")]
        for number, study in enumerate(report.study, 1):
            lines.append(Content.assemble(f"{number}. {study.says}", (f"  {study.source}", "dim")))
        self.query_one("#study", Static).update(Content("\n").join(lines) if report.study else "")
        rows = wording.delivery_rows(report.delivery, report.average)
        told = "   ".join(f"{row.name} {row.value}" for row in rows)
        self.query_one("#delivery", Static).update(Content.styled(told, "dim"))
        at = self.questions.highlighted or 0
        self.questions.clear_options()
        self.questions.add_options([Option(_line(question), id=question.id) for question in report.questions])
        if report.questions:
            self.questions.highlighted = min(at, len(report.questions) - 1)
            self._draw_question(report.questions[self.questions.highlighted])

    @property
    def _question(self) -> Question | None:
        at = self.questions.highlighted
        return self._report.questions[at] if self._report and at is not None else None

    @on(OptionList.OptionHighlighted, "#questions")
    def choose(self) -> None:
        """Show the question that is chosen."""
        if self._question is not None:
            self._draw_question(self._question)

    @on(OptionList.OptionSelected, "#questions")
    def open_points(self) -> None:
        """Enter goes to the question's points."""
        self.points.focus()

    @on(OptionList.OptionHighlighted, "#points")
    def light(self) -> None:
        """Show the words that earned the point that is chosen."""
        self._draw_said()

    def _draw_question(self, question: Question) -> None:
        facts = " · ".join(wording.facts(question))
        self.query_one("#asked", Static).update(
            Content.assemble((question.ask, "bold"), (f"\n{facts}", "dim"))
        )
        at = self.points.highlighted or 0
        self.points.clear_options()
        self.points.add_options([Option(_point_line(point), id=point.id) for point in question.points])
        if question.points:
            self.points.highlighted = min(at, len(question.points) - 1)
        self._draw_said()

    def _draw_said(self) -> None:
        question = self._question
        if question is None:
            return
        at = self.points.highlighted
        point = question.points[at] if at is not None and at < len(question.points) else None
        parts = [part for turn in question.turns for part in _turn(turn, point)]
        if question.answer:
            parts += [Content(""), Content.styled("A model answer", "bold"), *map(Content, question.answer)]
        self.query_one("#transcript", Static).update(Content("\n").join(parts))

    # Keys

    def action_leave(self) -> None:
        """From the points to the questions, and from there back."""
        if self.points.has_focus:
            self.questions.focus()
        else:
            self.dismiss()

    def action_overrule(self, said: bool) -> None:
        """Disagree with the judge about the point that is chosen; the judge's opinion stays beside it."""
        question, at = self._question, self.points.highlighted
        if question is None or at is None or not self.points.has_focus:
            self.notify("Choose a point first: Tab.")
            return
        self._record(c.Overrule(question.id, question.points[at].id, said))

    def key_1(self) -> None:
        """Grade the question: again."""
        self._grade(1)

    def key_2(self) -> None:
        """Grade the question: hard."""
        self._grade(2)

    def key_3(self) -> None:
        """Grade the question: good."""
        self._grade(3)

    def key_4(self) -> None:
        """Grade the question: easy."""
        self._grade(4)

    def _grade(self, grade: int) -> None:
        if self._question is not None:
            self._record(c.Grade(self._question.id, grade))  # type: ignore[arg-type]
            word = ("again", "hard", "good", "easy")[grade - 1]
            self.notify(f"Graded: {word}. It moves when the question comes again, not the score.")

    def _record(self, command: c.Command) -> None:
        try:
            journal = Journal(self._viva.places.journal)
            try:
                record(journal, self._interview, command)
            finally:
                journal.close()
        except (JournalError, FolderError) as error:
            self.notify(str(error), severity="error")
            return
        self.load()

    def action_export(self) -> None:
        """Ask for a format, and write the report to the folder that Viva was started in."""

        def chosen(form: str | None) -> None:
            if form and self._report is not None:
                suffix = next(ending for ending, name in export.SUFFIXES.items() if name == form)
                path = Path.cwd() / f"viva-{self._interview}{suffix}"
                try:
                    export.write(self._report, form, path, chromium=pdf.find(self._viva.search_path))
                except export.ExportError as error:
                    self.notify(str(error), severity="error", timeout=15)
                else:
                    self.notify(str(path), title="Written", timeout=15)

        forms = {"html": "HTML", "markdown": "Markdown", "text": "Text", "json": "JSON", "pdf": "PDF"}
        self.app.push_screen(Ask("Export the report as …", forms, more=f"to {Path.cwd()}"), chosen)


def _line(question: Question) -> Content:
    marks = "".join(wording.SYMBOLS[point.mark] for point in question.points)
    score = "  –" if question.score is None else f"{question.score:3.0f}"
    if question.state != "answered":
        return Content.assemble(
            f"{question.number:2} {'':<5} {score} ", (f"{question.ask}  ({question.state})", "dim")
        )
    return Content(f"{question.number:2} {marks:<5} {score} {question.ask}")


def _point_line(point: Point) -> Content:
    style = MARK_STYLES.get(point.mark, "$text-accent")
    label = wording.LABELS[point.mark]
    own = "" if point.overruled is None else f"  (overruled; judged: {wording.LABELS[point.judged]})"
    return Content.assemble(
        (f"{wording.SYMBOLS[point.mark]} {label}", style), f"  {point.says}", (own, "dim")
    )


def _turn(turn: Turn, point: Point | None) -> list[Content]:
    """A turn's transcript, with the words that earned the point lit up between brackets of their own."""
    asked = f"Follow-up ({turn.why}): {turn.asked}" if turn.probe else turn.asked
    lit = {
        at
        for evidence in (point.evidence if point else ())
        if evidence.turn == turn.number
        for at in range(evidence.first, evidence.last + 1)
    }
    words = []
    for at, word in enumerate(turn.words):
        opening = "[" if at in lit and at - 1 not in lit else ""
        closing = "]" if at in lit and at + 1 not in lit else ""
        text = f"{opening}{word.text}{closing}"
        words.append(Content.styled(text, "bold $text-success") if at in lit else Content(text))
    said = Content(" ").join(words) if words else Content.styled("Nothing was answered.", "dim")
    heads = [Content.styled(asked, "dim")] if turn.probe else []
    misheard = [
        Content.styled(f"heard “{found.heard}”, probably {found.probably}", "dim") for found in turn.misheard
    ]
    return [*heads, said, *misheard, Content("")]
