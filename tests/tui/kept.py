"""A journal with interviews in it, and Viva opened on it, for the tests of the report and the history."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from models.records.journal import Journal
from models.records.settings import Settings
from models.reports import summarise
from tests.models.report import sample
from tests.tui.stage import StagedApp
from tui.screens.lobby import LobbyScreen

WHEN = datetime(2026, 11, 23, 8, 40, tzinfo=UTC).timestamp()
SAMPLE = "k3v9"
PATIENCE = 20.0
"""Seconds after which what was waited for will not come."""


class KeptApp(StagedApp):
    """Viva without its lobby, which reads every pack."""

    def get_default_screen(self) -> Screen[Any]:
        """An empty one."""
        return Screen()


def kept_app(home: Path, **settings: object) -> KeptApp:
    """Viva with the sample interview in its journal."""
    app = KeptApp(home=home, settings=Settings(**settings))  # type: ignore[arg-type]
    journal = Journal(app.places.journal)
    journal.append(SAMPLE, sample.events(), wall=WHEN)
    summarise(journal, sample.interview())
    journal.close()
    return app


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came about"
        await pilot.pause()


async def drawn(pilot: Pilot[None]) -> None:
    """Wait until the screen stands: its workers are done, and the lobby has read the journal."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    lobby = pilot.app.screen
    if isinstance(lobby, LobbyScreen):
        await until(
            pilot, lambda: any(str(told.content) for told in lobby.query("#again, #notice").results(Static))
        )
        await pilot.pause()


async def open_report(pilot: Pilot[None], *keys: str) -> None:
    """Open the sample's report, and press keys."""
    app = pilot.app
    assert isinstance(app, StagedApp)
    await drawn(pilot)
    app.show_report_of(SAMPLE)
    await pilot.pause()
    await drawn(pilot)
    for key in keys:
        await pilot.press(key)
        await drawn(pilot)
