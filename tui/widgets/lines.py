"""A list whose lines open something, and text that hangs from what it begins with."""

from textual.binding import Binding
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList


class Lines(OptionList):
    """A list whose Enter is told in the footer; Textual's own says nothing of it."""

    BINDINGS = [Binding("enter", "select", "open", tooltip="Open the line under the bar")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the key where there is nothing to open."""
        return self.option_count > 0 if action == "select" else super().check_action(action, parameters)


class Hanging(Visual):
    """Text whose second and further lines begin under its first word, and not under its number."""

    def __init__(self, head: Content, text: Content) -> None:
        """`head` is the number, mark or the like, with the space after it."""
        self._head = head
        self._text = text

    def __str__(self) -> str:
        return f"{self._head}{self._text}"

    def _within(self, width: int) -> Content:
        indent = Content(" " * self._head.cell_length)
        lines = self._text.wrap(max(1, width - indent.cell_length))
        return Content("\n").join(
            (indent if number else self._head) + line.rstrip() for number, line in enumerate(lines)
        )

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines, in the colours of both parts."""
        return self._within(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Cells of all of it on one line."""
        return (self._head + self._text).get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Cells of the number and the longest word."""
        return self._head.cell_length + self._text.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Lines in that many cells."""
        return self._within(width).get_height(rules, width)
