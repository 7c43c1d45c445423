"""The history and its trends: what is listed, found, opened, deleted; and how little of it is read."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from models.interview.events import InterviewStarted, Rules
from models.records.journal import Journal
from models.report.build import build
from models.report.summary import Summary, summary
from tests.models.report import sample
from tests.tui.kept import SAMPLE, WHEN, KeptApp, drawn, kept_app, until
from tests.tui.stage import StagedApp
from tui.screens.history import PAGE, HistoryScreen
from tui.screens.history_trends import TrendsScreen
from tui.screens.report import ReportScreen
from tui.widgets.footer import shown

DAY = 86_400.0


def older(number: int) -> Iterator[tuple[str, float, Summary]]:
    """Interviews before the sample, the latest first, whose scores went up over time."""
    found = summary(build(sample.interview()))
    for n in range(1, number + 1):
        result = msgspec.structs.replace(found.result, score=max(5.0, 60.0 - n))
        yield f"old-{n:04}", WHEN - n * DAY, msgspec.structs.replace(found, result=result)


def history_app(home: Path, number: int = 3, title: str = "Flask", **settings: object) -> KeptApp:
    """Viva with the sample in its journal, and other interviews before it."""
    app = kept_app(home, **settings)
    plan = msgspec.structs.replace(sample.PLAN, title=title, pack="python")
    journal = Journal(app.places.journal)
    with journal.transaction():
        for name, wall, found in older(number):
            journal.db.execute(
                "INSERT INTO interviews (id, started, updated, pack, title, mode, ended, summary, rated)"
                " VALUES (?, ?, ?, ?, ?, 'exam', 'complete', ?, 1)",
                (name, wall, wall, plan.pack, plan.title, msgspec.json.encode(found).decode()),
            )
    journal.append(
        "broken-off", [InterviewStarted(at=0, interview="broken-off", plan=plan, rules=Rules())], wall=1.0
    )
    journal.close()
    return app


class Listed:
    """The history on the screen."""

    def __init__(self, app: StagedApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def lines(self) -> list[str]:
        return [str(option.prompt) for option in self.app.screen.query_one("#interviews", OptionList).options]

    @property
    def title(self) -> str:
        return str(self.app.screen.query_one("#title", Static).content)

    @property
    def keys(self) -> list[str]:
        return [key.binding.description for key in shown(self.app.screen.active_bindings)]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def kept(self) -> int:
        journal = Journal(self.app.places.journal)
        number = journal.count()
        journal.close()
        return number


Open = Callable[..., AbstractAsyncContextManager[Listed]]


@pytest.fixture
def history(tmp_path: Path) -> Open:
    @asynccontextmanager
    async def open_screen(number: int = 3, title: str = "Python") -> AsyncIterator[Listed]:
        app = history_app(tmp_path, number, title)
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            app.push_screen(HistoryScreen())
            await pilot.pause()
            await drawn(pilot)
            yield Listed(app, pilot)

    return open_screen


async def test_each_interview_is_a_line_the_latest_first(history: Open) -> None:
    async with history() as listed:
        assert "5 interviews" in listed.title
        assert "37 ━━" in listed.lines[0]
        assert "5 of 6" in listed.lines[0]
        assert "Flask" in listed.lines[0]
        assert "59 ━━" in listed.lines[1]
        assert "interrupted" in listed.lines[-1]


async def test_enter_opens_the_report_and_q_comes_back(history: Open) -> None:
    async with history() as listed:
        await listed.press("enter")
        assert isinstance(listed.app.screen, ReportScreen)
        await listed.press("q")
        assert isinstance(listed.app.screen, HistoryScreen)


async def test_an_interrupted_interview_is_gone_on_with(
    history: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with history() as listed:
        gone_on: list[str] = []
        monkeypatch.setattr(listed.app, "go_on", lambda name, choices: gone_on.append(name))
        await listed.press("end", "enter")
        assert gone_on == ["broken-off"]


async def test_the_footer_says_that_enter_opens_where_there_is_something_to_open(history: Open) -> None:
    async with history() as listed:
        await drawn(listed.pilot)
        assert "open" in listed.keys
        await listed.press("slash", *"nothing of the kind", "enter")
        await until(listed.pilot, lambda: not listed.lines)
        await until(listed.pilot, lambda: "open" not in listed.keys)


async def test_what_is_typed_after_a_slash_is_searched_for(history: Open) -> None:
    async with history() as listed:
        width = listed.app.screen.query_one("#interviews").size.width
        await listed.press("slash", *"flask")
        assert listed.app.screen.query_one("#interviews").size.width == width
        await until(listed.pilot, lambda: len(listed.lines) == 1)
        assert "1 interview with “flask”" in listed.title
        await listed.press("enter", "enter")
        assert isinstance(listed.app.screen, ReportScreen)
        await listed.press("q", "escape")
        await until(listed.pilot, lambda: len(listed.lines) == 5)


async def test_letters_are_letters_in_a_search(history: Open) -> None:
    async with history() as listed:
        await listed.press("slash", *"qt?")
        assert listed.app.screen.query_one("#search", Input).value == "qt?"
        await until(listed.pilot, lambda: listed.lines == [])


async def test_deleting_asks_first_and_the_first_answer_keeps_it(history: Open) -> None:
    async with history() as listed:
        await listed.press("down", "delete")
        await listed.press("enter")
        assert listed.kept() == 5
        await listed.press("delete", "d")
        assert listed.kept() == 4
        assert len(listed.lines) == 4
        assert "58 ━━" in listed.lines[1], "the next one has its place"


async def test_only_what_is_looked_at_is_read(history: Open) -> None:
    async with history(number=400) as listed:
        assert "402 interviews" in listed.title
        assert len(listed.lines) == PAGE
        await listed.press("end")
        assert len(listed.lines) == 2 * PAGE


async def test_trends_say_in_words_what_they_draw(history: Open) -> None:
    async with history(number=12) as listed:
        await listed.press("t")
        await drawn(listed.pilot)
        assert isinstance(listed.app.screen, TrendsScreen)
        told = [str(part.content) for part in listed.app.screen.query(".words").results(Static)]
        assert told[0] == "Score   37 of 100, down 11 since the first; 52 on average over 13 interviews"
        assert any(line.startswith("Contexts (topic)   33 of 100, as at first") for line in told)
        assert len(listed.app.screen.query("Sparkline")) == len(told)
        assert len(listed.app.screen.query("ScorePlot")) == 1


async def test_no_interview_yet_is_said(tmp_path: Path) -> None:
    app = KeptApp(home=tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(HistoryScreen())
        await pilot.pause()
        assert "There is no interview yet" in Listed(app, pilot).title
        await pilot.press("enter", "delete", "t")
        assert isinstance(app.screen, HistoryScreen)


@pytest.mark.parametrize("title", ["[@click=app.quit]x[/] [b", "\x1b[31mred\x07\u202e", "x" * 500])
async def test_a_hostile_subject_is_shown_as_words(history: Open, title: str) -> None:
    async with history(title=title) as listed:
        shown = listed.lines[1]
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert title[:3].strip("\x1b") in shown
        await listed.press("down", "delete")
        assert listed.kept() == 5
        assert SAMPLE not in shown
