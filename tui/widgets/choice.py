"""One of a few values, on one line; its list is there only while it is open.

Textual's `Select` keeps six widgets and their style sheets for the same, which the lobby would pay for
four times before it is first painted.
"""

from collections.abc import Mapping, Sequence

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

CLOSED, OPEN = "▼", "▲"


class Choice(Widget, can_focus=True):
    """Enter, Space, an arrow or a click opens the list."""

    DEFAULT_CSS = """
    Choice {
        height: 1;
        padding-right: 1;
        color: $foreground;
        background: $surface;
        pointer: pointer;
        &:focus { background-tint: $foreground 5%; }
        &:ansi { color: ansi_default; background: ansi_default; }
    }
    """
    BINDINGS = [Binding("enter,down,space,up", "open", "choose", show=False)]
    HELP = "Enter opens the list; a letter goes to the line that begins with it."
    ALLOW_SELECT = False

    value = reactive("", init=False)
    """The id of what is chosen."""

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, choice: "Choice", value: str) -> None:
            self.choice = choice
            self.value = value
            super().__init__()

        @property
        def control(self) -> "Choice":
            """The widget, for `@on`'s selector."""
            return self.choice

    def __init__(self, options: Sequence[tuple[str, str]] = (), value: str = "", *, id: str) -> None:
        """`options` are ids and titles."""
        super().__init__(id=id)
        self._titles = dict(options)
        self._awaited = False
        """Whether the list was to be opened before it was there."""
        self.set_reactive(Choice.value, value)

    def offer(self, options: Sequence[tuple[str, str]], value: str) -> None:
        """Put these on offer, one of them chosen."""
        self._titles = dict(options)
        self.value = value
        if self._awaited and self.has_focus:
            self.action_open()

    def render(self) -> Content:
        """What is chosen, and that there is more."""
        room = max(0, self.content_size.width - 2)
        title = Content(self._titles.get(self.value, "…")).truncate(room, ellipsis=True, pad=True)
        arrow = OPEN if self._list is not None else CLOSED
        return Content.assemble(title, " ", (arrow, "$foreground 50%"))

    def watch_value(self, value: str) -> None:
        """Tell."""
        self.post_message(self.Changed(self, value))

    def action_open(self) -> None:
        """Show the list over what is below, at what is chosen."""
        self._awaited = not self._titles
        if self._titles and self._list is None:
            self.mount(ChoiceList(self._titles, self.value))
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Open the list."""
        event.stop()
        self.action_open()

    @property
    def _list(self) -> "ChoiceList | None":
        return next((child for child in self.children if isinstance(child, ChoiceList)), None)

    async def close(self, value: str | None = None) -> None:
        """Take the list away, and choose a value, if one is given."""
        if (opened := self._list) is not None:
            await opened.remove()
            self.refresh()
        if value is not None:
            self.value = value


class ChoiceList(OptionList):
    """What there is to choose from."""

    DEFAULT_CSS = """
    ChoiceList {
        overlay: screen;
        constrain: none inside;
        offset-y: 1;
        width: 1fr;
        height: auto;
        max-height: 12;
    }
    """
    BINDINGS = [("escape", "leave", "close the list"), Binding("space", "select", show=False)]

    def __init__(self, titles: Mapping[str, str], value: str) -> None:
        super().__init__(*(Option(Content(title), id=name) for name, title in titles.items()), compact=True)
        self._initials = [title[:1].casefold() for title in titles.values()]
        self._at = list(titles).index(value) if value in titles else 0

    def on_mount(self) -> None:
        """Take the keys, and show what is chosen."""
        self.highlighted = self._at
        self.focus(scroll_visible=False)

    async def on_key(self, event: events.Key) -> None:
        """A letter goes to the next line that begins with it."""
        letter = (event.character or "").casefold()
        after = (self.highlighted or 0) + 1
        for at in (*range(after, len(self._initials)), *range(after)):
            if letter and self._initials[at] == letter:
                event.stop()
                event.prevent_default()
                self.highlighted = at
                return

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Letters are the list's: the screen's keys rest while it is open."""
        return character is not None and character.isprintable() and character != " "

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the line."""
        event.stop()
        await self._close(event.option_id)

    async def action_leave(self) -> None:
        """Choose nothing."""
        await self._close(None)

    async def _close(self, value: str | None) -> None:
        choice = self.parent
        if isinstance(choice, Choice):
            choice.focus()
            await choice.close(value)

    async def on_blur(self) -> None:
        """Whoever goes elsewhere chooses nothing."""
        choice = self.parent
        if isinstance(choice, Choice):
            self.suppress_click()  # one on the line itself would open it again
            self.call_later(choice.close)
