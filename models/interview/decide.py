"""What an interview answers to each command: the rules of §5 of the design, with no clock and no I/O.

`now` is interview time. A command that does not apply at the moment gives no events; it is never an error,
since a key may cross with a deadline or with the last words of an answer.
"""

from functools import singledispatch

from models.interview import commands as c
from models.interview import events as e
from models.interview.evolve import evolve
from models.interview.judgement import FollowUp
from models.interview.state import Answer, Interview
from models.interview.timing import CLOSING, countdown_end, time_out
from models.interview.turn import Turn
from questions.pack import Question

PROBE_NEEDS = 30.0
"""Seconds of a question's time under which no probe is begun."""
EMPTY_ANSWERS = 2
"""After this many empty answers to one question, no probe is asked."""
HOLD = {"voice": 3.0, "words": 30.0, "key": 30.0}
"""Seconds after which a countdown that was cancelled may open again. After words and a key a segment opens it
sooner; after a noise none will."""


def decide(state: Interview, command: c.Command, now: float) -> list[e.Event]:
    """The events that a command causes. Pure, and never raises for a command out of place."""
    flow = _Flow(state, max(now, state.at))
    _handle(command, flow)
    return flow.events


class _Flow:
    """The state while one command is being answered, and the events so far."""

    def __init__(self, state: Interview, now: float) -> None:
        self.state = state
        self.now = now
        self.events: list[e.Event] = []

    def emit(self, event: e.Event) -> None:
        self.events.append(event)
        self.state = evolve(self.state, event)

    @property
    def turn(self) -> Turn | None:
        return self.state.turn

    @property
    def practice(self) -> bool:
        return self.state.rules.mode == "practice"

    def is_present(self, turn: int) -> bool:
        return self.turn is not None and self.turn.number == turn

    def close(self, why: str) -> None:
        """Begin to close the present answer; without an open ear there is nothing to wait for."""
        if self.turn is None:
            return
        self.emit(e.ClosingBegan(at=self.now, turn=self.turn.number, why=why))  # type: ignore[arg-type]

    def closed(self, voiced: float = 0.0, missing: float = 0.0) -> None:
        """The present answer is whole: it is judged, or passed over."""
        turn, why = self.turn, self.state.closing_why
        if turn is None:
            return
        self.emit(e.AnswerClosed(at=self.now, turn=turn.number, voiced=voiced, missing=missing))
        if why == "redo":
            self.emit(e.Redone(at=self.now, turn=turn.number))
            self.ask(turn.question)
        elif why == "skip":
            self.next_question()
        elif why == "end" and turn.blank:
            self.end("ended early")

    def ask(self, question: str, probe: FollowUp | None = None) -> None:
        """Begin the next turn."""
        found = self.state.find(question)
        if found is None:
            return
        text = (probe.worded or probe.text) if probe else found.ask
        number = len(self.state.turns) + 1
        self.emit(e.Asked(at=self.now, turn=number, question=question, text=text, probe=probe))

    def next_turn(self) -> None:
        """A probe on what was just judged, or the next question."""
        probe = choose_probe(self.state)
        if probe is not None and self.turn is not None:
            self.ask(self.turn.question, probe)
        else:
            self.next_question()

    def next_question(self) -> None:
        """The next question of the round, the next round, or the end."""
        state = self.state
        if state.closing_why == "end":
            return self.end("ended early")
        asked = set(state.order)
        present = state.present_round
        if present is not None and state.round_used < present.minutes * 60:
            question = next((q for q in present.questions if q.id not in asked), None)
            if question is not None:
                return self.ask(question.id)
        rounds = state.plan.rounds if state.plan else ()
        for index in range(state.round + 1, len(rounds)):
            question = next((q for q in rounds[index].questions if q.id not in asked), None)
            if question is not None:
                self.emit(e.RoundBegan(at=self.now, round=index))
                return self.ask(question.id) if state.rules.breath <= 0 else None
        return self.end("complete")

    def end(self, why: str) -> None:
        self.emit(e.Ended(at=self.now, why=why))  # type: ignore[arg-type]


def choose_probe(state: Interview) -> FollowUp | None:
    """The best follow-up that may still be asked about the present question, if any may."""
    question = state.question
    if question is None or state.closing_why in ("skip", "end"):
        return None
    turns = state.turns_of(question.id)
    answer = state.answers[question.id]
    if sum(turn.probe is not None for turn in turns) >= state.rules.probes:
        return None
    if question.minutes * 60 - answer.used < PROBE_NEEDS or _empty_answers(answer, turns) >= EMPTY_ANSWERS:
        return None
    asked = {turn.probe.text for turn in turns if turn.probe}
    earned = (
        {j.point for j in answer.assessment.points if j.verdict == "said"} if answer.assessment else set()
    )
    candidates = (f for f in state.follow_ups if f.text not in asked and f.target not in earned)
    return next(candidates, None)


def _empty_answers(answer: Answer, turns: tuple[Turn, ...]) -> int:
    gate = answer.assessment.gate if answer.assessment else "empty"
    unable = gate in ("empty", "don't know")
    return len(turns) if unable else sum(turn.blank for turn in turns)


@singledispatch
def _handle(command: object, flow: _Flow) -> None:
    raise TypeError(f"not a command: {command!r}")


@_handle.register
def _(command: c.Begin, flow: _Flow) -> None:
    if flow.state.phase != "not started":
        return
    flow.emit(
        e.InterviewStarted(
            at=flow.now,
            interview=command.interview,
            plan=command.plan,
            rules=command.rules,
            input=command.input,
        )
    )
    flow.next_question()


@_handle.register(c.Proceed)
@_handle.register(c.TimePassed)
def _(command: c.Proceed | c.TimePassed, flow: _Flow) -> None:
    state = flow.state
    if state.paused:
        return
    timed = isinstance(command, c.TimePassed)
    if state.phase == "between":
        if not timed or flow.now >= state.between_until:
            flow.next_turn()
    elif timed and state.phase == "closing" and flow.now >= state.closing_at + CLOSING:
        flow.closed()
    elif timed and state.phase == "listening":
        _check_time(flow)


def _check_time(flow: _Flow) -> None:
    out, quiet = time_out(flow.state), countdown_end(flow.state)
    if flow.turn is None:
        return
    if out is not None and flow.now >= out:
        flow.emit(e.TimeRanOut(at=flow.now, turn=flow.turn.number))
        if not flow.practice:
            flow.close("time")
            return
    if quiet is not None and flow.now >= quiet:
        flow.close("silence")


@_handle.register
def _(command: c.EarOpened, flow: _Flow) -> None:
    if (
        flow.is_present(command.turn)
        and flow.state.phase in ("asking", "listening")
        and not flow.state.paused
    ):
        flow.emit(e.ListeningBegan(at=flow.now, turn=command.turn))


@_handle.register
def _(command: c.EarShut, flow: _Flow) -> None:
    if flow.is_present(command.turn) and flow.state.opened is not None:
        flow.emit(e.ListeningStopped(at=flow.now, turn=command.turn))


@_handle.register
def _(command: c.Hear, flow: _Flow) -> None:
    known = 1 <= command.turn <= len(flow.state.turns)
    if known and command.utterance.text.strip():
        flow.emit(e.UtteranceAdded(at=flow.now, turn=command.turn, utterance=command.utterance))


@_handle.register(c.SpeechHeard)
@_handle.register(c.KeepThinking)
def _(command: c.SpeechHeard | c.KeepThinking, flow: _Flow) -> None:
    state = flow.state
    if state.phase != "listening" or state.quiet_from is None or flow.turn is None or state.paused:
        return
    by_key = isinstance(command, c.KeepThinking)
    if not by_key and flow.now < state.quiet_from:
        return  # held already
    by = "key" if by_key else ("words" if isinstance(command, c.SpeechHeard) and command.words else "voice")
    until = flow.now + HOLD[by]
    flow.emit(e.CountdownHeld(at=flow.now, turn=flow.turn.number, by=by, until=until))  # type: ignore[arg-type]


@_handle.register
def _(command: c.Finish, flow: _Flow) -> None:
    if flow.state.phase == "listening" and not flow.state.paused:
        flow.close(command.why)


@_handle.register
def _(command: c.EarClosed, flow: _Flow) -> None:
    if flow.state.phase == "closing" and flow.is_present(command.turn):
        flow.closed(command.voiced, command.missing)


@_handle.register
def _(command: c.Judged, flow: _Flow) -> None:
    if not 1 <= command.turn <= len(flow.state.turns):
        return
    moving = flow.state.phase == "judging" and flow.is_present(command.turn)
    flow.emit(
        e.Assessed(
            at=flow.now,
            turn=command.turn,
            assessment=command.assessment,
            follow_ups=command.follow_ups if moving else (),
            judge=command.judge,
            comment=command.comment,
        )
    )
    if moving and not flow.state.paused:
        flow.next_turn()


@_handle.register
def _(command: c.AskHint, flow: _Flow) -> None:
    question = flow.state.question
    if flow.practice and question and question.hint and flow.state.phase in ("asking", "listening"):
        assert flow.turn is not None
        flow.emit(e.HintShown(at=flow.now, turn=flow.turn.number))


@_handle.register
def _(command: c.Skip, flow: _Flow) -> None:
    if flow.state.phase not in ("asking", "listening") or flow.state.paused or flow.turn is None:
        return
    flow.emit(e.Skipped(at=flow.now, turn=flow.turn.number))
    asking = flow.state.phase == "asking"
    flow.close("skip")
    if asking:
        flow.closed()


@_handle.register
def _(command: c.TakeSkipBack, flow: _Flow) -> None:
    state = flow.state
    if not flow.practice or not state.skipped_last or state.paused or flow.turn is None:
        return
    if state.phase not in ("asking", "listening") or not flow.turn.blank:
        return
    skipped = state.turns[state.skipped_last - 1]
    flow.emit(e.SkipTakenBack(at=flow.now, turn=skipped.number))
    flow.ask(skipped.question, skipped.probe)


@_handle.register
def _(command: c.Redo, flow: _Flow) -> None:
    if not flow.practice or flow.state.paused or flow.state.phase not in ("asking", "listening"):
        return
    asking = flow.state.phase == "asking"
    flow.close("redo")
    if asking:
        flow.closed()


@_handle.register
def _(command: c.Pause, flow: _Flow) -> None:
    state = flow.state
    by_hand = command.why in ("key", "correcting")
    if state.phase in ("not started", "done") or state.paused or (by_hand and not flow.practice):
        return
    flow.emit(e.Paused(at=flow.now, why=command.why))


@_handle.register
def _(command: c.Resume, flow: _Flow) -> None:
    if not flow.state.paused:
        return
    flow.emit(e.Resumed(at=flow.now))
    if flow.state.phase == "between" and flow.now >= flow.state.between_until:
        flow.next_turn()


@_handle.register
def _(command: c.Correct, flow: _Flow) -> None:
    if not flow.practice or not 1 <= command.turn <= len(flow.state.turns):
        return
    replaces = len(flow.state.turns[command.turn - 1].utterances)
    text = " ".join(command.text.split())
    flow.emit(e.Corrected(at=flow.now, turn=command.turn, text=text, replaces=replaces))


@_handle.register
def _(command: c.ChangeInput, flow: _Flow) -> None:
    if command.input != flow.state.input:
        flow.emit(e.InputChanged(at=flow.now, input=command.input, why=command.why))


@_handle.register
def _(command: c.Trouble, flow: _Flow) -> None:
    flow.emit(e.Troubled(at=flow.now, kind=command.kind, text=command.text))


@_handle.register
def _(command: c.NoAudioLeft, flow: _Flow) -> None:
    if flow.is_present(command.turn) and flow.state.phase in ("asking", "listening"):
        flow.emit(e.NotAnswered(at=flow.now, turn=command.turn))
        flow.end("no more audio")


@_handle.register
def _(command: c.Overrule, flow: _Flow) -> None:
    question: Question | None = flow.state.find(command.question)
    if question is not None and question.point(command.point) is not None:
        flow.emit(e.Overruled(at=flow.now, question=command.question, point=command.point, said=command.said))


@_handle.register
def _(command: c.Grade, flow: _Flow) -> None:
    if flow.state.find(command.question) is not None:
        flow.emit(e.Graded(at=flow.now, question=command.question, grade=command.grade))


@_handle.register
def _(command: c.Rejudge, flow: _Flow) -> None:
    if flow.state.find(command.question) is not None:
        flow.emit(
            e.Reassessed(
                at=flow.now, question=command.question, assessment=command.assessment, judge=command.judge
            )
        )


@_handle.register
def _(command: c.End, flow: _Flow) -> None:
    state = flow.state
    if state.phase in ("not started", "done"):
        return
    if state.paused:
        flow.emit(e.Resumed(at=flow.now))
    if (
        state.phase == "listening"
        and flow.turn is not None
        and (state.opened is not None or not flow.turn.blank)
    ):
        flow.close("end")
    elif state.phase in ("closing", "judging") and flow.turn is not None:
        flow.emit(e.ClosingBegan(at=flow.now, turn=flow.turn.number, why="end"))
    else:
        flow.end("ended early")
