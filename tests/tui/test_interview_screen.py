"""The interview screen: what each key asks of the session, and what is on the screen meanwhile."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static
from textual.widgets._toast import Toast

from models.interview import commands as c
from models.interview.events import Rules
from models.view import Published, TroubleHeard
from tests.models.interview_builders import Held
from tests.tui.stage import (
    LEVELS,
    SPOKEN,
    PlayedSession,
    StagedApp,
    followed_up,
    interview,
    listening,
    partial,
    view,
)
from tui.screens.fit import FitScreen
from tui.screens.interview import InterviewScreen
from tui.screens.lobby import LobbyScreen
from tui.widgets.clock import clock_text, spoken_clock


class Staged:
    """A screen under test, and the session that it speaks with."""

    def __init__(self, app: StagedApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def session(self) -> PlayedSession:
        assert self.app.played is not None
        return self.app.played

    @property
    def screen(self) -> InterviewScreen:
        return next(screen for screen in self.app.screen_stack if isinstance(screen, InterviewScreen))

    def text(self, name: str) -> str:
        return str(self.screen.query_one(f"#{name}", Static).content)

    async def press(self, *keys: str) -> list[object]:
        """What the session was asked because of these keys."""
        before = len(self.session.asked)
        await self.pilot.press(*keys)
        await self.pilot.pause()
        return self.session.asked[before:]

    async def show(self, *items: Published) -> None:
        for item in items:
            self.session.publish(item)
        await self.pilot.pause()


Open = Callable[..., AbstractAsyncContextManager[Staged]]


@pytest.fixture
def stage(tmp_path: Path) -> Open:
    @asynccontextmanager
    async def open_stage(
        held: Held, *more: Published, size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Staged]:
        app = StagedApp(view(held), *more, home=tmp_path)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield Staged(app, pilot)

    return open_stage


async def test_it_shows_the_question_the_words_and_the_clock(stage: Open) -> None:
    async with stage(listening(SPOKEN), partial("and the request con"), *LEVELS) as staged:
        assert "Flask has two contexts" in staged.text("asked")
        assert staged.text("clock") == "01:42"
        assert staged.text("partial") == "and the request con …"
        assert "Vosk small en-us" in staged.text("state")
        assert "finished?" in staged.text("countdown")
        utterances = [str(part.content) for part in staged.screen.query(".utterance").results(Static)]
        assert utterances == [SPOKEN]


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("enter", [c.Finish()]),
        ("space", [c.KeepThinking()]),
        ("h", [c.AskHint()]),
        ("p", [c.Pause()]),
        ("r", ["again"]),
    ],
)
async def test_a_key_asks_the_session(stage: Open, key: str, asked: list[object]) -> None:
    async with stage(listening(SPOKEN)) as staged:
        assert await staged.press(key) == asked


async def test_skipping_asks_first(stage: Open) -> None:
    async with stage(listening(SPOKEN)) as staged:
        assert await staged.press("s") == []
        assert await staged.press("escape") == []
        assert await staged.press("s", "s") == [c.Skip()]


async def test_letters_are_letters_while_typing_and_escape_gives_them_back(stage: Open) -> None:
    async with stage(listening(SPOKEN)) as staged:
        await staged.press("t")
        asked = await staged.press(*"shp", "enter")
        assert ("type", "shp") in asked
        assert not any(isinstance(item, c.Skip | c.AskHint | c.Pause) for item in asked)
        await staged.press("escape")
        assert await staged.press("h") == [c.AskHint()]


async def test_what_is_being_typed_is_told_so_that_it_is_not_lost(stage: Open) -> None:
    async with stage(listening(SPOKEN)) as staged:
        await staged.press("t")
        assert ("draft", "half") in await staged.press(*"half")


async def test_an_exam_offers_neither_hint_nor_pause(stage: Open) -> None:
    async with stage(listening(SPOKEN, rules=Rules(mode="exam"))) as staged:
        assert await staged.press("h", "p", "a") == []
        shown = {binding.binding.key for binding in staged.screen.active_bindings.values() if binding.enabled}
        assert not {"h", "p", "e"} & shown


async def test_correcting_holds_the_clock_and_keeps_the_text(stage: Open) -> None:
    async with stage(listening("the whiskey server")) as staged:
        assert await staged.press("e") == [c.Pause("correcting")]
        asked = await staged.press(*" ok", "ctrl+s")
        assert asked == [c.Correct(1, "the whiskey server ok"), c.Resume()]


async def test_a_judgement_can_be_overruled_right_after_the_answer(stage: Open) -> None:
    async with stage(followed_up()) as staged:
        assert await staged.press("v") == [c.Pause("correcting")]
        asked = await staged.press("down", "plus", "3", "escape")
        assert asked == [c.Overrule("two-contexts", "request", True), c.Grade("two-contexts", 3), c.Resume()]


async def test_half_a_line_is_kept_whatever_ends_the_screen(stage: Open) -> None:
    async with stage(listening(SPOKEN)) as staged:
        session = staged.session
        await staged.press("t", *"half")
    assert session.asked[-2:] == [("draft", "half"), "close"]


async def test_quitting_asks_and_saves(stage: Open) -> None:
    async with stage(listening(SPOKEN)) as staged:
        session = staged.session
        await staged.press("q")
        await staged.pilot.press("s")
        await staged.pilot.pause()
        assert "close" in session.asked
        assert isinstance(staged.app.screen, LobbyScreen)


async def test_a_follow_up_says_why_it_is_asked(stage: Open) -> None:
    async with stage(followed_up()) as staged:
        assert staged.text("kind") == "Follow-up: you have not said when it is pushed"
        assert staged.text("asked") == "At which moment is it pushed?"


@pytest.mark.parametrize(
    ("used", "shown", "style"),
    [
        (100, "01:20", ""),
        (130, "! 00:50 left", "-amber"),
        (170, "!! 00:10 left", "-red"),
        (200, "+00:20 over", "-over"),
    ],
)
async def test_the_clock_warns_by_words_as_well_as_by_colour(
    stage: Open, used: float, shown: str, style: str
) -> None:
    async with stage(listening(SPOKEN, used=used)) as staged:
        assert staged.text("clock") == shown
        assert [name for name in ("-amber", "-red", "-over") if staged.screen.clock.has_class(name)] == [
            style
        ] * bool(style)


async def test_what_is_not_saved_is_said(stage: Open) -> None:
    async with stage(listening(SPOKEN)) as staged:
        await staged.show(view(listening(SPOKEN), saved=False), TroubleHeard("not-saved", "NOT SAVED: full."))
        assert "NOT SAVED" in staged.text("state")


async def test_a_round_opens_with_what_is_coming(stage: Open) -> None:
    async with stage(interview(Rules(breath=60))) as staged:
        assert "Contexts" in staged.text("opening")
        assert await staged.press("enter") == [c.Proceed()]


async def test_a_window_that_is_too_small_says_so_and_goes_on_when_it_fits(stage: Open) -> None:
    async with stage(listening(SPOKEN), size=(60, 15)) as staged:
        assert isinstance(staged.app.screen, FitScreen)
        await staged.pilot.resize_terminal(80, 24)
        await staged.pilot.pause()
        assert isinstance(staged.app.screen, InterviewScreen)


@pytest.mark.fault(16)
@pytest.mark.parametrize(
    "text", ["a[i] = [/nope] [@click=app.quit]x[/]", "\x1b[31mred\x07\u202e", "x" * 5000]
)
async def test_hostile_words_are_shown_as_words(stage: Open, text: str) -> None:
    async with stage(listening(text), partial(text)) as staged:
        shown = [str(part.content) for part in staged.screen.query(".utterance").results(Static)]
        assert shown == [text.replace("\x07", "")], "nothing of it is obeyed"


def test_the_clock_in_words() -> None:
    assert spoken_clock(102) == "1 minute 42 seconds left"
    assert spoken_clock(-61) == "1 minute 1 second over time"
    assert spoken_clock(0) == "0 seconds left"
    assert clock_text(102.9) == "01:42"


async def test_what_is_missing_is_told_in_one_notice_that_leaves_the_question_alone(stage: Open) -> None:
    missing = ("There is no loudspeaker.", "There is no microphone: type your answers.")
    async with stage(listening()) as staged:
        for text in missing:
            await staged.show(TroubleHeard("no-device", text))
            await staged.pilot.pause()
        notices = list(staged.app.screen.query(Toast))
        assert len(notices) == 1
        assert str(notices[0].render()) == " ".join(missing)
        question = staged.app.screen.query_one("#question")
        assert not notices[0].region.overlaps(question.region)
