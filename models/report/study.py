"""The three things worth studying next."""

from collections.abc import Iterable, Iterator

from models.report.report import Point, Question, Study
from models.report.wording import quote

THINGS = 3

_Ranked = tuple[tuple[int, float, int], Study]


def study(questions: Iterable[Question]) -> tuple[Study, ...]:
    """What was believed wrongly, then what cost most; a question's second thing only where room is left."""
    found = [sorted(_of(question), key=lambda ranked: ranked[0]) for question in questions]
    first = sorted((of[0] for of in found if of), key=lambda ranked: ranked[0])
    others = sorted((ranked for of in found for ranked in of[1:]), key=lambda ranked: ranked[0])
    return tuple(thing for _, thing in (*first, *others))[:THINGS]


def _of(question: Question) -> Iterator[_Ranked]:
    if question.state == "not asked":
        return
    total = sum(point.weight for point in question.points)
    if question.state != "answered":
        point = max(question.points, key=lambda point: point.weight)
        why = (
            "You skipped the question." if question.state == "skipped" else "You did not answer the question."
        )
        yield (1, -point.weight / total, question.number), _study(question, point.id, point.says, why)
        return
    for challenge in question.challenges:
        claim = f"Not so: {challenge.says}"
        yield (0, 0.0, question.number), _study(question, challenge.id, claim, "You seemed to say it.")
    for point in question.points:
        lost = point.weight * (1 - point.credit) / total
        if lost > 0 and point.mark != "not heard":
            wrong = point.mark == "the other way round"
            rank = (0 if wrong else 1, -lost, question.number)
            yield rank, _study(question, point.id, point.says, _why(point))


def _study(question: Question, point: str, says: str, why: str) -> Study:
    source = question.sources[0] if question.sources else ""
    return Study(question=question.id, point=point, number=question.number, says=says, why=why, source=source)


def _why(point: Point) -> str:
    if point.overruled is not None:
        return "You ruled that you did not say it."
    if point.mark == "the other way round":
        words = f": {quote(point.evidence[0].text)}" if point.evidence else ""
        return f"You said it the other way round{words}."
    if point.mark == "not said":
        return "You did not say it, even when a probe asked." if point.probed else "You did not say it."
    return {
        "after a probe": "You said it only after a probe.",
        "partly": "You said part of it.",
        "partly, after a probe": "You said part of it, and only after a probe.",
    }[point.mark]
