"""When things happen by themselves in an interview, and how much time is left; in interview time."""

from models.interview.state import Interview

CLOSING = 2.0
"""Seconds that the last words of an answer may take to arrive."""


def next_deadline(state: Interview) -> float | None:
    """The interview time at which `TimePassed` is wanted; `None` while nothing is timed."""
    if state.paused:
        return None
    if state.phase == "closing":
        return state.closing_at + CLOSING
    if state.phase == "between":
        return state.between_until
    if state.phase != "listening" or state.opened is None:
        return None
    return min((t for t in (time_out(state), countdown_end(state)) if t is not None), default=None)


def time_out(state: Interview) -> float | None:
    """The interview time at which the present question's minutes are over, if its clock runs."""
    question = state.question
    if question is None or state.opened is None or state.answers[question.id].overtime:
        return None
    return state.opened + question.minutes * 60 - state.answers[question.id].used


def countdown_end(state: Interview) -> float | None:
    """The interview time at which silence ends the answer; `None` where no countdown is set."""
    if state.rules.finish is None or state.quiet_from is None or state.opened is None:
        return None
    return state.quiet_from + state.rules.finish


def time_left(state: Interview, now: float) -> float:
    """Seconds of the present question's minutes that are left; negative in overtime."""
    question = state.question
    if question is None:
        return 0.0
    running = now - state.opened if state.opened is not None else 0.0
    return question.minutes * 60 - state.answers[question.id].used - running
