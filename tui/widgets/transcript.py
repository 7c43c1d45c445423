"""The live transcript: what is final stands still, what is still being recognised is dimmed after it."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from models.interview.turn import Turn
from models.interview.words import Utterance


def utterance_content(utterance: Utterance) -> Content:
    """An utterance as it is shown; one that was cut off has an ellipsis."""
    mark = Content.styled("› ", "dim") if utterance.source == "typed" else Content("")
    return mark + Content(utterance.text + (" …" if utterance.unfinished else ""))


class Transcript(VerticalScroll):
    """One turn's words. Only what changed is drawn anew."""

    can_focus = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._turn = 0
        self._corrected: str | None = None
        self._shown: list[Utterance] = []

    def compose(self) -> ComposeResult:
        """The partial, at the end of whatever is final."""
        yield Static("", id="partial")

    def show_turn(self, turn: Turn | None) -> None:
        """Draw the turn's utterances; those that are drawn already are left alone."""
        number = turn.number if turn else 0
        corrected = turn.corrected if turn else None
        if number != self._turn or corrected != self._corrected:
            self._turn, self._corrected, self._shown = number, corrected, []
            self.query(".utterance").remove()
            self.show_partial("")
            if corrected:
                self._add(Content(corrected))
        new = turn.heard[len(self._shown) :] if turn else ()
        if not new:
            return
        with self.app.batch_update():  # one repaint for the words that came and the partial that went
            for utterance in new:
                self._add(utterance_content(utterance))
                self._shown.append(utterance)
            self.show_partial("")

    def show_partial(self, text: str) -> None:
        """Draw what is being recognised."""
        partial = self.query_one("#partial", Static)
        shown = f"{text} …" if text else ""
        if str(partial.content) != shown:
            partial.update(Content(shown))
            self._follow()

    def _add(self, content: Content) -> None:
        self.mount(Static(content, classes="utterance"), before="#partial")
        self._follow()

    def _follow(self) -> None:
        """Stay at the end, unless somebody scrolled back."""
        if self.scroll_offset.y >= self.max_scroll_y - 1:
            self.scroll_end(animate=False)
