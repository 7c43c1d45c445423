"""The labelled answers fit the packs, and the judge is not worse on them than it was."""

from tests.bench.judging_set import OWN_WORDS, f1, labelled, macro_f1, packs, taken_for_wrong, verdicts
from tests.bench.judging_speech import recognised


def test_every_label_names_a_point_of_its_question() -> None:
    for each in (*labelled(), *labelled(OWN_WORDS)):
        question = each.of(packs()[each.pack])
        points = {point.id for point in question.points}
        for answer in each.answers:
            assert points.issuperset((*answer.said, *answer.partly)), (each.question, answer.kind)
            assert not set(answer.said) & set(answer.partly), (each.question, answer.kind)


def test_the_set_is_large_enough_and_split_by_question() -> None:
    answers = [answer for each in labelled() for answer in each.answers]
    pairs = sum(len(each.answers) * len(each.of(packs()[each.pack]).points) for each in labelled())
    names = [(each.pack, each.question) for each in labelled()]
    assert len(answers) >= 390
    assert pairs >= 2100
    assert len(names) == len(set(names)) >= 100
    assert {"strong", "partial", "wrong", "off topic"} <= {answer.kind for answer in answers}


def test_what_was_recognised_belongs_to_labelled_or_model_answers() -> None:
    there = {(each.pack, each.question): len(each.answers) for each in labelled()}
    for each in recognised():
        assert each.answer < there.get((each.pack, each.question), 0)
        assert packs()[each.pack].question(each.question)


def test_the_judge_beats_what_it_replaces() -> None:
    pairs = list(verdicts("reporting"))
    assert f1(pairs, "said") > 0.8  # token_set_ratio with thresholds of its own reaches 0.69
    assert macro_f1(pairs) > 0.68  # and 0.54


def test_the_judge_knows_answers_that_share_no_wording_with_the_packs() -> None:
    pairs = list(verdicts("tuning", OWN_WORDS))
    assert len(pairs) > 2000
    assert f1(pairs, "said") > 0.73  # by the wording of the claims alone 0.70
    assert macro_f1(pairs) > 0.63  # and 0.61


def test_a_right_answer_may_name_what_is_wrong_to_deny_it() -> None:
    judged = list(taken_for_wrong())
    asked = {(name, question.id) for name, pack in packs().items() for question in pack.questions}
    assert asked == {(pack, question) for pack, question, _ in judged}
    assert [(pack, question) for pack, question, wrong in judged if wrong] == []
