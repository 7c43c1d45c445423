"""Composing a plan: what is asked, in which rounds, within which minutes."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.pack import LEVELS, Pack, Question, Term
from questions.plan import Plan, PlanError, compose, load_plan, save_plan, terms_of
from tests.questions.makers import TOPICS, a_pack, a_question, packs

SEEDS = st.integers(0, 2**32)
MINUTES = st.integers(2, 240).map(lambda half: half / 2)


def _ids(plan: Plan) -> list[str]:
    return [question.id for question in plan.questions]


@given(packs(), MINUTES, SEEDS)
def test_a_plan_fills_its_minutes_and_no_more(pack: Pack, minutes: float, seed: int) -> None:
    plan = compose(pack, minutes=minutes, seed=seed)
    shortest = min(question.minutes for question in pack.questions)
    left = [question for question in pack.questions if question.id not in _ids(plan)]
    if shortest > minutes:
        assert [question.minutes for question in plan.questions] == [shortest]
    else:
        assert plan.minutes <= minutes
        assert all(plan.minutes + question.minutes > minutes for question in left)


@given(packs(), MINUTES, SEEDS)
def test_the_same_wishes_give_the_same_plan(pack: Pack, minutes: float, seed: int) -> None:
    assert compose(pack, minutes=minutes, seed=seed) == compose(pack, minutes=minutes, seed=seed)


def test_another_seed_gives_another_plan() -> None:
    pack = a_pack([a_question(f"q{number}", TOPICS[number % 5]) for number in range(30)])
    assert len({tuple(_ids(compose(pack, minutes=15, seed=seed))) for seed in range(20)}) > 10


@given(packs(), SEEDS, st.data())
def test_topics_and_level_are_honoured(pack: Pack, seed: int, data: st.DataObject) -> None:
    there = sorted({question.topic for question in pack.questions})
    topics = data.draw(st.lists(st.sampled_from(there), unique=True))
    level = data.draw(st.none() | st.sampled_from(LEVELS))
    wanted = [q for q in pack.questions if q.topic in (topics or there) and level in (None, q.level)]
    if not wanted:
        with pytest.raises(PlanError, match="Levels there: "):
            compose(pack, topics=topics, level=level, seed=seed)
        return
    number = data.draw(st.integers(1, len(wanted)))
    plan = compose(pack, questions=number, topics=topics, level=level, seed=seed)
    assert len(set(_ids(plan))) == len(plan.questions) == number
    assert set(plan.questions) <= set(wanted)


@given(packs(), SEEDS)
def test_rounds_go_by_topic_in_the_order_of_the_pack_and_from_easier_to_harder(pack: Pack, seed: int) -> None:
    plan = compose(pack, seed=seed)
    topics = [part.topic for part in plan.rounds]
    titled = [topic.id for topic in pack.info.topics]
    assert len(set(topics)) == len(topics)
    assert [topic for topic in topics if topic in titled] == [topic for topic in titled if topic in topics]
    assert all(topic in titled for topic in topics[: sum(topic in titled for topic in topics)])
    for part in plan.rounds:
        levels = [LEVELS.index(question.level) for question in part.questions]
        assert levels == sorted(levels)
        assert {question.topic for question in part.questions} == {part.topic}
        assert part.minutes == sum(question.minutes for question in part.questions)
        assert part.title == pack.topic_title(part.topic)


@given(packs(), SEEDS, st.data())
def test_topics_get_equal_shares_as_far_as_they_have_questions(
    pack: Pack, seed: int, data: st.DataObject
) -> None:
    there = sorted({question.topic for question in pack.questions})
    number = data.draw(st.integers(1, len(pack.questions)))
    plan = compose(pack, questions=number, topics=there, seed=seed)
    has = Counter(question.topic for question in pack.questions)
    asked = Counter(question.topic for question in plan.questions)
    for topic in there:
        if asked[topic] < has[topic]:  # it could have had another, so none has two more
            assert max(asked.values()) <= asked[topic] + 1


def test_a_short_interview_opens_few_topics() -> None:
    pack = a_pack([a_question(f"q{number}", TOPICS[number % 5]) for number in range(30)])
    for seed in range(20):
        assert len(compose(pack, minutes=12, seed=seed).rounds) == 2  # four questions of three minutes


@given(packs(), MINUTES, SEEDS, st.data())
def test_questions_to_avoid_come_only_when_no_other_is_left(
    pack: Pack, minutes: float, seed: int, data: st.DataObject
) -> None:
    ids = [question.id for question in pack.questions]
    avoid = data.draw(st.frozensets(st.sampled_from(ids)))
    asked = set(_ids(compose(pack, minutes=minutes, seed=seed, avoid=avoid)))
    assert asked
    if asked & avoid:
        assert asked >= set(ids) - avoid


@given(packs(), SEEDS, st.data())
def test_what_is_due_is_chosen_first(pack: Pack, seed: int, data: st.DataObject) -> None:
    ids = [question.id for question in pack.questions]
    due = data.draw(st.lists(st.sampled_from(ids), unique=True))
    number = data.draw(st.integers(1, len(ids)))
    asked = set(_ids(compose(pack, questions=number, seed=seed, due=due)))
    assert set(due[:number]) <= asked


def test_what_was_asked_last_night_is_not_due_tonight() -> None:
    pack = a_pack([a_question("old"), a_question("new")])
    assert _ids(compose(pack, questions=1, seed=1, due=["old"], avoid={"old"})) == ["new"]


def test_history_under_an_older_id_counts() -> None:
    pack = a_pack([a_question("renamed", was=("old",)), a_question("other")])
    for seed in range(5):
        assert _ids(compose(pack, questions=1, seed=seed, due=["gone", "old"])) == ["renamed"]
        assert _ids(compose(pack, questions=1, seed=seed, avoid={"gone", "old"})) == ["other"]


def test_questions_named_are_asked_in_that_order_and_nothing_else_is() -> None:
    pack = a_pack([a_question("a", "first"), a_question("b", "second"), a_question("c", "first", was=("z",))])
    plan = compose(pack, minutes=1, ids=["z", "b", "a"], avoid={"b"}, due=["a"], level="mid", seed=3)
    assert _ids(plan) == ["c", "b", "a"]
    assert [part.topic for part in plan.rounds] == ["first", "second", "first"]


def test_twenty_minutes_unless_told_otherwise() -> None:
    pack = a_pack([a_question(f"q{number}", minutes=2) for number in range(30)])
    assert compose(pack, seed=0).minutes == 20
    assert len(compose(pack, questions=25, seed=0).questions) == 25
    assert len(compose(pack, questions=25, minutes=10, seed=0).questions) == 5


def test_weights_decide_which_topics_come_and_how_often() -> None:
    pack = a_pack([a_question(f"q{number}", TOPICS[number % 5]) for number in range(100)])
    weights = {"first": 3.0, "second": 1.0}
    plan = compose(pack, questions=12, seed=4, weights=weights)
    assert Counter(question.topic for question in plan.questions) == {"first": 9, "second": 3}
    assert len(compose(pack, questions=12, seed=4, weights={}).rounds) == 5


IMPOSSIBLE = [
    ({"minutes": 0.5}, "Minutes must be from 1 to 240, not 0.5."),
    ({"minutes": float("nan")}, "Minutes must be from 1 to 240, not nan."),
    ({"minutes": 241}, "Minutes must be from 1 to 240, not 241."),
    ({"questions": 0}, "The number of questions must be from 1 to 3, not 0."),
    ({"questions": 4}, "The number of questions must be from 1 to 3, not 4."),
    ({"questions": 2, "topics": ["second"]}, "The number of questions must be from 1 to 1, not 2."),
    ({"level": "expert"}, "There is no level expert. Levels: junior, mid, senior."),
    ({"level": "senior"}, "There is no senior question in made-up. Levels there: junior, mid."),
    ({"level": "junior", "topics": ["second"]}, "There is no junior question on second. Levels there: mid."),
    ({"topics": ["first", "th\x1b[2Jird"]}, "There is no topic th[2Jird in made-up. Topics: first, second."),
    ({"ids": ["a", "d"]}, "There is no question d in made-up. Questions: a, b, c."),
    ({"ids": ["a", "b", "z"]}, "Question a is named twice. Name each once."),
]


@pytest.mark.parametrize(("wish", "sentence"), IMPOSSIBLE)
def test_an_impossible_wish_is_one_sentence_that_names_what_is_possible(
    wish: dict[str, object], sentence: str
) -> None:
    questions = [a_question("a", level="junior", was=("z",)), a_question("b"), a_question("c", "second")]
    with pytest.raises(PlanError) as error:
        compose(a_pack(questions), seed=0, **wish)  # type: ignore[arg-type]
    assert str(error.value) == sentence


def test_of_many_questions_the_nearest_are_named() -> None:
    names = ["two-contexts", "app-factory", *(f"q{number}" for number in range(20))]
    with pytest.raises(
        PlanError, match=r"context in made-up\. Nearest: two-contexts\. All 22: viva packs show"
    ):
        compose(a_pack([a_question(name) for name in names]), ids=["two-context"], seed=0)


TERMS = (
    Term("WSGI", "whizgey", ("whiskey",)),
    Term("current_app", "current app"),
    Term("g"),
    Term("Gunicorn"),
)


def test_the_terms_of_a_question_are_those_that_occur_in_any_form() -> None:
    asked = a_question("a", ask="Does a whiskey server know the Current App while debugging?")
    assert [term.write for term in terms_of(asked, TERMS)] == ["WSGI", "current_app"]
    assert [term.write for term in terms_of(a_question("b", ask="What is g?"), TERMS)] == ["g"]


def test_a_plan_brings_the_terms_of_its_questions_in_the_order_of_the_glossary() -> None:
    asked = [a_question("a", ask="What is g?"), a_question("b", ask="What is wsgi?"), a_question("c")]
    plan = compose(a_pack(asked, TERMS), ids=["a", "b"], seed=0)
    assert plan.terms == (TERMS[0], TERMS[2])


@given(packs(), SEEDS)
def test_a_plan_that_was_handed_out_is_the_same_plan(
    tmp_path_factory: pytest.TempPathFactory, pack: Pack, seed: int
) -> None:
    plan = compose(msgspec.structs.replace(pack, terms=TERMS), seed=seed)
    file = tmp_path_factory.mktemp("plan") / "plan.json"
    save_plan(plan, file)
    assert load_plan(file) == plan


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.json"
    question = a_question("only")
    save_plan(compose(a_pack([question]), seed=1), file)
    return file


DAMAGED = [
    ('"viva_plan": 1', '"viva_plan": 2', "is a plan of another version of Viva. This one reads version 1."),
    ('"viva_plan": 1', '"plan_of_viva": 1', "is no plan. --save-plan writes one."),
    ("{", "[", "is no plan. --save-plan writes one."),
    (
        '"level": "mid"',
        '"level": "hard"',
        "rounds[1].questions[only].level must be one of junior, mid, senior.",
    ),
    ('"minutes": 3', '"hours": 3', "(and 1 more)."),
    ('"seed": 1', '"seed": 1, "shell": "rm"', "plan.shell unknown key"),
    (
        '"title": "Made up"',
        '"title": "\\u001b[2J"',
        "plan.title has a character that must not be printed: U+001B.",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), DAMAGED)
def test_a_file_that_is_no_plan_is_told_in_one_sentence(
    plan_file: Path, old: str, new: str, sentence: str
) -> None:
    text = plan_file.read_text()
    assert old in text
    plan_file.write_text(text.replace(old, new, 1))
    with pytest.raises(PlanError) as error:
        load_plan(plan_file)
    assert str(error.value).startswith(str(plan_file))
    assert sentence in str(error.value)
    assert str(error.value).isprintable()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[" * 100_000, b"null", b"x" * 8_000_001])
def test_rubbish_is_no_plan(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "plan").write_bytes(data)
    with pytest.raises(PlanError, match=r"is no plan|over 8 MB"):
        load_plan(tmp_path / "plan")


def test_a_plan_asks_something_and_nothing_twice(plan_file: Path) -> None:
    plan = load_plan(plan_file)
    for rounds, sentence in (((), "has no question"), (plan.rounds * 2, "asks a question twice")):
        save_plan(msgspec.structs.replace(plan, rounds=rounds), plan_file)
        with pytest.raises(PlanError, match=sentence):
            load_plan(plan_file)


def test_a_plan_that_cannot_be_read_or_written_says_why(tmp_path: Path, plan_file: Path) -> None:
    with pytest.raises(PlanError, match=r"Cannot read the plan .*nowhere: No such file or directory\."):
        load_plan(tmp_path / "nowhere")
    with pytest.raises(PlanError, match=r"Cannot write the plan .*: Is a directory\."):
        save_plan(load_plan(plan_file), tmp_path)


def test_a_question_longer_than_the_interview_is_still_asked() -> None:
    questions: list[Question] = [a_question("long", minutes=15), a_question("shorter", minutes=10)]
    assert _ids(compose(a_pack(questions), minutes=5, seed=0)) == ["shorter"]
