"""When a question is due again: each question of a pack is a card of FSRS, reviewed by every answer to it.

A review is a rating: the candidate's own grade, or else one by the answer's score (`rating_of`). Reviews are
kept in the journal, and cards are replayed from them whenever one of theirs has changed.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean
from typing import Literal

import fsrs
import msgspec

from models.records.journal import Journal, told_of_damage
from questions.pack import LEVELS, Level

Grade = Literal[1, 2, 3, 4]
"""FSRS's ratings: 1 again, 2 hard, 3 good, 4 easy."""

HARD, GOOD, EASY = 40.0, 65.0, 90.0
"""Scores from which an answer counts as hard, good and easy; under the first it counts as forgotten."""
RETENTION = 0.9
"""How surely an answer should still be known when it is due (FSRS's usual value)."""
LONGEST = 365
"""Days after which everything is due again."""
CRAM = timedelta(days=14)
"""How long before the real interview all that will be due by then is due already."""
RESTED = timedelta(hours=18)
"""What was answered since then is not asked again only because the interview is near."""
LEVEL_REVIEWS, LEVEL_SCORE = 3, 65.0
"""The next level is near once so many answers of one level score that much on average, over the last ten."""
LEVEL_MEMORY = 10

_SCHEDULER = fsrs.Scheduler(
    desired_retention=RETENTION,
    learning_steps=(),
    relearning_steps=(),
    maximum_interval=LONGEST,
    enable_fuzzing=False,
)
"""It counts in days, since an interview is no stack of flashcards; the same reviews give the same days."""


class Review(msgspec.Struct, frozen=True):
    """What one interview says of how well a question is known."""

    question: str
    level: str
    rating: Grade
    score: float | None


class Card(msgspec.Struct, frozen=True):
    """A question that was answered before."""

    question: str
    level: str
    score: float | None
    """Of its last answer."""
    due: float
    """Seconds since the epoch, as `reviewed`."""
    reviewed: float
    recall: float
    """How probably it is still known now, from 0 to 1."""


def rating_of(score: float | None, grade: Grade | None = None, *, hinted: bool = False) -> Grade | None:
    """How an answer rates its card: by the candidate's own grade, else by its score; `None` rates nothing.

    With the hint an answer counts as good at most.
    """
    if grade is not None or score is None:
        return grade
    if score >= EASY and not hinted:
        return 4
    return 3 if score >= GOOD else 2 if score >= HARD else 1


def keep_reviews(journal: Journal, interview: str, reviews: Iterable[Review]) -> None:
    """Keep what an interview says of its questions, in place of what it said before."""
    with journal.transaction():
        row = journal.db.execute("SELECT pack, started FROM interviews WHERE id = ?", (interview,)).fetchone()
        if row is None:
            return
        pack, started = row
        journal.db.execute("DELETE FROM reviews WHERE interview = ?", (interview,))
        journal.db.executemany(
            "INSERT INTO reviews (interview, pack, question, level, wall, rating, score)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((interview, pack, r.question, r.level, started, r.rating, r.score) for r in reviews),
        )
        journal.db.execute("UPDATE interviews SET rated = 1 WHERE id = ?", (interview,))


@told_of_damage
def unrated(journal: Journal) -> list[str]:
    """Interviews that are over and whose reviews were never kept, such as those of an older Viva."""
    rows = journal.db.execute("SELECT id FROM interviews WHERE ended != '' AND NOT rated ORDER BY started")
    return [name for (name,) in rows]


@told_of_damage
def cards(journal: Journal, pack: str, now: datetime) -> list[Card]:
    """Every card of a pack."""
    _replay_missing(journal, pack)
    rows = journal.db.execute(
        "SELECT question, level, score, due, reviewed, stability, difficulty FROM cards WHERE pack = ?",
        (pack,),
    )
    return [_card(row, now) for row in rows]


def due(cards: Sequence[Card], now: datetime, interview: date | None = None) -> list[Card]:
    """The cards that are due by the end of the day that `now`, with its offset, lies in; the weakest first.

    In the fortnight before the day of the real interview, whatever would be due by that day is due now, but
    for what was answered in the last hours.
    """
    today = datetime.combine(now.date(), time.max, now.tzinfo)
    near = today
    if interview is not None and now.date() <= interview <= (now + CRAM).date():
        near = datetime.combine(interview, time.max, now.tzinfo)
    rested = (now - RESTED).timestamp()
    found = [
        card
        for card in cards
        if card.due <= today.timestamp() or (card.due <= near.timestamp() and card.reviewed <= rested)
    ]
    return sorted(found, key=lambda card: (card.recall, card.score or 0.0, card.question))


def own_level(cards: Sequence[Card]) -> Level:
    """The level to take new questions from: the one above the highest that is mastered."""
    mastered = -1
    for at, level in enumerate(LEVELS):
        last = sorted(
            (c for c in cards if c.level == level and c.score is not None), key=lambda c: -c.reviewed
        )
        scores = [card.score for card in last[:LEVEL_MEMORY] if card.score is not None]
        if len(scores) >= LEVEL_REVIEWS and fmean(scores) >= LEVEL_SCORE:
            mastered = at
    return LEVELS[min(mastered + 1, len(LEVELS) - 1)]


@told_of_damage
def interviews_with(journal: Journal, pack: str, question: str) -> list[str]:
    """The interviews in which a question was answered, the latest first."""
    rows = journal.db.execute(
        "SELECT interview FROM reviews WHERE pack = ? AND question = ? ORDER BY wall DESC, interview DESC",
        (pack, question),
    )
    return [name for (name,) in rows]


def _replay_missing(journal: Journal, pack: str) -> None:
    missing = journal.db.execute(
        "SELECT question FROM reviews WHERE pack = ?1 EXCEPT SELECT question FROM cards WHERE pack = ?1",
        (pack,),
    ).fetchall()
    if not missing:
        return
    with journal.transaction():
        for (question,) in missing:
            reviews = journal.db.execute(
                "SELECT wall, rating, level, score FROM reviews WHERE pack = ? AND question = ?"
                " ORDER BY wall, interview",
                (pack, question),
            ).fetchall()
            if reviews:
                journal.db.execute(
                    "INSERT OR REPLACE INTO cards VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (pack, question, *_replay(reviews)),
                )


def _replay(reviews: Sequence[tuple[float, int, str, float | None]]) -> tuple[object, ...]:
    """The row of a card after its reviews, oldest first, from its level on."""
    card = fsrs.Card(card_id=1)
    for wall, rating, _, _ in reviews:
        card, _log = _SCHEDULER.review_card(card, fsrs.Rating(rating), datetime.fromtimestamp(wall, UTC))
    last, _, level, score = reviews[-1]
    return (level, score, card.due.timestamp(), last, card.stability, card.difficulty)


def _card(row: tuple[str, str, float | None, float, float, float, float], now: datetime) -> Card:
    question, level, score, due, reviewed, stability, difficulty = row
    known = fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=stability,
        difficulty=difficulty,
        last_review=datetime.fromtimestamp(reviewed, UTC),
    )
    recall = _SCHEDULER.get_card_retrievability(known, now)
    return Card(question, level, score, due, reviewed, recall)
