"""`--interviewer`, in a whole interview: an endpoint words the follow-up, comments, decides nothing."""

import json
import re

import pytest

from tests.endpoint import Endpoint, Handler, completion, raw
from tests.program import run

TYPED = ("--plain", "--recogniser", "none", "--no-voice", "--question", "two-contexts", "--probes", "1")
PART = "The application context carries current app and g, and the request context has request and session."
LEAD = "You have named them both, so tell me."
COMMENT = "You named both at once, and then stopped."


def interview(endpoint: Endpoint) -> str:
    """What an interview of one question and one follow-up prints."""
    model = ("--interviewer", endpoint.url, "--interviewer-model", "small")
    done = run("practice", "flask", *TYPED, *model, typed=f"{PART}\n\nI do not know that.\n\n")
    assert done.returncode == 0, done.stderr
    return re.sub(r"\s+", " ", done.stdout)


def score(told: str) -> list[str]:
    return re.findall(r"\d+ of \d+|\d+ %", told)


def test_it_words_the_follow_up_and_comments_in_the_report(endpoint: Endpoint) -> None:
    def reply(handler: Handler) -> None:
        *_, told = handler.server.requests[-1][1]["messages"]
        _, _, follow_up = told["content"].partition("Follow-up: ")
        completion(f"{LEAD} {follow_up}" if follow_up else COMMENT)(handler)

    endpoint.reply = reply
    told = interview(endpoint)
    assert LEAD in told
    assert f"which does not judge: {COMMENT}" in told
    sent = [json.dumps(request["messages"]) for _, request in endpoint.requests]
    assert len(sent) == 2
    assert all(PART in messages for messages in sent)


def test_one_that_is_broken_leaves_no_trace(endpoint: Endpoint) -> None:
    endpoint.reply = raw(b"oh no", status=500)
    told = interview(endpoint)
    assert len(endpoint.requests) == 1
    alone = run("practice", "flask", *TYPED, typed=f"{PART}\n\nI do not know that.\n\n")
    assert score(told) == score(re.sub(r"\s+", " ", alone.stdout)) != []
    assert "language model" not in told


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--interviewer", "localhost:11434", "--interviewer-model", "m"), "Give one such as"),
        (("--interviewer", "http://localhost:11434/v1"), "Name one with --interviewer-model"),
        (("--interviewer-model", "small"), "give that too"),
    ],
)
def test_what_cannot_be_used_is_refused(given: tuple[str, ...], sentence: str) -> None:
    done = run("practice", "flask", *TYPED, *given)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
