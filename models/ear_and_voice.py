"""One interview's side of the desk: what happens there becomes commands, what happens here lines for it."""

import contextlib
from collections.abc import Callable
from typing import Final, Protocol

from models.clock import InterviewClock
from models.interview import commands as c
from models.interview import events as e
from models.interview.state import Interview
from models.interview.timing import next_deadline
from models.interview.words import Utterance
from models.speech import protocol as p
from models.speech.pronounce import pronounce
from models.view import LevelHeard, PartialHeard, Published, TroubleHeard
from questions.plan import terms_of

NEW_WORDS = 2
"""As many new words in a partial as show that somebody goes on speaking."""
VOICE = 0.4
"""Seconds of uninterrupted voice that show the same."""
TYPED: Final = "typed"
"""What hears the answers where nothing else does."""


class Desk(Protocol):
    """What is needed of `models.speech.client.DeskClient`."""

    def send(self, message: p.ToDesk, /) -> None:
        """Queue a line for the desk."""

    def close(self) -> None:
        """End the desk."""


class EarAndVoice:
    """Speaks the questions and hears the answers of one interview, through a desk or, without one, by typing.

    Belongs to the session's thread. `do` carries out a command, `state` is the interview as it stands.
    """

    def __init__(
        self,
        desk: Desk | None,
        clock: InterviewClock,
        *,
        do: Callable[[c.Command], None],
        state: Callable[[], Interview],
        publish: Callable[[Published], None],
        speak: bool,
        by_audio: bool,
    ) -> None:
        """Begin with a desk that has not said hello; `by_audio` lets the clock follow what was heard."""
        self._desk = desk
        self._clock = clock
        self._do = do
        self._now = state
        self._publish = publish
        self._speaks = speak and desk is not None
        self._hears = desk is not None
        self._by_audio = by_audio
        self.ear = "" if desk is not None else TYPED
        """What hears, as people read it; empty until the desk has said."""
        self.listening = False
        """Whether the desk hears the present answer."""
        self.speaking = False
        """Whether the voice sounds."""
        self._saying = 0
        """The number of the latest `say`, and whether `said` is still owed for it."""
        self._owed = False
        self._ear_turn = 0
        """The turn that the desk was told to listen to, until it has stopped; else 0."""
        self._partial = ""
        self._draft = ""
        self._noted = 0
        """How many words of the partial counted as speech already."""
        self._seconds: dict[int, float] = {}
        """How much of each turn was heard."""
        self._voiced = 0.0

    # From the interview

    def follow(self, event: e.Event) -> None:
        """Do what this event of the interview asks of the desk."""
        match event:
            case e.Asked():
                self._ask()
            case e.ClosingBegan():
                self._close_ear()
            case e.AnswerClosed():
                self._partial, self._noted, self._voiced = "", 0, 0.0
            case e.Paused() | e.Ended():
                self.hush()
                self._stop_ear()
            case e.Resumed():
                self.open_ear()
            case _:
                pass

    def remember(self, turn: int, seconds: float) -> None:
        """That much of the turn was heard before this session."""
        self._seconds[turn] = seconds

    def hush(self) -> None:
        """Stop the voice."""
        if self._owed:
            self._tell(p.Hush())

    def say_again(self) -> None:
        """Speak the question again; meanwhile the ear is shut and the question's clock stands."""
        turn = self._now().turn
        if turn is None or not self._speaks or self._owed or self._now().paused:
            return
        if self._now().phase == "listening":
            self._do(c.EarShut(turn.number))
            self._stop_ear()
        if self._now().phase in ("asking", "listening"):
            self._say(turn.asked)

    def tone(self, name: str) -> None:
        """Sound a tone: `open`, `minute` or `closed`."""
        self._tell(p.Tone(name))  # type: ignore[arg-type]

    def type(self, text: str) -> None:
        """Add a typed line to the present answer."""
        self._draft = ""
        if self._now().phase == "asking":
            self.hush()
            self._do(c.EarOpened(self._present))
        if self._now().phase in ("listening", "closing"):
            self._do(c.Hear(self._present, Utterance(" ".join(text.split()), TYPED)))

    def draft(self, text: str) -> None:
        """What is being typed and not yet entered: it is kept if the answer ends before."""
        if len(text) > len(self._draft):
            self._do(c.SpeechHeard())
        self._draft = text

    def open_ear(self) -> None:
        """Listen to the present turn, or let its typed answer begin."""
        state = self._now()
        question = state.question
        if question is None or state.paused or state.phase not in ("asking", "listening") or self._owed:
            return
        if not self._hears:
            self._do(c.EarOpened(self._present))
        elif self._ear_turn != self._present:
            self._ear_turn = self._present
            terms = terms_of(question, state.plan.terms) if state.plan else ()
            self._tell(p.Listen(self._present, terms, self._seconds.get(self._present, 0.0)))

    def keep_partial(self) -> None:
        """Words that were still being recognised, or typed, are kept, marked unfinished."""
        text, self._partial, self._noted = self._partial, "", 0
        draft, self._draft = self._draft, ""
        if text and self._present:
            end = self._seconds.get(self._present, 0.0)
            self._do(c.Hear(self._present, Utterance(text, start=end, end=end, unfinished=True)))
        if draft and self._present:
            self._do(c.Hear(self._present, Utterance(draft, TYPED, unfinished=True)))

    @property
    def _present(self) -> int:
        turn = self._now().turn
        return turn.number if turn else 0

    def _ask(self) -> None:
        state = self._now()
        if state.turn is None or state.plan is None:
            return
        self._stop_ear()
        if not self._speaks:
            self.open_ear()
            return
        self._say(state.turn.asked)
        waiting = next((q for q in state.plan.questions if q.id not in state.order), None)
        if waiting is not None:  # what is likely to be said next is synthesised meanwhile
            terms = state.plan.terms
            self._tell(p.Prepare(terms_of(waiting, terms), (pronounce(waiting.ask, terms),)))

    def _say(self, text: str) -> None:
        plan = self._now().plan
        self._saying += 1
        self._owed = True
        self._tell(p.Say(self._saying, pronounce(text, plan.terms if plan else ())))

    def _stop_ear(self) -> None:
        if self._ear_turn:
            self._tell(p.Stop(self._ear_turn))

    def _close_ear(self) -> None:
        if self._hears and self._ear_turn and self._ear_turn == self._present:
            self._stop_ear()
        else:
            self._answer_closed()

    def _answer_closed(self, missing: float = 0.0) -> None:
        self.keep_partial()
        self._do(c.EarClosed(self._present, self._voiced, missing))

    def _tell(self, message: p.ToDesk) -> None:
        if self._desk is not None:
            self._desk.send(message)

    # From the desk

    def hear(self, message: p.FromDesk) -> None:
        """Deal with one line of the desk's."""
        match message:
            case p.Hello():
                self._hello(message)
            case p.Listening():
                self.listening = message.turn == self._present
                self._do(c.EarOpened(message.turn))
            case p.Level():
                self._level(message)
            case p.Partial():
                self._partial_came(message)
            case p.Segment():
                self._segment_came(message)
            case p.Stopped():
                self._stopped(message)
            case p.Saying():
                self.speaking = message.id == self._saying and self._owed
            case p.Said():
                self._said(message)
            case p.Ended():
                if message.turn == self._present:
                    self._do(c.Finish("file"))
            case p.Exhausted():
                self._ear_turn = 0
                self._do(c.NoAudioLeft(message.turn))
            case p.Trouble():
                self._trouble(message)

    def _hello(self, message: p.Hello) -> None:
        self._hears = message.source != "none"
        self.ear = message.recogniser if self._hears else TYPED
        self._do(c.ChangeInput(self.ear))
        if not self._hears:
            self._ear_turn = 0
            self.open_ear()

    def _said(self, message: p.Said) -> None:
        if message.id == self._saying:
            self._owed = self.speaking = False
            self.open_ear()

    def _level(self, message: p.Level) -> None:
        self._heard_until(message.turn, message.seconds)
        self._publish(LevelHeard(message.dbfs, message.peak))
        if message.voiced >= VOICE:
            self._do(c.SpeechHeard(words=False))
        self._follow_audio()

    def _partial_came(self, message: p.Partial) -> None:
        if message.turn != self._present or message.text == self._partial:
            return
        self._partial = message.text
        count = len(message.text.split())
        if count >= self._noted + NEW_WORDS:
            self._noted = count
            self._do(c.SpeechHeard())
        self._publish(PartialHeard(message.turn, message.text))

    def _segment_came(self, message: p.Segment) -> None:
        self._heard_until(message.turn, message.end)
        if message.turn == self._present:
            self._partial, self._noted = "", 0
        utterance = Utterance(message.text, "speech", message.start, message.end, message.words)
        self._do(c.Hear(message.turn, utterance))
        self._follow_audio()

    def _stopped(self, message: p.Stopped) -> None:
        self._heard_until(message.turn, message.seconds)
        if message.turn == self._ear_turn:
            self._ear_turn, self.listening = 0, False
        if message.turn != self._present:
            return
        self._voiced += message.voiced
        if self._now().phase == "closing":
            self._answer_closed(message.missing)
        else:
            self.keep_partial()
            self.open_ear()  # it had been shut for a pause, or to say the question again

    def _heard_until(self, turn: int, seconds: float) -> None:
        before = self._seconds.get(turn, 0.0)
        self._seconds[turn] = max(before, seconds)
        if self._by_audio and turn == self._present and seconds > before:
            self._clock.advance(self._clock.now() + seconds - before)

    def _follow_audio(self) -> None:
        """Where the audio is the clock, what was heard may have brought a deadline."""
        deadline = next_deadline(self._now())
        if self._by_audio and deadline is not None and self._clock.now() >= deadline:
            self._do(c.TimePassed())

    def _trouble(self, message: p.Trouble) -> None:
        self._publish(TroubleHeard(message.kind, message.text))
        self._do(c.Trouble(message.kind, message.text))
        if message.kind in ("desk-restarted", "desk-lost"):
            self.keep_partial()
            self._do(c.EarShut(self._present))
        if message.kind == "desk-lost":
            self._speaks = self._owed = self.speaking = False
        if message.deaf:
            self._become_deaf(message.text)

    def _become_deaf(self, why: str) -> None:
        """From now on answers are typed."""
        self._hears, self.listening, self._ear_turn, self.ear = False, False, 0, TYPED
        self._do(c.ChangeInput(TYPED, why))
        if self._now().phase == "closing":
            self._answer_closed()
        else:
            self.open_ear()

    def close(self) -> None:
        """End the desk."""
        with contextlib.suppress(OSError):
            if self._desk is not None:
                self._desk.close()
