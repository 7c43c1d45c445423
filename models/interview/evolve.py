"""How each event changes an interview; the only place where its state changes."""

from collections.abc import Iterable
from functools import reduce, singledispatch

import msgspec

from models.interview import events as e
from models.interview.state import Answer, Interview
from models.interview.turn import Turn

replace = msgspec.structs.replace


def evolve(state: Interview, event: e.Event) -> Interview:
    """The interview after the event. Pure: the same event gives the same state."""
    return replace(_apply(event, state), at=max(state.at, event.at))


def fold(events: Iterable[e.Event]) -> Interview:
    """The interview that its whole journal tells of."""
    return reduce(evolve, events, Interview())


def _with_turn(state: Interview, number: int, **changes: object) -> Interview:
    turns = tuple(replace(turn, **changes) if turn.number == number else turn for turn in state.turns)
    return replace(state, turns=turns)


def _with_answer(state: Interview, question: str, **changes: object) -> Interview:
    answer = state.answers.get(question, Answer(question))
    return replace(state, answers={**state.answers, question: replace(answer, **changes)})


def _numbered(state: Interview, number: int) -> Turn | None:
    return next((turn for turn in state.turns if turn.number == number), None)


def _ear_shut(state: Interview, at: float) -> Interview:
    """Book the time since the ear was opened to the turn, its question and the round."""
    turn = state.turn
    if turn is None or state.opened is None:
        return state
    spent = max(0.0, at - state.opened)
    used = state.answers[turn.question].used + spent
    state = _with_turn(state, turn.number, listened=turn.listened + spent)
    state = _with_answer(state, turn.question, used=used)
    return replace(state, opened=None, round_used=state.round_used + spent)


@singledispatch
def _apply(event: object, state: Interview) -> Interview:
    raise TypeError(f"not an event: {event!r}")


@_apply.register
def _(event: e.InterviewStarted, state: Interview) -> Interview:
    return replace(
        state,
        id=event.interview,
        plan=event.plan,
        rules=event.rules,
        input=event.input,
        phase="between",
        between_until=event.at,
    )


@_apply.register
def _(event: e.RoundBegan, state: Interview) -> Interview:
    until = event.at + state.rules.breath
    return replace(
        state, phase="between", round=event.round, round_used=0.0, between_until=until, follow_ups=()
    )


@_apply.register
def _(event: e.Asked, state: Interview) -> Interview:
    before = state.answers.get(event.question)
    if before is None:
        answer = Answer(event.question, turns=(event.turn,))
    elif event.probe is not None:
        answer = replace(before, turns=(*before.turns, event.turn))
    else:  # the question again: a new attempt, with a new clock
        kept = (*before.earlier, before.assessment) if before.assessment else before.earlier
        answer = Answer(event.question, turns=(event.turn,), attempts=before.attempts + 1, earlier=kept)
    turn = Turn(
        number=event.turn,
        question=event.question,
        asked=event.text,
        attempt=answer.attempts,
        probe=event.probe,
        asked_at=event.at,
    )
    order = state.order if event.question in state.order else (*state.order, event.question)
    return replace(
        state,
        phase="asking",
        order=order,
        turns=(*state.turns, turn),
        answers={**state.answers, event.question: answer},
        follow_ups=(),
        opened=None,
        quiet_from=None,
        closing_why="",
        skipped_last=state.skipped_last if state.closing_why == "skip" else 0,
    )


@_apply.register
def _(event: e.ListeningBegan, state: Interview) -> Interview:
    turn = _numbered(state, event.turn)
    if turn is None:
        return state
    first = event.at if turn.opened_at is None else turn.opened_at
    state = _with_turn(_ear_shut(state, event.at), event.turn, opened_at=first)
    return replace(state, phase="listening", opened=event.at, quiet_from=None)


@_apply.register
def _(event: e.ListeningStopped, state: Interview) -> Interview:
    return replace(_ear_shut(state, event.at), quiet_from=None)


@_apply.register
def _(event: e.UtteranceAdded, state: Interview) -> Interview:
    turn = _numbered(state, event.turn)
    if turn is None:
        return state
    state = _with_turn(state, event.turn, utterances=(*turn.utterances, event.utterance))
    if state.phase != "listening" or state.turn is None or state.turn.number != event.turn:
        return state
    spoken = event.utterance.source == "speech"  # who types shows no silence
    return replace(state, quiet_from=event.at if spoken else None)


@_apply.register
def _(event: e.CountdownHeld, state: Interview) -> Interview:
    return replace(state, quiet_from=event.until)


@_apply.register
def _(event: e.ClosingBegan, state: Interview) -> Interview:
    state = _ear_shut(state, event.at)
    return replace(state, phase="closing", closing_why=event.why, closing_at=event.at, quiet_from=None)


@_apply.register
def _(event: e.AnswerClosed, state: Interview) -> Interview:
    turn = _numbered(state, event.turn)
    if turn is None:
        return state
    state = _with_turn(
        _ear_shut(state, event.at),
        event.turn,
        closed_at=event.at,
        voiced=turn.voiced + event.voiced,
        missing=turn.missing + event.missing,
    )
    return replace(state, phase="judging", quiet_from=None)


@_apply.register
def _(event: e.Corrected, state: Interview) -> Interview:
    return _with_turn(state, event.turn, corrected=event.text, replaced=event.replaces)


@_apply.register
def _(event: e.Assessed, state: Interview) -> Interview:
    turn = _numbered(state, event.turn)
    if turn is None:
        return state
    comment = event.comment or state.answers[turn.question].comment
    state = _with_answer(
        state, turn.question, assessment=event.assessment, judge=event.judge, comment=comment
    )
    if state.phase == "judging" and state.turn is not None and state.turn.number == event.turn:
        state = replace(state, phase="between", between_until=event.at, follow_ups=event.follow_ups)
    return state


@_apply.register
def _(event: e.HintShown, state: Interview) -> Interview:
    return _with_turn(state, event.turn, hinted=True)


@_apply.register
def _(event: e.TimeRanOut, state: Interview) -> Interview:
    turn = _numbered(state, event.turn)
    return state if turn is None else _with_answer(state, turn.question, overtime=True)


@_apply.register
def _(event: e.Redone, state: Interview) -> Interview:
    return replace(state, phase="between", between_until=event.at, follow_ups=())


@_apply.register
def _(event: e.Skipped, state: Interview) -> Interview:
    turn = _numbered(state, event.turn)
    if turn is None:
        return state
    state = _with_turn(state, event.turn, skipped=True)
    state = replace(state, skipped_last=event.turn)
    return state if turn.probe is not None else _with_answer(state, turn.question, skipped=True)


@_apply.register
def _(event: e.SkipTakenBack, state: Interview) -> Interview:
    """The present question, of which nothing was said yet, is asked again in its own time."""
    present = state.turn.question if state.turn else ""
    skipped = _numbered(state, event.turn)
    if skipped is not None and present != skipped.question:
        state = replace(
            state,
            order=tuple(question for question in state.order if question != present),
            answers={key: answer for key, answer in state.answers.items() if key != present},
        )
    return replace(
        state, phase="between", between_until=event.at, skipped_last=0, opened=None, quiet_from=None
    )


@_apply.register
def _(event: e.NotAnswered, state: Interview) -> Interview:
    return replace(_ear_shut(state, event.at), quiet_from=None)


@_apply.register
def _(event: e.Paused, state: Interview) -> Interview:
    return replace(_ear_shut(state, event.at), paused=event.why, quiet_from=None)


@_apply.register
def _(event: e.Resumed, state: Interview) -> Interview:
    return replace(state, paused="")


@_apply.register
def _(event: e.InputChanged, state: Interview) -> Interview:
    return replace(state, input=event.input)


@_apply.register
def _(event: e.Troubled, state: Interview) -> Interview:
    return replace(state, troubles=(*state.troubles, event.text))


@_apply.register
def _(event: e.Overruled, state: Interview) -> Interview:
    answer = state.answers.get(event.question, Answer(event.question))
    return _with_answer(state, event.question, overruled={**answer.overruled, event.point: event.said})


@_apply.register
def _(event: e.Graded, state: Interview) -> Interview:
    return _with_answer(state, event.question, grade=event.grade)


@_apply.register
def _(event: e.Reassessed, state: Interview) -> Interview:
    answer = state.answers.get(event.question, Answer(event.question))
    kept = (*answer.earlier, answer.assessment) if answer.assessment else answer.earlier
    return _with_answer(state, event.question, assessment=event.assessment, judge=event.judge, earlier=kept)


@_apply.register
def _(event: e.Ended, state: Interview) -> Interview:
    return replace(_ear_shut(state, event.at), phase="done", ended=event.why, paused="", quiet_from=None)
