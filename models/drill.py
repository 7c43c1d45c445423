"""What to drill: the questions of a pack that are due, the weakest first, then new ones near one's level."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from models.records.journal import Journal
from models.records.schedule import Card, cards, due, own_level
from questions.pack import LEVELS, Level, Pack, Question


class Drill(msgspec.Struct, frozen=True):
    """What there is to drill in one pack today."""

    due: tuple[Question, ...]
    """The weakest first."""
    new: tuple[Question, ...]
    """Never answered; those nearest to one's level first, then in the order of the pack."""
    level: Level
    """The level that new questions are taken from first."""
    next_due: float | None
    """When the next of the others is due, in seconds since the epoch; `None` where there is none."""

    def choose(self, minutes: float, limit: int | None = None) -> tuple[Question, ...]:
        """As many questions as fit in the minutes, one at least where there is any."""
        chosen: list[Question] = []
        left = minutes
        for question in (*self.due, *self.new):
            if (question.minutes <= left or not chosen) and (limit is None or len(chosen) < limit):
                chosen.append(question)
                left -= question.minutes
        return tuple(chosen)


def find_drill(journal: Journal, pack: Pack, now: datetime, interview: date | None = None) -> Drill:
    """What there is to drill; `now` has its offset, and `interview` is the day of the real interview.

    A card whose question is no longer in the pack is left out; one that was renamed is found.
    """
    known = cards(journal, pack.info.id, now)
    waiting = due(known, now, interview)
    answered = {question.id for question in _questions(pack, known)}
    level = own_level(known)
    first = _questions(pack, waiting)
    later = [card.due for card in known if card not in waiting and pack.question(card.question)]
    new = [question for question in pack.questions if question.id not in answered]
    new.sort(key=lambda question: abs(LEVELS.index(question.level) - LEVELS.index(level)))
    return Drill(first, tuple(new), level, min(later, default=None))


def _questions(pack: Pack, found: Sequence[Card]) -> tuple[Question, ...]:
    questions = (pack.question(card.question) for card in found)
    return tuple(dict.fromkeys(question for question in questions if question is not None))
