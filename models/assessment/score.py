"""What answers and interviews score: sums over credits, and when there is too little to say."""

from typing import TYPE_CHECKING

import msgspec

from models.interview.judgement import Assessment, PointJudgement
from questions.pack import Question

if TYPE_CHECKING:  # whoever judges one text has no interview
    from models.interview.state import Answer, Interview

ENOUGH = 0.5
"""The share of the questions answered, and of the points judged, under which an interview has no score."""


class Score(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an interview came to."""

    value: float | None
    """From 0 to 100: the mean over answered questions; `None` where there is too little to score."""
    answered: int
    asked: int
    judged: float
    """The share of the answered questions' points, by weight, that could be judged."""
    why: str = ""
    """Why there is no score, in one sentence; empty where there is one."""


def credit(judgement: PointJudgement, overruled: bool | None = None) -> float | None:
    """What one point counts for, the candidate's own ruling before the judge's; `None` for *not heard*.

    "I said that" counts 1, but ½ where the judge itself found the point only in the answer to a probe: then
    the ruling disputes how much was said, and not when. "I did not" counts 0.
    """
    if overruled is not None:
        return (0.5 if judgement.after_probe else 1.0) if overruled else 0.0
    return None if judgement.verdict == "not heard" else judgement.credit


def weighed(
    question: Question, assessment: Assessment, overruled: dict[str, bool] | None = None
) -> float | None:
    """100 × Σ weight × credit / Σ weight over the points that were heard; `None` where none was."""
    total = earned = 0.0
    for point in question.points:
        judgement = assessment.judgement(point.id)
        worth = credit(judgement, (overruled or {}).get(point.id)) if judgement else None
        if worth is not None:
            total += point.weight
            earned += point.weight * worth
    return 100 * earned / total if total else None


def question_score(question: Question, answer: "Answer") -> float | None:
    """One question's score, from 0 to 100; `None` where it was not answered, or nothing could be judged."""
    if answer.assessment is None or answer.assessment.gate == "empty":
        return None
    return weighed(question, answer.assessment, answer.overruled)


def interview_score(interview: "Interview") -> Score:
    """The mean over answered questions, unless under half were answered, or under half of it judged."""
    asked = len(interview.order)
    answered = [asked_id for asked_id in interview.order if interview.answered(asked_id)]
    total = heard = 0
    scores: list[float] = []
    for answered_id in answered:
        question, answer = interview.find(answered_id), interview.answers.get(answered_id)
        if question is None or answer is None:
            continue
        for point in question.points:
            judgement = answer.assessment.judgement(point.id) if answer.assessment else None
            total += point.weight
            if judgement and credit(judgement, answer.overruled.get(point.id)) is not None:
                heard += point.weight
        value = question_score(question, answer)
        if value is not None:
            scores.append(value)
    judged = heard / total if total else 0.0
    why = ""
    if not answered:
        why = "No question was answered."
    elif len(answered) < ENOUGH * asked:
        why = f"Too little to score: {len(answered)} of {asked} questions were answered."
    elif judged < ENOUGH or not scores:
        why = f"Too little to score: only {100 * judged:.0f} % of what was asked for could be judged."
    return Score(None if why else sum(scores) / len(scores), len(answered), asked, judged, why)
