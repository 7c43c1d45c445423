"""A turn: one question or probe, and its answer."""

import msgspec

from models.interview.judgement import FollowUp
from models.interview.words import Utterance, Word


class Turn(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question or probe, and what was answered."""

    number: int
    """From 1, over the whole interview."""
    question: str
    """The question's id; a probe belongs to the question it follows up on."""
    asked: str
    """The words that were asked."""
    attempt: int = 1
    """Goes up when the question is done again; the last attempt counts."""
    probe: FollowUp | None = None
    asked_at: float = 0.0
    """Interview time, as everything here that ends in `at`."""
    opened_at: float | None = None
    """When the ear first opened."""
    closed_at: float | None = None
    listened: float = 0.0
    """Seconds for which it was listened to."""
    voiced: float = 0.0
    """Seconds of it that held voice, words or not."""
    missing: float = 0.0
    """Seconds that the microphone failed to give."""
    utterances: tuple[Utterance, ...] = ()
    corrected: str | None = None
    """What the candidate made of the first utterances."""
    replaced: int = 0
    """How many utterances the corrected text stands for."""
    hinted: bool = False
    skipped: bool = False

    @property
    def transcript(self) -> str:
        """What the answer says, corrections included."""
        parts = [self.corrected or "", *(utterance.text for utterance in self.utterances[self.replaced :])]
        return " ".join(part for part in parts if part)

    @property
    def heard(self) -> tuple[Utterance, ...]:
        """The utterances that the transcript still shows as they came."""
        return self.utterances[self.replaced :]

    @property
    def words(self) -> tuple[Word, ...]:
        """Every spoken word, with the times and confidences of the recogniser; empty for what was typed."""
        return tuple(word for utterance in self.utterances for word in utterance.words)

    @property
    def typed(self) -> bool:
        """Whether no word of the transcript stands as a recogniser wrote it."""
        return all(utterance.source == "typed" for utterance in self.heard)

    @property
    def blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.transcript.strip()
