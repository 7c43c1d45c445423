"""Small plans and interviews for the tests of the pure core."""

from collections.abc import Sequence
from typing import Any

from models.interview import commands as c
from models.interview import events as e
from models.interview.decide import decide
from models.interview.evolve import evolve
from models.interview.judgement import Assessment, FollowUp, PointJudgement
from models.interview.state import Interview
from models.interview.words import Utterance
from questions.pack import KeyPoint, Question
from questions.plan import Plan, Round


def question(name: str, minutes: float = 1.0) -> Question:
    points = (
        KeyPoint(id="p1", says="blueprints group related routes", probe="What does it hold together?"),
        KeyPoint(id="p2", says="they are registered on the application", probe="How does Flask learn of it?"),
    )
    return Question(
        id=name, topic="t", level="mid", minutes=minutes, ask=f"Ask {name}?", points=points, hint="A hint."
    )


def plan(*rounds: Sequence[str], minutes: float = 1.0) -> Plan:
    return Plan(
        pack="pack",
        title="Pack",
        pack_version="1",
        rounds=tuple(
            Round(f"r{i}", f"Round {i}", minutes * len(names), tuple(question(n, minutes) for n in names))
            for i, names in enumerate(rounds)
        ),
    )


def follow_up(text: str, target: str = "p1") -> FollowUp:
    return FollowUp(text=text, reason="not said", target=target, why="you have not said it")


def assessed(*verdicts: str, gate: str = "") -> Assessment:
    credit = {"said": 1.0, "partly": 0.5, "not said": 0.0, "not heard": 0.0}
    points = tuple(
        PointJudgement(f"p{i}", verdict, credit[verdict])  # type: ignore[arg-type]
        for i, verdict in enumerate(verdicts, 1)
    )
    return Assessment(points, gate=gate)  # type: ignore[arg-type]


class Held:
    """An interview that a test drives command by command; it keeps every event."""

    def __init__(self, begin: c.Begin) -> None:
        self.state = Interview()
        self.events: list[e.Event] = []
        self.now = 0.0
        self.do(begin)

    def do(self, command: c.Command, at: float | None = None) -> list[e.Event]:
        self.now = self.now if at is None else at
        events = decide(self.state, command, self.now)
        for event in events:
            self.state = evolve(self.state, event)
        self.events += events
        return events

    @property
    def turn(self) -> int:
        return self.state.turn.number if self.state.turn else 0

    def open(self, at: float | None = None) -> None:
        self.do(c.EarOpened(self.turn), at)

    def hear(self, text: str, at: float | None = None) -> None:
        self.do(c.Hear(self.turn, Utterance(text)), at)

    def answer(
        self,
        text: str = "some words",
        *,
        takes: float = 5.0,
        follow_ups: Sequence[FollowUp] = (),
        gate: str = "",
    ) -> None:
        """Open the ear, say the words, finish, and be judged."""
        turn = self.turn
        self.open()
        if text:
            self.hear(text)
        self.do(c.Finish(), self.now + takes)
        self.do(c.EarClosed(turn))
        self.do(c.Judged(turn, assessed("not said", "not said", gate=gate), tuple(follow_ups), "test"))


def held(*rounds: Sequence[str], minutes: float = 1.0, **rules: Any) -> Held:
    return Held(
        c.Begin("i1", plan(*(rounds or (["one", "two"],)), minutes=minutes), e.Rules(**rules), "typed")
    )
