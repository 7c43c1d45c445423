"""A language model that words follow-ups: a real server on this machine that behaves well, and badly."""

import json
from collections.abc import Callable

import pytest

from models import interviewer
from models.interview.judgement import FollowUp
from models.interviewer import Interviewer
from tests.endpoint import BETTER, Endpoint, Handler, completion, drip, raw, silence
from tests.models.assessment.judging_questions import CONTEXTS

PROBE = FollowUp("When is it pushed?", "not said", "pushed-on-request", "you have not said when it is pushed")
SAID = "the application context carries current app and g"


def test_it_words_the_follow_up_and_leaves_the_rest(endpoint: Endpoint) -> None:
    asked = Interviewer(endpoint.url, "small").word(CONTEXTS, SAID, PROBE)
    assert asked.text == BETTER
    assert (asked.reason, asked.target, asked.why) == (PROBE.reason, PROBE.target, PROBE.why)
    path, request = endpoint.requests[0]
    assert path == "/v1/chat/completions"
    assert request["model"] == "small"
    assert SAID in json.dumps(request["messages"])


def test_it_comments_in_addition(endpoint: Endpoint) -> None:
    endpoint.reply = completion("You began with an example,\nwhich helps.\x1b[2J")
    assert (
        Interviewer(endpoint.url, "small").comment(CONTEXTS, SAID)
        == "You began with an example, which helps.[2J"
    )


@pytest.mark.parametrize(
    "reply",
    [
        completion(""),
        completion("They are pushed when a request arrives."),
        completion("Are they pushed when a request arrives, before the view runs?"),
        completion("Why? " * 100),
        completion("Have you read https://example.invalid?"),
        raw(b"<html>It works!</html>"),
        raw(b'{"choices": []}'),
        raw(b'{"choices": [{"message": {"content": 5}}]}'),
        raw(b'{"choices": [{"message": {"content": "\xff?"}}]}'),
        raw(b"{" * 200_000),
        raw(b"oh no", status=500),
        raw(b"", status=302, Location="http://127.0.0.1:9/elsewhere"),
    ],
    ids=str.split("empty statement giveaway long link html choiceless number not-utf-8 huge error redirect"),
)
def test_one_that_lies_or_is_broken_is_dropped(endpoint: Endpoint, reply: Callable[[Handler], None]) -> None:
    endpoint.reply = reply
    model = Interviewer(endpoint.url, "small")
    assert model.word(CONTEXTS, SAID, PROBE) == PROBE
    assert model.dropped
    assert model.word(CONTEXTS, SAID, PROBE) == PROBE
    assert model.comment(CONTEXTS, SAID) == ""
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("reply", [silence, drip])
def test_one_that_is_slow_is_dropped(
    endpoint: Endpoint, reply: Callable[[Handler], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interviewer, "PATIENCE", 0.2)
    endpoint.reply = reply
    model = Interviewer(endpoint.url, "small")
    assert model.word(CONTEXTS, SAID, PROBE) == PROBE
    assert model.dropped


def test_where_nobody_listens_the_packs_own_words_are_used(endpoint: Endpoint) -> None:
    endpoint.server_close()
    assert Interviewer(endpoint.url, "small").word(CONTEXTS, SAID, PROBE) == PROBE


def test_two_seconds_are_the_most_that_it_is_given() -> None:
    assert interviewer.PATIENCE == 2


@pytest.mark.parametrize("url", ["", "localhost:11434", "file:///etc/passwd", "ftp://host/v1", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="Give one such as"):
        Interviewer(url, "small")


def test_a_model_needs_a_name() -> None:
    with pytest.raises(ValueError, match="--interviewer-model"):
        Interviewer("http://localhost/v1", " ")
