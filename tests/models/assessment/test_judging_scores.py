"""What credits sum up to, and when there is too little to say."""

import msgspec
import pytest

from models.assessment.score import credit, interview_score, question_score
from models.interview.judgement import Assessment, PointJudgement
from models.interview.state import Answer, Interview
from models.interview.turn import Turn
from models.interview.words import Utterance
from questions.pack import KeyPoint, Question
from questions.plan import Plan, Round

POINTS = (KeyPoint("a", "First.", weight=3), KeyPoint("b", "Second."))


def question(name: str) -> Question:
    return Question(id=name, topic="t", level="mid", minutes=2, ask="What?", points=POINTS)


def opinion(*worths: float | None) -> Assessment:
    """An assessment with these credits; `None` is not heard."""
    return Assessment(
        tuple(
            PointJudgement(point.id, "not heard", 0)
            if worth is None
            else PointJudgement(point.id, "said", worth)
            for point, worth in zip(POINTS, worths, strict=True)
        )
    )


def interview(*opinions: Assessment | None, **changed: Answer) -> Interview:
    """An interview in which each question was answered, and judged so; `None` is a blank."""
    names = [f"q{number}" for number in range(len(opinions))]
    plan = Plan("p", "P", "1", (Round("t", "T", 10, tuple(map(question, names))),))
    turns = tuple(
        Turn(number, name, "What?", utterances=(Utterance("words", source="typed"),) if judged else ())
        for number, (name, judged) in enumerate(zip(names, opinions, strict=True), 1)
    )
    answers = {
        name: Answer(name, turns=(number,), assessment=judged)
        for number, (name, judged) in enumerate(zip(names, opinions, strict=True), 1)
    }
    return Interview(plan=plan, order=tuple(names), turns=turns, answers={**answers, **changed})


def test_a_question_is_its_credits_by_weight() -> None:
    assert question_score(question("q"), Answer("q", assessment=opinion(1, 0))) == 75
    assert question_score(question("q"), Answer("q", assessment=opinion(0.5, 0.25))) == pytest.approx(43.75)


def test_what_was_not_heard_counts_neither_way() -> None:
    assert question_score(question("q"), Answer("q", assessment=opinion(None, 1))) == 100
    assert question_score(question("q"), Answer("q", assessment=opinion(None, None))) is None


def test_a_blank_is_not_a_bad_answer_and_not_knowing_is_one() -> None:
    blank = msgspec.structs.replace(opinion(0, 0), gate="empty")
    ignorant = msgspec.structs.replace(opinion(0, 0), gate="don't know")
    assert question_score(question("q"), Answer("q", assessment=blank)) is None
    assert question_score(question("q"), Answer("q", assessment=ignorant)) == 0
    assert question_score(question("q"), Answer("q")) is None


def test_the_candidates_ruling_goes_before_the_judges() -> None:
    overruled = Answer("q", assessment=opinion(0, 1), overruled={"a": True, "b": False})
    assert question_score(question("q"), overruled) == 75
    assert credit(PointJudgement("a", "not heard", 0), True) == 1
    assert credit(PointJudgement("a", "partly", 0.25, after_probe=True), True) == 0.5
    assert credit(PointJudgement("a", "not heard", 0)) is None


def test_an_interview_is_the_mean_over_what_was_answered() -> None:
    score = interview_score(interview(opinion(1, 1), opinion(0, 0), None))
    assert (score.value, score.answered, score.asked, score.why) == (50, 2, 3, "")


def test_under_half_answered_is_too_little_to_score() -> None:
    score = interview_score(interview(opinion(1, 1), None, None))
    assert score.value is None
    assert score.why == "Too little to score: 1 of 3 questions were answered."


def test_under_half_judged_is_too_little_to_score() -> None:
    score = interview_score(interview(opinion(None, 1), opinion(None, 1)))
    assert score.value is None
    assert "25 %" in score.why


def test_an_interview_without_answers_has_no_score() -> None:
    assert interview_score(interview(None, None)).value is None
    assert interview_score(Interview()).value is None
