"""What can be asked of an interview; `decide` answers each command with events, or with none."""

from typing import Literal

import msgspec

from models.interview.events import Rules
from models.interview.judgement import Assessment, FollowUp
from models.interview.words import Utterance
from questions.plan import Plan


class _Command(msgspec.Struct, frozen=True):
    """The base of every command."""


class Begin(_Command, frozen=True):
    """Start the interview."""

    interview: str
    plan: Plan
    rules: Rules = Rules()
    input: str = ""


class Proceed(_Command, frozen=True):
    """Go on to what comes next, before the breath is over."""


class EarOpened(_Command, frozen=True):
    """The ear hears this turn, or its typed answer can begin."""

    turn: int


class EarShut(_Command, frozen=True):
    """The ear hears nothing for a while: the question is said again, or the desk starts again."""

    turn: int


class Hear(_Command, frozen=True):
    """Words of this turn, recognised or typed."""

    turn: int
    utterance: Utterance


class SpeechHeard(_Command, frozen=True):
    """Somebody is speaking: by two new words, or by voice alone."""

    words: bool = True


class KeepThinking(_Command, frozen=True):
    """The candidate is not finished."""


class Finish(_Command, frozen=True):
    """The answer is finished, by a key or by the end of its audio file."""

    why: Literal["key", "file"] = "key"


class EarClosed(_Command, frozen=True):
    """All of that turn's words were sent."""

    turn: int
    voiced: float = 0.0
    missing: float = 0.0


class Judged(_Command, frozen=True):
    """The judge's opinion of the question that this turn belongs to."""

    turn: int
    assessment: Assessment
    follow_ups: tuple[FollowUp, ...] = ()
    judge: str = ""
    comment: str = ""


class AskHint(_Command, frozen=True):
    """Show the hint."""


class Skip(_Command, frozen=True):
    """Pass over the question, or the rest of it where a probe is being asked."""


class TakeSkipBack(_Command, frozen=True):
    """Ask the question that was skipped just now after all."""


class Redo(_Command, frozen=True):
    """Answer the question again from the start."""


class Pause(_Command, frozen=True):
    """Let time stand still."""

    why: Literal["key", "suspend", "correcting", "quit", "lost"] = "key"


class Resume(_Command, frozen=True):
    """Let time go on."""


class Correct(_Command, frozen=True):
    """Replace an answer's transcript."""

    turn: int
    text: str


class ChangeInput(_Command, frozen=True):
    """Something else hears the answers from now on."""

    input: str
    why: str = ""


class Trouble(_Command, frozen=True):
    """Something went wrong that the report should know of."""

    kind: str
    text: str


class NoAudioLeft(_Command, frozen=True):
    """No audio file is left for this turn."""

    turn: int


class Overrule(_Command, frozen=True):
    """Disagree with the judge on a point."""

    question: str
    point: str
    said: bool


class Grade(_Command, frozen=True):
    """Say how hard a question was."""

    question: str
    grade: Literal[1, 2, 3, 4]


class Rejudge(_Command, frozen=True):
    """A later judge's opinion of a question."""

    question: str
    assessment: Assessment
    judge: str = ""


class End(_Command, frozen=True):
    """End the interview now; what was answered counts."""


class TimePassed(_Command, frozen=True):
    """A deadline may have come."""


Command = (
    Begin
    | Proceed
    | EarOpened
    | EarShut
    | Hear
    | SpeechHeard
    | KeepThinking
    | Finish
    | EarClosed
    | Judged
    | AskHint
    | Skip
    | TakeSkipBack
    | Redo
    | Pause
    | Resume
    | Correct
    | ChangeInput
    | Trouble
    | NoAudioLeft
    | Overrule
    | Grade
    | Rejudge
    | End
    | TimePassed
)
