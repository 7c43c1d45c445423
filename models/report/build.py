"""Computes a report from an interview: pure, and the door by which texts come into a report, cleaned."""

import re
from collections.abc import Sequence
from datetime import datetime

from models.assessment.score import interview_score, question_score, weighed
from models.interview.judgement import Assessment
from models.interview.state import Answer, Interview
from models.interview.turn import Turn as Spoken
from models.report.delivery import average, delivery
from models.report.points import challenges, points
from models.report.report import Attempt, Question, Report, Result, Round, State, cleaned
from models.report.study import study
from models.report.summary import Summary
from models.report.turns import turn
from questions.pack import Question as Asked
from questions.plan import Plan
from questions.plan import Round as Planned

NOTES = {
    "empty": "Nothing was said that could earn a point.",
    "don't know": "You said that you do not know: an answer that earns nothing.",
    "question said back": "The answer says the question back.",
    "off topic": "The answer does not speak of what was asked.",
    "no sentence": "The answer has words, and no sentence.",
    "not judged": "Too few of its words were heard with confidence, so the answer was not judged.",
}
"""What the gate of an assessment means, as a person is told."""


def build(interview: Interview, *, when: datetime | None = None, history: Sequence[Summary] = ()) -> Report:
    """The report of an interview, at its end or as far as it went.

    `when` is when it began; `history` is the candidate's own last interviews, to compare the delivery with.
    """
    plan = interview.plan or Plan(pack="", title="", pack_version="", rounds=())
    numbers = {question.id: number for number, question in enumerate(plan.questions, 1)}
    rounds = tuple(_round(interview, round_, numbers) for round_ in plan.rounds)
    questions = [question for round_ in rounds for question in round_.questions]
    answered = [question for question in questions if question.state == "answered"]
    last = [turn for question in answered for turn in interview.turns_of(question.id)]
    return cleaned(
        Report(
            interview=interview.id,
            pack=plan.pack,
            pack_version=plan.pack_version,
            title=plan.title,
            when=when,
            mode=interview.rules.mode,
            ended=interview.ended,
            input=interview.input,
            minutes=plan.minutes,
            lasted=round(interview.at, 1),
            result=_result(interview, questions),
            study=study(questions),
            rounds=rounds,
            delivery=delivery(last, sum(question.minutes for question in answered)),
            average=average(history),
            troubles=interview.troubles,
        )
    )


def _round(interview: Interview, planned: Planned, numbers: dict[str, int]) -> Round:
    questions = tuple(_question(interview, question, numbers[question.id]) for question in planned.questions)
    scores = [question.score for question in questions if question.score is not None]
    return Round(
        topic=planned.topic,
        title=planned.title,
        minutes=planned.minutes,
        score=round(sum(scores) / len(scores), 1) if scores else None,
        answered=sum(question.state == "answered" for question in questions),
        questions=questions,
    )


def _question(interview: Interview, asked: Asked, number: int) -> Question:
    answer = interview.answers.get(asked.id, Answer(asked.id))
    turns = interview.turns_of(asked.id)
    state = _state(interview, asked.id, answer)
    found = answer.assessment
    score = question_score(asked, answer) if state == "answered" else None
    return Question(
        number=number,
        id=asked.id,
        topic=asked.topic,
        level=asked.level,
        ask=asked.ask,
        state=state,
        score=None if score is None else round(score, 1),
        note=NOTES.get(found.gate, "") if found and state == "answered" else "",
        comment=answer.comment,
        minutes=asked.minutes,
        used=round(answer.used, 1),
        overtime=answer.overtime,
        hint=asked.hint if any(turn.hinted for turn in turns) else "",
        attempt=answer.attempts,
        sureness=found.sureness if found else 1.0,
        judge=answer.judge,
        points=points(asked, found, answer.overruled, turns),
        challenges=challenges(asked, found),
        turns=tuple(turn(spoken, found) for spoken in turns),
        earlier=_earlier(interview, asked, answer),
        delivery=delivery(turns, asked.minutes),
        answer=_paragraphs(asked.answer),
        sources=asked.sources,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    """A pack's text without the line ends of its file; an empty line parts two paragraphs."""
    joined = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return tuple(part for part in joined if part)


def _state(interview: Interview, question: str, answer: Answer) -> State:
    if interview.answered(question):
        return "answered"
    if answer.skipped:
        return "skipped"
    return "not answered" if question in interview.order else "not asked"


def _earlier(interview: Interview, asked: Asked, answer: Answer) -> tuple[Attempt, ...]:
    """The attempts that no longer count, oldest first."""
    found = []
    for number in range(1, answer.attempts):
        turns = tuple(turn for turn in interview.all_turns_of(asked.id) if turn.attempt == number)
        opinion = _opinion(answer, turns)
        score = weighed(asked, opinion) if opinion else None
        found.append(
            Attempt(
                number=number,
                score=None if score is None else round(score, 1),
                points=points(asked, opinion, {}, turns) if opinion else (),
                challenges=challenges(asked, opinion),
                turns=tuple(turn(spoken, opinion) for spoken in turns),
                delivery=delivery(turns, asked.minutes),
            )
        )
    return tuple(found)


def _opinion(answer: Answer, turns: Sequence[Spoken]) -> Assessment | None:
    """The last earlier opinion whose evidence lies in these turns.

    An opinion does not say which attempt it is of. One that names no words at all is of the only earlier
    attempt that there is, or of none that could be told.
    """
    numbers = {turn.number for turn in turns}
    for opinion in reversed(answer.earlier):
        named = {evidence.turn for point in opinion.points for evidence in point.evidence}
        named |= {evidence.turn for challenge in opinion.challenges for evidence in challenge.evidence}
        named |= {misheard.turn for misheard in opinion.misheard}
        if named & numbers or (not named and len(answer.earlier) == 1 and answer.attempts == 2):
            return opinion
    return None


def _result(interview: Interview, questions: Sequence[Question]) -> Result:
    score = interview_score(interview)
    points = [point for question in questions if question.state == "answered" for point in question.points]
    heard = [
        (question.sureness, len(turn.words))
        for question in questions
        for turn in question.turns
        if turn.input == "spoken"
    ]
    words = sum(number for _, number in heard)
    return Result(
        score=None if score.value is None else round(score.value, 1),
        why=score.why,
        answered=score.answered,
        asked=score.asked,
        planned=len(questions),
        judged=sum(point.mark != "not heard" for point in points),
        points=len(points),
        sureness=round(sum(sure * number for sure, number in heard) / words, 3) if words else None,
    )
