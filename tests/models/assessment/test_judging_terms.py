"""Technical words that a recogniser wrote as something else."""

import pytest

from models.assessment.jargon import repair
from models.assessment.pronounce import alike, known
from models.assessment.sounding import joined, usual
from models.assessment.text import tokens
from models.interview.turn import Turn
from questions.pack import Term
from tests import needs
from tests.models.assessment.judging_questions import judged, spoken, typed, verdicts


@pytest.fixture
def _dictionary() -> None:
    needs.need_module("pocketsphinx")


def test_what_the_pack_lists_is_put_right() -> None:
    answer = judged(spoken("the app context also exists without a request as in a whiskey script"))
    assert verdicts(answer)["app-alone"] == "said"
    (misheard,) = answer.misheard
    assert (misheard.heard, misheard.probably) == ("whiskey", "WSGI")


def test_a_term_written_as_it_is_spoken_was_not_misheard() -> None:
    answer = judged(spoken("the app context also exists without a request as in a whizgey script"))
    assert verdicts(answer)["app-alone"] == "said"
    assert not answer.misheard


def test_what_a_person_taught_goes_before_how_a_term_is_spoken() -> None:
    answer = judged(spoken("an app in a whizgey script"), aliases={"whizgey": "blueprint"})
    assert [misheard.probably for misheard in answer.misheard] == ["blueprint"]


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("in a dot p y file", Term("py", heard=("dot pie", "dot p y"))),
        ("two error handlers", Term("errorhandler", heard=("error handlers",))),
    ],
)
def test_a_term_with_a_word_before_it_or_a_gap_in_it_was_not_misheard(heard: str, term: Term) -> None:
    assert not _put_right(spoken(heard), term, words="py")


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
    assert joined([usual("a"), usual("request")])[:2] == ("AH", "R")
    assert not joined([usual("request"), usual("qqqq")])


def test_a_sound_of_the_same_kind_is_nearer_than_another() -> None:
    wsgi = ("W", "IH", "Z", "G", "IY")
    assert alike(wsgi, wsgi, 0.5) == 1
    assert alike(wsgi, ("W", "IH", "S", "K", "IY"), 0.5) == pytest.approx(1 - 0.4 / 5)
    assert alike(wsgi, ("W", "IH", "S", "G", "AY"), 0.5) == pytest.approx(1 - 0.6 / 5)
    assert alike(wsgi, ("W", "IH", "M", "L", "IY"), 0.5) == pytest.approx(1 - 2 / 5)
    assert alike(wsgi, ("B", "AA"), 0.5) == 0


def test_a_plural_sounds_like_its_singular() -> None:
    assert alike(("K", "UH", "K", "IY", "Z"), ("K", "UH", "K", "IY"), 0.5) == 1


def _put_right(turn: Turn, *terms: Term, words: str = "", recogniser: str = "") -> dict[str, str]:
    """What was heard and what it was taken for, `words` being the rubric's."""
    vocabulary = frozenset(words.split())
    _, misheard = repair(tokens(turn.transcript, vocabulary), terms, {}, turn, vocabulary, recogniser)
    return {each.heard: each.probably for each in misheard}


@pytest.mark.usefixtures("_dictionary")
def test_less_is_enough_of_words_that_the_recogniser_was_not_sure_of() -> None:
    numpy = Term("numpy", phones=("N AH M P AY",))
    assert not _put_right(spoken("and use none be for arrays"), numpy)
    assert _put_right(spoken("and use none be for arrays", confidence=0.2), numpy) == {"none be": "numpy"}


@pytest.mark.usefixtures("_dictionary")
def test_a_name_in_capitals_may_be_spelled() -> None:
    assert _put_right(spoken("it returns j s l n", 0.5), Term("JSON", phones=("JH EY S AH N",)))


@pytest.mark.usefixtures("_dictionary")
def test_of_runs_that_overlap_the_most_alike_is_put_right() -> None:
    host = Term("X-Forwarded-Host", say="ex forwarded host")
    said = spoken("it sends an x forwarded post to us")
    assert _put_right(said, host) == {"x forwarded post": "X-Forwarded-Host"}


@pytest.mark.usefixtures("_dictionary")
def test_a_number_is_compared_as_it_was_heard() -> None:
    forwarded = Term("x_for", phones=("EH K S F AO R",))
    assert _put_right(spoken("it is called x four", 0.5), forwarded) == {"x four": "x_for"}


@pytest.mark.usefixtures("_dictionary")
def test_the_plural_of_a_term_is_no_mishearing() -> None:
    terms = (Term("proxy", heard=("proxies", "prox he")), Term("WebSocket", say="web socket"))
    assert not _put_right(spoken("the proxies and web sockets", 0.1), *terms, words="websocket proxy")


@pytest.mark.usefixtures("_dictionary")
def test_a_term_that_stands_there_becomes_only_a_longer_one_that_has_it_as_a_word() -> None:
    terms = (Term("Flask"), Term("Flask-Login", phones=("F L AE S K L AO G IH N",)))
    assert _put_right(spoken("with flask lock in i read it"), *terms) == {"flask lock in": "Flask-Login"}
    terms = (
        Term("mutable", phones=("M Y UW T AH B AH L",)),
        Term("immutable", phones=("IH M Y UW T AH B AH L",)),
    )
    assert not _put_right(spoken("it is a mutable list", 0.1), *terms)


def test_a_word_of_the_rubric_is_no_mishearing_whatever_the_pack_lists() -> None:
    gunicorn = Term("Gunicorn", heard=("unicorn",))
    assert _put_right(spoken("it runs on unicorn"), gunicorn) == {"unicorn": "Gunicorn"}
    assert not _put_right(spoken("it runs on unicorn"), gunicorn, words="unicorn")


def test_a_term_without_phones_is_said_as_it_is_written() -> None:
    assert Term("blueprint").phones == ()


@pytest.mark.usefixtures("_dictionary")
def test_of_a_recogniser_that_knows_the_terms_only_what_is_listed_is_put_right() -> None:
    numpy = Term("numpy", heard=("numb pie",), phones=("N AH M P AY",))
    doubtful = spoken("use none be or numb pie for arrays", confidence=0.2)
    assert _put_right(doubtful, numpy) == {"none be": "numpy", "numb pie": "numpy"}
    assert _put_right(doubtful, numpy, recogniser="PocketSphinx US English") == {"numb pie": "numpy"}
