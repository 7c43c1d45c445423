"""The library: found by words, picked, and practised."""

from pathlib import Path

import pytest
from textual.widgets import Static

from models.choices import Choices
from tests.tui.stage import StagedApp
from tui.screens.library import LibraryScreen


class ChoosingApp(StagedApp):
    """Notes what it would begin."""

    def __init__(self, home: Path) -> None:
        super().__init__(home=home)
        self.sat: list[Choices] = []

    def sit(self, choices: Choices) -> None:
        self.sat.append(choices)


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (["slash", *"two contexts", "enter", "b"], [("two-contexts",)]),
        (["slash", *"current_app", "enter", "b"], [("current-app-proxy",)]),
        (["slash", *"no such words", "enter", "b"], []),
    ],
    ids=["by words", "by a name", "nothing found"],
)
async def test_a_question_is_found_and_practised(
    tmp_path: Path, keys: list[str], asked: list[tuple[str]]
) -> None:
    app = ChoosingApp(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        await pilot.press(*keys)
        await pilot.pause()
        assert [choices.question for choices in app.sat] == asked
        if not asked:
            assert "No question" in str(screen.query_one("#about", Static).content)


async def test_several_are_picked_and_keys_lead_back(tmp_path: Path) -> None:
    app = ChoosingApp(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("space", "down", "space", "b")
        await pilot.pause()
        assert len(app.sat[0].question) == 2
        await pilot.press("q")
        await pilot.pause()
        assert not isinstance(app.screen, LibraryScreen)
