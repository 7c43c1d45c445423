"""The lobby: what is chosen from its lists, with keys and with the mouse."""

from pathlib import Path

from textual.pilot import Pilot

from models.records.settings import Settings
from tests.tui.kept import drawn, until
from tests.tui.stage import StagedApp, listening, view
from tui.screens.interview import InterviewScreen
from tui.screens.library import LibraryScreen
from tui.screens.lobby import LobbyScreen
from tui.widgets.choice import Choice
from tui.widgets.picks import Picks


def chosen(pilot: Pilot[None], name: str) -> str:
    return pilot.app.screen.query_one(f"#{name}", Choice).value


def topics(pilot: Pilot[None]) -> str:
    return " ".join(str(option.prompt) for option in pilot.app.screen.query_one(Picks).options)


async def test_a_letter_and_enter_choose_a_subject_and_its_topics_are_shown(tmp_path: Path) -> None:
    async with StagedApp(home=tmp_path).run_test(size=(80, 24)) as pilot:
        await drawn(pilot)
        assert "Routing" in topics(pilot)
        await pilot.press("tab", "enter", "p", "enter")
        assert chosen(pilot, "pack") == "python"
        await until(pilot, lambda: "Concurrency" in topics(pilot))
        assert "Routing" not in topics(pilot)


async def test_a_list_that_is_left_chooses_nothing_and_goes(tmp_path: Path) -> None:
    async with StagedApp(home=tmp_path, settings=Settings(level="mid")).run_test(size=(80, 24)) as pilot:
        await drawn(pilot)
        level = pilot.app.screen.query_one("#level", Choice)
        level.focus()
        for leave in ("escape", "tab"):
            await pilot.press("enter", "down")
            await until(pilot, lambda: len(level.children) == 1)
            await pilot.press(leave)
            await until(pilot, lambda: not level.children)
            assert level.value == "mid"
        assert pilot.app.focused is pilot.app.screen.query_one("#mode")


async def test_the_mouse_opens_a_list_and_chooses(tmp_path: Path) -> None:
    async with StagedApp(home=tmp_path).run_test(size=(80, 24)) as pilot:
        await drawn(pilot)
        mode = pilot.app.screen.query_one("#mode", Choice)
        await pilot.click("#mode")
        await until(pilot, lambda: len(mode.children) == 1)
        await pilot.click("#mode", offset=(3, 2))
        await until(pilot, lambda: mode.value == "exam")


async def test_an_interview_begun_at_once_comes_without_the_lobby_and_is_left_for_it(tmp_path: Path) -> None:
    app = StagedApp(view(listening()), home=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert not any(isinstance(screen, LobbyScreen) for screen in app.screen_stack)
        app.screen.post_message(InterviewScreen.Over(None))
        await until(pilot, lambda: isinstance(app.screen, LobbyScreen))
        await drawn(pilot)
        await until(pilot, lambda: "Routing" in topics(pilot))


async def test_topics_stay_picked_where_an_interview_is_refused(tmp_path: Path) -> None:
    app = StagedApp(home=tmp_path, settings=Settings(recogniser="siri"))
    async with app.run_test(size=(80, 24)) as pilot:
        await drawn(pilot)
        app.screen.query_one(Picks).focus()
        await pilot.press("down", "space")
        picked = topics(pilot)
        assert "[✓] Basics" in picked
        await pilot.press("b")
        await until(pilot, lambda: any("siri" in note.message for note in app._notifications))
        await until(pilot, lambda: topics(pilot) == picked)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))
