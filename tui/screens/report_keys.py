"""What the report's screens share: the report, read anew after every change, and the keys for a question."""

import msgspec
from textual import getters
from textual.binding import Binding
from textual.screen import Screen

from models.interview import commands as c
from models.interview.state import Interview
from models.records.journal import Journal, JournalError
from models.records.paths import FolderError, Places
from models.report.compare import Attempted
from models.report.report import Question, Report
from models.reports import earlier_attempts, make_report, read_report, record
from tui.base import VivaBase
from tui.choosing import choices_of

GRADES = {1: "again", 2: "hard", 3: "good", 4: "easy"}
UNKEPT = (JournalError, FolderError)
"""What is raised where the journal cannot be used; the sentence says why."""


class KeptReport:
    """One interview's report, and the journal that it is computed from."""

    def __init__(self, places: Places, interview: Interview) -> None:
        """Until it is read from the journal, the report is that of the interview as it is at hand."""
        self.interview = interview.id
        self.report: Report = make_report(interview, None)
        self.places = places

    def question(self, name: str) -> Question:
        """A question of the report."""
        return next(question for question in self.report.questions if question.id == name)

    def load(self) -> None:
        """Read the report. Raises one of `UNKEPT`."""
        journal = Journal(self.places.journal)
        try:
            self.report = read_report(journal, journal.find(self.interview))
        finally:
            journal.close()

    def earlier(self, question: Question) -> list[tuple[str, Attempted]]:
        """Other answers to the question, each with when it was. Raises one of `UNKEPT`."""
        journal = Journal(self.places.journal)
        try:
            return earlier_attempts(journal, journal.find(self.interview), question)
        finally:
            journal.close()

    def record(self, command: c.Command) -> None:
        """Keep what the candidate says of it, and read it anew. Raises one of `UNKEPT`."""
        journal = Journal(self.places.journal)
        try:
            record(journal, self.interview, command)
        finally:
            journal.close()
        self.load()


class ReportKeys(Screen[None]):
    """A screen on which a question of a report can be graded and answered again."""

    BINDINGS = [
        Binding(
            "1",
            "grade(1)",
            "grade",
            key_display="1-4",
            tooltip="How well you know it: 1 again, 2 hard, 3 good, 4 easy",
        ),
        *(Binding(str(grade), f"grade({grade})", show=False) for grade in (2, 3, 4)),
        Binding("r", "retake", "retake", tooltip="Answer this question again, now"),
    ]

    kept: KeptReport

    viva = getters.app(VivaBase)

    @property
    def chosen(self) -> Question | None:
        """The question that the keys are about."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw the report as it stands now."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is no question for."""
        if action in ("grade", "retake"):
            return self.is_mounted and self.chosen is not None and self.chosen.state != "not asked"
        return True

    def keep(self, command: c.Command) -> bool:
        """Keep what the candidate says of the report, and draw it anew; whether it was kept."""
        try:
            self.kept.record(command)
        except UNKEPT as error:
            self.notify(str(error), severity="error")
            return False
        self.draw()
        return True

    def action_grade(self, grade: int) -> None:
        """Say how hard the question was."""
        if self.chosen is not None and self.keep(c.Grade(self.chosen.id, grade)):  # type: ignore[arg-type]
            told = f"Graded: {GRADES[grade]}. It moves when the question comes again, not the score."
            self.notify(told)

    def action_retake(self) -> None:
        """Answer the question again."""
        if self.chosen is not None:
            self.ask_again(self.chosen)

    def ask_again(self, *questions: Question) -> None:
        """Begin an interview of these questions, with the settings of the last one."""
        names = tuple(question.id for question in questions)
        choices = msgspec.structs.replace(
            choices_of(self.viva.settings),
            pack=self.kept.report.pack,
            question=names,
            topic=(),
            level=None,
            minutes=None,
        )
        self.viva.sit(choices)
