"""Two attempts at one question, side by side: points gained and lost, words, pace."""

import msgspec

from models.report import text, wording
from models.report.report import Attempt, Delivery, Mark, Point, Question, Report

Attempted = Attempt | Question


class PointChange(msgspec.Struct, frozen=True):
    """One key point in both attempts."""

    id: str
    says: str
    weight: int
    before: Mark
    after: Mark
    gained: float
    """The credit gained, from −1 to 1; negative where it was lost."""


class Comparison(msgspec.Struct, frozen=True):
    """What the later attempt changed."""

    before: Attempted
    after: Attempted
    points: tuple[PointChange, ...]
    """In the order of the later attempt; a point that only one of them has is left out."""

    @property
    def gained(self) -> tuple[PointChange, ...]:
        """The points of which the later attempt says more."""
        return tuple(point for point in self.points if point.gained > 0)

    @property
    def lost(self) -> tuple[PointChange, ...]:
        """The points of which the later attempt says less."""
        return tuple(point for point in self.points if point.gained < 0)


def compare(before: Attempted, after: Attempted) -> Comparison:
    """Compare two attempts at a question, of one interview or of two."""
    earlier = {point.id: point for point in before.points}
    return Comparison(
        before, after, tuple(_change(earlier[p.id], p) for p in after.points if p.id in earlier)
    )


def shared(before: Report, after: Report) -> tuple[Comparison, ...]:
    """The questions that both interviews asked, in the order of the later one."""
    earlier = {question.id: question for question in before.questions if question.state != "not asked"}
    return tuple(
        compare(earlier[question.id], question)
        for question in after.questions
        if question.state != "not asked" and question.id in earlier
    )


def render_reports(before: Report, after: Report) -> str:
    """Two interviews compared, question by question, as text 80 columns wide."""
    lines = ["VIVA COMPARISON"]
    for name, report in (("Before", before), ("After", after)):
        came = wording.result(report.result)
        lines += text.wrap(f"{name}: {report.title} · {wording.circumstances(report)} · {came}", "  ", "    ")
    found = shared(before, after)
    if not found:
        lines += ["", "They have no question in common."]
    for comparison in found:
        assert isinstance(comparison.after, Question)
        lines += ["", "", *text.wrap(comparison.after.ask), "=" * text.WIDTH, render(comparison).rstrip("\n")]
    return "\n".join(lines) + "\n"


def _change(before: Point, after: Point) -> PointChange:
    heard = "not heard" not in (before.mark, after.mark)
    gained = after.credit - before.credit if heard else 0.0
    return PointChange(after.id, after.says, after.weight, before.mark, after.mark, gained)


def rows(found: Comparison) -> list[tuple[str, str, str]]:
    """What can be measured of both attempts: its name, before, after."""
    before, after = found.before.delivery, found.after.delivery
    return [
        ("Score", wording.score(found.before.score), wording.score(found.after.score)),
        ("Words", f"{wording.length(found.before)}", f"{wording.length(found.after)}"),
        ("Pace", _pace(before.pace), _pace(after.pace)),
        ("Fillers", _fillers(before), _fillers(after)),
    ]


def _pace(pace: float | None) -> str:
    return "not measured" if pace is None else f"{pace:.0f} words a minute"


def _fillers(found: Delivery) -> str:
    return f"{found.fillers}" if found.words else "not measured"


def change(point: PointChange) -> str:
    """What became of a point, in words."""
    before, after = wording.LABELS[point.before], wording.LABELS[point.after]
    if point.gained == 0:
        return f"as before, {after}" if before == after else f"{after}, was {before}"
    return f"{'gained' if point.gained > 0 else 'lost'}: {after}, was {before}"


def render(found: Comparison) -> str:
    """The comparison as text, 80 columns wide."""
    lines = text.table([("", "Before", "After"), *rows(found)])
    lines.append("")
    for point in found.points:
        sign = "+" if point.gained > 0 else "-" if point.gained < 0 else "="
        lines += text.wrap(f"{sign} {change(point)}: {point.says}", "  ", "    ")
    for title, attempt in (("Before", found.before), ("After", found.after)):
        for turn in attempt.turns:
            lines += ["", f"  {title}, {wording.answer_title(turn).lower()}"]
            lines += text.wrap(turn.transcript, "    ") if turn.words else []
    return "\n".join(lines) + "\n"
