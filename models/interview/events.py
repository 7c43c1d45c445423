"""What happened in an interview: the events that its journal keeps.

Events are only ever added to, and new fields have defaults: every journal ever written can be read. `at` is
*interview time*: seconds of this interview, not counting pauses, suspends or absence.
"""

from typing import Literal

import msgspec

from models.interview.judgement import Assessment, FollowUp
from models.interview.words import Utterance
from questions.plan import Plan


class _Event(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="type"):
    """The base of every event."""

    at: float


class Rules(msgspec.Struct, frozen=True, omit_defaults=True):
    """How an interview is held."""

    mode: Literal["practice", "exam"] = "practice"
    probes: int = 2
    """How many probes a question may have, probes on probes included."""
    finish: float | None = 6.0
    """Seconds of silence after which an answer counts as finished; `None` for never."""
    breath: float = 0.0
    """Seconds for which a round's opening stands before its first question; a key goes on at once."""


class InterviewStarted(_Event, frozen=True):
    """An interview began: the whole plan, with its questions as they were."""

    interview: str
    plan: Plan
    rules: Rules
    schema: int = 1
    input: str = ""
    """What heard the answers: "Vosk small en-us", "typed"."""


class RoundBegan(_Event, frozen=True):
    """The next topic."""

    round: int


class Asked(_Event, frozen=True):
    """A turn began: a question, or a probe on it."""

    turn: int
    question: str
    text: str
    probe: FollowUp | None = None


class ListeningBegan(_Event, frozen=True):
    """The ear is open, and the question's clock runs."""

    turn: int


class ListeningStopped(_Event, frozen=True):
    """The ear shut in mid-answer, and the question's clock with it, until `ListeningBegan` comes again."""

    turn: int


class UtteranceAdded(_Event, frozen=True):
    """Words were recognised or typed."""

    turn: int
    utterance: Utterance


class CountdownHeld(_Event, frozen=True):
    """The end-of-answer countdown was cancelled."""

    turn: int
    by: Literal["voice", "words", "key"]
    until: float
    """When it opens again, if nothing else is heard."""


class ClosingBegan(_Event, frozen=True):
    """The answer ended; its last words may still come."""

    turn: int
    why: Literal["key", "silence", "time", "file", "skip", "redo", "quit", "end"]


class AnswerClosed(_Event, frozen=True):
    """All of the answer's words are here."""

    turn: int
    voiced: float = 0.0
    """Seconds that held voice, words or not."""
    missing: float = 0.0
    """Seconds that the microphone failed to give."""


class Corrected(_Event, frozen=True):
    """The candidate corrected the transcript of an answer; utterances that come later are added to it."""

    turn: int
    text: str
    replaces: int = 0
    """How many of the turn's utterances, from its first, the corrected text stands for."""


class Assessed(_Event, frozen=True):
    """The judge's opinion of a question, over its answer and probes."""

    turn: int
    assessment: Assessment
    follow_ups: tuple[FollowUp, ...] = ()
    judge: str = ""
    """Which judge it was, with its version."""
    comment: str = ""
    """What a language model says of how it was told, where the candidate named one."""


class HintShown(_Event, frozen=True):
    """The candidate asked for the hint."""

    turn: int


class TimeRanOut(_Event, frozen=True):
    """The question's minutes are over: practice goes on in overtime, an exam closes the answer."""

    turn: int


class Redone(_Event, frozen=True):
    """The question is asked again from the start; both attempts are kept, the last counts."""

    turn: int


class Skipped(_Event, frozen=True):
    """The candidate passed the question over, or what was left of it."""

    turn: int


class SkipTakenBack(_Event, frozen=True):
    """The question skipped last is asked after all."""

    turn: int


class NotAnswered(_Event, frozen=True):
    """Nothing could answer this turn: the audio files were used up."""

    turn: int


class Paused(_Event, frozen=True):
    """Time stands still."""

    why: Literal["key", "suspend", "correcting", "quit", "lost"] = "key"


class Resumed(_Event, frozen=True):
    """Time goes on."""


class InputChanged(_Event, frozen=True):
    """What hears the answers changed, such as to typing when the microphone was lost."""

    input: str
    why: str = ""


class Troubled(_Event, frozen=True):
    """Something went wrong that the report should know of."""

    kind: str
    text: str


class Overruled(_Event, frozen=True):
    """The candidate disagrees with the judge on a point: "I said that", or "I did not"."""

    question: str
    point: str
    said: bool


class Graded(_Event, frozen=True):
    """How hard the candidate found the question: 1 again, 2 hard, 3 good, 4 easy; moves only its schedule."""

    question: str
    grade: Literal[1, 2, 3, 4]


class Reassessed(_Event, frozen=True):
    """A later judge's opinion of a question; the first one stays beside it."""

    question: str
    assessment: Assessment
    judge: str = ""


class Ended(_Event, frozen=True):
    """The interview is over."""

    why: Literal["complete", "ended early", "no more audio"] = "complete"


Event = (
    InterviewStarted
    | RoundBegan
    | Asked
    | ListeningBegan
    | ListeningStopped
    | UtteranceAdded
    | CountdownHeld
    | ClosingBegan
    | AnswerClosed
    | Corrected
    | Assessed
    | HintShown
    | TimeRanOut
    | Redone
    | Skipped
    | SkipTakenBack
    | NotAnswered
    | Paused
    | Resumed
    | InputChanged
    | Troubled
    | Overruled
    | Graded
    | Reassessed
    | Ended
)
