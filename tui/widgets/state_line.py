"""One line that says what the interview is doing, and what hears it."""

from textual.content import Content
from textual.widgets import Static

from models.ear_and_voice import TYPED
from models.view import View

PAUSED = {
    "key": "Paused. p goes on.",
    "suspend": "Paused: this machine was asleep. p goes on.",
    "correcting": "The clock is held.",
    "quit": "Saving …",
    "lost": "Paused. p goes on.",
}


def state_text(view: View) -> str:
    """What is going on, in words."""
    state = view.interview
    if not view.saved:
        return "NOT SAVED · the disk takes nothing; the words are kept in memory"
    if state.paused:
        return PAUSED.get(state.paused, "Paused.")
    if view.speaking or state.phase == "asking":
        return "◖ asking · space stops the voice"
    if state.phase == "listening" and view.ear == TYPED:
        return "● your turn · typed"
    if state.phase == "listening":
        return f"● listening · {view.ear}" if view.listening else f"○ opening the ear · {view.ear}"
    return "… taking it in"


class StateLine(Static):
    """Draws it; what is not saved stands out."""

    def show(self, view: View) -> None:
        """Draw the line for this view."""
        text = state_text(view)
        if str(self.content) != text:
            self.update(Content(text))
        self.set_class(not view.saved, "-alarm")
