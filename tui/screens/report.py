"""The report: how it went and what to study next, at a glance; then its questions, each a line to open."""

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from models.report import export, pdf, wording
from models.report.report import Question
from tui.screens import report_lines as lines
from tui.screens.dialogs import Ask
from tui.screens.report_keys import UNKEPT, KeptReport, ReportKeys
from tui.screens.report_question import QuestionScreen
from tui.widgets.footer import Footer
from tui.widgets.lines import Lines

DELIVERY = " delivery"
"""The id of the line that opens the delivery; no question's id has a space."""
FORMS = {"html": "HTML", "markdown": "Markdown", "text": "Text", "json": "JSON", "pdf": "PDF", "csv": "CSV"}


class ReportScreen(ReportKeys):
    """One interview's report."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = (
        "On top stands what the interview came to, what that rests on, and what to study next. Up and down "
        "go through the questions: each has a mark for each of its points (✓ said, ◐ partly or after a "
        "follow-up, ○ not said, ? not heard), and its score. Enter opens one. The keys 1 to 4 say how hard a "
        "question was: it comes again sooner or later for that, and the score stays."
    )
    BINDINGS = [
        Binding("d", "drill", "drill weak", tooltip="Answer the weak questions of this interview again"),
        Binding("x", "export", "export", tooltip="Write the report to a file"),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
        Binding("escape,q", "leave", "back", key_display="q", tooltip="Back to where you came from"),
    ]

    questions = query_one("#questions", OptionList)

    def __init__(self, kept: KeptReport) -> None:
        super().__init__()
        self.kept = kept

    def compose(self) -> ComposeResult:
        """The result and what to study next on top, the questions below."""
        yield Static("", id="title")
        yield Static("", id="result")
        with Horizontal(id="top"):
            yield Vertical(id="study")
            yield Static("", id="delivery")
        yield Lines(id="questions", compact=True)
        yield Footer()

    def on_mount(self) -> None:
        """Read the report, and take the arrows."""
        self.questions.focus()
        try:
            self.kept.load()
        except UNKEPT as error:
            self.notify(str(error), severity="error")
        self.draw()

    def draw(self) -> None:
        """Draw all of it; what was highlighted stays so."""
        report = self.kept.report
        title = f"   {report.title} · {wording.circumstances(report)}"
        self.query_one("#title", Static).update(Content.assemble(("Viva   Report", "bold"), title))
        self.query_one("#result", Static).update(lines.result_lines(report))
        study = self.query_one("#study", Vertical)
        study.remove_children()
        study.mount_all(Static(line, classes=name) for line, name in lines.study_lines(report))
        self.query_one("#delivery", Static).update(lines.delivery_lines(report.delivery, report.average))
        at = self.questions.highlighted
        self.questions.clear_options()
        for round_ in report.rounds:
            self.questions.add_option(Option(lines.round_line(round_), disabled=True))
            self.questions.add_options([Option(lines.question_line(q), id=q.id) for q in round_.questions])
        self.questions.add_option(Option(Content.styled("How you said it", "bold"), disabled=True))
        told = lines.delivery_line(report.delivery, report.average)
        self.questions.add_option(Option(Content("     ") + told, id=DELIVERY))
        if at is None:
            self.questions.action_first()
        else:
            self.questions.highlighted = at
        self.refresh_bindings()

    @property
    def chosen(self) -> Question | None:
        """The question that is highlighted; nothing where it is the delivery."""
        option = self.questions.highlighted_option
        return self.kept.question(option.id) if option and option.id and option.id != DELIVERY else None

    @on(OptionList.OptionHighlighted, "#questions")
    def show_keys(self) -> None:
        """Keys come and go with what is highlighted."""
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#questions")
    def open_chosen(self) -> None:
        """Open the line that is highlighted."""
        if self.chosen is not None:
            self.app.push_screen(QuestionScreen(self.kept, self.chosen.id), lambda _: self.draw())
        else:
            from tui.screens.report_delivery import DeliveryScreen

            self.app.push_screen(DeliveryScreen(self.kept.report))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        if action == "drill":
            return self.is_mounted and any(map(lines.weak, self.kept.report.questions))
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()

    def action_drill(self) -> None:
        """Answer the weak questions again, the weakest first."""
        found = [question for question in self.kept.report.questions if lines.weak(question)]
        self.ask_again(*sorted(found, key=lambda question: question.score or 0.0))

    def action_export(self) -> None:
        """Ask for a format, and write the report to the folder that Viva was started in."""

        def chosen(form: str | None) -> None:
            if form:
                self._export(form)

        folder = f"It is written to {Path.cwd()}, and over no other file."
        self.app.push_screen(Ask("Export the report as …", FORMS, more=folder), chosen)

    def _export(self, form: str) -> None:
        suffix = next(ending for ending, name in export.SUFFIXES.items() if name == form)
        path = Path.cwd() / f"viva-{self.kept.interview}{suffix}"
        try:
            export.write(self.kept.report, form, path, chromium=pdf.find(self.viva.search_path))
        except export.ExportError as error:
            self.notify(str(error), severity="error", timeout=15)
        else:
            self.notify(str(path), title="Written", timeout=15)
