"""What a session publishes: frozen values, safe to hand from its thread to any other."""

import msgspec

from models.interview.state import Interview


class View(msgspec.Struct, frozen=True):
    """An interview as it stands, and what surrounds it; published after every commit."""

    interview: Interview
    at: float
    """Interview time when this view was taken."""
    taken: float
    """`time.monotonic()` when it was taken."""
    running: bool
    """Whether interview time goes on by itself."""
    deadline: float | None
    """The interview time at which something happens by itself."""
    saved: bool = True
    """Whether everything in it is on the disk."""
    speaking: bool = False
    """Whether the voice is being heard."""
    ear: str = ""
    """What hears, as people read it: "Vosk small en-us", "PocketSphinx en-us", "typed"."""
    listening: bool = False
    """Whether the microphone, or a file, is being heard now."""

    def now(self, monotonic: float) -> float:
        """Interview time at that `time.monotonic()`."""
        return self.at + max(0.0, monotonic - self.taken) if self.running else self.at


class PartialHeard(msgspec.Struct, frozen=True):
    """What is being recognised, not yet final; the latest replaces the one before."""

    turn: int
    text: str


class LevelHeard(msgspec.Struct, frozen=True):
    """How loud it is, in dBFS; the latest replaces the one before."""

    dbfs: float
    peak: float


class TroubleHeard(msgspec.Struct, frozen=True):
    """Something went wrong; the sentence is for the person."""

    kind: str
    text: str


class LeftIdle(msgspec.Struct, frozen=True):
    """Nobody gave a sign of life for too long: the session has saved and ended. It is the last that comes."""

    text: str


Published = View | PartialHeard | LevelHeard | TroubleHeard | LeftIdle
