"""What is asked next, and why."""

from models.assessment.followup import follow_ups
from models.interview.judgement import FollowUp
from models.interview.turn import Turn
from tests.models.assessment.judging_questions import ALL_OF_IT, CONTEXTS, judged, typed


def ranked(*turns: Turn) -> tuple[FollowUp, ...]:
    return follow_ups(CONTEXTS, judged(*turns), turns)


def reasons(*turns: Turn) -> list[tuple[str, str]]:
    return [(follow_up.reason, follow_up.target) for follow_up in ranked(*turns)]


def asked(follow_up: FollowUp, text: str, number: int) -> Turn:
    return typed(text, number, follow_up)


def test_a_misconception_comes_first_and_quotes_what_was_said() -> None:
    first = ranked(typed("current app is in it and g keeps its values between requests"))[0]
    assert (first.reason, first.target) == ("misconception", "g-persists")
    assert "between requests" in first.why


def test_an_opposite_is_put_as_a_question() -> None:
    first = ranked(typed("both are pushed when the server starts"))[0]
    assert (first.reason, first.target) == ("opposite", "pushed-on-request")
    assert "when the server starts" in first.text
    assert first.text.endswith("?")


def test_partly_said_comes_before_not_said() -> None:
    order = reasons(typed("current app belongs to the application context there"))
    assert order[0] == ("partly", "app-carries")
    assert order[1] == ("not said", "")
    assert order[2:] == [("not said", "pushed-on-request"), ("not said", "app-alone")]


def test_what_else_is_asked_once_and_in_the_words_of_the_question() -> None:
    first = typed("the application context carries current app and g")
    general = ranked(first)[0]
    assert (general.reason, general.target) == ("not said", "")
    assert "when is each pushed" in general.text
    assert ("not said", "") not in reasons(first, asked(general, "nothing i think", 2))


def test_it_says_why_without_giving_the_answer_away() -> None:
    probe = ranked(typed("the application context carries current app and g"))[1]
    assert probe.target == "pushed-on-request"
    assert probe.why == "you have not said when it is pushed"


def test_who_does_not_know_is_not_asked_what_else() -> None:
    assert reasons(typed("i do not know"))[0] == ("not said", "pushed-on-request")


def test_no_probe_is_asked_twice() -> None:
    turns = [typed("the application context carries current app and g")]
    seen: list[str] = []
    while following := ranked(*turns):
        assert following[0].text not in seen
        seen.append(following[0].text)
        turns.append(asked(following[0], "hmm that is all that i can say about this one", len(turns) + 1))
    assert len(seen) == 3


def test_nothing_is_asked_about_a_point_that_is_earned() -> None:
    first = typed("the application context carries current app and g")
    probe = ranked(first)[1]
    after = reasons(first, asked(probe, "they are pushed when a request comes in", 2))
    assert ("not said", "pushed-on-request") not in after


def test_depth_comes_when_all_was_said() -> None:
    assert reasons(typed(ALL_OF_IT)) == [("depth", "")]


def test_an_answer_to_a_probe_opens_another() -> None:
    first = typed("both are pushed when a request arrives before the view runs")
    general = ranked(first)[0]
    second = asked(general, "there is also the current app in the application context", 2)
    following = ranked(first, second)[0]
    assert (following.reason, following.target) == ("opened", "app-carries")
    assert "current app" in following.why
