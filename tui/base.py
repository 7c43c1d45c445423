"""What every screen may ask of the app; the app itself knows the screens, and they do not know it."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

import msgspec
from textual import events
from textual.dom import DOMNode
from textual.screen import Screen

from models.choices import Choices
from models.idle import IdleLimit
from models.records.paths import FolderError, Places, search_path
from models.records.settings import Settings, SettingsError
from models.records.site import read_site, save_settings
from tui.terminal import SafeApp

if TYPE_CHECKING:
    from models.session import Session


class VivaBase(SafeApp[None]):
    """The folders and settings of one person, and the ways from one screen to another."""

    def __init__(self, places: Places, settings: Settings) -> None:
        super().__init__()
        self.places = places
        self.settings = settings
        self.limits = read_site(places).limits
        self.search_path = search_path()
        self.idle = IdleLimit(self.limits.idle)
        """Of the screens; an interview's session has its own."""
        self.farewell = ""
        """What is said once the terminal is given back."""

    # The idle limit of a shared machine.

    def on_ready(self) -> None:
        """Begin to look whether anybody is there."""
        self.end_if_idle()

    def end_if_idle(self) -> None:
        """End where nobody is there; look again when the limit runs out next."""
        held = any(isinstance(screen, SessionScreen) and screen.session for screen in self.screen_stack)
        if held:  # its session sees to it
            self.idle.touch()
        if self.idle.ran_out():
            self.leave_idle(self.idle.sentence)
        elif self.idle.left is not None:
            self.set_timer(max(0.1, self.idle.left), self.end_if_idle)

    def leave_idle(self, sentence: str) -> None:
        """Nobody is there: end, and say so to whoever comes back."""
        self.farewell = sentence
        self.exit()

    async def on_event(self, event: events.Event) -> None:
        """A key, a paste or the mouse is a sign of life, whatever comes of it."""
        if isinstance(event, events.InputEvent | events.Paste):
            self.idle.touch()
            for screen in self.screen_stack:
                if isinstance(screen, SessionScreen) and screen.session is not None:
                    screen.session.touch()
        await super().on_event(event)

    # The allow-list of `viva --restricted`: every key, link and entry of the palette comes by here.

    def _may(self, node: DOMNode, action: str) -> bool:
        if not self.places.restricted:
            return True
        from tui.restricted import allows

        return allows(node, action)

    def _check_action_state(self, action: str, default_namespace: DOMNode) -> bool | None:
        node, name, _ = self._parse_action(action, default_namespace)
        return super()._check_action_state(action, default_namespace) if self._may(node, name) else False

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        if not self._may(namespace, action_name):
            return False
        return await super()._dispatch_action(namespace, action_name, params)

    def keep(self, **changes: object) -> None:
        """Remember a setting."""
        self.settings = msgspec.structs.replace(self.settings, **changes)
        try:
            save_settings(self.places, self.settings)
        except (SettingsError, FolderError) as error:
            self.notify(f"The settings could not be saved: {error}", severity="warning")

    def use_theme(self, name: str) -> None:
        """Change the theme, and remember it."""
        self.theme = name
        self.keep(theme=name)

    @abstractmethod
    def sit(self, choices: Choices) -> None:
        """Begin an interview."""

    @abstractmethod
    def go_on(self, interview: str, choices: Choices) -> None:
        """Go on with an interview that was interrupted."""

    @abstractmethod
    def show_report_of(self, name: str) -> None:
        """Open the report of an interview in the journal."""


class SessionScreen(Screen[None]):
    """A screen that holds an interview's session."""

    session: "Session | None" = None

    @abstractmethod
    def end_session(self) -> None:
        """Save and stop; safe to call from any thread, and twice."""
