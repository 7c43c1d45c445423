"""Technical words that a recogniser wrote as something else."""

import pytest

from models.assessment.pronounce import alike, known, pronounced
from questions.pack import Term
from tests import needs
from tests.models.assessment.judging_questions import judged, spoken, typed, verdicts


@pytest.fixture
def _dictionary() -> None:
    needs.need_module("pocketsphinx")


@pytest.mark.parametrize("heard", ["whiskey", "whizgey"])
def test_what_the_pack_lists_is_put_right(heard: str) -> None:
    answer = judged(spoken(f"the app context also exists without a request as in a {heard} script"))
    assert verdicts(answer)["app-alone"] == "said"
    (misheard,) = answer.misheard
    assert (misheard.heard, misheard.probably) == (heard, "WSGI")


def test_what_was_written_stays_as_it_is() -> None:
    turn = spoken("the app context also exists without a request as in a whiskey script")
    misheard = judged(turn).misheard[0]
    assert turn.transcript.split()[misheard.first : misheard.last + 1] == ["whiskey"]


@pytest.mark.usefixtures("_dictionary")
def test_what_sounds_like_a_term_is_put_right() -> None:
    answer = judged(spoken("the app context also exists without a request as in a whiz key script"))
    assert [misheard.probably for misheard in answer.misheard] == ["WSGI"]


@pytest.mark.usefixtures("_dictionary")
def test_only_terms_of_the_question_in_play_are_put_in() -> None:
    answer = judged(
        spoken("the app context carries current app and i read it in a blue print at the blueprints")
    )
    assert not answer.misheard


def test_a_person_adds_what_the_recogniser_makes_of_their_words() -> None:
    said = spoken("the application context carries carrot map and g")
    assert verdicts(judged(said))["app-carries"] != "said"
    answer = judged(said, aliases={"carrot map": "current app"})
    assert verdicts(answer)["app-carries"] == "said"
    assert [(m.heard, m.probably) for m in answer.misheard] == [("carrot map", "current app")]


def test_typed_words_are_never_changed() -> None:
    assert not judged(typed("the app context also exists without a request as in a whiskey script")).misheard


def test_a_point_whose_term_was_misheard_is_not_held_against_anybody() -> None:
    answer = judged(spoken("the application context carries current app and g and there is whiskey too"))
    assert verdicts(answer)["app-alone"] in ("not heard", "partly")


@pytest.mark.usefixtures("_dictionary")
def test_words_of_the_dictionary_are_found_with_their_variants() -> None:
    assert known("a") == (("AH",), ("EY",))
    assert known("request")[0] == ("R", "IH", "K", "W", "EH", "S", "T")
    assert known("zywicki")
    assert not known("qqqq")
    assert not known("")
    assert not pronounced(["request", "qqqq"])


def test_a_sound_of_the_same_kind_is_nearer_than_another() -> None:
    wsgi = ("W", "IH", "Z", "G", "IY")
    assert alike(wsgi, wsgi, 0.5) == 1
    assert alike(wsgi, ("W", "IH", "S", "K", "IY"), 0.5) == pytest.approx(1 - 0.8 / 5)
    assert alike(wsgi, ("W", "IH", "M", "L", "IY"), 0.5) == pytest.approx(1 - 2 / 5)
    assert alike(wsgi, ("B", "AA"), 0.5) == 0


def test_a_term_without_phones_is_said_as_it_is_written() -> None:
    assert Term("blueprint").phones == ()
