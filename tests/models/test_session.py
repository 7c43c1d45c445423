"""A session: one thread that commits before it shows, hears a desk, and goes on where it was interrupted."""

import queue
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from models.idle import IdleLimit
from models.interview import commands as c
from models.interview.events import Rules
from models.interview.evolve import fold
from models.interview.state import Interview
from models.records.journal import Journal, NotSaved
from models.session import Session
from models.speech import protocol as p
from models.view import PartialHeard, Published, TroubleHeard, View
from tests.models.interview_builders import plan

Line = TypeVar("Line", bound=p.ToDesk)
Item = TypeVar("Item", bound=Published)
PATIENCE = 20.0
"""Seconds after which something that was waited for is missing."""


class PlayedDesk:
    """A desk played by the test: it keeps what it is told, and the test speaks its lines."""

    def __init__(self, deliver: Callable[[p.FromDesk], None]) -> None:
        self.deliver = deliver
        self.told: queue.SimpleQueue[p.ToDesk] = queue.SimpleQueue()
        self.closed = False

    def send(self, message: p.ToDesk) -> None:
        self.told.put(message)

    def close(self) -> None:
        self.closed = True

    def expect(self, kind: type[Line]) -> Line:
        """The next line of that kind; lines of other kinds are passed over."""
        while True:
            message = self.told.get(timeout=PATIENCE)
            if isinstance(message, kind):
                return message


class Stage:
    """A session, and what it published."""

    def __init__(
        self, journal: Path, *, desk: bool = True, speak: bool = True, idle: IdleLimit | None = None
    ) -> None:
        self.path = journal
        self.published: queue.SimpleQueue[Published] = queue.SimpleQueue()
        self.desk: PlayedDesk | None = None
        self.session = Session(
            self.published.put,
            lambda: Journal(journal),
            desk=self._open if desk else None,
            speak=speak,
            idle=idle,
        )

    def _open(self, deliver: Callable[[p.FromDesk], None]) -> PlayedDesk:
        self.desk = PlayedDesk(deliver)
        return self.desk

    def wait(self, condition: Callable[[Interview], bool]) -> View:
        """The first view of which that is true."""
        while True:
            item = self.published.get(timeout=PATIENCE)
            if isinstance(item, View) and condition(item.interview):
                return item

    def wait_for(self, kind: type[Item]) -> Item:
        while True:
            item = self.published.get(timeout=PATIENCE)
            if isinstance(item, kind):
                return item

    @property
    def played(self) -> PlayedDesk:
        assert self.desk is not None
        return self.desk

    def begin(self, **rules: object) -> None:
        self.session.begin(c.Begin("i1", plan(["one", "two"]), Rules(**rules)))  # type: ignore[arg-type]
        self.wait(lambda state: state.phase == "asking")

    def listen(self, turn: int = 1) -> None:
        """Let the desk speak the question and open the ear."""
        said = self.played.expect(p.Say)
        self.played.deliver(p.Said(said.id))
        assert self.played.expect(p.Listen).turn == turn
        self.played.deliver(p.Listening(turn))
        self.wait(lambda state: state.phase == "listening")

    def segment(self, text: str, turn: int = 1, end: float = 1.0) -> None:
        self.played.deliver(p.Segment(turn, text, 0.0, end))
        self.wait(lambda state: text in state.turns[turn - 1].transcript)

    def kept(self) -> Interview:
        """What the journal on the disk tells."""
        journal = Journal(self.path)
        state = fold(journal.events("i1"))
        journal.close()
        return state


@pytest.fixture
def stages(tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    made: list[Stage] = []

    def make(**options: Any) -> Stage:
        made.append(Stage(tmp_path / "viva.db", **options))
        return made[-1]

    yield make
    for stage in made:
        stage.session.close()


def test_it_asks_aloud_then_listens_then_follows_up(stages: Callable[..., Stage]) -> None:
    stage = stages()
    stage.begin()
    stage.listen()
    stage.segment("blueprints group related routes of one kind")
    stage.session.send(c.Finish())
    assert stage.played.expect(p.Stop).turn == 1
    stage.played.deliver(p.Stopped(1, seconds=2.0))
    state = stage.wait(lambda state: len(state.turns) == 2).interview
    assert state.answers["one"].assessment is not None
    assert state.turns[1].probe is not None


def test_words_are_on_the_disk_before_they_are_shown(stages: Callable[..., Stage]) -> None:
    stage = stages()
    stage.begin()
    stage.listen()
    for number in range(5):
        stage.segment(f"word{number}", end=float(number))
        assert f"word{number}" in stage.kept().turns[0].transcript


def test_what_is_still_being_recognised_is_shown_and_kept_unfinished_when_it_is_closed(
    stages: Callable[..., Stage],
) -> None:
    stage = stages()
    stage.begin()
    stage.listen()
    stage.segment("first words")
    stage.played.deliver(p.Partial(1, "and then"))
    assert stage.wait_for(PartialHeard).text == "and then"
    assert "and then" not in stage.kept().turns[0].transcript, "a partial is not journalled"
    stage.session.close()
    kept = stage.kept()
    assert kept.turns[0].transcript == "first words and then"
    assert kept.turns[0].utterances[-1].unfinished
    assert kept.paused == "quit"
    assert stage.played.closed


def test_an_interrupted_interview_goes_on_in_the_same_turn_with_the_time_that_was_left(
    stages: Callable[..., Stage],
) -> None:
    stage = stages()
    stage.begin()
    stage.listen()
    stage.segment("before the break", end=7.5)
    stage.session.close()
    used = stage.kept().answers["one"].used
    again = stages()
    again.session.resume("i1")
    again.wait(lambda state: not state.paused and state.phase == "listening")
    listen = again.played.expect(p.Listen)
    assert (listen.turn, listen.since) == (1, 7.5), "the times of its words go on"
    again.played.deliver(p.Listening(1))
    again.segment("after the break", end=9.0)
    kept = again.kept()
    assert kept.turns[0].transcript == "before the break after the break"
    assert len(kept.turns) == 1
    assert kept.answers["one"].used == pytest.approx(used)


def test_a_kill_in_mid_answer_goes_on_too(stages: Callable[..., Stage], tmp_path: Path) -> None:
    stage = stages()
    stage.begin()
    stage.listen()
    stage.segment("acknowledged")
    journal = Journal(stage.path)  # what is on the disk now is what a kill leaves
    copy = tmp_path / "copy.db"
    with sqlite3.connect(copy) as target, sqlite3.connect(stage.path) as source:
        source.backup(target)
    target.close()
    source.close()
    journal.close()
    again = Stage(copy)
    again.session.resume("i1")
    view = again.wait(lambda state: state.phase == "listening" and not state.paused)
    assert view.interview.turns[0].transcript == "acknowledged"
    again.session.close()


@pytest.mark.fault(25)
def test_a_machine_that_slept_pauses_the_interview_and_its_clock(
    stages: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = [0.0]
    monkeypatch.setattr("models.session.asleep", lambda: slept[0])
    stage = stages()
    stage.begin()
    stage.listen()
    stage.segment("before it slept")
    slept[0] = 3600.0
    stage.played.deliver(p.Level(1, 2.0, -40.0))
    view = stage.wait(lambda state: state.paused == "suspend")
    assert not view.running
    assert view.at < 60
    assert stage.kept().paused == "suspend"
    stage.session.send(c.Resume())
    stage.wait(lambda state: not state.paused)
    stage.played.deliver(p.Stopped(1))
    stage.played.expect(p.Listen)
    stage.played.deliver(p.Listening(1))
    stage.segment("after it woke", end=3.0)
    assert stage.kept().turns[0].transcript == "before it slept after it woke"


def test_without_a_desk_answers_are_typed(stages: Callable[..., Stage]) -> None:
    stage = stages(desk=False)
    stage.session.begin(c.Begin("i1", plan(["one"]), Rules(probes=0)))
    stage.wait(lambda state: state.phase == "listening")
    stage.session.type("typed  words\n of mine")
    stage.session.send(c.Finish())
    view = stage.wait(lambda state: state.phase == "done")
    assert view.interview.turns[0].transcript == "typed words of mine"
    assert view.ear == "typed"


def test_typing_while_the_question_is_spoken_hushes_it(stages: Callable[..., Stage]) -> None:
    stage = stages()
    stage.begin()
    stage.played.expect(p.Say)
    stage.session.type("I interrupt")
    stage.played.expect(p.Hush)
    stage.wait(lambda state: state.turns[0].transcript == "I interrupt")


def test_a_draft_outlives_the_end_of_its_answer(stages: Callable[..., Stage]) -> None:
    stage = stages(desk=False)
    stage.session.begin(c.Begin("i1", plan(["one"]), Rules()))
    stage.wait(lambda state: state.phase == "listening")
    stage.session.draft("half a sen")
    stage.session.close()
    assert stage.kept().turns[0].transcript == "half a sen"


def test_saying_it_again_shuts_the_ear_and_holds_the_clock(stages: Callable[..., Stage]) -> None:
    stage = stages()
    stage.begin()
    stage.listen()
    stage.segment("some words", end=3.0)
    stage.session.say_again()
    stage.wait(lambda state: state.opened is None)
    assert stage.played.expect(p.Stop).turn == 1
    said = stage.played.expect(p.Say)
    stage.played.deliver(p.Stopped(1, seconds=4.0))
    stage.played.deliver(p.Said(said.id))
    listen = stage.played.expect(p.Listen)
    assert (listen.turn, listen.since) == (1, 4.0)
    stage.played.deliver(p.Listening(1))
    stage.wait(lambda state: state.opened is not None)


def test_a_deaf_desk_turns_to_typing_and_loses_no_word(stages: Callable[..., Stage]) -> None:
    stage = stages()
    stage.begin()
    stage.listen()
    stage.segment("spoken")
    stage.played.deliver(p.Partial(1, "nearly"))
    stage.played.deliver(p.Trouble("desk-lost", "The microphone is lost: type.", deaf=True))
    assert stage.wait_for(TroubleHeard).kind == "desk-lost"
    stage.wait(lambda state: state.input == "typed" and state.opened is not None)
    stage.session.type("then typed")
    view = stage.wait(lambda state: "then typed" in state.turns[0].transcript)
    assert view.interview.turns[0].transcript == "spoken nearly then typed"


def test_an_answer_closes_without_the_desk_after_two_seconds(stages: Callable[..., Stage]) -> None:
    stage = stages()
    stage.begin()
    stage.listen()
    stage.segment("words")
    stage.session.send(c.Finish())
    stage.played.expect(p.Stop)
    stage.wait(lambda state: len(state.turns) == 2)
    assert stage.kept().turns[0].closed_at is not None


class FullDisk(Journal):
    """A journal whose disk is full while `full` says so."""

    full = True

    def append(self, interview: str, events: object, wall: float | None = None) -> None:
        if self.full and self.started:
            raise NotSaved("the disk is full.")
        self.started = True
        super().append(interview, events, wall)  # type: ignore[arg-type]

    started = False


@pytest.mark.fault(21)
def test_a_full_disk_is_said_and_the_words_are_kept_until_it_has_room(tmp_path: Path) -> None:
    published: queue.SimpleQueue[Published] = queue.SimpleQueue()
    disk: list[FullDisk] = []

    def journal() -> Journal:
        disk.append(FullDisk(tmp_path / "viva.db"))
        return disk[-1]

    session = Session(published.put, journal)
    session.begin(c.Begin("i1", plan(["one"]), Rules()))
    told: list[Published] = []

    def until(condition: Callable[[Published], bool]) -> None:
        while True:
            told.append(published.get(timeout=PATIENCE))
            if condition(told[-1]):
                return

    session.type("kept in memory")
    until(
        lambda item: (
            isinstance(item, View) and not item.saved and "kept" in item.interview.turns[0].transcript
        )
    )
    assert any(isinstance(item, TroubleHeard) and item.text.startswith("NOT SAVED") for item in told)
    disk[0].full = False
    session.type("and saved")
    until(lambda item: isinstance(item, TroubleHeard) and item.kind == "saved")
    session.close()
    reopened = Journal(tmp_path / "viva.db")
    assert fold(reopened.events("i1")).turns[0].transcript == "kept in memory and saved"
    reopened.close()
