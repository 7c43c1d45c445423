"""Several reports as one CSV, a row for each question: for a class, and for whoever likes tables."""

import csv
import io
from collections.abc import Iterable, Sequence

from models.report import wording
from models.report.report import Question, Report
from questions.untrusted import clean

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What a spreadsheet takes for a formula at the start of a cell (OWASP, CSV injection)."""

COLUMNS = (
    "name", "interview", "when", "subject", "mode", "interview_score", "interview_answered",
    "interview_asked", "round", "number", "question", "level", "state", "score", "minutes_given",
    "minutes_used", "overtime", "attempt", "hint", "points", "said", "after_a_probe", "partly",
    "not_said", "not_heard", "input", "words", "pace", "fillers", "hedges", "longest_pause",
)  # fmt: skip


def render(reports: Iterable[Report], names: Sequence[str] = ()) -> str:
    """A row for each question that was asked; `names` says whose each report is."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")  # RFC 4180
    table.writeheader()
    for at, report in enumerate(reports):
        name = clean(names[at]) if at < len(names) else ""
        for round_ in report.rounds:
            for question in round_.questions:
                if question.state != "not asked":
                    row = {"name": name, **_interview(report), "round": round_.title, **_question(question)}
                    table.writerow({column: guarded(cell) for column, cell in row.items()})
    return out.getvalue()


def guarded(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
        return "'" + cell
    return "" if cell is None else cell


def _interview(report: Report) -> dict[str, object]:
    return {
        "interview": report.interview,
        "when": report.when.isoformat() if report.when else "",
        "subject": report.title,
        "mode": report.mode,
        "interview_score": report.result.score,
        "interview_answered": report.result.answered,
        "interview_asked": report.result.asked,
    }


def _question(question: Question) -> dict[str, object]:
    marks = [point.mark for point in question.points]
    delivery = question.delivery
    return {
        "number": question.number,
        "question": question.id,
        "level": question.level,
        "state": question.state,
        "score": question.score,
        "minutes_given": question.minutes,
        "minutes_used": round(question.used / 60, 2),
        "overtime": "yes" if question.overtime else "no",
        "attempt": question.attempt,
        "hint": "yes" if question.hint else "no",
        "points": len(marks),
        "said": marks.count("said"),
        "after_a_probe": marks.count("after a probe"),
        "partly": marks.count("partly") + marks.count("partly, after a probe"),
        "not_said": marks.count("not said") + marks.count("the other way round"),
        "not_heard": marks.count("not heard"),
        "input": " ".join(dict.fromkeys(turn.input for turn in question.turns if turn.input)),
        "words": wording.length(question),
        "pace": delivery.pace,
        "fillers": delivery.fillers if delivery.words else None,
        "hedges": delivery.hedges if delivery.words else None,
        "longest_pause": delivery.longest_pause if delivery.words else None,
    }
