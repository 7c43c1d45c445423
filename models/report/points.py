"""What became of each key point: the judge's opinion, the candidate's overruling, and their words."""

from collections.abc import Sequence

from models.assessment.score import credit
from models.interview.judgement import Assessment, PointJudgement, Verdict
from models.interview.judgement import Evidence as Words
from models.interview.turn import Turn
from models.report.report import Challenge, Evidence, Mark, Point
from questions.pack import KeyPoint, Question


def mark(judgement: PointJudgement) -> Mark:
    """The mark of a judgement."""
    if judgement.verdict == "said":
        return "after a probe" if judgement.after_probe else "said"
    if judgement.verdict == "partly":
        return "partly, after a probe" if judgement.after_probe else "partly"
    if judgement.verdict == "not said" and judgement.reversed:
        return "the other way round"
    return judgement.verdict


def points(
    question: Question, assessment: Assessment | None, overruled: dict[str, bool], turns: Sequence[Turn]
) -> tuple[Point, ...]:
    """The points of a question in the pack's order, each with its mark.

    A point of an answer that was never judged is *not heard*; where there was no answer, it is not said.
    """
    probed = {turn.probe.target for turn in turns if turn.probe is not None}
    unjudged: Verdict = "not said" if all(turn.blank for turn in turns) else "not heard"
    found = []
    for point in question.points:
        judged = assessment.judgement(point.id) if assessment else None
        judged = judged or PointJudgement(point.id, unjudged, 0.0)
        found.append(_point(point, judged, overruled.get(point.id), point.id in probed))
    return tuple(found)


def _point(point: KeyPoint, judged: PointJudgement, overruled: bool | None, probed: bool) -> Point:
    opinion = mark(judged)
    now: Mark = opinion if overruled is None else "said" if overruled else "not said"
    return Point(
        id=point.id,
        says=point.says,
        weight=point.weight,
        mark=now,
        credit=credit(judged, overruled) or 0.0,
        judged=opinion,
        judged_credit=judged.credit,
        reversed=judged.reversed,
        overruled=overruled,
        probed=probed,
        similarity=judged.similarity,
        evidence=_evidence(judged.evidence),
    )


def challenges(question: Question, assessment: Assessment | None) -> tuple[Challenge, ...]:
    """The misconceptions that the answer seems to betray."""
    says = {misconception.id: misconception.says for misconception in question.misconceptions}
    return tuple(
        Challenge(id=found.misconception, says=says[found.misconception], evidence=_evidence(found.evidence))
        for found in (assessment.challenges if assessment else ())
        if found.misconception in says
    )


def _evidence(found: Sequence[Words]) -> tuple[Evidence, ...]:
    return tuple(Evidence(turn=e.turn, first=e.first, last=e.last, text=e.text) for e in found)
