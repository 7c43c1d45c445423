"""What a report holds: the structs that every form of it, and its published JSON schema, are made of.

Everything here is a value: a report can be kept, sent, read back and compared without its journal. Texts are
safe to print (`cleaned`); times are seconds, scores go from 0 to 100, credits and shares from 0 to 1.
"""

import re
from datetime import datetime
from typing import Any, Literal

import msgspec

from questions.untrusted import clean

VERSION = 1
"""Of the JSON form: goes up when a field is removed, or changes what it means."""

Mark = Literal[
    "said", "after a probe", "partly", "partly, after a probe", "the other way round", "not said", "not heard"
]
"""What became of a key point, the candidate's overruling included."""

State = Literal["answered", "skipped", "not answered", "not asked"]


class _Part(msgspec.Struct, frozen=True):
    """The base of everything in a report: immutable, and every field is written."""


class Evidence(_Part, frozen=True):
    """The words that a judgement rests on."""

    turn: int
    first: int
    """Index of the first word in that turn's `words`, from 0."""
    last: int
    text: str


class Point(_Part, frozen=True):
    """One key point of a question, and what was said of it."""

    id: str
    says: str
    weight: int
    mark: Mark
    credit: float
    """What counts: the judge's, unless the candidate overruled it."""
    judged: Mark
    """The judge's own opinion, which stays beside an overruling."""
    judged_credit: float
    reversed: bool
    """Whether its words say the opposite of the claim."""
    overruled: bool | None
    """Whether the candidate says that it was said; `None` where they did not disagree."""
    probed: bool
    """Whether a probe asked for it."""
    similarity: float
    evidence: tuple[Evidence, ...]


class Challenge(_Part, frozen=True):
    """A misconception that the answer seems to betray; it takes nothing off the score."""

    id: str
    says: str
    evidence: tuple[Evidence, ...]


class Word(_Part, frozen=True, gc=False):
    """One word of a transcript; its times and confidence are `null` where it was typed or corrected."""

    text: str
    start: float | None
    end: float | None
    confidence: float | None


class Misheard(_Part, frozen=True):
    """A term that the recogniser probably wrote as something else."""

    first: int
    last: int
    heard: str
    probably: str


class Span(_Part, frozen=True, gc=False):
    """A stretch of an answer on its timeline."""

    kind: Literal["speech", "filler", "pause"]
    start: float
    end: float
    text: str
    """The filler itself; empty for speech and pauses."""


class Turn(_Part, frozen=True):
    """A question or probe, and its answer."""

    number: int
    asked: str
    probe: bool
    why: str
    """Why a probe was asked, as the candidate was told; empty for the question itself."""
    reason: str
    target: str
    """The id of the point or misconception that a probe asked about."""
    words: tuple[Word, ...]
    """The transcript as it was judged, corrections included."""
    heard: str
    """What had been heard, where the candidate corrected it; empty otherwise."""
    input: Literal["spoken", "typed", "corrected", ""]
    """How the transcript came about; empty where nothing was answered."""
    unfinished: bool
    """Whether its last words were still being recognised when it ended."""
    skipped: bool
    hinted: bool
    listened: float
    voiced: float
    missing: float
    """Seconds that the microphone failed to give."""
    misheard: tuple[Misheard, ...]
    timeline: tuple[Span, ...]

    @property
    def transcript(self) -> str:
        """The words in a row."""
        return " ".join(word.text for word in self.words)


class Delivery(_Part, frozen=True):
    """How it was said; typed and corrected words have no times, and `null` is what could not be measured."""

    words: int
    """Words spoken, fillers left out."""
    talked: float
    """Seconds of talking, short gaps included."""
    pace: float | None
    """Words a minute of talking."""
    pauses: int
    longest_pause: float
    pause_share: float | None
    """Of the time from an answer's first word to its last."""
    first_word: float | None
    """Mean seconds until an answer's first word."""
    fillers: int
    fillers_per_100: float | None
    """To every hundred words, as the next two."""
    hedges: int
    hedges_per_100: float | None
    repeats: int
    repeats_per_100: float | None
    talk_share: float | None
    """Of the time given."""


class Attempt(_Part, frozen=True):
    """An earlier attempt at a question; the last attempt counts."""

    number: int
    score: float | None
    points: tuple[Point, ...]
    challenges: tuple[Challenge, ...]
    turns: tuple[Turn, ...]
    delivery: Delivery


class Question(_Part, frozen=True):
    """A question of the plan, and all that became of it."""

    number: int
    """From 1, in the order of the plan."""
    id: str
    topic: str
    level: str
    ask: str
    state: State
    score: float | None
    """`null` where it was not answered, or where too little could be judged."""
    note: str
    """Why nothing could be earned, in a sentence; empty where something could."""
    comment: str
    """What a language model says of how it was told, where the candidate named one; it counts for nothing."""
    minutes: float
    """The time given."""
    used: float
    """Seconds of it that the last attempt used, probes included."""
    overtime: bool
    hint: str
    """The hint, where it was shown; empty otherwise."""
    attempt: int
    sureness: float
    """The share of the words that the recogniser was sure of; 1 for typed words."""
    judge: str
    points: tuple[Point, ...]
    challenges: tuple[Challenge, ...]
    turns: tuple[Turn, ...]
    """Of the last attempt."""
    earlier: tuple[Attempt, ...]
    delivery: Delivery
    answer: tuple[str, ...]
    """A model answer, a paragraph each."""
    sources: tuple[str, ...]


class Round(_Part, frozen=True):
    """Questions on one topic."""

    topic: str
    title: str
    minutes: float
    score: float | None
    """The mean over its answered questions."""
    answered: int
    questions: tuple[Question, ...]


class Result(_Part, frozen=True):
    """What the interview came to, and what that rests on."""

    score: float | None
    """The mean over the answered questions; `null` is too little to score."""
    why: str
    """Why it is too little to score; empty where there is a score."""
    answered: int
    asked: int
    planned: int
    judged: int
    """Points of the answered questions that could be judged."""
    points: int
    """Points of the answered questions."""
    sureness: float | None
    """The share of the spoken words that the recogniser was sure of; `null` where nothing was spoken."""


class Study(_Part, frozen=True):
    """One thing worth studying next."""

    question: str
    point: str
    """The point's or misconception's id."""
    number: int
    """The question's number."""
    says: str
    """The claim to know."""
    why: str
    source: str
    """Where to read; empty where the pack names nothing."""


class Average(_Part, frozen=True):
    """The candidate's own last interviews, to compare with."""

    interviews: int
    score: float | None
    pace: float | None
    pause_share: float | None
    first_word: float | None
    fillers_per_100: float | None
    hedges_per_100: float | None
    repeats_per_100: float | None
    talk_share: float | None


class Report(_Part, frozen=True, kw_only=True):
    """What an interview came to, computed from its journal."""

    version: int = VERSION
    interview: str
    pack: str
    pack_version: str
    title: str
    when: datetime | None
    """When it began, with its offset from UTC."""
    mode: Literal["practice", "exam"]
    ended: str
    """Why it is over; empty while it is not."""
    input: str
    """What heard the answers, in the end: "Vosk small en-us", "typed"."""
    minutes: float
    """As planned."""
    lasted: float
    """Seconds, pauses and absence left out."""
    result: Result
    study: tuple[Study, ...]
    rounds: tuple[Round, ...]
    delivery: Delivery
    average: Average | None
    """`null` where there is no history."""
    troubles: tuple[str, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the plan."""
        return tuple(question for round_ in self.rounds for question in round_.questions)


def cleaned(report: Report) -> Report:
    """The report with every text safe to print and on one line, wherever it came from."""
    if _is_clean(report):
        return report
    return msgspec.convert(_cleaned(msgspec.to_builtins(report, builtin_types=(datetime,))), Report)


def _is_clean(report: Report) -> bool:
    """Whether there is surely nothing to clean: the quick answer for nearly every report.

    JSON writes control characters, and nothing else but quotes and backslashes, with a backslash.
    """
    try:
        written = msgspec.json.encode(report).decode()
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    return written.isprintable() and not _ESCAPE.search(written)


_ESCAPE = re.compile(r'\\[^"\\]')


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value
