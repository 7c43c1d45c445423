"""Where an answer is typed: Enter adds the line to the answer, Esc gives the letters back to the keys."""

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea


class AnswerLine(TextArea):
    """A field that grows with what is typed."""

    BINDINGS = [Binding("escape", "leave", "keys", show=True, tooltip="Letters are keys again")]
    HELP = "Enter adds the line to your answer; Enter on an empty line ends it. Esc: letters are keys again."

    class Entered(Message):
        """A line was entered; empty when the answer is finished."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Drafted(Message):
        """What is being typed changed."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only the latest counts."""
            return isinstance(message, AnswerLine.Drafted)

    class Left(Message):
        """The letters go back to the keys."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            text = " ".join(self.text.split())
            self.text = ""
            self.post_message(self.Entered(text))
            return
        await super()._on_key(event)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell what is being typed."""
        event.stop()
        self.post_message(self.Drafted(" ".join(self.text.split())))

    def action_leave(self) -> None:
        """Give the letters back."""
        self.post_message(self.Left())
