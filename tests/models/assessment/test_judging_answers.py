"""What an answer earns, and the words that it rests on."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.assessment.judge import assess
from models.assessment.text import tokens
from models.interview.judgement import FollowUp
from models.interview.words import Utterance, Word
from questions.pack import KeyPoint, Question
from tests.models.assessment.judging_questions import (
    ALL_OF_IT,
    CONTEXTS,
    credits_of,
    judged,
    spoken,
    typed,
    verdicts,
)

PROBE = FollowUp("When is it pushed?", "not said", "pushed-on-request")
NEARLY_WORDS = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyz'’.,?!-_()0123456789 \n\té漢\u202e\x1b"), max_size=300
)
SPEECH = st.lists(
    st.sampled_from([*ALL_OF_IT.split(), "not", "never", "is", "popped", "whiskey"]), max_size=60
)


def test_an_answer_with_everything_earns_everything() -> None:
    assert credits_of(judged(typed(ALL_OF_IT))) == [1, 1, 1]


def test_what_was_left_out_earns_nothing() -> None:
    answer = judged(typed("the application context carries current app and g"))
    assert verdicts(answer) == {
        "app-carries": "said",
        "pushed-on-request": "not said",
        "app-alone": "not said",
    }


def test_without_what_it_cannot_do_without_a_claim_is_not_said() -> None:
    assert verdicts(judged(typed("the application context carries the current app")))["app-carries"] != "said"


def test_a_part_of_a_claim_is_partly_said() -> None:
    answer = judged(typed("i remember that current app belongs to the application context there"))
    judgement = answer.judgement("app-carries")
    assert judgement is not None
    assert (judgement.verdict, judgement.credit) == ("partly", 0.5)


def test_speech_without_commas_is_judged_like_writing() -> None:
    plain = ALL_OF_IT.replace(",", "").replace(".", "")
    assert verdicts(judged(spoken(plain))) == verdicts(judged(typed(ALL_OF_IT)))


def test_identifiers_and_spoken_words_are_the_same() -> None:
    written = judged(typed("The application context carries `current_app` and `flask.g`."))
    assert verdicts(written)["app-carries"] == "said"


def test_said_after_a_probe_counts_half() -> None:
    first = typed("the application context carries current app and g")
    answer = judged(first, typed("they are pushed when a request comes in", 2, PROBE))
    judgement = answer.judgement("pushed-on-request")
    assert judgement is not None
    assert (judgement.verdict, judgement.credit, judgement.after_probe) == ("said", 0.5, True)
    assert credits_of(answer)[0] == 1


def test_a_short_answer_to_a_probe_is_judged_with_the_probe() -> None:
    probe = FollowUp("Which names does the application context give you?", "not said", "app-carries")
    answer = judged(typed("they are pushed when a request comes in"), typed("current app and g", 2, probe))
    assert verdicts(answer)["app-carries"] == "said"


def test_a_single_word_of_a_claim_counts_only_where_it_was_asked_for() -> None:
    word = "well that i would have to look up in some script of ours"
    probe = FollowUp("Where might your code run when nobody visits the site?", "not said", "app-alone")
    first = typed("the application context carries current app and g")
    assert verdicts(judged(typed(word)))["app-alone"] == "not said"
    assert verdicts(judged(first, typed(word, 2, PROBE)))["app-alone"] == "not said"
    assert verdicts(judged(first, typed(word, 2, probe)))["app-alone"] == "partly"


OWN_WORDS = "they are in place as soon as somebody calls a url and your function can use them"
PARTS = ("set up, in place, ready", "somebody calls, visitor, browser", "your function, my code")


def _made_of(*parts: str) -> Question:
    carries, pushed, alone = CONTEXTS.points
    points = (carries, msgspec.structs.replace(pushed, must=(), parts=parts), alone)
    return msgspec.structs.replace(CONTEXTS, points=points)


def test_a_claim_in_other_words_is_told_by_the_parts_that_it_is_made_of() -> None:
    plain, made = (judged(typed(OWN_WORDS), question=_made_of(*parts)).points[1] for parts in ((), PARTS))
    assert (plain.verdict, made.verdict) == ("not said", "partly")
    said = "in place as soon as somebody calls a url and your function"
    assert [piece.text for piece in made.evidence] == [said]


def test_parts_that_a_probe_says_itself_earn_nothing() -> None:
    told = FollowUp(
        "Is it in place when somebody calls, before your function?", "not said", "pushed-on-request"
    )
    first = typed("the application context carries current app and g")
    after = {
        probe: verdicts(judged(first, typed(OWN_WORDS, 2, probe), question=_made_of(*PARTS)))[
            "pushed-on-request"
        ]
        for probe in (PROBE, told)
    }
    assert after == {PROBE: "partly", told: "not said"}


def test_a_probe_never_takes_credit_away() -> None:
    probe = FollowUp("What else?", "not said")
    assert credits_of(judged(typed(ALL_OF_IT), typed("i do not know", 2, probe))) == [1, 1, 1]


def test_evidence_quotes_the_transcript_as_it_stands() -> None:
    turn = typed("Well, The Application Context carries current_app, and g — I think.")
    evidence = judged(turn).points[0].evidence
    words = turn.transcript.split()
    assert evidence
    assert all(piece.text == " ".join(words[piece.first : piece.last + 1]) for piece in evidence)
    assert "current_app," in " ".join(piece.text for piece in evidence)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("both are pushed when a request arrives before the view runs", "said"),
        ("both are popped when a request arrives", "not said"),
        ("both are not pushed when a request arrives", "not said"),
        ("they are pushed when the server starts and not when a request comes in", "not said"),
        ("it is not true that both are pushed when a request arrives", "not said"),
        ("they are not only pushed when a request comes in before the view", "said"),
        ("flask pushes both of them when a request arrives and not after the view", "said"),
        ("they're pushed when a request comes in before the view", "said"),
        ("that is not all they are pushed when a request comes in before the view", "said"),
        ("there is no difference both are pushed when a request arrives before the view runs", "said"),
        ("it does not mean they are pushed when a request comes in", "not said"),
        (
            "many think that after the view but they are pushed when a request comes in before the view",
            "said",
        ),
        ("both are pushed when a request arrives before the view runs rather than after the view", "said"),
    ],
)
def test_the_opposite_of_a_claim_does_not_earn_it(said: str, verdict: str) -> None:
    judgement = judged(typed(said)).judgement("pushed-on-request")
    assert judgement is not None
    assert judgement.verdict == verdict
    assert judgement.reversed == (verdict == "not said")


@pytest.mark.parametrize(("pause", "verdict"), [(0.1, "partly"), (0.8, "said")])
def test_not_reaches_no_further_than_to_a_pause(pause: float, verdict: str) -> None:
    said = "some are not", "both pushed when a request arrives before the view runs"
    words, at = [], 0.0
    for clause in said:
        for text in clause.split():
            words.append(Word(text, at, at + 0.3))
            at += 0.3
        at += pause
    utterance = Utterance(" ".join(said), words=tuple(words))
    turn = msgspec.structs.replace(typed(""), utterances=(utterance,))
    assert verdicts(judged(turn))["pushed-on-request"] == verdict


def test_who_says_both_ways_has_said_it_partly() -> None:
    answer = judged(
        typed("they are pushed when a request arrives and they are pushed when the server starts")
    )
    assert verdicts(answer)["pushed-on-request"] == "partly"


def test_an_opposite_put_right_after_a_probe_is_earned() -> None:
    probe = FollowUp(
        "You said “after the view”. Is it so, or the other way round?", "opposite", "pushed-on-request"
    )
    first = typed("both are pushed when the server starts")
    answer = judged(first, typed("no they are pushed when a request comes in", 2, probe))
    judgement = answer.judgement("pushed-on-request")
    assert judgement is not None
    assert (judgement.verdict, judgement.credit, judgement.reversed) == ("said", 0.5, False)


@pytest.mark.parametrize(
    ("said", "challenged"),
    [
        ("whatever you put on g is still there on the next request", True),
        ("g keeps its values between requests", True),
        ("g does not keep its values between requests", False),
        ("it is wrong that g keeps its values between requests", False),
        ("many people believe that g keeps its values between requests", False),
        ("g is for data. I would rather use the session, which lasts between requests", False),
    ],
)
def test_a_misconception_is_challenged_unless_it_is_denied(said: str, challenged: bool) -> None:
    assert bool(judged(typed(said)).challenges) == challenged


@pytest.mark.parametrize(
    ("hint", "beside", "verdict"),
    [
        ("it has to do with current app i believe", "", "partly"),
        ("it has to do with current app i believe", "they are pushed when the server starts", "not said"),
        (
            "the app context gives you current app and the g object",
            "they are pushed when the server starts",
            "said",
        ),
    ],
)
def test_who_gets_something_wrong_has_to_say_the_rest_plainly(hint: str, beside: str, verdict: str) -> None:
    """Whoever guesses comes near some claims by chance."""
    assert verdicts(judged(typed(f"{hint}. {beside}")))["app-carries"] == verdict


def test_a_misconception_takes_no_points_off_what_was_said_plainly() -> None:
    wrong = f"{ALL_OF_IT}. and g keeps its values between requests"
    answer = judged(typed(wrong))
    assert credits_of(answer) == [1, 1, 1]
    assert [challenge.misconception for challenge in answer.challenges] == ["g-persists"]


@given(NEARLY_WORDS, st.booleans())
def test_any_text_at_all_is_judged(text: str, aloud: bool) -> None:
    answer = judged(spoken(text) if aloud else typed(text))
    assert [judgement.point for judgement in answer.points] == [point.id for point in CONTEXTS.points]


@given(SPEECH, SPEECH)
def test_credit_and_evidence_stay_within_their_bounds(first: list[str], second: list[str]) -> None:
    turns = (spoken(" ".join(first)), spoken(" ".join(second), number=2, probe=PROBE))
    for judgement in judged(*turns).points:
        assert judgement.credit in (0, 0.25, 0.5, 1)
        assert 0 <= judgement.similarity <= 1
        assert (judgement.credit > 0) == (judgement.verdict in ("said", "partly"))
        for piece in judgement.evidence:
            words = turns[piece.turn - 1].transcript.split()
            assert 0 <= piece.first <= piece.last < len(words)
            assert piece.text == " ".join(words[piece.first : piece.last + 1])


@given(SPEECH)
def test_the_answer_to_a_probe_never_lowers_the_credit(more: list[str]) -> None:
    first = typed("the application context carries current app and g")
    alone, with_probe = judged(first), judged(first, typed(" ".join(more), 2, PROBE))
    assert all(a <= b for a, b in zip(credits_of(alone), credits_of(with_probe), strict=True))


def test_what_was_said_partly_and_then_wholly_after_a_probe_was_said_after_a_probe() -> None:
    """Both are worth half: the verdict, the credit and the words are of the turn that said more."""
    first = typed("i remember that current app belongs to the application context there")
    probed = typed("the application context carries current app and g", number=2, probe=PROBE)
    judgement = judged(first, probed).judgement("app-carries")
    assert judgement is not None
    assert (judgement.verdict, judgement.credit, judgement.after_probe) == ("said", 0.5, True)
    assert {evidence.turn for evidence in judgement.evidence} == {2}


def similarity(answer: str, *claims: str) -> float:
    points = tuple(KeyPoint(f"claim-{at}", claim) for at, claim in enumerate(claims))
    question = Question("shop", "shops", "mid", 1, "What happens in this shop?", points=points)
    found = assess(question, (typed(answer),), ()).judgement("claim-0")
    assert found is not None
    return found.similarity


def test_a_related_word_is_nearer_than_another_one() -> None:
    claim = "A customer purchases old furniture there."
    related = similarity("a customer acquires old furniture there", claim)
    assert similarity("a customer describes old furniture there", claim) < related - 0.05
    assert related < similarity("a customer purchases old furniture there", claim)


def test_a_word_that_the_rubric_tells_apart_stands_for_no_other() -> None:
    claims = ("A customer purchases old furniture there.", "The owner acquires lamps from dealers.")
    told_apart = similarity("a customer acquires old furniture there", *claims)
    another = similarity("a customer describes old furniture there", *claims)
    assert told_apart == pytest.approx(another, abs=0.02)


def test_no_is_not_taken_for_yes() -> None:
    claim = "Yes, it is safe for threads."
    assert similarity("no it is safe for threads", claim) < similarity("it is safe for threads", claim) / 1.5
    assert similarity("yes it is safe for threads", claim) == 1


@given(SPEECH)
def test_what_is_said_word_for_word_is_wholly_alike_and_nothing_is_more(words: list[str]) -> None:
    claim = "The rabbit hides its carrots below the old oak tree."
    assert similarity(claim, claim) == 1
    assert 0 <= similarity(" ".join(words), claim) < 1


def test_an_article_is_no_part_of_the_next_word() -> None:
    """Recognisers part words that a rubric has whole, as in "end point"; nobody parts "anew" into "a new"."""
    read = tokens("it makes a new list at the end point", {"anew", "endpoint"})
    assert [token.text for token in read] == ["it", "makes", "a", "new", "list", "at", "the", "endpoint"]
