"""Answers that earn nothing whatever words they hold, and those that are too doubtful to judge."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.interview.judgement import FollowUp
from tests.models.assessment.judging_questions import (
    ALL_OF_IT,
    CONTEXTS,
    credits_of,
    judged,
    spoken,
    typed,
    verdicts,
)

LONG = (
    "there is the application context and the request context. the application context carries "
    "current app and g so you can reach the config without importing the app. both of them are pushed "
    "when a request arrives before the view runs and they are popped when the request is over. you "
    "can also have an app context in a cli command or in a script without any request because you "
    "need the database there as well "
)


@pytest.mark.parametrize(
    ("said", "gate"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("um er", "empty"),
        ("I don't know.", "don't know"),
        ("sorry i have no idea what that is", "don't know"),
        ("hmm i can't remember that one, next question", "don't know"),
        ("i have never used it so i could not say", "don't know"),
        (CONTEXTS.ask, "question said back"),
        (
            "well flask has two contexts and what does each one carry and when is each pushed hmm",
            "question said back",
        ),
        (
            "context context context context context context context context context context",
            "no sentence",
        ),
        ("current app current app current app current app current app current app", "no sentence"),
        (
            "my last project was a shop for bicycles and we were four people and i did the front end",
            "off topic",
        ),
    ],
)
def test_nothing_is_earned(said: str, gate: str) -> None:
    answer = judged(typed(said))
    assert answer.gate == gate
    assert not any(credits_of(answer))


@pytest.mark.parametrize(
    "said",
    [
        LONG,
        "i don't know the order but they are pushed when a request comes in and current app and g are in it",
        "current_app and g; both are pushed when a request arrives",
    ],
)
def test_real_answers_pass(said: str) -> None:
    answer = judged(typed(said))
    assert not answer.gate
    assert any(credits_of(answer))


def test_the_same_words_in_no_order_earn_nothing() -> None:
    held = 0
    for seed in range(20):
        words = LONG.split()
        random.Random(seed).shuffle(words)
        held += not any(credits_of(judged(typed(" ".join(words)))))
    assert held >= 18


def test_a_blank_answer_does_not_hide_a_good_one_to_a_probe() -> None:
    probe = FollowUp("When is it pushed?", "not said", "pushed-on-request")
    answer = judged(typed("i do not know"), typed("they are pushed when a request comes in", 2, probe))
    assert not answer.gate
    assert verdicts(answer)["pushed-on-request"] == "said"


def test_a_transcript_of_too_little_confidence_is_not_judged() -> None:
    answer = judged(spoken(ALL_OF_IT, confidence=0.1))
    assert answer.gate == "not judged"
    assert set(verdicts(answer).values()) == {"not heard"}
    assert answer.sureness == 0


def test_a_missing_point_in_doubtful_words_was_perhaps_not_heard() -> None:
    turn = spoken("the application context carries current app and g")
    words = turn.utterances[0].words
    doubtful = tuple(
        msgspec.structs.replace(w, confidence=0.1) if at < 3 else w for at, w in enumerate(words)
    )
    heard = msgspec.structs.replace(turn.utterances[0], words=doubtful)
    answer = judged(msgspec.structs.replace(turn, utterances=(heard,)))
    assert verdicts(answer) == {
        "app-carries": "said",
        "pushed-on-request": "not heard",
        "app-alone": "not heard",
    }


def test_typed_words_are_always_heard() -> None:
    answer = judged(typed("the application context carries current app and g"))
    assert "not heard" not in verdicts(answer).values()
    assert answer.sureness == 1


@given(st.integers(1, 40))
def test_one_keyword_over_and_over_earns_nothing(times: int) -> None:
    assert not any(credits_of(judged(typed("pushed " * times))))


def test_a_misconception_of_the_question_is_no_talk_of_something_else() -> None:
    said = "g keeps its values so when somebody set a user the next request is going to find that user again"
    answer = judged(typed(said))
    assert answer.gate == ""
    assert [challenge.misconception for challenge in answer.challenges] == ["g-persists"]
