"""How an interview behaves: rounds, time, follow-ups, skips, pauses, in both modes."""

import pytest

from models.interview import commands as c
from models.interview import events as e
from models.interview.evolve import fold
from models.interview.timing import countdown_end, next_deadline, time_left, time_out
from models.interview.words import Utterance
from tests.models.interview_builders import Held, assessed, follow_up, held


def asked(interview: Held) -> list[str]:
    return [turn.asked for turn in interview.state.turns]


def test_questions_are_asked_in_order_round_by_round_to_the_end() -> None:
    interview = held(["one", "two"], ["three"])
    for _ in range(3):
        interview.answer()
    assert asked(interview) == ["Ask one?", "Ask two?", "Ask three?"]
    assert [event.round for event in interview.events if isinstance(event, e.RoundBegan)] == [0, 1]
    assert interview.state.phase == "done"
    assert interview.state.ended == "complete"


def test_a_breath_stands_before_each_round_and_a_key_ends_it() -> None:
    interview = held(["one"], ["two"], breath=8.0)
    assert interview.state.phase == "between"
    assert next_deadline(interview.state) == 8.0
    interview.do(c.TimePassed(), 7.9)
    assert asked(interview) == []
    interview.do(c.TimePassed(), 8.0)
    assert asked(interview) == ["Ask one?"]
    interview.answer()
    assert interview.state.phase == "between"
    interview.do(c.Proceed())
    assert asked(interview) == ["Ask one?", "Ask two?"]


# Time


def test_the_clock_runs_only_while_the_answer_is_listened_to() -> None:
    interview = held()
    interview.open(at=20.0)  # the voice has spoken for twenty seconds
    assert time_left(interview.state, 30.0) == 50.0
    assert time_out(interview.state) == 80.0
    interview.do(c.Finish(), 35.0)
    assert interview.state.answers["one"].used == 15.0
    assert time_left(interview.state, 500.0) == 45.0


def test_the_clock_stands_while_the_question_is_said_again() -> None:
    interview = held()
    interview.open(at=0.0)
    interview.do(c.EarShut(1), 10.0)
    assert next_deadline(interview.state) is None
    interview.do(c.EarOpened(1), 40.0)
    assert time_left(interview.state, 45.0) == 45.0


def test_probes_share_the_minutes_of_their_question() -> None:
    interview = held()
    interview.answer(takes=20.0, follow_ups=[follow_up("and why?")])
    interview.open()
    assert time_left(interview.state, interview.now) == 40.0


def test_practice_warns_at_time_up_and_goes_on() -> None:
    interview = held()
    interview.open(at=0.0)
    assert [type(event) for event in interview.do(c.TimePassed(), 60.0)] == [e.TimeRanOut]
    assert interview.state.phase == "listening"
    assert interview.state.answers["one"].overtime
    assert time_left(interview.state, 75.0) == -15.0
    assert next_deadline(interview.state) is None, "it warns once"


def test_an_exam_closes_the_answer_at_time_up_and_keeps_every_word() -> None:
    interview = held(mode="exam")
    interview.open(at=0.0)
    interview.hear("nearly", at=59.0)
    interview.do(c.TimePassed(), 60.0)
    assert interview.state.phase == "closing"
    interview.hear("finished", at=61.0)
    assert interview.state.turns[0].transcript == "nearly finished"


def test_no_question_begins_after_the_end_of_its_round() -> None:
    interview = held(["one", "two", "three"], ["four"])
    interview.answer(takes=200.0)
    assert asked(interview) == ["Ask one?", "Ask four?"]


# The end of an answer


def test_silence_after_speech_ends_an_answer_after_the_countdown() -> None:
    interview = held(finish=6.0)
    interview.open(at=0.0)
    assert countdown_end(interview.state) is None, "nothing was said yet"
    interview.hear("words", at=3.0)
    assert countdown_end(interview.state) == 9.0
    interview.do(c.TimePassed(), 9.0)
    assert interview.state.closing_why == "silence"


@pytest.mark.parametrize("command", [c.KeepThinking(), c.SpeechHeard(), c.SpeechHeard(words=False)])
def test_a_key_or_a_voice_cancels_the_countdown(command: c.Command) -> None:
    interview = held()
    interview.open(at=0.0)
    interview.hear("words", at=3.0)
    interview.do(command, 5.0)
    interview.do(c.TimePassed(), 9.0)
    assert interview.state.phase == "listening"
    interview.hear("more", at=12.0)
    assert countdown_end(interview.state) == 18.0


def test_a_noise_holds_the_countdown_for_a_moment_only() -> None:
    interview = held()
    interview.open(at=0.0)
    interview.hear("words", at=3.0)
    interview.do(c.SpeechHeard(words=False), 5.0)
    assert countdown_end(interview.state) == 14.0


def test_typing_opens_no_countdown() -> None:
    interview = held()
    interview.open(at=0.0)
    interview.do(c.Hear(1, Utterance("typed line", "typed")), 3.0)
    assert countdown_end(interview.state) is None


def test_the_countdown_can_be_off() -> None:
    interview = held(finish=None)
    interview.open(at=0.0)
    interview.hear("words", at=3.0)
    assert next_deadline(interview.state) == 60.0


def test_words_of_an_answer_that_is_closing_belong_to_it_and_closing_lasts_two_seconds() -> None:
    interview = held()
    interview.open(at=0.0)
    interview.hear("first", at=1.0)
    interview.do(c.Finish(), 2.0)
    interview.hear("last", at=2.5)
    assert next_deadline(interview.state) == 4.0
    interview.do(c.TimePassed(), 4.0)
    assert interview.state.phase == "judging"
    assert interview.state.turns[0].transcript == "first last"


def test_words_that_come_late_are_filed_under_their_own_turn() -> None:
    interview = held()
    interview.answer("in time")
    interview.do(c.Hear(1, Utterance("too late")))
    assert interview.state.turns[0].transcript == "in time too late"
    assert interview.state.turns[1].transcript == ""


# Follow-ups


def test_it_follows_up_with_the_best_probe_and_its_reason() -> None:
    interview = held()
    interview.answer(follow_ups=[follow_up("first?"), follow_up("second?", "p2")])
    turn = interview.state.turn
    assert turn is not None
    assert turn.asked == "first?"
    assert turn.probe is not None
    assert turn.probe.why == "you have not said it"


@pytest.mark.parametrize("probes", [0, 1, 2])
def test_a_question_has_no_more_probes_than_the_rules_allow(probes: int) -> None:
    interview = held(["one"], probes=probes)
    for number in range(probes + 1):
        interview.answer(takes=1.0, follow_ups=[follow_up(f"probe {number}?")])
    assert len(interview.state.turns) == probes + 1
    assert interview.state.phase == "done"


def test_no_probe_is_begun_with_under_thirty_seconds_left() -> None:
    interview = held(["one"])
    interview.answer(takes=31.0, follow_ups=[follow_up("late?")])
    assert asked(interview) == ["Ask one?"]


def test_no_probe_follows_two_empty_answers() -> None:
    interview = held(["one"])
    interview.answer("", takes=1.0, follow_ups=[follow_up("first?")], gate="empty")
    interview.answer("", takes=1.0, follow_ups=[follow_up("second?")], gate="empty")
    assert asked(interview) == ["Ask one?", "first?"]


def test_no_probe_asks_for_what_was_said_nor_twice_the_same() -> None:
    interview = held(["one"])
    interview.open()
    interview.hear("words")
    interview.do(c.Finish())
    interview.do(c.EarClosed(1))
    interview.do(c.Judged(1, assessed("said", "not said"), (follow_up("p1?", "p1"), follow_up("p2?", "p2"))))
    assert asked(interview)[-1] == "p2?"
    interview.answer(takes=1.0, follow_ups=[follow_up("p2?", "p2")])
    assert interview.state.phase == "done"


# Skipping, redoing, hints, pauses


def test_a_skipped_question_is_passed_over_and_can_be_taken_back_in_practice() -> None:
    interview = held(["one", "two"])
    interview.open()
    interview.do(c.Skip())
    interview.do(c.EarClosed(1))
    assert asked(interview)[-1] == "Ask two?"
    assert [name for name, answer in interview.state.answers.items() if answer.skipped] == ["one"]
    interview.do(c.TakeSkipBack())
    assert asked(interview)[-1] == "Ask one?"
    assert not any(answer.skipped for answer in interview.state.answers.values())
    interview.answer()
    assert asked(interview)[-1] == "Ask two?", "the one that was interrupted comes again"


def test_an_exam_allows_skipping_and_nothing_else() -> None:
    interview = held(mode="exam")
    interview.open()
    for command in (c.AskHint(), c.Pause(), c.Redo(), c.Correct(1, "x")):
        assert interview.do(command) == []
    interview.do(c.Skip())
    interview.do(c.EarClosed(1))
    assert interview.do(c.TakeSkipBack()) == []
    assert asked(interview)[-1] == "Ask two?"


def test_skipping_a_probe_keeps_the_answer_to_the_question() -> None:
    interview = held(["one", "two"])
    interview.answer("good words", follow_ups=[follow_up("why?")])
    interview.do(c.Skip())
    assert asked(interview)[-1] == "Ask two?"
    assert interview.state.answered("one")
    assert not interview.state.answers["one"].skipped


def test_redoing_keeps_both_attempts_and_the_last_counts() -> None:
    interview = held(["one"])
    interview.open(at=0.0)
    interview.hear("first try")
    interview.do(c.Redo(), 30.0)
    interview.do(c.EarClosed(1))
    assert asked(interview) == ["Ask one?", "Ask one?"]
    assert time_left(interview.state, 30.0) == 60.0, "a new attempt has its own time"
    interview.answer("second try")
    assert [turn.transcript for turn in interview.state.turns_of("one")] == ["second try"]
    assert [turn.transcript for turn in interview.state.all_turns_of("one")] == ["first try", "second try"]
    assert interview.state.answers["one"].attempts == 2


def test_time_stands_still_while_paused_and_the_same_turn_goes_on() -> None:
    interview = held()
    interview.open(at=0.0)
    interview.hear("before", at=5.0)
    interview.do(c.Pause(), 10.0)
    assert next_deadline(interview.state) is None
    interview.do(c.Resume(), 10.0)
    interview.open(at=12.0)
    interview.hear("after", at=13.0)
    assert interview.state.turns[0].transcript == "before after"
    assert time_left(interview.state, 13.0) == 49.0


def test_a_judgement_that_comes_during_a_pause_waits_for_its_end() -> None:
    interview = held()
    interview.open()
    interview.hear("words")
    interview.do(c.Finish())
    interview.do(c.EarClosed(1))
    interview.do(c.Pause())
    interview.do(c.Judged(1, assessed("not said"), (follow_up("why?"),)))
    assert asked(interview) == ["Ask one?"]
    interview.do(c.Resume())
    assert asked(interview) == ["Ask one?", "why?"]


def test_a_corrected_transcript_replaces_what_was_heard_and_later_words_are_added() -> None:
    interview = held()
    interview.open()
    interview.hear("the whiskey server")
    interview.do(c.Correct(1, "the WSGI\n server"))
    interview.hear("and more")
    assert interview.state.turns[0].transcript == "the WSGI server and more"
    assert [u.text for u in interview.state.turns[0].utterances] == ["the whiskey server", "and more"]


def test_ending_early_judges_what_was_said() -> None:
    interview = held()
    interview.open()
    interview.hear("half an answer")
    interview.do(c.End())
    interview.do(c.EarClosed(1))
    interview.do(c.Judged(1, assessed("partly"), (follow_up("why?"),)))
    assert interview.state.ended == "ended early"
    assert interview.state.answers["one"].assessment is not None


def test_when_no_audio_is_left_the_rest_is_not_answered() -> None:
    interview = held(["one", "two", "three"])
    interview.answer("spoken")
    interview.do(c.NoAudioLeft(2))
    assert interview.state.ended == "no more audio"
    assert not interview.state.answered("two")
    assert "three" not in interview.state.order


def test_overruling_and_grading_stand_beside_the_judge() -> None:
    interview = held(["one"])
    interview.answer()
    before = interview.state.answers["one"].assessment
    interview.do(c.Overrule("one", "p1", True))
    interview.do(c.Grade("one", 3))
    answer = interview.state.answers["one"]
    assert (answer.assessment, answer.overruled, answer.grade) == (before, {"p1": True}, 3)
    assert interview.do(c.Overrule("one", "nonsense", True)) == []


def test_a_later_judgement_keeps_the_earlier_one() -> None:
    interview = held(["one"])
    interview.answer()
    interview.do(c.Rejudge("one", assessed("said", "said"), "newer"))
    answer = interview.state.answers["one"]
    assert answer.judge == "newer"
    assert [opinion.points[0].verdict for opinion in answer.earlier] == ["not said"]


def test_the_journal_tells_the_whole_interview() -> None:
    interview = held(["one", "two"], ["three"])
    interview.answer(follow_ups=[follow_up("why?")])
    interview.do(c.Skip())
    interview.answer()
    assert fold(interview.events) == interview.state
