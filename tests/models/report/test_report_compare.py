import msgspec
import pytest

from models.report.compare import Comparison, compare, render
from models.report.report import Point, Question
from tests.models.report.golden import report


@pytest.fixture
def twice() -> Question:
    return next(question for question in report().questions if question.earlier)


@pytest.fixture
def compared(twice: Question) -> Comparison:
    return compare(twice.earlier[0], twice)


def test_points_gained_and_lost_are_told_apart(compared: Comparison) -> None:
    assert [point.id for point in compared.gained] == ["client"]
    assert [point.id for point in compared.lost] == ["fixture"]
    assert [point.gained for point in compared.points] == [1.0, -0.5]


def test_both_answers_and_both_scores_are_shown(compared: Comparison) -> None:
    text = render(compared)
    assert "17 of 100" in text
    assert "67 of 100" in text
    assert "you run the server and call it with curl" in text
    assert "you use the test client and call get on it" in text
    assert "+ gained: said, was not said: app.test_client calls the application directly." in text


def test_an_answer_compared_with_itself_gains_and_loses_nothing(twice: Question) -> None:
    compared = compare(twice, twice)
    assert compared.gained == compared.lost == ()
    assert "= as before, said:" in render(compared)


def test_what_was_not_heard_is_neither_gained_nor_lost(twice: Question) -> None:
    def unheard(point: Point) -> Point:
        return msgspec.structs.replace(point, mark="not heard", credit=0.0)

    before = msgspec.structs.replace(twice, points=tuple(map(unheard, twice.points)))
    compared = compare(before, twice)
    assert compared.gained == compared.lost == ()
    assert "= said, was not heard:" in render(compared)


def test_a_point_that_one_of_them_lacks_is_left_out(twice: Question) -> None:
    before = msgspec.structs.replace(twice, points=twice.points[:1])
    assert [point.id for point in compare(before, twice).points] == ["client"]
