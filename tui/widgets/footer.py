"""The keys that do something now, on the last line.

Textual's `Footer` makes a widget for every key, makes them all anew whenever one comes or goes, and keeps
the old ones for as long as it lives itself: 25 kB each.
"""

from collections.abc import Iterator, Mapping

from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

_KEY = "key"
"""Under which name a piece of the line knows its key."""


def shown(bindings: Mapping[str, ActiveBinding]) -> Iterator[ActiveBinding]:
    """What the line shows of these bindings: each action once, under its first key."""
    actions = set()
    for active in bindings.values():
        if active.binding.show and active.binding.action not in actions:
            actions.add(active.binding.action)
            yield active


class Footer(Widget):
    """A click on a key presses it; under the mouse it says more."""

    DEFAULT_CSS = """
    Footer {
        dock: bottom;
        height: 1;
        color: $footer-description-foreground;
        background: $footer-background;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """
    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Follow the keys."""
        self._under_mouse = ""
        self.screen.bindings_updated_signal.subscribe(self, self._draw)

    def _draw(self, screen: Screen[object]) -> None:
        if screen.app.app_focus:
            self.refresh()

    def render(self) -> Content:
        """Each key and what it does, those that do nothing just now dimmed."""
        return Content(" ").join(self._pieces(active) for active in shown(self.screen.active_bindings))

    def _pieces(self, active: ActiveBinding) -> Content:
        binding = active.binding
        here = binding.key == self._under_mouse
        more = " on $block-hover-background" if here else "" if active.enabled else " dim"
        pieces = Content.assemble(
            (self.app.get_key_display(binding), f"bold $footer-key-foreground{more}"),
            (f" {binding.description}" if binding.description else "", more.strip()),
        )
        return pieces.stylize(Style.from_meta({_KEY: binding.key}))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell more of the key under the mouse."""
        self._point_at(event.style.meta.get(_KEY, ""))

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self._point_at("")

    def _point_at(self, key: str) -> None:
        if key != self._under_mouse:
            self._under_mouse = key
            active = self.screen.active_bindings.get(key)
            self.tooltip = active.tooltip or None if active else None
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Press the key."""
        key = event.style.meta.get(_KEY, "")
        active = self.screen.active_bindings.get(key)
        if active is None:
            return
        if active.enabled:
            self.app.simulate_key(key)
        else:
            self.app.bell()
