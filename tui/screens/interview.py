"""The interview: the question, the live transcript, the clock, and a key for everything."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from models.ear_and_voice import TYPED
from models.interview import commands as c
from models.interview.state import Interview
from models.interview.timing import time_left
from models.view import Published, View
from tui.base import SessionScreen, VivaBase
from tui.messages import IdleCame, LevelChanged, PartialChanged, TroubleCame, ViewChanged, as_message
from tui.screens.interview_keys import CHANGING, means_something
from tui.troubles import Troubles
from tui.widgets.answer_line import AnswerLine
from tui.widgets.clock import Clock, countdown, spoken_clock
from tui.widgets.footer import Footer
from tui.widgets.meter import Meter
from tui.widgets.opening import Opening
from tui.widgets.question import QuestionPane
from tui.widgets.state_line import StateLine
from tui.widgets.transcript import Transcript
from tui.words import LEAVING, LEAVING_DEMONSTRATION, NOT_KEPT, left

if TYPE_CHECKING:
    from tui.beginning import OpenSession


class InterviewScreen(SessionScreen):
    """Draws one session's interview, and turns keys into its commands."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    AUTO_FOCUS = ""
    HELP = (
        "Answer aloud, or type. Words that are final stand still; those still being recognised are dim. "
        "After some silence a countdown opens: Space says that you are still thinking."
    )
    BINDINGS = [
        Binding(
            "enter", "done", "done", key_display="⏎", tooltip="The answer is finished; or begin the round"
        ),
        Binding(
            "space", "think", "still thinking", key_display="␣", tooltip="Stop the countdown, or the voice"
        ),
        Binding("t", "type", "type", tooltip="Type into the answer"),
        Binding("h", "hint", "hint", tooltip="Show the hint"),
        Binding("s", "skip", "skip", tooltip="Pass over this question"),
        Binding("u", "take_back", "take skip back", tooltip="Ask the skipped question after all"),
        Binding("p", "pause", "pause", tooltip="Let time stand still"),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
        Binding("q,ctrl+q", "quit_interview", "save, quit", key_display="q", tooltip="Leave; it is saved"),
        Binding("r", "again", "say again", show=False, tooltip="Say the question again"),
        Binding("e", "correct", "correct", show=False, tooltip="Correct the transcript"),
        Binding("a", "redo", "answer again", show=False, tooltip="Answer this question again from the start"),
        Binding(
            "v", "verdict", "what was judged", show=False, tooltip="The last answer's points: overrule, grade"
        ),
        Binding("c", "clock", "say the clock", show=False, tooltip="The time that is left, in words"),
    ]

    _viva = getters.app(VivaBase)
    question = getters.query_one("#question", QuestionPane)
    transcript = getters.query_one("#transcript", Transcript)
    line = getters.query_one("#line", AnswerLine)
    clock = getters.query_one("#clock", Clock)
    meter = getters.query_one("#meter", Meter)

    class Over(Message):
        """The interview is over, or was left, and then `saved` or not; `view` is how it stands."""

        def __init__(self, view: View | None, *, saved: bool = True) -> None:
            self.view, self.saved = view, saved
            super().__init__()

    def __init__(self, open_session: "OpenSession") -> None:
        super().__init__()
        self._open_session = open_session
        self.view: View | None = None
        self._line_turn = 0
        """The turn for which the line was opened by itself."""
        self._leaving = False
        self._troubles = Troubles(self)
        self._keys: tuple[bool, ...] = ()

    def compose(self) -> ComposeResult:
        """One column; two where there is room."""
        with Horizontal(id="top"):
            yield Static("Viva", id="title")
            yield Static("", id="place")
            yield Clock("", id="clock")
        yield QuestionPane(id="question")
        with Vertical(id="answer"):
            yield StateLine("", id="state")
            yield Transcript(id="transcript")
            with Horizontal(id="under"):
                yield Meter(id="meter")
                yield Static("", id="countdown")
            yield AnswerLine(id="line", compact=True, highlight_cursor_line=False)
        yield Opening(id="opening")
        yield Footer()

    def on_mount(self) -> None:
        """Begin: the session publishes from its own thread, and messages carry it here."""
        self.line.display = False
        self._typed = self.line
        self.session = self._open_session(self._publish)
        self._ticking = self.set_interval(0.25, self._tick)

    @property
    def _state(self) -> Interview:
        """The interview as it stands; one that has not begun, until the session has published it."""
        return self.view.interview if self.view else Interview()

    def _publish(self, item: Published) -> None:
        self.post_message(as_message(item))

    def on_unmount(self) -> None:
        """Whatever ends the screen saves the interview."""
        self.end_session()

    def end_session(self) -> None:
        """Save and stop; safe to call from any thread, and twice."""
        session, self.session = self.session, None
        if session is not None:
            session.draft(self._draft)  # a message that carries it may still be under way
            session.close(timeout=1.5)

    def _leave(self) -> bool:
        """End the session of an interview that goes on another time; whether it is saved."""
        session, self._leaving = self.session, True
        self.end_session()
        return session is None or session.saved

    def _tell_over(self, view: View | None, *, saved: bool = True) -> None:
        self._ticking.stop()  # the screen may stay, under the lobby
        self.post_message(self.Over(view, saved=saved))

    # What is published

    @property
    def _draft(self) -> str:
        """What stands in the line; also when the screen goes, and the line has gone before it."""
        return " ".join(self._typed.text.split())

    @on(ViewChanged)
    def draw(self, message: ViewChanged) -> None:
        """Draw the interview as it stands."""
        view = self.view = message.view
        state = view.interview
        if state.phase == "done":
            if not self._leaving:
                self._leaving = True
                self._tell_over(view)
            return
        if (
            view.ear == TYPED
            and state.turn is not None
            and state.phase == "listening"
            and state.turn.number != self._line_turn
        ):
            self._line_turn = state.turn.number  # Esc gives the keys back for the rest of the turn
            self._open_line()
        self._draw_place(state)
        self._draw_opening(state)
        self.question.show(state)
        self.transcript.show_turn(state.turn)
        self._draw_state(view)
        self._tick()
        self._show_keys()

    def _show_keys(self) -> None:
        """Draw the footer anew, if other keys mean something now: it is most of what a view would repaint."""
        keys = tuple(means_something(action, self._state) for action in CHANGING)
        if keys != self._keys:
            self._keys = keys
            self.refresh_bindings()

    @on(PartialChanged)
    def draw_partial(self, message: PartialChanged) -> None:
        """Draw what is being recognised."""
        turn = self._state.turn
        if turn is not None and turn.number == message.turn:
            self.transcript.show_partial(message.text)

    @on(LevelChanged)
    def draw_level(self, message: LevelChanged) -> None:
        """Draw the loudness."""
        if self.view and self.view.listening:
            self.meter.show_level(message.dbfs, message.peak)

    @on(TroubleCame)
    def tell(self, message: TroubleCame) -> None:
        """Say what went wrong."""
        self._troubles.tell(message)

    @on(IdleCame)
    def leave_idle(self, message: IdleCame) -> None:
        """Leave Viva altogether, and say for whoever comes back how to go on."""
        saved = self._leave()
        kept = left(self.view.interview.id, self._viva.places) if saved and self.view else NOT_KEPT
        self._viva.leave_idle(f"{message.text} {kept}")

    def _draw_place(self, state: Interview) -> None:
        plan, part = state.plan, state.present_round
        if plan is None or part is None:
            return
        self._put("title", f"Viva   {plan.title} · {part.title}")
        count = len(state.order) or 1
        self._put(
            "place",
            f"round {state.round + 1} of {len(plan.rounds)} · question {count} of {len(plan.questions)}",
        )

    def _draw_opening(self, state: Interview) -> None:
        """What is coming, before each round."""
        between = state.phase == "between" and not state.paused
        if between:
            self.query_one("#opening", Opening).show(state)
        self.set_class(between, "-between")

    def _draw_state(self, view: View) -> None:
        state = self.query_one("#state", StateLine)
        state.show(view)
        self.set_class(bool(view.interview.paused), "-paused")
        if not view.listening:
            self.meter.rest("" if view.ear == TYPED else "mic")

    def _put(self, name: str, text: str) -> None:
        part = self.query_one(f"#{name}", Static)
        if str(part.content) != text:
            part.update(Content(text))

    # Time, read from a clock and never counted

    def _tick(self) -> None:
        view = self.view
        if view is None or view.interview.question is None:
            return
        state, now = view.interview, view.now(time.monotonic())
        self.clock.show_time(time_left(state, now), state.question.minutes * 60 if state.question else 0)
        self._put("countdown", countdown(state, now))

    # Keys

    def _send(self, command: c.Command) -> None:
        if self.session is not None:
            self.session.send(command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that mean nothing now."""
        return means_something(action, self._state)

    def action_done(self) -> None:
        """The answer is finished, or the round begins."""
        phase = self._state.phase
        if phase == "asking" and self.session is not None:
            self.session.hush()
        self._send(c.Proceed() if phase == "between" else c.Finish())

    def action_think(self) -> None:
        """Stop the countdown; while the question is spoken, stop the voice."""
        if self.session is not None and self.view is not None and self.view.speaking:
            self.session.hush()
        self._send(c.KeepThinking())

    def action_again(self) -> None:
        """Say the question again."""
        if self.session is not None:
            self.session.say_again()

    def action_hint(self) -> None:
        """Show the hint."""
        self._send(c.AskHint())

    def action_pause(self) -> None:
        """Pause, or go on."""
        self._send(c.Resume() if self._state.paused else c.Pause())

    def action_take_back(self) -> None:
        """Ask the skipped question after all."""
        self._send(c.TakeSkipBack())

    def action_clock(self) -> None:
        """Say the time that is left in words."""
        if self.view is not None:
            left = time_left(self.view.interview, self.view.now(time.monotonic()))
            self.notify(spoken_clock(left), title="The clock")

    def _ask(
        self, question: str, answers: dict[str, str], answered: Callable[[str | None], None], more: str = ""
    ) -> None:
        from tui.screens.dialogs import Ask

        self.app.push_screen(Ask(question, answers, more=more), answered)

    def action_skip(self) -> None:
        """Ask, then pass over the question."""

        def answered(answer: str | None) -> None:
            if answer == "skip":
                self._send(c.Skip())

        self._ask("Skip this question?", {"skip": "Skip", "back": "Back"}, answered)

    def action_redo(self) -> None:
        """Ask, then begin the question again."""

        def answered(answer: str | None) -> None:
            if answer == "again":
                self._send(c.Redo())

        more = "Both answers are kept; the last one counts."
        answers = {"again": "Answer again", "stay": "Leave it"}
        self._ask("Answer this question again?", answers, answered, more=more)

    def action_correct(self) -> None:
        """Hold the clock and mend the transcript: this answer's, or the one before while it is blank."""
        from tui.screens.dialogs import CorrectTranscript

        turn = self._state.last_said
        if turn is None:
            self.notify("Nothing was said yet.")
            return
        self._send(c.Pause("correcting"))

        def corrected(text: str | None) -> None:
            if text is not None and turn is not None:
                self._send(c.Correct(turn.number, text))
            self._send(c.Resume())

        self.app.push_screen(CorrectTranscript(turn.transcript), corrected)

    def action_verdict(self) -> None:
        """Hold the clock, and show what the last answer was judged to say."""
        from tui.screens.judged import JudgedScreen  # with the report's words: half a megabyte

        judged = self._state.last_judged
        if judged is None:
            return
        self._send(c.Pause("correcting"))

        def ruled(asked: list[c.Command] | None) -> None:
            for command in asked or ():
                self._send(command)
            self._send(c.Resume())

        self.app.push_screen(JudgedScreen(*judged), ruled)

    def action_quit_interview(self) -> None:
        """Ask how to leave."""

        def answered(answer: str | None) -> None:
            if answer == "quit":
                self._tell_over(None, saved=self._leave())
            elif answer == "end":
                self._send(c.End())

        quitting, more = LEAVING_DEMONSTRATION if self._viva.places.passing else LEAVING
        answers = {"quit": quitting, "end": "End, see the report", "back": "Back"}
        self._ask("Leave the interview?", answers, answered, more=more)

    # Typing

    def action_type(self) -> None:
        """Open the line."""
        self._open_line()

    def _open_line(self) -> None:
        self.line.display = True
        self.line.focus()

    @on(AnswerLine.Left)
    def close_line(self) -> None:
        """Give the letters back to the keys; what was typed stays in the line."""
        self.set_focus(None)
        self.line.display = bool(self.line.text) or (self.view is not None and self.view.ear == TYPED)

    @on(AnswerLine.Entered)
    def enter_line(self, message: AnswerLine.Entered) -> None:
        """Add the line to the answer, or end it."""
        if message.text and self.session is not None:
            self.session.type(message.text)
        elif not message.text:
            self.action_done()

    @on(AnswerLine.Drafted)
    def keep_draft(self, message: AnswerLine.Drafted) -> None:
        """What is being typed outlives whatever ends the answer."""
        if self.session is not None:
            self.session.draft(message.text)
