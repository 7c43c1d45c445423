"""The idle limit: what is a sign of life and what is not, and what is kept when there was none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.idle import LATE, IdleLimit
from models.interview import commands as c
from models.interview.events import Rules
from models.speech import protocol as p
from models.view import LeftIdle, LevelHeard
from tests.models.interview_builders import plan
from tests.models.test_session import Stage

LIMIT = 900.0
SILENT = p.Level(1, -80.0, -70.0, 1.0)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stage(tmp_path: Path, clock: Clock) -> Iterator[Stage]:
    """An interview that listens to its first answer, under a limit of fifteen minutes."""
    made = Stage(tmp_path / "viva.db", idle=IdleLimit(LIMIT, clock))
    made.begin()
    made.listen()
    yield made
    made.session.close()


def goes_on(stage: Stage) -> None:
    """A silent microphone is dealt with, and so is everything before it; the session goes on."""
    stage.played.deliver(SILENT)
    assert isinstance(stage.wait_for(LevelHeard), LevelHeard)


def test_after_silence_it_is_saved_to_the_last_word_and_ends(stage: Stage, clock: Clock) -> None:
    stage.segment("first words")
    stage.played.deliver(p.Partial(1, "and then"))
    goes_on(stage)
    clock.now = LIMIT - 1
    goes_on(stage)
    clock.now = LIMIT + 1
    stage.played.deliver(SILENT)
    assert stage.wait_for(LeftIdle).text == "Nothing happened for 15 minutes."
    stage.session.close()
    assert stage.session.saved
    assert stage.kept().turns[0].transcript == "first words and then"
    assert stage.kept().paused == "quit", "it can be resumed"
    assert stage.played.closed


def test_the_time_for_which_nobody_was_there_is_no_interview_time(stage: Stage, clock: Clock) -> None:
    stage.played.deliver(p.Segment(1, "said before lunch", 0.0, 1.0))
    before = stage.wait(lambda state: bool(state.turns[0].utterances)).interview.at
    clock.now = LIMIT + 1
    stage.played.deliver(SILENT)
    stage.wait_for(LeftIdle)
    stage.session.close()
    assert stage.kept().at == before


SIGNS: dict[str, Callable[[Stage], None]] = {
    "a line": lambda stage: stage.session.type("g"),
    "a draft": lambda stage: stage.session.draft("g holds"),
    "a command": lambda stage: stage.session.send(c.KeepThinking()),
    "a hushed voice": lambda stage: stage.session.hush(),
    "the question again": lambda stage: stage.session.say_again(),
    "a key": lambda stage: stage.session.touch(),
    "a segment": lambda stage: stage.played.deliver(p.Segment(1, "g", 0.0, 1.0)),
    "a partial": lambda stage: stage.played.deliver(p.Partial(1, "g")),
    "a voice": lambda stage: stage.played.deliver(p.Level(1, -20.0, -10.0, 1.0, voiced=1.0)),
}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_of_life_begins_it_anew(stage: Stage, clock: Clock, sign: str) -> None:
    clock.now = LIMIT - 1
    SIGNS[sign](stage)
    goes_on(stage)
    clock.now = LIMIT + 1
    goes_on(stage)
    clock.now = 2 * LIMIT
    stage.played.deliver(SILENT)
    stage.wait_for(LeftIdle)


def test_what_viva_does_by_itself_is_no_sign_of_life(stage: Stage, clock: Clock) -> None:
    clock.now = LIMIT - 1
    stage.session.tone("minute")
    goes_on(stage)
    clock.now = LIMIT + 1
    stage.played.deliver(SILENT)
    stage.wait_for(LeftIdle)


def test_a_pause_ends_too_and_nothing_need_come_for_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "viva.db", desk=False, idle=IdleLimit(0.3))
    stage.session.begin(c.Begin("i1", plan(["one", "two"]), Rules()))
    stage.session.send(c.Pause())
    stage.wait_for(LeftIdle)
    stage.session.close()
    assert stage.kept().paused


def test_a_process_that_was_stopped_meanwhile_goes_on(stage: Stage, clock: Clock) -> None:
    clock.now = LIMIT + LATE + 3600
    goes_on(stage)
    clock.now += LIMIT
    stage.played.deliver(SILENT)
    stage.wait_for(LeftIdle)
