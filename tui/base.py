"""What every screen may ask of the app; the app itself knows the screens, and they do not know it."""

from abc import abstractmethod
from typing import Any

import msgspec
from textual.dom import DOMNode
from textual.screen import Screen

from models.choices import Choices
from models.records.paths import FolderError, Places, search_path
from models.records.settings import Settings, SettingsError
from models.records.site import read_site, save_settings
from tui.terminal import SafeApp


class VivaBase(SafeApp[None]):
    """The folders and settings of one person, and the ways from one screen to another."""

    def __init__(self, places: Places, settings: Settings) -> None:
        super().__init__()
        self.places = places
        self.settings = settings
        self.limits = read_site(places).limits
        self.search_path = search_path()

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

    @abstractmethod
    def end_session(self) -> None:
        """Save and stop; safe to call from any thread, and twice."""
