"""Composes a plan: the rounds of one interview, each with its questions and minutes."""

import msgspec

from questions.pack import Question, Term


class Round(msgspec.Struct, frozen=True, omit_defaults=True):
    """Questions on one topic, asked within one time."""

    topic: str
    title: str
    minutes: float
    questions: tuple[Question, ...]


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """The rounds of one interview, and the terms of their questions."""

    pack: str
    title: str
    pack_version: str
    rounds: tuple[Round, ...]
    terms: tuple[Term, ...] = ()
    seed: int = 0

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which it is asked."""
        return tuple(question for part in self.rounds for question in part.questions)

    @property
    def minutes(self) -> float:
        """The minutes of all rounds."""
        return sum(part.minutes for part in self.rounds)
