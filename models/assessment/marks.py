"""What the judge makes of written answers: `questions.check` tries a pack's model answers on it."""

from models.assessment.judge import assess
from models.assessment.score import weighed
from models.interview.turn import Turn
from models.interview.words import Utterance
from questions.check import Marks
from questions.pack import Question, Term


def marks(question: Question, terms: tuple[Term, ...], answer: str) -> Marks:
    """What a written answer to a question earns."""
    said = Utterance(answer, source="typed")
    turn = Turn(number=1, question=question.id, asked=question.ask, utterances=(said,))
    assessment = assess(question, (turn,), terms)
    return Marks(
        score=weighed(question, assessment) or 0.0,
        missed=tuple(judgement.point for judgement in assessment.points if judgement.credit < 1),
        betrayed=tuple(challenge.misconception for challenge in assessment.challenges),
    )
