"""What is asked: the question, or the follow-up with its reason, and the hint once it is shown."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from models.interview.state import Interview


class QuestionPane(VerticalScroll):
    """The present turn's question."""

    can_focus = False

    def compose(self) -> ComposeResult:
        """What a probe follows up on, what kind it is, the words, the hint."""
        yield Static("", id="main")
        yield Static("", id="kind")
        yield Static("", id="asked")
        yield Static("", id="hint")

    def show(self, state: Interview) -> None:
        """Draw the present turn."""
        turn, question = state.turn, state.question
        if turn is None or question is None:
            return
        self._put("main", question.ask if turn.probe else "")
        kind = f"{question.level} · {question.minutes:g} min"
        if turn.probe is not None:
            kind = "Follow-up" + (f": {turn.probe.why}" if turn.probe.why else "")
        if turn.attempt > 1:
            kind += f" · attempt {turn.attempt}"
        self._put("kind", kind)
        self._put("asked", turn.asked)
        hinted = any(t.hinted for t in state.turns_of(question.id))
        self._put("hint", f"Hint: {question.hint}" if hinted else "")

    def _put(self, name: str, text: str) -> None:
        part = self.query_one(f"#{name}", Static)
        part.display = bool(text)
        if str(part.content) != text:
            part.update(Content(text))
