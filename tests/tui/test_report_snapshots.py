"""Pictures of the report and the history: 80×24 and 120×36, dark, light, high contrast, without colours.

Recorded with `make snapshots`, on the locked versions only.
"""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.kept import drawn, kept_app, open_report
from tests.tui.test_history_screen import history_app
from tui.screens.history import HistoryScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
COLOURS = pytest.mark.parametrize(
    "theme", ["viva-dark", "viva-light", "viva-contrast", "ansi-dark", "no-colour"]
)
Compare = Callable[..., bool]
SCREENS = {
    "report": (),
    "question": ("enter",),
    "delivery": ("end", "enter"),
    "compared": ("enter", *"nnnnc"),
}


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report tells the time of day, here that of Greenwich."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def _settings(monkeypatch: pytest.MonkeyPatch, theme: str) -> str:
    if theme == "no-colour":
        monkeypatch.setenv("NO_COLOR", "1")
    return "viva-dark" if theme == "no-colour" else theme


@SIZES
@COLOURS
@pytest.mark.parametrize("screen", ["report", "question"])
def test_report_in_colours(
    snap_compare: Compare,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    theme: str,
    screen: str,
) -> None:
    async def opened(pilot: Pilot[None]) -> None:
        await open_report(pilot, *SCREENS[screen])

    app = kept_app(tmp_path, theme=_settings(monkeypatch, theme))
    assert snap_compare(app, terminal_size=size, run_before=opened)


@SIZES
@pytest.mark.parametrize("screen", ["delivery", "compared"])
def test_what_opens_from_a_report(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], screen: str
) -> None:
    async def opened(pilot: Pilot[None]) -> None:
        await open_report(pilot, *SCREENS[screen])

    assert snap_compare(kept_app(tmp_path), terminal_size=size, run_before=opened)


@SIZES
@pytest.mark.parametrize("theme", ["viva-dark", "viva-light", "no-colour"])
@pytest.mark.parametrize("keys", [(), ("t",), ("delete",)], ids=["list", "trends", "delete"])
def test_history(
    snap_compare: Compare,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    theme: str,
    keys: tuple[str, ...],
) -> None:
    async def opened(pilot: Pilot[None]) -> None:
        pilot.app.push_screen(HistoryScreen())
        await pilot.pause()
        await drawn(pilot)
        await pilot.press(*keys)
        await drawn(pilot)

    app = history_app(tmp_path, 14, theme=_settings(monkeypatch, theme))
    assert snap_compare(app, terminal_size=size, run_before=opened)
