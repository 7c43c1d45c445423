"""What a desk owes, and by when: so that one that hangs is found out."""

from typing import Literal

import msgspec

from models.speech.protocol import (
    DeskOptions,
    Ended,
    Exhausted,
    FromDesk,
    Hello,
    Level,
    Listen,
    Listening,
    Partial,
    Said,
    Say,
    Saying,
    Segment,
    Stop,
    Stopped,
    ToDesk,
    Trouble,
)


class Patience(msgspec.Struct, frozen=True):
    """How long a desk may take, in seconds."""

    load: float = 20.0
    """For `hello`, and for `listening`, before which a model of 2 GB may have to be read from a slow disk."""
    silence: float = 8.0
    """Without any line while it listens, or while `stopped` is owed. It sends a level every 0.3 s of sound;
    the longest that Vosk kept a block on two busy cores was 1 s."""
    speech: float = 10.0
    """For `said`: 5 s to synthesise, as long to begin to play, and then"""
    letter: float = 0.2
    """for each letter: three times what the voice takes at 170 words a minute."""

    @classmethod
    def with_desk(cls, options: DeskOptions) -> "Patience":
        """What is due to such a desk: one that waits for a vosk-server may be silent for longer."""
        return cls(silence=20.0) if options.recogniser.startswith(("ws://", "wss://")) else cls()


class Owed:
    """Follows the lines in both directions; time is given by the caller, in seconds of any one clock."""

    def __init__(self, patience: Patience, now: float) -> None:
        self._patience = patience
        self._started = self._last = self._asked = now
        """When the desk was started, when its last line came, when the ear was last asked for something."""
        self._greeted = self._hears = False
        """Whether `hello` came, and whether levels are to be expected while the ear is open."""
        self._ear: Literal["closed", "asked", "open", "ended"] = "closed"
        self._turn: int | None = None
        self._origin = 0.0
        """The second of the turn with which its audio file began."""
        self.listen: Listen | None = None
        """The turn for which the ear is open, or about to be."""
        self.heard = 0.0
        """Seconds of that turn that were heard, as its times count."""
        self.stopping: list[int] = []
        """The turns of which `stopped` is owed."""
        self.turns: list[int] = []
        """The turns for which the ear was opened, in order."""
        self.says: dict[int, float] = {}
        """The sentences of which `said` is owed, and when it is due at the latest."""

    @property
    def read(self) -> float:
        """Seconds of the present turn's audio file that were heard."""
        return self.heard - self._origin

    def sent(self, message: ToDesk, now: float) -> None:
        """Take note of a line to the desk."""
        if isinstance(message, Listen):
            if message.turn != self._turn:
                self._turn, self._origin = message.turn, message.since - message.skip
            self.listen, self.heard, self._asked, self._ear = message, message.since, now, "asked"
        elif isinstance(message, Stop):
            self.stopping.append(message.turn)
            self._asked = now
        elif isinstance(message, Say):
            begun = max([now, *self.says.values()])
            self.says[message.id] = begun + self._patience.speech + self._patience.letter * len(message.text)

    def came(self, message: FromDesk, now: float) -> None:
        """Take note of a line from the desk."""
        self._last = now
        if isinstance(message, Hello):
            self._greeted, self._hears = True, bool(message.recogniser and message.source != "none")
        elif isinstance(message, Said):
            self.says.pop(message.id, None)
        elif isinstance(message, Trouble):
            self._hears = self._hears and not message.deaf
        elif isinstance(message, Stopped):
            if message.turn in self.stopping:
                self.stopping.remove(message.turn)
            if self.listen and self.listen.turn == message.turn:
                self.listen, self._ear = None, "closed"
        elif self.listen and not isinstance(message, Saying) and message.turn == self.listen.turn:
            self._follow(message)

    def _follow(self, message: Listening | Level | Partial | Segment | Ended | Exhausted) -> None:
        if isinstance(message, Listening):
            self._ear = "open"
            if message.turn not in self.turns:
                self.turns.append(message.turn)
        elif isinstance(message, Ended | Exhausted):
            self._ear = "ended"
        elif isinstance(message, Level):
            self.heard = max(self.heard, message.seconds)
        elif isinstance(message, Segment):
            self.heard = max(self.heard, message.end)

    def due(self) -> float | None:
        """When a desk that is alive will have sent a line at the latest; None if it owes none."""
        dues = list(self.says.values())
        if not self._greeted:
            dues.append(self._started + self._patience.load)
        if not self.says:  # while the voice speaks, the ear is owed nothing
            if self._ear == "asked":
                dues.append(max(self._last, self._asked) + self._patience.load)
            elif self.stopping or (self._ear == "open" and self._hears):
                dues.append(max(self._last, self._asked) + self._patience.silence)
        return min(dues, default=None)
