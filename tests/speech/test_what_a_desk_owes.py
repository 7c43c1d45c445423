import pytest

from models.speech.owed import Owed, Patience
from models.speech.protocol import (
    Ended,
    Hello,
    Level,
    Listen,
    Listening,
    Said,
    Say,
    Segment,
    Stop,
    Stopped,
    Trouble,
)

PATIENCE = Patience(load=20, silence=8, speech=10, letter=0.2)
HELLO = Hello(1, recogniser="Vosk ko", source="microphone")


@pytest.fixture
def owed() -> Owed:
    owed = Owed(PATIENCE, now=100)
    owed.came(HELLO, 101)
    return owed


def test_hello_is_owed_first() -> None:
    assert Owed(PATIENCE, now=100).due() == 120


def test_nothing_is_owed_by_a_desk_that_was_asked_for_nothing(owed: Owed) -> None:
    assert owed.due() is None


def test_listening_may_take_as_long_as_a_model_loads(owed: Owed) -> None:
    owed.sent(Listen(1), 105)
    assert owed.due() == 125
    owed.came(Listening(1), 124)
    assert owed.due() == 132


def test_a_desk_that_listens_must_keep_sending(owed: Owed) -> None:
    owed.sent(Listen(1), 105)
    owed.came(Listening(1), 106)
    owed.came(Level(1, 3.0, -30), 109)
    assert owed.due() == 117
    assert owed.heard == 3.0
    owed.came(Segment(1, "words", 1, 4), 110)
    assert owed.heard == 4


def test_after_the_end_of_a_file_only_stopped_is_owed(owed: Owed) -> None:
    owed.sent(Listen(1), 105)
    owed.came(Listening(1), 106)
    owed.came(Ended(1), 110)
    assert owed.due() is None
    owed.sent(Stop(1), 200)
    assert owed.due() == 208
    owed.came(Stopped(1), 201)
    assert owed.due() is None
    assert owed.listen is None


def test_the_ear_owes_nothing_while_the_voice_speaks(owed: Owed) -> None:
    owed.sent(Listen(1), 105)
    owed.came(Listening(1), 106)
    owed.sent(Say(9, "x" * 100), 110)
    assert owed.due() == 110 + 10 + 20
    owed.sent(Say(10, "x" * 100), 111)
    assert owed.due() == 140
    owed.came(Said(9), 120)
    assert owed.due() == 170
    owed.came(Said(10), 125)
    assert owed.due() == 133


def test_a_deaf_desk_owes_no_levels(owed: Owed) -> None:
    owed.sent(Listen(1), 105)
    owed.came(Listening(1), 106)
    owed.came(Trouble("microphone-lost", "It is gone.", deaf=True), 107)
    assert owed.due() is None


def test_it_knows_how_much_of_a_file_was_read(owed: Owed) -> None:
    owed.sent(Listen(1, since=30), 105)  # an interview that was resumed: its file is a new one
    owed.came(Listening(1), 106)
    owed.came(Level(1, 32.5, -30), 109)
    assert owed.read == pytest.approx(2.5)
    owed.sent(Stop(1), 110)
    owed.came(Stopped(1), 111)
    owed.sent(Listen(1, since=32.5), 112)  # a pause: the same file goes on
    owed.came(Level(1, 33.5, -30), 115)
    assert owed.read == pytest.approx(3.5)
