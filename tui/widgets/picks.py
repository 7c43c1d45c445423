"""A list from which any number can be picked; a character marks what is picked, not colour alone."""

from collections.abc import Iterable

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Picks(OptionList):
    """Enter or Space picks the line, or puts it back."""

    BINDINGS = [("space", "select", "pick")]
    HELP = "Space or Enter picks a line, or puts it back."

    class Changed(Message):
        """Something was picked or put back."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, compact=True)
        self._titles: dict[str, str] = {}
        self._picked: set[str] = set()

    def offer(self, titles: dict[str, str], picked: Iterable[str] = ()) -> None:
        """Put these on offer, by id and title."""
        self._titles = titles
        self._picked = set(picked) & titles.keys()
        self.clear_options()
        self.add_options([Option(self._line(name), id=name) for name in titles])

    @property
    def picked(self) -> tuple[str, ...]:
        """Ids of what is picked, in the order of the list."""
        return tuple(name for name in self._titles if name in self._picked)

    def _line(self, name: str) -> Content:
        mark = "[✓]" if name in self._picked else "[ ]"
        return Content(f"{mark} {self._titles[name]}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Pick the line, or put it back."""
        event.stop()
        name = event.option_id or ""
        self._picked ^= {name}
        self.replace_option_prompt(name, self._line(name))
        self.post_message(self.Changed())
