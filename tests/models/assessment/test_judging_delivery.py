"""How an answer was said."""

import pytest

from models.assessment.delivery import measure
from models.interview.turn import Turn
from models.interview.words import Utterance, Word


def said(*words: tuple[str, float, float], voiced: float = 0.0) -> Turn:
    heard = tuple(Word(*word) for word in words)
    spoken = Utterance(" ".join(word.text for word in heard), words=heard)
    return Turn(number=1, question="q", asked="What?", voiced=voiced, utterances=(spoken,))


def evenly(text: str, start: float = 0.0) -> Turn:
    return said(*((word, start + at * 0.5, start + at * 0.5 + 0.4) for at, word in enumerate(text.split())))


def test_pace_is_over_speaking_time_only() -> None:
    turn = said(("one", 1.0, 2.0), ("two", 2.0, 3.0), ("three", 13.0, 14.0))
    found = measure((turn,), 1)
    assert found.pace == pytest.approx(60)
    assert (found.pauses, found.longest_pause) == (1, 10)
    assert found.pause_share == pytest.approx(10 / 13, abs=0.001)
    assert found.first_word == 1
    assert found.share == pytest.approx(3 / 60)


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        ("the the app", 1),
        ("the app the app context", 1),
        ("it is it is it is pushed", 2),
        ("nothing is said twice here", 0),
    ],
)
def test_false_starts_are_counted(text: str, repeats: int) -> None:
    assert measure((evenly(text),), 1).repeats == repeats


def test_hedges_and_fillers_are_counted_apart() -> None:
    found = measure((evenly("um i think it is maybe pushed uh or something"),), 1)
    assert (found.fillers, found.hedges) == (2, 3)
    assert found.words == 8


def test_voice_without_a_word_is_a_filler_that_was_dropped() -> None:
    words = (("one", 0.0, 1.0), ("two", 1.1, 2.0))
    assert measure((said(*words, voiced=2.0),), 1).fillers == 0
    assert measure((said(*words, voiced=2.7),), 1).fillers == 1


def test_typed_answers_have_no_delivery() -> None:
    typed = Turn(number=1, question="q", asked="What?", utterances=(Utterance("some words", source="typed"),))
    found = measure((typed,), 1)
    assert (found.words, found.pace, found.share, found.first_word) == (0, None, None, None)
