"""What one question's answer was worth, as the judge saw it: the types that `models.assessment` computes."""

from typing import Literal

import msgspec

Verdict = Literal["said", "partly", "not said", "not heard"]
VERDICTS: tuple[Verdict, ...] = ("said", "partly", "not said", "not heard")

Reason = Literal["misconception", "opposite", "partly", "not said", "depth", "opened"]
"""Why a probe is asked; also the order in which probes are ranked, but for *opened*: a probe on a probe."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """The words of an answer that a judgement rests on."""

    turn: int
    text: str
    """The words as they stand in the transcript of that turn."""
    first: int
    """The index of the first of them among the words of that turn's transcript, from 0."""
    last: int
    """The index of the last of them."""


class PointJudgement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was said of one key point, over an answer and its probes."""

    point: str
    verdict: Verdict
    credit: float
    """1 said unprompted, ½ partly or after a probe, ¼ partly after a probe, 0 not said or not heard."""
    after_probe: bool = False
    """Whether the credit was earned in the answer to a probe."""
    similarity: float = 0.0
    """How near the best words came to a phrasing, from 0 to 1."""
    evidence: tuple[Evidence, ...] = ()
    reversed: bool = False
    """Whether the words say the opposite of the claim; it is asked about, and earns nothing."""


class Challenge(msgspec.Struct, frozen=True, omit_defaults=True):
    """A misconception that the answer seems to betray."""

    misconception: str
    evidence: tuple[Evidence, ...] = ()


class Misheard(msgspec.Struct, frozen=True, omit_defaults=True):
    """A term that the recogniser probably wrote as something else."""

    turn: int
    first: int
    last: int
    heard: str
    probably: str


class FollowUp(msgspec.Struct, frozen=True, omit_defaults=True):
    """A probe that could be asked next, and why."""

    text: str
    reason: Reason
    target: str = ""
    """The point's or misconception's id."""
    why: str = ""
    """The reason as the candidate is told it: "you have not said when it is pushed"."""
    worded: str = ""
    """The same probe in a language model's words, where one took up what was said; else empty."""


class Assessment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one question's answer, its probes included, was worth."""

    points: tuple[PointJudgement, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    misheard: tuple[Misheard, ...] = ()
    gate: Literal[
        "", "empty", "don't know", "question said back", "off topic", "no sentence", "not judged"
    ] = ""
    """Why nothing could be earned; *not judged* is a transcript of too little confidence."""
    sureness: float = 1.0
    """The share of the words that the recogniser was sure of; 1 for typed words."""

    def judgement(self, point: str) -> PointJudgement | None:
        """What was said of that point."""
        return next((judgement for judgement in self.points if judgement.point == point), None)
