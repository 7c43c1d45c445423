"""The packs that come with Viva: complete, and judged as they should be."""

import pytest

from models.assessment.marks import marks
from questions.check import check
from questions.library import BUILT_IN, Library
from questions.pack import LEVELS, Pack, Question
from questions.plan import Glossary

LEAST = {"flask": 50, "python": 40, "backend": 40}
"""Questions that each pack has at least."""


@pytest.fixture(params=sorted(LEAST), scope="module")
def pack(request: pytest.FixtureRequest) -> Pack:
    return Library([BUILT_IN]).open(request.param)


@pytest.mark.parametrize("name", sorted(LEAST))
def test_the_check_finds_no_problem(name: str) -> None:
    problems = [str(problem) for problem in check(BUILT_IN / name, marks)]
    assert not problems, "\n".join(problems)


def test_there_are_questions_enough_on_every_level_and_no_topic_is_thin(pack: Pack) -> None:
    assert len(pack.questions) >= LEAST[pack.info.id]
    for level in LEVELS:
        assert sum(question.level == level for question in pack.questions) >= len(pack.questions) / 6
    for topic in pack.info.topics:
        assert sum(question.topic == topic.id for question in pack.questions) >= 3, topic.id


def test_who_does_not_know_or_speaks_of_something_else_earns_nothing(pack: Pack) -> None:
    glossary = Glossary(pack.terms)
    own = {question.id: set(glossary.of(question)) for question in pack.questions}

    def elsewhere(question: Question) -> Question | None:
        """A question of another topic that shares no term with this one."""
        others = (other for other in pack.questions if other.topic != question.topic)
        return next((other for other in others if own[other.id].isdisjoint(own[question.id])), None)

    earned = {}
    for question in pack.questions:
        other = elsewhere(question)
        for answer in ("I don't know", other.answer if other else ""):
            score = marks(question, pack.terms, answer).score
            if score > 5:
                earned[f"{question.id}: {answer[:40]}"] = score
    assert not earned


def test_every_question_has_a_source_in_a_documentation(pack: Pack) -> None:
    assert not [q.id for q in pack.questions if not any(s.startswith("https://") for s in q.sources)]
