"""The lobby says what is due again, and drills it."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Static

from models.choices import Choices
from models.records.journal import Journal
from models.records.schedule import Review, keep_reviews
from models.records.settings import Settings
from tests.models.report.sample import events
from tests.tui.kept import drawn, until
from tests.tui.stage import StagedApp
from tui.screens.history import HistoryScreen


def lobby_app(home: Path, *due: str) -> StagedApp:
    """Viva with questions of Flask that were answered badly a month ago, the first one worst."""
    app = StagedApp(home=home, settings=Settings(minutes=5))
    journal = Journal(app.places.journal)
    for at, name in enumerate(due):
        long_ago = datetime.now() - timedelta(days=30 - at)
        journal.append(name, events(), wall=time.mktime(long_ago.timetuple()))
        keep_reviews(journal, name, [Review(name, "mid", 1, 10.0)])
    journal.close()
    return app


async def ready(pilot: Pilot[None]) -> str:
    """Wait until the lobby has read everything; what it says of what waits."""
    await drawn(pilot)
    await until(pilot, lambda: any(key.action == "drill" for key in _keys(pilot)))
    return str(pilot.app.screen.query_one("#again", Static).content)


def _keys(pilot: Pilot[None]) -> list[Binding]:
    return [active.binding for active in pilot.app.screen.active_bindings.values() if active.enabled]


async def test_the_lobby_says_how_many_are_due_and_drills_the_weakest_first(tmp_path: Path) -> None:
    app = lobby_app(tmp_path, "two-contexts", "what-is-flask")
    sat: list[Choices] = []
    async with app.run_test(size=(80, 24)) as pilot:
        assert "2 questions due again: d drills them" in await ready(pilot)
        app.sit = sat.append  # type: ignore[method-assign, assignment]
        await pilot.press("d")
        await pilot.pause()
    assert sat[0].question[:2] == ("two-contexts", "what-is-flask")
    assert (sat[0].pack, sat[0].minutes) == ("flask", None)


async def test_a_newcomer_has_nothing_due_and_drills_what_is_new(tmp_path: Path) -> None:
    app = StagedApp(home=tmp_path)
    sat: list[Choices] = []
    async with app.run_test(size=(80, 24)) as pilot:
        assert "due" not in await ready(pilot)
        app.sit = sat.append  # type: ignore[method-assign, assignment]
        await pilot.press("d")
        await pilot.pause()
    assert sat[0].question


async def test_h_opens_the_history(tmp_path: Path) -> None:
    app = lobby_app(tmp_path, "two-contexts")
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
