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
    """The transcript as the candidate corrected it."""
    hinted: bool = False
    skipped: bool = False

    @property
    def transcript(self) -> str:
        """What the answer says, corrections included."""
        if self.corrected is not None:
            return self.corrected
        return " ".join(utterance.text for utterance in self.utterances if utterance.text)

    @property
    def words(self) -> tuple[Word, ...]:
        """The spoken words, with the times and confidences of the recogniser; empty for what was typed."""
        return tuple(word for utterance in self.utterances for word in utterance.words)

    @property
    def typed(self) -> bool:
        """Whether no word of the transcript stands as the recogniser wrote it."""
        return self.corrected is not None or all(u.source == "typed" for u in self.utterances)

    @property
    def blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.transcript.strip()
