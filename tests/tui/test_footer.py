"""The line of keys: what it shows, and that the mouse can press it."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot

from tui.widgets.footer import Footer


class Keyed(App[None]):
    """Three keys, of which one does nothing just now, and one is not shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "act('a')", "begin", tooltip="The first round"),
        Binding("b", "act('b')", "skip"),
        Binding("c,d", "act('c')", "hint"),
        Binding("x", "act('x')", "secret", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.bells = 0
        self.idle = {"b"}

    def compose(self) -> ComposeResult:
        yield Footer()

    def action_act(self, key: str) -> None:
        self.pressed.append(key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if parameters and parameters[0] in self.idle else True

    def bell(self) -> None:
        self.bells += 1

    @property
    def line(self) -> str:
        return self.query_one(Footer).render_line(0).text.rstrip()


async def click(pilot: Pilot[None], what: str) -> None:
    app = pilot.app
    assert isinstance(app, Keyed)
    await pilot.click(Footer, offset=(app.line.index(what), 0))
    await pilot.pause()


async def test_each_key_is_shown_once_with_what_it_does() -> None:
    app = Keyed()
    async with app.run_test(size=(80, 24)):
        assert app.line == "a begin b skip c hint"


async def test_a_click_presses_the_key() -> None:
    app = Keyed()
    async with app.run_test(size=(80, 24)) as pilot:
        await click(pilot, "begin")
        await click(pilot, "c ")
        assert app.pressed == ["a", "c"]


async def test_a_key_that_does_nothing_now_is_dimmed_and_rings() -> None:
    app = Keyed()
    async with app.run_test(size=(80, 24)) as pilot:
        dimmed = {s.text.strip() for s in app.query_one(Footer).render_line(0) if s.style and s.style.dim}
        assert dimmed == {"b", "skip"}
        await click(pilot, "skip")
        assert (app.pressed, app.bells) == ([], 1)


async def test_it_follows_the_keys() -> None:
    app = Keyed()
    async with app.run_test(size=(80, 24)) as pilot:
        app.idle.clear()
        app.refresh_bindings()
        await pilot.pause()
        await click(pilot, "skip")
        assert app.pressed == ["b"]


async def test_the_mouse_over_a_key_says_more() -> None:
    app = Keyed()
    async with app.run_test(size=(80, 24)) as pilot:
        footer = app.query_one(Footer)
        await pilot.hover(Footer, offset=(app.line.index("begin"), 0))
        assert footer.tooltip == "The first round"
        await pilot.hover(Footer, offset=(app.line.index("hint"), 0))
        assert footer.tooltip is None


@pytest.mark.parametrize("width", [1, 2, 9, 12])
async def test_a_narrow_window_shows_what_fits(width: int) -> None:
    app = Keyed()
    async with app.run_test(size=(width, 24)):
        assert app.line == "a begin b skip c hint"[: width - 1] + "…"
