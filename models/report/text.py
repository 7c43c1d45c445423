"""The report as plain text, 80 columns wide; it reads well aloud, since each mark has its word beside it."""

import unicodedata
from collections.abc import Iterator

from models.counting import counted
from models.report import wording
from models.report.report import Attempt, Point, Question, Report, Round, Study, Turn

WIDTH = 80
"""Columns; a single word that is longer, such as an address, is not broken."""


def render(report: Report) -> str:
    """The whole report."""
    return (
        "\n".join([*_top(report), *(line for round_ in report.rounds for line in _round(report, round_))])
        + "\n"
    )


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in ("Mn", "Me", "Cf") for c in text)


def wrap(text: str, first: str = "", rest: str | None = None, width: int = WIDTH) -> list[str]:
    """The text in lines, the first after `first`, the others after `rest` (as many spaces as `first`)."""
    rest = " " * columns(first) if rest is None else rest
    lines, line, used, empty = [], first, columns(first), True
    for word in text.split():
        room = columns(word)
        if not empty and used + 1 + room > width:
            lines.append(line)
            line, used, empty = rest, columns(rest), True
        line, used = (line + word, used + room) if empty else (f"{line} {word}", used + 1 + room)
        empty = False
    return [*lines, line]


def table(rows: list[tuple[str, str, str]], indent: str = "  ") -> list[str]:
    """Rows of three cells under each other, the last one only where it has anything."""
    first = max((columns(row[0]) for row in rows), default=0) + 3
    second = max((columns(row[1]) for row in rows), default=0) + 3
    lines = (f"{indent}{_padded(a, first)}{_padded(b, second)}{c}" for a, b, c in rows)
    return [line.rstrip() for line in lines]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _top(report: Report) -> Iterator[str]:
    yield "VIVA REPORT"
    yield from wrap(f"{report.title} · {wording.circumstances(report)}")
    yield from wrap(wording.heard_by(report))
    yield ""
    yield f"RESULT: {wording.result(report.result)}"
    for line in wording.rests_on(report.result):
        yield from wrap(line, "  ")
    if report.study:
        yield from ("", "STUDY NEXT")
        for number, study in enumerate(report.study, 1):
            yield from _study(number, study)
    yield from ("", "DELIVERY")
    yield from _delivery(report)
    if report.troubles:
        yield from ("", "TROUBLES")
        for trouble in report.troubles:
            yield from wrap(wording.sentence(trouble), "  - ")


def _study(number: int, study: Study) -> Iterator[str]:
    yield from wrap(study.says, f"  {number}. ")
    yield from wrap(f"Question {study.number}. {study.why}", "     ")
    if study.source:
        yield f"     {study.source}"


def _delivery(report: Report) -> Iterator[str]:
    rows = wording.delivery_rows(report.delivery, report.average)
    if not rows:
        yield "  Nothing was spoken, so there is nothing to measure."
    yield from table([(row.name, row.value, row.own) for row in rows])
    if report.average is not None:
        yield f"  Your average is over your last {counted(report.average.interviews, 'interview')}."


def _round(report: Report, round_: Round) -> Iterator[str]:
    number = report.rounds.index(round_) + 1
    title = f"ROUND {number} OF {len(report.rounds)}: {round_.title}"
    yield from ("", "")
    yield from wrap(f"{title} ({wording.round_line(round_)})")
    yield "=" * WIDTH
    for question in round_.questions:
        yield ""
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    yield from wrap(question.ask, f"{question.number}. ")
    yield from wrap(" · ".join(wording.facts(question)), "   ")
    if question.state != "not asked":
        yield from _asked(question)
    if question.sources:
        yield from ("", "   Read")
        yield from (f"     {source}" for source in question.sources)


def _asked(question: Question) -> Iterator[str]:
    if question.note:
        yield from wrap(question.note, "   ")
    if question.comment:
        yield from wrap(f"{wording.COMMENT}: {question.comment}", "   ")
    if question.hint:
        yield from wrap(f"Hint: {question.hint}", "   ")
    yield ""
    yield from _judged(question)
    for attempt in question.earlier:
        yield from ("", f"   {wording.attempt_line(attempt)}")
        yield from _judged(attempt)
    if question.answer:
        yield from ("", "   A model answer")
        for paragraph in question.answer:
            yield from wrap(paragraph, "     ")


def _judged(of: Question | Attempt) -> Iterator[str]:
    for point in of.points:
        yield from _point(point)
    for challenge in of.challenges:
        yield from wrap(f"! challenged; you seemed to say: {challenge.says}", "   ", "     ")
        for evidence in challenge.evidence:
            yield from wrap(wording.quote(evidence.text), "       ")
    for turn in of.turns:
        yield from _turn(turn)


def _point(point: Point) -> Iterator[str]:
    weight = f", weight {point.weight}" if point.weight > 1 else ""
    yield from wrap(
        f"{wording.SYMBOLS[point.mark]} {wording.mark(point)}{weight}: {point.says}", "   ", "     "
    )
    for evidence in point.evidence:
        yield from wrap(wording.quote(evidence.text), "       ")


def _turn(turn: Turn) -> Iterator[str]:
    if not turn.words and not turn.probe:
        return  # the question's facts say so
    yield ""
    if turn.probe:
        yield from wrap(f"{wording.probe_title(turn)}: {turn.asked}", "   ", "     ")
    yield f"   {wording.answer_title(turn)}"
    if turn.words:
        yield from wrap(turn.transcript, "     ")
    for remark in wording.remarks(turn):
        yield from wrap(remark, "     ")
