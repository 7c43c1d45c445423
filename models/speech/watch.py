"""What is wrong with the sound of a microphone: told once each, in one sentence."""

from collections.abc import Callable

from models.speech.answer import Answer
from models.speech.microphone import Block
from models.speech.protocol import FromDesk, Trouble, TroubleKind

DEAD_AFTER = 2.0
"""Seconds of nothing but zeros, from the first block, after which a microphone is called silent."""
QUIET_AFTER, QUIET = 10.0, -50.0
"""Seconds of an answer in which no quarter of a second was louder than this many dBFS, and no word was heard.
Speech near a laptop has -35 to -15 dBFS, the noise of a quiet room -75 to -55."""
MISSING = 0.5
"""Seconds of sound that may be missing in an answer before it is said."""


class Watch:
    """Looks at every block, and compares the sound that came with the clock."""

    def __init__(self, post: Callable[[FromDesk], None]) -> None:
        self._post = post
        self._told: set[str] = set()
        self._zeros: float | None = 0.0
        """Seconds of zeros since the first block; None once there was sound."""
        self.begin()

    def begin(self) -> None:
        """An answer begins."""
        self._came: float | None = None
        self._missing = 0.0

    def hear(self, block: Block) -> None:
        """Look for life in any block; a microphone without permission gives zeros, and no error."""
        if self._zeros is not None:
            if block.pcm.strip(b"\0"):
                self._zeros = None
                return
            self._zeros += block.seconds
            if self._zeros >= DEAD_AFTER:
                self._tell(
                    "silent-microphone",
                    "The microphone gives no sound at all: is it muted, or not allowed to be used?",
                )

    def count(self, block: Block) -> None:
        """Compare a block of an answer with the time that went by since the one before."""
        if self._came is not None:
            self._missing += block.came - self._came - block.seconds
        self._came = block.came

    def interrupt(self) -> None:
        """The blocks that come next do not follow those that came before."""
        self._came = None

    def look(self, answer: Answer) -> None:
        """Say so if an answer is too quiet."""
        if (
            answer.heard >= QUIET_AFTER
            and answer.loudest < QUIET
            and not answer.segments
            and self._zeros is None
        ):
            self._tell(
                "quiet-microphone", "The microphone hears very little: is it the right one, and near enough?"
            )

    def end(self) -> float:
        """The seconds of sound that the answer misses; less than a block is jitter."""
        missing = self._missing if self._missing > 0.1 else 0.0
        if missing > MISSING:
            self._tell("missing-sound", f"{missing:.1f} seconds of sound were lost: the machine is too busy.")
        return missing

    def _tell(self, kind: TroubleKind, text: str) -> None:
        if kind not in self._told:
            self._told.add(kind)
            self._post(Trouble(kind, text))
