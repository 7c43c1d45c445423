import msgspec
import pytest

from models.interview import events as e
from models.interview.evolve import fold
from models.interview.judgement import Assessment, PointJudgement
from models.interview.state import Interview
from models.interview.words import Utterance
from models.report import text
from models.report.build import build
from models.report.report import Question, Report
from models.report.summary import summary
from questions.plan import Plan, Round
from tests.models.report.sample import CLIENT, CONTEXTS, PLAN, SESSIONS, events, interview


@pytest.fixture(scope="module")
def sample() -> Report:
    return build(interview())


def question(report: Report, name: str) -> Question:
    return next(question for question in report.questions if question.id == name)


def marks(found: Question) -> list[str]:
    return [point.mark for point in found.points]


def test_the_result_says_what_it_rests_on(sample: Report) -> None:
    result = sample.result
    assert (result.answered, result.asked, result.planned) == (5, 6, 7)
    assert (result.judged, result.points) == (10, 12)
    scores = [q.score for q in sample.questions if q.score is not None]
    assert result.score == pytest.approx(sum(scores) / 5, abs=0.1)
    assert result.sureness is not None
    assert 0.9 < result.sureness < 1


def test_each_point_has_the_mark_that_the_judge_gave_it(sample: Report) -> None:
    assert marks(question(sample, "two-contexts")) == ["said", "after a probe", "the other way round", "said"]
    assert marks(question(sample, "g-lifetime")) == ["partly, after a probe", "not said"]
    assert marks(question(sample, "wsgi")) == ["partly", "not heard", "not heard"]


def test_an_overruling_counts_and_the_judges_opinion_stays_beside_it(sample: Report) -> None:
    cli = question(sample, "two-contexts").points[3]
    assert (cli.mark, cli.credit, cli.overruled) == ("said", 1.0, True)
    assert (cli.judged, cli.judged_credit) == ("not said", 0.0)
    # (2 × 1 + 2 × ½ + 3 × 0 + 1 × 1) / 8
    assert question(sample, "two-contexts").score == 50.0


def test_evidence_is_the_words_of_its_turn(sample: Report) -> None:
    for asked in sample.questions:
        turns = {turn.number: turn for turn in asked.turns}
        pieces = [evidence for point in asked.points for evidence in point.evidence]
        pieces += [evidence for challenge in asked.challenges for evidence in challenge.evidence]
        for evidence in pieces:
            words = turns[evidence.turn].words[evidence.first : evidence.last + 1]
            assert " ".join(word.text for word in words) == evidence.text


def test_a_question_says_whether_it_was_answered_skipped_or_never_asked(sample: Report) -> None:
    states = {asked.id: asked.state for asked in sample.questions}
    assert states["proxy-fix"] == "skipped"
    assert states["cli-runner"] == "not asked"
    assert states["session-transaction"] == "answered"
    assert question(sample, "proxy-fix").score is None
    assert question(sample, "session-transaction").score == 0.0


def test_silence_is_not_answered_and_has_no_score() -> None:
    journal: list[e.Event] = [
        e.InterviewStarted(at=0, interview="i", plan=PLAN, rules=e.Rules()),
        e.Asked(at=1, turn=1, question=CONTEXTS.id, text=CONTEXTS.ask),
        e.ListeningBegan(at=2, turn=1),
        e.ClosingBegan(at=9, turn=1, why="key"),
        e.AnswerClosed(at=9, turn=1),
    ]
    found = question(build(fold(journal)), "two-contexts")
    assert (found.state, found.score) == ("not answered", None)


def test_a_second_attempt_counts_and_the_first_is_kept(sample: Report) -> None:
    found = question(sample, "test-client")
    assert (found.attempt, found.score) == (2, 66.7)
    assert [attempt.number for attempt in found.earlier] == [1]
    assert found.earlier[0].turns[0].transcript == "you run the server and call it with curl"
    assert [point.mark for point in found.earlier[0].points] == ["not said", "partly"]
    assert found.earlier[0].score == 16.7


def test_an_attempt_done_again_before_it_was_judged_has_no_points() -> None:
    def ask(turn: int, at: float, words: str) -> list[e.Event]:
        return [
            e.Asked(at=at, turn=turn, question=CLIENT.id, text=CLIENT.ask),
            e.ListeningBegan(at=at + 1, turn=turn),
            e.UtteranceAdded(at=at + 2, turn=turn, utterance=Utterance(words, "typed")),
            e.ClosingBegan(at=at + 3, turn=turn, why="redo"),
            e.AnswerClosed(at=at + 3, turn=turn),
        ]

    said = Assessment(points=(PointJudgement("client", "said", 1.0),))
    journal: list[e.Event] = [
        e.InterviewStarted(at=0, interview="i", plan=PLAN, rules=e.Rules()),
        *ask(1, 1, "let me begin again"),
        e.Redone(at=5, turn=1),
        *ask(2, 6, "the test client"),
        e.Assessed(at=10, turn=2, assessment=said, judge="j"),
    ]
    earlier = question(build(fold(journal)), "test-client").earlier
    assert [(attempt.number, attempt.score, attempt.points) for attempt in earlier] == [(1, None, ())]


def test_a_correction_stands_beside_what_was_heard(sample: Report) -> None:
    turn = question(sample, "test-client").turns[0]
    assert turn.transcript == "you use the test client and call get on it"
    assert turn.heard == "you use the test climb and call get on it"
    assert turn.input == "corrected"
    assert {word.start for word in turn.words} == {None}
    assert turn.timeline, "what was spoken still has its timeline"


def test_words_heard_after_a_correction_keep_their_times() -> None:
    later = e.UtteranceAdded(at=260, turn=8, utterance=Utterance("once more", "typed"))
    found = question(build(fold([*events(), later])), "test-client").turns[0]
    assert found.transcript == "you use the test client and call get on it once more"


def test_a_term_misheard_is_told(sample: Report) -> None:
    misheard = question(sample, "wsgi").turns[0].misheard
    assert [(m.heard, m.probably) for m in misheard] == [("whiskey", "WSGI")]
    assert "Heard “whiskey”, probably “WSGI”." in text.render(sample)


def test_a_probe_says_why_it_was_asked(sample: Report) -> None:
    probe = question(sample, "two-contexts").turns[1]
    assert (probe.probe, probe.target) == (True, "request-carries")
    assert probe.why == "you said only part of what the request context carries"


def test_three_things_to_study_the_wrong_ones_first_each_of_another_question(sample: Report) -> None:
    assert [(thing.question, thing.point) for thing in sample.study] == [
        ("two-contexts", "pushed-when"),
        ("g-lifetime", "g-persists"),
        ("session-transaction", "transaction"),
    ]
    assert sample.study[0].why == "You said it the other way round: “it is pushed after the view”."
    assert sample.study[0].source == "https://flask.palletsprojects.com/en/stable/appcontext/"


def test_what_was_not_heard_is_nothing_to_study() -> None:
    plan = Plan("p", "P", "1", (Round("t", "T", 2, (SESSIONS,)),))
    lost = Assessment(points=(PointJudgement("transaction", "not heard", 0.0),), sureness=0.4)
    journal: list[e.Event] = [
        e.InterviewStarted(at=0, interview="i", plan=plan, rules=e.Rules()),
        e.Asked(at=1, turn=1, question=SESSIONS.id, text=SESSIONS.ask),
        e.UtteranceAdded(at=2, turn=1, utterance=Utterance("mumble mumble")),
        e.AnswerClosed(at=3, turn=1),
        e.Assessed(at=3, turn=1, assessment=lost),
    ]
    found = build(fold(journal))
    assert found.study == ()
    assert found.result.score is None
    assert "RESULT: Too little to score" in text.render(found)


def test_fewer_questions_than_three_give_a_second_thing_of_one() -> None:
    plan = msgspec.structs.replace(PLAN, rounds=(Round("contexts", "Contexts", 3, (CONTEXTS,)),))
    journal = [event for event in events() if getattr(event, "turn", 1) <= 2]
    journal[0] = e.InterviewStarted(at=0, interview="i", plan=plan, rules=e.Rules())
    assert [thing.point for thing in build(fold(journal)).study] == ["pushed-when", "request-carries"]


def test_the_average_is_over_the_interviews_that_have_the_measure(sample: Report) -> None:
    spoken = summary(sample)
    typed = msgspec.structs.replace(
        spoken, delivery=msgspec.structs.replace(spoken.delivery, pace=None, fillers_per_100=None)
    )
    found = build(interview(), history=[spoken, typed]).average
    assert found is not None
    assert (found.interviews, found.pace) == (2, spoken.delivery.pace)
    assert build(interview()).average is None


def test_topics_of_a_summary_are_the_rounds_that_have_a_score(sample: Report) -> None:
    assert set(summary(sample).topics) == {"Contexts", "Serving", "Testing"}


def test_an_interview_that_never_began_has_a_report_too() -> None:
    found = build(Interview())
    assert found.questions == ()
    assert "No question was asked." in text.render(found)


def test_an_interview_broken_off_has_a_report_of_what_there_is() -> None:
    for length in range(len(events())):
        broken = build(fold(events()[:length]))
        assert text.render(broken).startswith("VIVA REPORT")


def test_building_twice_gives_the_same(sample: Report) -> None:
    assert build(interview()) == sample
