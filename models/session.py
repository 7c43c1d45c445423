"""A session runs one interview: it wires the desk, the pure interview, the judge and the journal, once.

It is one thread with one queue, which owns the interview's state and its journal. For each command: decide,
commit, evolve, publish. The screen and plain mode put commands in and draw what is published. There are no
ticks: the session waits for its next command until the interview's next deadline.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from models.assessment import judge
from models.assessment.followup import follow_ups
from models.clock import SUSPEND, InterviewClock, asleep
from models.ear_and_voice import VOICE, Desk, EarAndVoice
from models.idle import IdleLimit
from models.interview import commands as c
from models.interview import events as e
from models.interview.decide import decide
from models.interview.evolve import evolve, fold
from models.interview.judgement import Assessment
from models.interview.state import Interview
from models.interview.timing import next_deadline
from models.interview.turn import Turn
from models.records.journal import Journal, JournalError, NotSaved
from models.speech import protocol as p
from models.view import LeftIdle, Published, TroubleHeard, View
from questions.pack import Question, Term
from questions.plan import terms_of

if TYPE_CHECKING:
    from models.interviewer import Interviewer

RETRY = 5.0
"""Seconds between attempts to write what the disk did not take."""

OpenDesk = Callable[[Callable[[p.FromDesk], None]], Desk]
"""Starts a desk that delivers its lines to the function given, from a thread of its own."""


class _Typed(msgspec.Struct, frozen=True):
    text: str


class _Draft(msgspec.Struct, frozen=True):
    text: str


class _Sound(msgspec.Struct, frozen=True):
    """Something that concerns the voice and not the interview."""

    what: str


class _Close(msgspec.Struct, frozen=True):
    pass


class Session:
    """Runs one interview until `close` is called.

    `journal` opens the journal inside the session's thread. `publish` is called from that thread with frozen
    values, and must not block. Without a desk, answers are typed and questions are not spoken.
    """

    def __init__(
        self,
        publish: Callable[[Published], None],
        journal: Callable[[], Journal],
        *,
        desk: OpenDesk | None = None,
        speak: bool = True,
        by_audio: bool = False,
        aliases: Mapping[str, str] | None = None,
        interviewer: "Interviewer | None" = None,
        idle: IdleLimit | None = None,
    ) -> None:
        """A session not yet begun; `by_audio` lets interview time advance by the audio heard.

        `aliases` are what the recogniser writes for what this person says; an `interviewer` words follow-ups.
        When the `idle` limit runs out the session ends as by `close`, and publishes that it did.
        """
        self._publish = publish
        self._open_journal = journal
        self._open_desk = desk
        self._speak = speak
        self._by_audio = by_audio
        self._aliases = aliases or {}
        self._interviewer = interviewer
        self._idle = idle or IdleLimit(None)
        self._left_idle = False
        self._queue: queue.SimpleQueue[c.Command | p.FromDesk | _Typed | _Draft | _Sound | _Close] = (
            queue.SimpleQueue()
        )
        self._state = Interview()
        self._clock = InterviewClock()
        self._unsaved: list[e.Event] = []
        self._failing = False
        self._asleep = asleep()
        self._start: Callable[[], None] = self._show
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)

    # What front ends call, from any thread

    def begin(self, command: c.Begin) -> None:
        """Start a new interview."""
        self._start = partial(self._begin, command)
        self._thread.start()

    def resume(self, interview: str) -> None:
        """Go on with an interrupted interview, in the same turn."""
        self._start = partial(self._go_on, interview)
        self._thread.start()

    def send(self, command: c.Command) -> None:
        """Ask something of the interview."""
        self.touch()
        self._queue.put(command)

    def type(self, text: str) -> None:
        """Add a typed line to the answer; typing while the question is spoken hushes it."""
        self.touch()
        self._queue.put(_Typed(text))

    def draft(self, text: str) -> None:
        """Tell what is being typed, so that it is kept if the answer ends before it is entered."""
        self.touch()
        self._queue.put(_Draft(text))

    def hush(self) -> None:
        """Stop the voice."""
        self.touch()
        self._queue.put(_Sound("hush"))

    def say_again(self) -> None:
        """Speak the question again."""
        self.touch()
        self._queue.put(_Sound("again"))

    def tone(self, name: str) -> None:
        """Sound a tone: `open`, `minute` or `closed`."""
        self._queue.put(_Sound(name))

    def touch(self) -> None:
        """Somebody is there: a key was pressed that asks nothing of the interview."""
        self._idle.touch()

    def close(self, timeout: float = 5.0) -> None:
        """Save what is being said, and stop; an interview that is not over can be resumed.

        Raises whatever ended the session's thread by surprise.
        """
        self._queue.put(_Close())
        if self._thread.ident is not None:
            self._thread.join(timeout)
        if self._failure is not None:
            raise self._failure

    @property
    def saved(self) -> bool:
        """Whether everything that happened is on the disk; after `close` it says what became of it."""
        return not self._unsaved

    # The session's thread

    def _run(self) -> None:
        try:
            self._journal = self._open_journal()
            if self._journal.damage:
                self._publish(TroubleHeard("journal", self._journal.damage))
            desk = self._open_desk(self._queue.put) if self._open_desk else None
            self._sound = EarAndVoice(
                desk,
                self._clock,
                do=self._do,
                state=lambda: self._state,
                publish=self._publish,
                speak=self._speak,
                by_audio=self._by_audio,
            )
            try:
                self._start()
                while self._serve():
                    pass
                if self._left_idle and self._clock.running:  # absence is no interview time
                    self._clock.stop(max(self._state.at, self._clock.now() - (self._idle.seconds or 0.0)))
                self._sound.keep_partial()
                self._do(c.Pause("quit"))
                self._save()
                if self._left_idle:
                    self._publish(LeftIdle(self._idle.sentence))
            finally:
                self._sound.close()
                self._journal.close()
        except BaseException as error:
            self._failure = error
            self._publish(TroubleHeard("internal", f"The interview stopped by itself: {error}"))

    def _begin(self, command: c.Begin) -> None:
        if not self._by_audio:
            self._clock.start()
        self._do(command)

    def _go_on(self, interview: str) -> None:
        self._state = fold(self._journal.events(interview))
        if self._state.plan is None:
            raise JournalError(f"The beginning of the interview {interview} cannot be read: it cannot go on.")
        self._clock.advance(self._state.at)
        for turn in self._state.turns:
            self._sound.remember(turn.number, max([turn.listened, *(u.end for u in turn.utterances)]))
        if self._state.phase == "done":
            self._show()
            return
        if not self._state.paused:
            self._do(c.Pause("lost"))
        self._do(c.Resume())  # the question is shown again, and said again on a key
        if self._state.phase == "closing":
            self._do(c.EarClosed(self._state.turns[-1].number))
        elif self._state.phase == "judging":
            self._judge()

    def _serve(self) -> bool:
        """Wait for one item, until the next deadline, and deal with it; whether to go on.

        The idle limit is looked at each time: a silent microphone tells its level without end.
        """
        wait = self._patience()
        waited_from = time.monotonic()
        try:
            item = self._queue.get(timeout=wait)
        except queue.Empty:
            self._notice_sleep(time.monotonic() - waited_from - (wait or 0.0))
            self._save()
            self._do(c.TimePassed())
            self._left_idle = self._idle.ran_out()
            return not self._left_idle
        self._notice_sleep(0.0)
        if _is_heard(item):
            self.touch()
        self._left_idle = self._idle.ran_out()
        if self._left_idle:
            return False
        match item:
            case _Close():
                return False
            case _Typed(text):
                self._sound.type(text)
            case _Draft(text):
                self._sound.draft(text)
            case _Sound("hush"):
                self._sound.hush()
            case _Sound("again"):
                self._sound.say_again()
            case _Sound(name):
                self._sound.tone(name)
            case _ if isinstance(item, p.FromDesk):
                self._hear(item)
            case _:
                self._do(item)
        return True

    def _hear(self, message: p.FromDesk) -> None:
        before = (self._sound.ear, self._sound.listening, self._sound.speaking)
        self._sound.hear(message)
        if before != (self._sound.ear, self._sound.listening, self._sound.speaking):
            self._show()

    def _patience(self) -> float | None:
        """Seconds to wait for the next item; `None` for as long as it takes."""
        deadline = next_deadline(self._state)
        waits = [RETRY] if self._unsaved else []
        if deadline is not None and (self._clock.running or deadline <= self._clock.now()):
            waits.append(max(0.0, deadline - self._clock.now()))
        if self._idle.left is not None:
            waits.append(max(0.0, self._idle.left))
        return min(waits, default=None)

    def _notice_sleep(self, overslept: float) -> None:
        """A machine that slept, or a process that was stopped, pauses the interview where it was."""
        slept = asleep() - self._asleep
        self._asleep += slept
        if self._clock.running and max(slept, overslept) > SUSPEND:
            self._clock.stop(self._clock.now() - max(0.0, overslept))
            self._do(c.Pause("suspend"))

    def _do(self, command: c.Command) -> None:
        """Decide, commit, evolve, publish; then let the ear, the voice and the judge follow."""
        events = decide(self._state, command, self._clock.now())
        if not events:
            return
        self._unsaved.extend(events)
        for event in events:
            self._state = evolve(self._state, event)
        self._save()
        if self._state.paused or self._state.phase == "done":
            self._clock.stop()
        elif not self._by_audio:
            self._clock.start()
        self._show()
        for event in events:
            self._sound.follow(event)
            if isinstance(event, e.AnswerClosed) and self._state.phase == "judging":
                self._judge()
            elif isinstance(event, e.Corrected):
                self._judge_again(event.turn)
            elif isinstance(event, e.Ended) and not self._unsaved:
                self._summarise()

    def _save(self) -> None:
        if not self._unsaved:
            return
        try:
            self._journal.append(self._state.id, self._unsaved)
        except NotSaved as error:
            if not self._failing:
                self._failing = True
                self._publish(TroubleHeard("not-saved", f"NOT SAVED: {error} Viva keeps trying."))
            return
        self._unsaved.clear()
        if self._failing:
            self._failing = False
            self._publish(TroubleHeard("saved", "Saved again: everything is on the disk."))

    def _show(self) -> None:
        self._publish(
            View(
                interview=self._state,
                at=self._clock.now(),
                taken=time.monotonic(),
                running=self._clock.running,
                deadline=next_deadline(self._state),
                saved=not self._unsaved,
                speaking=self._sound.speaking,
                ear=self._sound.ear,
                listening=self._sound.listening,
            )
        )

    def _summarise(self) -> None:
        from models.reports import summarise  # the report's modules are not needed before its end

        with contextlib.suppress(JournalError):  # the interview is kept: its report is made when it is read
            summarise(self._journal, self._state)

    def _judge(self) -> None:
        """Judge the present question, over its answer and probes."""
        question, turn, plan = self._state.question, self._state.turn, self._state.plan
        if question is None or turn is None or plan is None:
            return
        turns, terms = self._state.turns_of(question.id), terms_of(question, plan.terms)
        assessment = self._opinion(question, turns, terms)
        judged = c.Judged(turn.number, assessment, follow_ups(question, assessment, turns), judge.NAME)
        if self._interviewer is not None:
            judged = self._interviewer.take_up(judged, self._state, question, terms)
        self._do(judged)

    def _judge_again(self, number: int) -> None:
        """An answer that was judged already is judged anew when its transcript is corrected."""
        state, plan = self._state, self._state.plan
        question = state.find(state.turns[number - 1].question)
        if question is None or plan is None:
            return
        answer = state.answers.get(question.id)
        if answer is not None and answer.assessment is not None and number in answer.turns:
            turns = state.turns_of(question.id)
            assessment = self._opinion(question, turns, terms_of(question, plan.terms))
            self._do(c.Judged(number, assessment, judge=judge.NAME))

    def _opinion(self, question: Question, turns: Sequence[Turn], terms: Sequence[Term]) -> Assessment:
        return judge.assess(question, turns, terms, aliases=self._aliases, recogniser=self._state.input)


def _is_heard(item: object) -> bool:
    """Whether it is a sign that somebody speaks."""
    return isinstance(item, p.Segment | p.Partial) or (isinstance(item, p.Level) and item.voiced >= VOICE)
