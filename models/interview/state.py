"""An interview as it stands: the fold of its events."""

from typing import Literal

import msgspec

from models.interview.events import Rules
from models.interview.judgement import Assessment, FollowUp
from models.interview.turn import Turn
from questions.pack import Question
from questions.plan import Plan, Round

Phase = Literal["not started", "between", "asking", "listening", "closing", "judging", "done"]
"""What the interview is doing; it may be paused over any of them. *Between* is the breath before a round."""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that became of one question of the plan."""

    question: str
    turns: tuple[int, ...] = ()
    """Numbers of the turns of its last attempt: the question, then its probes."""
    attempts: int = 1
    assessment: Assessment | None = None
    """The judge's latest opinion of the last attempt; overrulings stand beside it."""
    judge: str = ""
    comment: str = ""
    """What a language model says of the last attempt; it counts for nothing."""
    earlier: tuple[Assessment, ...] = ()
    """Opinions that a later judge replaced, and those of earlier attempts, oldest first."""
    overruled: dict[str, bool] = {}
    """Points that the candidate ruled on: whether they were said."""
    grade: int | None = None
    skipped: bool = False
    used: float = 0.0
    """Seconds of the question's clock that its last attempt has used, probes included."""
    overtime: bool = False
    """Whether the question's minutes ran out."""


class Interview(msgspec.Struct, frozen=True, omit_defaults=True):
    """One interview, as the fold over its events."""

    id: str = ""
    plan: Plan | None = None
    rules: Rules = Rules()
    input: str = ""
    phase: Phase = "not started"
    at: float = 0.0
    """Interview time of the last event."""
    paused: str = ""
    """Why time stands still; empty while it runs."""
    round: int = -1
    """Index of the present round."""
    order: tuple[str, ...] = ()
    """Questions asked so far, in the order asked."""
    turns: tuple[Turn, ...] = ()
    answers: dict[str, Answer] = {}
    follow_ups: tuple[FollowUp, ...] = ()
    """What the judge would ask next about the present question, best first."""
    opened: float | None = None
    """Since when the ear has been open in this stretch; `None` while it is not."""
    quiet_from: float | None = None
    """When the end-of-answer countdown opens, or opened; `None` while the answer has no words."""
    closing_why: str = ""
    """Why the present answer is closing, or closed."""
    closing_at: float = 0.0
    between_until: float = 0.0
    """When the next question is asked, while the phase is *between*."""
    round_used: float = 0.0
    """Seconds of the present round's time that its answers have used, earlier attempts included."""
    skipped_last: int = 0
    """The turn that was skipped just before the present question; 0 where there is none to take back."""
    troubles: tuple[str, ...] = ()
    ended: str = ""
    """Why it is over; empty until it is."""

    @property
    def turn(self) -> Turn | None:
        """The present turn, or the last one."""
        return self.turns[-1] if self.turns else None

    @property
    def question(self) -> Question | None:
        """The question that the present turn belongs to."""
        return self.find(self.turn.question) if self.turn else None

    @property
    def last_said(self) -> Turn | None:
        """The last turn that was answered: the present one may still be blank."""
        return next((turn for turn in reversed(self.turns) if not turn.blank), None)

    @property
    def last_judged(self) -> tuple[Question, Answer] | None:
        """The question that was judged last, and its answer."""
        for name in reversed(self.order):
            question, answer = self.find(name), self.answers.get(name)
            if question is not None and answer is not None and answer.assessment is not None:
                return question, answer
        return None

    @property
    def present_round(self) -> Round | None:
        """The round under way."""
        return self.plan.rounds[self.round] if self.plan and 0 <= self.round < len(self.plan.rounds) else None

    def find(self, question: str) -> Question | None:
        """A question of the plan."""
        return next((q for q in self.plan.questions if q.id == question), None) if self.plan else None

    def turns_of(self, question: str) -> tuple[Turn, ...]:
        """The turns of that question's last attempt: the question itself, then its probes."""
        answer = self.answers.get(question)
        return tuple(turn for turn in self.turns if answer and turn.number in answer.turns)

    def all_turns_of(self, question: str) -> tuple[Turn, ...]:
        """Every turn of that question, earlier attempts included."""
        return tuple(turn for turn in self.turns if turn.question == question)

    def answered(self, question: str) -> bool:
        """Whether anything was answered: a blank or a skip is not."""
        return any(not turn.blank for turn in self.turns_of(question))
