"""What a session publishes, as Textual messages; only the latest of each kind is worth drawing."""

from textual.message import Message

from models.view import LeftIdle, LevelHeard, PartialHeard, Published, TroubleHeard, View


class _Latest(Message):
    """Replaced by the next of its kind while it waits."""

    def can_replace(self, message: Message) -> bool:
        """Whether this one makes the waiting one needless."""
        return isinstance(message, type(self))


class ViewChanged(_Latest):
    """The interview changed."""

    def __init__(self, view: View) -> None:
        self.view = view
        super().__init__()


class PartialChanged(_Latest):
    """What is being recognised changed."""

    def __init__(self, turn: int, text: str) -> None:
        self.turn = turn
        self.text = text
        super().__init__()


class LevelChanged(_Latest):
    """The loudness changed; dBFS."""

    def __init__(self, dbfs: float, peak: float) -> None:
        self.dbfs = dbfs
        self.peak = peak
        super().__init__()


class TroubleCame(Message):
    """Something went wrong; the sentence is for the person."""

    def __init__(self, kind: str, text: str) -> None:
        self.kind = kind
        self.text = text
        super().__init__()


class IdleCame(Message):
    """Nobody was there for too long, and the session has ended."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


def as_message(item: Published) -> Message:
    """The message for what a session published."""
    match item:
        case View():
            return ViewChanged(item)
        case PartialHeard(turn, text):
            return PartialChanged(turn, text)
        case LevelHeard(dbfs, peak):
            return LevelChanged(dbfs, peak)
        case TroubleHeard(kind, text):
            return TroubleCame(kind, text)
        case LeftIdle(text):
            return IdleCame(text)
