"""One notice for what goes wrong at about the same time: a machine without sound has no device at all."""

import time
from typing import Any

from textual.screen import Screen

from tui.messages import TroubleCame

SHOWN, UNSAVED_SHOWN = 10.0, 30.0
"""Seconds for which a notice stands; one about words that are not saved stands longer, and by itself."""


class Troubles:
    """Tells troubles on a screen."""

    def __init__(self, screen: Screen[Any]) -> None:
        self._screen = screen
        self._told: list[str] = []
        self._until = 0.0
        """When (`time.monotonic`) the notice goes."""

    def tell(self, trouble: TroubleCame) -> None:
        """Say it, beside what a notice that still stands says."""
        if trouble.kind == "not-saved":
            self._screen.notify(trouble.text, severity="warning", timeout=UNSAVED_SHOWN)
            self._until = 0.0  # or the next one would take it away
            return
        if time.monotonic() < self._until:
            self._screen.app.clear_notifications()
        else:
            self._told.clear()
        self._until = time.monotonic() + SHOWN
        self._told.append(trouble.text)
        self._screen.notify(" ".join(dict.fromkeys(self._told)), severity="warning", timeout=SHOWN)
