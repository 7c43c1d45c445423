"""A report in a few numbers: what a history keeps of each interview, and compares the next one with."""

from datetime import datetime

import msgspec

from models.report.report import Delivery, Report, Result


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """One interview in a history."""

    interview: str
    title: str
    when: datetime | None
    mode: str
    ended: str
    result: Result
    delivery: Delivery
    topics: dict[str, float]
    """The score of each round that has one, by its topic's title."""
    questions: tuple[str, ...] = ()
    """Ids of the questions asked, so that tonight's need not be last night's."""
    covered: float | None = None
    """The share of the points judged of which anything was said; `None` where none was judged."""


def summary(report: Report) -> Summary:
    """What a history keeps of a report."""
    points = [
        point for question in report.questions if question.state == "answered" for point in question.points
    ]
    judged = [point.credit > 0 for point in points if point.mark != "not heard"]
    return Summary(
        interview=report.interview,
        title=report.title,
        when=report.when,
        mode=report.mode,
        ended=report.ended,
        result=report.result,
        delivery=report.delivery,
        questions=tuple(q.id for round_ in report.rounds for q in round_.questions if q.state != "not asked"),
        topics={round_.title: round_.score for round_ in report.rounds if round_.score is not None},
        covered=round(sum(judged) / len(judged), 3) if judged else None,
    )
