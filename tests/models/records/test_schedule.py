"""When questions are due again: ratings, cards, the real interview's day; journals of older schemas."""

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models.drill import find_drill
from models.interview import commands as c
from models.interview.events import Event, InterviewStarted, Rules
from models.interview.evolve import fold
from models.records import journal as journals
from models.records.journal import Journal
from models.records.schedule import Card, Review, cards, due, keep_reviews, own_level, rating_of
from models.records.schema import TABLES
from models.reports import earlier_attempts, rate_unrated, read_report, record, summarise
from questions.pack import Pack, PackInfo, Question
from tests.models.report.sample import CLIENT, CONTEXTS, LIFETIME, PLAN, RUNNER, events, interview

MORNING = datetime(2026, 11, 2, 8, 40, tzinfo=UTC)


def day(number: int) -> datetime:
    return MORNING + timedelta(days=number)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "viva.db")


def sat(journal: Journal, name: str, when: datetime, **ratings: int) -> None:
    """An interview at that time, in which questions were rated."""
    journal.append(name, events(), wall=when.timestamp())
    keep_reviews(
        journal,
        name,
        [Review(q, "mid", r, {1: 20.0, 2: 50.0, 3: 80.0, 4: 95.0}[r]) for q, r in ratings.items()],  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("score", "grade", "hinted", "rating"),
    [
        (0.0, None, False, 1),
        (39.9, None, False, 1),
        (40.0, None, False, 2),
        (65.0, None, False, 3),
        (90.0, None, False, 4),
        (100.0, None, True, 3),
        (100.0, 1, False, 1),
        (None, 4, True, 4),
        (None, None, False, None),
    ],
)
def test_an_answer_is_rated_by_its_score_unless_it_was_graded(
    score: float | None, grade: int | None, hinted: bool, rating: int | None
) -> None:
    assert rating_of(score, grade, hinted=hinted) == rating  # type: ignore[arg-type]


def test_what_was_forgotten_is_due_sooner_than_what_was_easy(journal: Journal) -> None:
    sat(journal, "a", MORNING, forgotten=1, hard=2, good=3, easy=4)
    found = {card.question: card.due for card in cards(journal, "flask", MORNING)}
    assert found["forgotten"] <= found["hard"] < found["good"] < found["easy"]
    assert found["forgotten"] == day(1).timestamp()
    assert due(cards(journal, "flask", MORNING), MORNING) == []
    assert [card.question for card in due(cards(journal, "flask", day(1)), day(1))] == ["forgotten", "hard"]


def test_a_card_is_due_for_all_of_its_day(journal: Journal) -> None:
    sat(journal, "a", MORNING, forgotten=1)
    early = datetime(2026, 11, 3, 0, 5, tzinfo=UTC)
    assert [card.question for card in due(cards(journal, "flask", early), early)] == ["forgotten"]


def test_the_weakest_comes_first(journal: Journal) -> None:
    sat(journal, "a", MORNING, forgotten=1, hard=2, good=3, easy=4)
    later = day(60)
    order = [card.question for card in due(cards(journal, "flask", later), later)]
    assert order == ["forgotten", "hard", "good", "easy"]


def test_answering_well_again_and_again_spaces_a_question_out(journal: Journal) -> None:
    now, gaps = MORNING, []
    for number in range(4):
        sat(journal, f"i{number}", now, q=3)
        (card,) = cards(journal, "flask", now)
        gaps.append(card.due - now.timestamp())
        now = datetime.fromtimestamp(card.due, UTC)
    assert gaps == sorted(gaps)
    assert gaps[-1] > 10 * gaps[0]


def test_deleting_an_interview_takes_its_reviews_back(journal: Journal) -> None:
    sat(journal, "a", MORNING, q=1)
    before = cards(journal, "flask", day(1))
    sat(journal, "b", day(1), q=4)
    assert cards(journal, "flask", day(1)) != before
    journal.delete("b")
    assert cards(journal, "flask", day(1)) == before
    journal.delete("a")
    assert cards(journal, "flask", day(1)) == []


def test_near_the_real_interview_more_is_due(journal: Journal) -> None:
    sat(journal, "a", MORNING, good=3, easy=4)
    sat(journal, "b", day(1), just=2)
    now = day(1)

    def waiting(interview: date | None) -> list[str]:
        return [card.question for card in due(cards(journal, "flask", now), now, interview)]

    assert waiting(None) == []
    assert waiting((MORNING + timedelta(days=4)).date()) == ["good"]
    assert waiting((MORNING + timedelta(days=10)).date()) == ["good", "easy"]
    assert waiting((MORNING + timedelta(days=40)).date()) == []
    assert waiting((MORNING - timedelta(days=1)).date()) == []


def card(level: str, score: float, reviewed: float = 0.0) -> Card:
    return Card(f"{level}{score}{reviewed}", level, score, 0.0, reviewed, 1.0)


def test_new_questions_are_of_the_level_above_the_highest_that_is_mastered() -> None:
    assert own_level([]) == "junior"
    assert own_level([card("junior", 80), card("junior", 81)]) == "junior"
    juniors = [card("junior", 80 + n) for n in range(3)]
    assert own_level(juniors) == "mid"
    mids = [card("mid", 70 + n) for n in range(3)]
    assert own_level([*juniors, *mids]) == "senior"
    assert own_level([*juniors, *(card("mid", 10 + n) for n in range(3))]) == "mid"


def test_reviews_come_from_the_judgement_and_the_candidates_own_grade_wins(journal: Journal) -> None:
    journal.append("k3v9", events(), wall=MORNING.timestamp())
    summarise(journal, interview())

    def ratings() -> dict[str, int]:
        return dict(journal.db.execute("SELECT question, rating FROM reviews"))

    assert ratings() == {
        "two-contexts": 2,
        "g-lifetime": 1,
        "wsgi": 2,
        "test-client": 3,
        "session-transaction": 1,
    }, "what was skipped or never asked says nothing"
    record(journal, "k3v9", c.Grade("g-lifetime", 4))
    assert ratings()["g-lifetime"] == 4
    record(journal, "k3v9", c.Overrule("two-contexts", "pushed-when", True))
    assert ratings()["two-contexts"] == 3


def pack(*questions: Question) -> Pack:
    return Pack(PackInfo("flask", "Flask", "1.0", "en", "About it.", "CC0-1.0"), questions)


def test_a_drill_asks_what_is_due_then_what_is_new_near_ones_level(journal: Journal) -> None:
    whole = pack(CONTEXTS, CLIENT, LIFETIME, RUNNER)
    sat(journal, "a", MORNING, **{"two-contexts": 2, "test-client": 1, "gone": 1})
    found = find_drill(journal, whole, day(30))
    assert [question.id for question in found.due] == ["test-client", "two-contexts"]
    assert [question.id for question in found.new] == ["g-lifetime", "cli-runner"], "junior before mid"
    assert found.next_due is None
    assert [question.id for question in found.choose(3.0)] == ["test-client", "g-lifetime"]
    assert [question.id for question in found.choose(0.5)] == ["test-client"]
    assert len(found.choose(60, limit=3)) == 3


def test_nothing_is_due_and_the_drill_says_when_something_will_be(journal: Journal) -> None:
    sat(journal, "a", MORNING, **{"two-contexts": 4})
    found = find_drill(journal, pack(CONTEXTS), MORNING)
    assert (found.due, found.new) == ((), ())
    assert found.next_due == day(8).timestamp()


@pytest.mark.fault(22)
def test_a_journal_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "viva.db"
    with sqlite3.connect(path) as old:
        old.executescript(f"{TABLES} PRAGMA user_version=1;")
        old.execute(
            "INSERT INTO interviews (id, started, updated, pack, title, mode, ended)"
            " VALUES ('k3v9', ?, ?, 'flask', 'Flask', 'practice', 'ended early')",
            (MORNING.timestamp(), MORNING.timestamp()),
        )
        old.executemany(
            "INSERT INTO events VALUES ('k3v9', ?, 0, ?)",
            ((n, journals._encode(event).decode()) for n, event in enumerate(events(), 1)),
        )
    old.close()
    for _ in range(2):  # the second time it is up to date
        journal = Journal(path)
        assert journal.set_aside is None
        assert fold(journal.events("k3v9")) == interview()
        rate_unrated(journal)
        assert len(cards(journal, "flask", day(1))) == 5
        journal.close()


def test_earlier_answers_to_a_question_are_found_and_nothing_later(journal: Journal) -> None:
    for name, when in (("first", MORNING), ("second", day(1)), ("third", day(2))):
        journal.append(
            name, [msg if n else _named(name) for n, msg in enumerate(events())], wall=when.timestamp()
        )
        summarise(journal, fold(journal.events(name)))
    entry = journal.find("second")
    report = read_report(journal, entry)
    by_id = {question.id: question for question in report.questions}
    labels = [label for label, _ in earlier_attempts(journal, entry, by_id["test-client"])]
    assert labels[0] == "attempt 1 of this interview"
    assert len(labels) == 2
    assert labels[1].startswith("2026-11-02")
    assert earlier_attempts(journal, journal.find("first"), by_id["wsgi"]) == []


def _named(name: str) -> Event:
    return InterviewStarted(at=0, interview=name, plan=PLAN, rules=Rules(), input="typed")
