"""Screens with no process behind them: a session played by the test publishes views made by hand."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import msgspec

from models.interview import commands as c
from models.interview.events import Rules
from models.interview.judgement import FollowUp
from models.interview.state import Interview
from models.records.paths import Places
from models.records.settings import Settings
from models.session import Session
from models.view import LevelHeard, PartialHeard, Published, View
from questions.pack import KeyPoint, Question
from questions.plan import Plan, Round
from tests.models.interview_builders import Held, assessed
from tui.app import VivaApp

CONTEXTS = Question(
    id="two-contexts",
    topic="contexts",
    level="mid",
    minutes=3,
    ask="Flask has two contexts. What does each one carry, and when is each pushed?",
    hint="Think of what exists when a CLI command runs, and of what needs a request.",
    points=(
        KeyPoint(
            id="app", says="the application context carries current app and g", probe="Which names are there?"
        ),
        KeyPoint(
            id="request", says="the request context carries request and session", probe="And the other?"
        ),
    ),
)
RULES = Rules()
WHY = FollowUp("At which moment is it pushed?", "not said", "app", "you have not said when it is pushed")
SPOKEN = (
    "the application context carries current app and g it is pushed when a request comes in"
    " or when a cli command runs"
)


def plan(questions: int = 9, title: str = "Flask", topic: str = "Contexts") -> Plan:
    asked = tuple(
        msgspec.structs.replace(CONTEXTS, id=f"q{number}" if number else CONTEXTS.id)
        for number in range(questions)
    )
    half = max(1, questions // 2)
    rounds: tuple[Round, ...] = (Round("contexts", topic, 3.0 * half, asked[:half]),)
    if questions > half:
        rounds += (Round("structure", "Structure", 3.0 * (questions - half), asked[half:]),)
    return Plan("flask", title, "1.0", rounds)


def interview(rules: Rules = RULES, planned: Plan | None = None) -> Held:
    return Held(c.Begin("2026-11-23-abcd", planned or plan(), rules, "Vosk small en-us"))


def listening(*words: str, used: float = 78.0, rules: Rules = RULES) -> Held:
    """An answer under way, with `used` seconds of its three minutes gone."""
    held = interview(rules)
    held.open(at=0.0)
    for text in words:
        held.hear(text, at=used - 1)
    held.now = used
    return held


def followed_up() -> Held:
    held = listening(SPOKEN)
    held.do(c.Finish())
    held.do(c.EarClosed(1))
    held.do(c.Judged(1, assessed("said", "not said"), (WHY,)))
    held.open()
    return held


class PlayedSession:
    """What the interview screen takes for a session: it notes what it is asked."""

    saved = True

    def __init__(self, publish: Callable[[Published], None], items: Sequence[Published]) -> None:
        self.asked: list[object] = []
        self.publish = publish
        for item in items:
            publish(item)

    def send(self, command: object) -> None:
        self.asked.append(command)

    def type(self, text: str) -> None:
        self.asked.append(("type", text))

    def draft(self, text: str) -> None:
        self.asked.append(("draft", text))

    def hush(self) -> None:
        self.asked.append("hush")

    def say_again(self) -> None:
        self.asked.append("again")

    def touch(self) -> None:
        """A key was pressed; which, the test knows."""

    def close(self, timeout: float = 0.0) -> None:
        self.asked.append("close")


def view(held: Held, **changes: object) -> View:
    """A view whose clock stands, so that a picture of it is always the same."""
    state: Interview = held.state
    listens = state.phase == "listening"
    shown = View(
        state,
        held.now,
        time.monotonic(),
        False,
        None,
        ear="Vosk small en-us",
        listening=listens,
        speaking=False,
    )
    return msgspec.structs.replace(shown, **changes)


LEVELS = tuple(LevelHeard(dbfs, -20.0) for dbfs in (-48, -40, -25, -38, -47, -52, -58))


def partial(text: str, turn: int = 1) -> PartialHeard:
    return PartialHeard(turn, text)


class StagedApp(VivaApp):
    """Viva, opened on an interview that the test plays."""

    def __init__(self, *items: Published, home: Path, settings: Settings | None = None) -> None:
        super().__init__(Places(home / "c", home / "d", home / "k", home / "s"), settings or Settings())
        self.items = items
        self.played: PlayedSession | None = None
        self.first = self._open if items else None

    def _open(self, publish: Callable[[Published], None]) -> Session:
        self.played = PlayedSession(publish, self.items)
        return cast(Session, self.played)
