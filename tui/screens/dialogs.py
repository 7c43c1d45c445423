"""Small screens over others: a question with a few answers, and an editor for a transcript."""

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static, TextArea

from tui.widgets.footer import Footer


class Ask(ModalScreen[str]):
    """Asks something; gives the id of the answer, or an empty string for Esc."""

    BINDINGS = [
        Binding("escape", "dismiss('')", "back"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, answers: dict[str, str], *, more: str = "") -> None:
        """`answers` are ids and labels; Enter takes the first, and each one's first letter is its key."""
        super().__init__(classes="dialog")
        self._question = question
        self._answers = answers
        self._more = more

    def compose(self) -> ComposeResult:
        """The question over its answers."""
        with Vertical():
            yield Static(Content(self._question), classes="asked")
            if self._more:
                yield Static(Content(self._more), classes="more")
            with Horizontal():
                for name, label in self._answers.items():
                    yield Button(Content.styled(label[0], "underline") + Content(label[1:]), id=name)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id or "")

    def on_key(self, event: events.Key) -> None:
        """A letter answers."""
        for name, label in self._answers.items():
            if event.key == label[0].lower():
                event.stop()
                self.dismiss(name)


class Tell(ModalScreen[None]):
    """Says something at length; any of Esc, Enter and q closes it."""

    BINDINGS = [Binding("escape,enter,q", "dismiss", "back")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(classes="dialog")
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The title over the text."""
        with Vertical():
            yield Static(Content(self._title), classes="asked")
            with VerticalScroll(classes="told"):
                yield Static(Content(self._text))
            yield Static("Esc goes back", classes="more")


class CorrectTranscript(ModalScreen[str | None]):
    """Lets a candidate mend what was misheard; gives the text, or nothing where they left it."""

    BINDINGS = [
        Binding("ctrl+s", "save", "keep"),
        Binding("escape", "dismiss(None)", "leave as it was"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__(classes="dialog -wide-dialog")
        self._text = text

    def compose(self) -> ComposeResult:
        """An editor with the transcript."""
        with Vertical():
            yield Static("Correct what was misheard. The clock is held.", classes="asked")
            yield TextArea(self._text, soft_wrap=True, id="corrected")
            with Horizontal():
                yield Button("Keep  ^s", id="keep")
                yield Button("Leave  Esc", id="leave")
        yield Footer()

    def on_mount(self) -> None:
        """Begin at the end."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    def action_save(self) -> None:
        """Give the text."""
        self.dismiss(self.query_one(TextArea).text)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Keep or leave."""
        self.action_save() if event.button.id == "keep" else self.dismiss(None)
