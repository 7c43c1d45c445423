"""How the parts of a report are written on the screen; the words are those of `models.report.wording`."""

from collections.abc import Iterator

from textual.content import Content

from models.counting import counted
from models.report import wording
from models.report.report import (
    Attempt,
    Average,
    Challenge,
    Delivery,
    Point,
    Question,
    Report,
    Result,
    Round,
    Turn,
)
from models.report.transcript import COLOURS, stretches
from tui.widgets.chart import score_bar, score_style
from tui.widgets.lines import Hanging

WEAK = 65.0
"""A score under which a question counts as weak, as one that was asked and not answered does."""
MARKS = 6
"""Cells for the marks of a question's points in the list."""
_STYLES = {"said": "$text-success", "half": "$text-warning", "wrong": "$text-error", "none": "$text-error"}


def mark_style(point: Point) -> str:
    """The colour of a point's mark, whose word stands beside it."""
    return "$text-muted" if point.mark == "not heard" else _STYLES[COLOURS[point.mark]]


def weak(question: Question) -> bool:
    """Whether a question is worth asking again soon."""
    if question.state == "not asked":
        return False
    return question.state != "answered" or (question.score is not None and question.score < WEAK)


def result_lines(report: Report) -> Content:
    """What the interview came to, and what that rests on."""
    found = report.result
    style = "bold" if found.score is None else f"bold {score_style(found.score)}"
    bar = "" if found.score is None else Content.assemble("  ", score_bar(found.score, 20))
    rests = wording.rests_on(found)
    troubles = [wording.sentence(trouble) for trouble in report.troubles]
    return Content.assemble(
        (wording.result(found), style), bar, f"  {rests[0]}\n", (" ".join([*rests[1:], *troubles]), "dim")
    )


def study_lines(report: Report) -> Iterator[tuple[Content | Hanging, str]]:
    """The things worth studying next: a *heading*, then what each *says* and *where* it is documented."""
    if not report.study:
        yield Content.styled(_nothing_to_study(report.result), "dim"), "heading"
        return
    yield Content.styled("Study next", "bold $text-primary"), "heading"
    for number, study in enumerate(report.study, 1):
        yield Hanging(Content.styled(f"{number} ", "bold"), Content(study.says)), "says"
        source = f"  {study.source.removeprefix('https://')}" if study.source else ""
        yield Content.assemble((f"  Question {study.number}", "dim"), (source, "$text-primary")), "where"


def _nothing_to_study(found: Result) -> str:
    """Why there is nothing to study next: it may not be to anybody's credit."""
    if not found.answered:
        return "Nothing was answered, so nothing says what to study next."
    if not found.judged:
        return "Nothing could be judged, so nothing says what to study next."
    if found.judged < found.points:
        return "Nothing that could be judged was left out; the rest was not heard."
    return "Nothing was left out: there is nothing to study next."


def delivery_lines(found: Delivery, average: Average | None) -> Content:
    """How it was said, measure by measure, beside the speaker's own average."""
    lines = [Content.styled("Delivery", "bold $text-primary")]
    for row in wording.delivery_rows(found, average):
        own = Content.styled(f"  ({row.own})", "dim") if row.own else Content("")
        lines.append(Content.assemble((f"{row.name:<11}", "dim"), row.value, own))
    if len(lines) == 1:
        lines.append(Content.styled("Nothing was spoken, so there is nothing to measure.", "dim"))
    elif average is not None:
        over = f"Your average is over your last {counted(average.interviews, 'interview')}."
        lines.append(Content.styled(over, "dim"))
    return Content("\n").join(lines)


def delivery_line(found: Delivery, average: Average | None) -> Content:
    """The same on one line."""
    told = [
        f"{row.name} {row.value}" for row in wording.delivery_rows(found, average) if row.name != "Spoken"
    ]
    return Content(" · ".join(told) or "nothing was spoken")


def round_line(round_: Round) -> Content:
    """A round's heading in the list."""
    return Content.assemble((round_.title, "bold"), f"   {wording.round_line(round_)}")


def question_line(question: Question) -> Content:
    """A question on one line: its number, its points' marks, its score, and what was asked."""
    number = f"{question.number:3}  "
    if question.state != "answered":
        return Content.assemble(number, (f"{question.state:<{MARKS + 12}}", "dim"), (question.ask, "dim"))
    marks = [Content.styled(wording.SYMBOLS[p.mark], mark_style(p)) for p in question.points[:MARKS]]
    padding = " " * (MARKS - len(marks))
    score = "  –" if question.score is None else f"{question.score:3.0f}"
    return Content.assemble(
        number, *marks, f"{padding}  {score} ", score_bar(question.score, 5), f"  {question.ask}"
    )


def point_line(point: Point, number: int) -> Hanging:
    """A point: its number, its mark in a symbol and in words, its weight, and what it claims."""
    weight = f" ×{point.weight}" if point.weight > 1 else ""
    mark = f"{wording.SYMBOLS[point.mark]} {wording.mark(point)}"
    told = Content.assemble((mark, mark_style(point)), (weight, "dim"), f"  {point.says}")
    return Hanging(Content.styled(f"{number} ", "dim"), told)


def challenge_lines(found: Challenge) -> Content:
    """A misconception that the answer seems to betray."""
    words = "  ".join(wording.quote(evidence.text) for evidence in found.evidence)
    return Content.assemble(("! you seemed to say ", "$text-error"), found.says, (f"  {words}", "dim"))


def turn_heading(turn: Turn) -> Content:
    """How an answer came; before it, for a follow-up, why it was asked."""
    title = Content.styled(wording.answer_title(turn), "dim")
    if not turn.probe:
        return title
    return Content.assemble((f"{wording.probe_title(turn)}: ", "dim"), (turn.asked, "bold"), "\n", title)


def transcript_lines(
    of: Question | Attempt,
    turn: Turn,
    recogniser: str,
    chosen: Point | None = None,
    word: int | None = None,
) -> Content:
    """What was said. Evidence stands in brackets with its point's number, the chosen point's most boldly.

    `word` is the index of the word that the replay is at.
    """
    if not turn.words:
        return Content("")
    parts: list[Content] = []
    at = 0
    for stretch in stretches(of, turn, recogniser):
        style = _STYLES[stretch.colour] if stretch.colour else ""
        if stretch.colour and chosen is not None and _rests_on(chosen, turn, at):
            style += " bold reverse"
        words = [
            Content.styled(piece.text, f"{style} italic".strip() if piece.unsure else style)
            for piece in stretch.pieces
        ]
        said = _with_cursor(Content(" ").join(words), None if word is None else word - at)
        at += sum(len(piece.text.split(" ")) for piece in stretch.pieces)
        if stretch.colour:
            said = Content.assemble(("[", style), said, ("]", style), (",".join(stretch.labels), "dim"))
        parts.append(said)
    remarks = [Content.styled(remark, "dim") for remark in wording.remarks(turn)]
    return Content("\n").join([Content(" ").join(parts), *remarks])


def _with_cursor(words: Content, at: int | None) -> Content:
    """The words, with the one at that place underlined; as they are where it is none of them."""
    texts = words.plain.split(" ")
    if at is None or not 0 <= at < len(texts):
        return words
    start = sum(len(text) + 1 for text in texts[:at])
    return words.stylize("bold underline reverse", start, start + len(texts[at]))


def _rests_on(point: Point, turn: Turn, word: int) -> bool:
    """Whether the word is evidence of the point."""
    return any(e.turn == turn.number and e.first <= word <= e.last for e in point.evidence)


def model_answer(question: Question) -> Content:
    """A model answer, and where to read more."""
    lines = [Content.styled("A model answer", "bold $text-primary")]
    lines += [Content(paragraph) for paragraph in question.answer]
    if not question.answer:
        lines.append(Content.styled("The pack has none.", "dim"))
    if question.sources:
        lines += [Content(""), Content.styled("Read", "bold $text-primary")]
        lines += [Content.styled(source, "$text-primary") for source in question.sources]
    return Content("\n").join(lines)
