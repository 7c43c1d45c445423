"""Plain mode: the same interview line by line, for screen readers, simple terminals, pipes and CI.

While the ear is open nothing is printed, since a screen reader would be heard: a tone marks open, one minute
left, and closed, and the transcript is printed when the answer ends. `live` prints segments as they come.
"""

import queue
import textwrap
import threading
import time
from collections.abc import Iterator
from typing import TextIO

from models.counting import counted
from models.interview import commands as c
from models.interview.state import Interview
from models.interview.timing import time_left
from models.interview.turn import Turn
from models.session import Session
from models.view import LeftIdle, PartialHeard, Published, TroubleHeard, View
from questions.untrusted import clean

WIDTH = 78
HELP = (
    "Empty line: answer finished. Any text: typed into the answer. "
    "/skip  /hint  /again  /redo  /pause  /end  /quit (saves)  /help"
)


class PlainInterview:
    """Prints one session's interview, and turns lines typed into commands."""

    def __init__(self, out: TextIO, *, live: bool = False, answers: Iterator[str] | None = None) -> None:
        """Print to `out`; `answers` are typed, one a turn, instead of a person's."""
        self._out = out
        self._live = live
        self._answers = answers
        self._published: queue.SimpleQueue[Published | str | None] = queue.SimpleQueue()
        self._view: View | None = None
        self._turn = 0  # the turn printed last
        self._opened = 0  # the turn whose opening was told
        self._shown = 0  # utterances of the turn printed already
        self._closed = 0  # the turn whose transcript was printed last
        self._round = -1
        self._minute_told = 0
        self._quit = False
        self._no_more = False  # standard input is at its end

    def publish(self, item: Published) -> None:
        """What a session calls, from its thread."""
        self._published.put(item)

    def read_lines(self, lines: TextIO) -> None:
        """Take lines typed at a keyboard, or piped in, in a thread of their own."""

        def read() -> None:
            for line in lines:
                self._published.put(line.rstrip("\n"))
            self._published.put(None)

        threading.Thread(target=read, name="lines", daemon=True).start()

    @property
    def interview(self) -> str:
        """The interview's id, once there is one."""
        return self._view.interview.id if self._view else ""

    def run(self, session: Session) -> Interview:
        """Print until the interview is over, or saved for later; its last state."""
        self._session = session
        while True:
            try:
                item = self._published.get(timeout=self._until_minute_mark())
            except queue.Empty:
                self._minute_left()
                continue
            match item:
                case View():
                    self._view = item
                    self._draw(item)
                    if item.interview.phase == "done" or (item.interview.paused and self._quit):
                        return item.interview
                case TroubleHeard():
                    self._say(f"({item.text})")
                    if item.kind == "internal":
                        session.close()
                case LeftIdle():
                    self._say(f"({item.text})")
                    return self._view.interview if self._view else Interview()
                case PartialHeard():
                    pass
                case str():
                    self._line(item)
                case None:
                    self._no_more_lines()
                case _:
                    pass

    # What is printed

    def _say(self, text: str = "", indent: str = "") -> None:
        for paragraph in clean(text, newlines=True).split("\n"):
            lines = textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]
            self._out.write("\n".join(lines) + "\n")
        self._out.flush()

    def _draw(self, view: View) -> None:
        state = view.interview
        if state.round != self._round and state.present_round is not None:
            self._round = state.round
            self._say()
            part, rounds = state.present_round, len(state.plan.rounds if state.plan else ())
            self._say(
                f"Round {state.round + 1} of {rounds}: {part.title}, {counted(part.minutes, 'minute')}."
            )
        for turn in state.turns[self._turn :]:
            self._tell_closed(state)
            self._tell_asked(state, turn)
        present = state.turn
        if present is None:
            return
        if state.opened is not None and self._opened != present.number:
            self._opened = present.number
            self._tell_open(view)
        if self._live:
            for utterance in present.utterances[self._shown :]:
                self._say(utterance.text + (" …" if utterance.unfinished else ""), "  | ")
            self._shown = len(present.utterances)
        self._tell_closed(state)

    def _tell_asked(self, state: Interview, turn: Turn) -> None:
        self._turn, self._shown = turn.number, 0
        self._say()
        if turn.probe is not None:
            why = f" ({turn.probe.why})" if turn.probe.why else ""
            self._say(f"Follow-up{why}:")
        else:
            question = state.find(turn.question)
            place = f"{len(state.order)} of {len(state.plan.questions) if state.plan else 0}"
            again = f", attempt {turn.attempt}" if turn.attempt > 1 else ""
            level = f", {question.level}, {counted(question.minutes, 'minute')}" if question else ""
            self._say(f"Question {place}{level}{again}:")
        self._say(turn.asked, "  ")

    def _tell_open(self, view: View) -> None:
        if view.ear != "typed":
            self._session.tone("open")
            if self._live:
                self._say("(listening)", "  ")
        elif self._answers is not None:
            self._give_answer(next(self._answers, None))
        elif self._no_more and not self._quit:
            self._session.send(c.End())
        else:
            self._say("Type your answer; an empty line ends it.")

    def _give_answer(self, answer: str | None) -> None:
        if answer is None:
            self._session.send(c.End())
            return
        self._session.type(answer)
        self._session.send(c.Finish())

    def _tell_closed(self, state: Interview) -> None:
        """The transcript of an answer that has ended, once."""
        for turn in state.turns[self._closed :]:
            if turn.closed_at is None and state.phase != "done" and turn.number == len(state.turns):
                return
            self._closed = turn.number
            if turn.closed_at is not None and turn.opened_at is not None and state.input != "typed":
                self._session.tone("closed")
            if turn.skipped:
                self._say("  Skipped.")
            self._say()
            if turn.blank:
                self._say("Not answered." if turn.probe is None else "No answer to the follow-up.")
            elif not self._live:
                self._say("You said:" if turn.words else "You wrote:")
                self._say(turn.transcript, "  ")
            if any(utterance.unfinished for utterance in turn.utterances):
                self._say("(The last words were still being recognised.)")

    # Time

    def _until_minute_mark(self) -> float | None:
        view = self._view
        if view is None or not view.running or view.interview.turn is None or view.interview.opened is None:
            return None
        if self._minute_told == view.interview.turn.number:
            return None
        left = time_left(view.interview, view.now(time.monotonic())) - 60
        return max(0.0, left) if left > -1 else None

    def _minute_left(self) -> None:
        if self._view is not None and self._view.interview.turn is not None:
            self._minute_told = self._view.interview.turn.number
            self._session.tone("minute")

    # What is typed

    def _line(self, line: str) -> None:
        self._session.touch()
        word = line.strip().lower()
        keys: dict[str, c.Command] = {
            "/skip": c.Skip(),
            "/hint": c.AskHint(),
            "/redo": c.Redo(),
            "/end": c.End(),
            "/back": c.TakeSkipBack(),
        }
        state = self._view.interview if self._view else Interview()
        if word in keys:
            self._session.send(keys[word])
            question = state.question
            if word == "/hint" and question is not None:
                self._say(
                    f"Hint: {question.hint}" if state.rules.mode == "practice" else "An exam has no hints."
                )
        elif word == "/pause":
            if state.rules.mode == "exam":
                self._say("An exam has no pause; /quit saves, and viva resume goes on.")
                return
            self._session.send(c.Resume() if state.paused else c.Pause())
            self._say("Going on." if state.paused else "Paused. /pause goes on.")
        elif word == "/again":
            self._session.say_again()
            if state.turn is not None:
                self._say(state.turn.asked, "  ")
        elif word == "/quit":
            self.save_and_quit()
        elif word.startswith("/"):
            self._say(HELP)
        elif word:
            self._session.type(line)
        else:
            self._session.send(c.Proceed() if state.phase == "between" else c.Finish())

    def _no_more_lines(self) -> None:
        """Standard input ended: a typed interview ends with it, a spoken one goes on."""
        self._no_more = True
        typed = self._view is not None and self._view.ear == "typed"
        if typed and self._answers is None and not self._quit:
            self._session.send(c.Finish())
            self._session.send(c.End())

    def save_and_quit(self) -> None:
        """Stop where it stands; the words are saved."""
        self._quit = True
        self._session.send(c.Pause("quit"))
