"""The report as Markdown (CommonMark, as GitHub reads it too), for notes and for a mentor.

Nothing that was said, typed or written in a pack can become markup: every text is escaped, and only addresses
of the web are links.
"""

import re
from collections.abc import Iterator

from models.counting import counted
from models.report import wording
from models.report.report import Attempt, Point, Question, Report, Round, Turn
from models.report.web import is_web_address

_ANYWHERE = re.compile(
    r"[\\`*\[\]<>&|~$@]"
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"  # inside of a name it means nothing
    r"|:(?=//)|(?<=www)\.",  # what GitHub would make a link of
    re.IGNORECASE,
)
_AT_THE_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+#=:]))")


def escaped(text: str) -> str:
    """A text, on one line, that Markdown shows as it is."""
    line = _ANYWHERE.sub(lambda found: "\\" + found[0], " ".join(text.split()))
    return _AT_THE_START.sub(lambda found: found[1] + "\\", line)


def render(report: Report) -> str:
    """The whole report."""
    lines = [*_top(report), *(line for round_ in report.rounds for line in _round(report, round_))]
    return "\n".join(lines) + "\n"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for row in rows:
        yield f"| {' | '.join(escaped(cell) for cell in row)} |"


def _top(report: Report) -> Iterator[str]:
    yield from (f"# Viva report: {escaped(report.title)}", "")
    yield from (escaped(f"{wording.circumstances(report)}. {wording.heard_by(report)}"), "")
    yield from (f"## Result: {wording.result(report.result)}", "")
    yield escaped(" ".join(wording.rests_on(report.result)))
    if report.study:
        yield from ("", "## Study next", "")
        for number, study in enumerate(report.study, 1):
            yield f"{number}. **{escaped(study.says)}**  "
            yield f"   Question {study.number}. {escaped(study.why)}" + (
                f" {_link(study.source)}" if study.source else ""
            )
    rows = wording.delivery_rows(report.delivery, report.average)
    if rows:
        yield from ("", "## Delivery", "")
        yield from _table(
            ("What", "This interview", "Compared"), [(row.name, row.value, row.own) for row in rows]
        )
    if report.average is not None:
        yield from (
            "",
            f"Your average is over your last {counted(report.average.interviews, 'interview')}.",
        )
    if report.troubles:
        yield from ("", "## Troubles", "")
        yield from (f"- {escaped(wording.sentence(trouble))}" for trouble in report.troubles)


def _round(report: Report, round_: Round) -> Iterator[str]:
    number = report.rounds.index(round_) + 1
    yield from ("", f"## Round {number} of {len(report.rounds)}: {escaped(round_.title)}", "")
    yield escaped(wording.round_line(round_))
    for question in round_.questions:
        yield from ("", f"### {question.number}. {escaped(question.ask)}", "")
        yield escaped(" · ".join(wording.facts(question)))
        if question.state != "not asked":
            yield from _asked(question)
        if question.sources:
            yield from ("", f"Read: {', '.join(_link(source) for source in question.sources)}")


def _asked(question: Question) -> Iterator[str]:
    if question.note:
        yield from ("", escaped(question.note))
    if question.comment:
        yield from ("", f"{wording.COMMENT}: {escaped(question.comment)}")
    if question.hint:
        yield from ("", f"Hint: {escaped(question.hint)}")
    yield ""
    yield from _judged(question)
    for attempt in question.earlier:
        yield from ("", f"**{escaped(wording.attempt_line(attempt))}**", "")
        yield from _judged(attempt)
    if question.answer:
        yield from ("", "**A model answer**")
        for paragraph in question.answer:
            yield from ("", f"> {escaped(paragraph)}")


def _judged(of: Question | Attempt) -> Iterator[str]:
    for point in of.points:
        yield from _point(point)
    for challenge in of.challenges:
        yield f"- ! **challenged**; you seemed to say: {escaped(challenge.says)}"
        yield from (f"  - {escaped(wording.quote(evidence.text))}" for evidence in challenge.evidence)
    for turn in of.turns:
        yield from _turn(turn)


def _point(point: Point) -> Iterator[str]:
    weight = f", weight {point.weight}" if point.weight > 1 else ""
    yield f"- {wording.SYMBOLS[point.mark]} **{escaped(wording.mark(point))}**{weight}: {escaped(point.says)}"
    yield from (f"  - {escaped(wording.quote(evidence.text))}" for evidence in point.evidence)


def _turn(turn: Turn) -> Iterator[str]:
    if not turn.words and not turn.probe:
        return  # the question's facts say so
    if turn.probe:
        yield from ("", f"**{escaped(wording.probe_title(turn))}:** {escaped(turn.asked)}")
    yield from ("", f"**{escaped(wording.answer_title(turn))}**")
    if turn.words:
        yield from ("", f"> {escaped(turn.transcript)}")
    remarks = wording.remarks(turn)
    if remarks:
        yield ""
        yield from (f"- {escaped(remark)}" for remark in remarks)


def _link(source: str) -> str:
    return f"<{source}>" if is_web_address(source) else escaped(source)
