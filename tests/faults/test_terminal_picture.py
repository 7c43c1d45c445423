"""What is sent to the terminal is only what differs, and the screen is the same as if all had been sent."""

import random
from collections.abc import Callable, Mapping
from itertools import pairwise

import pyte
import pytest
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.terminal_picture import Changes, Picture

COLUMNS, ROWS = 40, 6
CUTS = [0, 7, 24, COLUMNS]
STYLES = [Style.parse(style) for style in ("none", "bold", "italic red", "on blue")]
WORDS = ["context", "request", "g", "…", "▁▂▃", "─" * 9, "   ", "naïve"]
WIDE = ["漢字", "e\u0301", "🙂"]
CONSOLE = Console(color_system="256", force_terminal=True)


def _strip(luck: random.Random, cells: int, words: list[str]) -> Strip:
    pieces = [Segment(luck.choice(words), luck.choice(STYLES)) for _ in range(luck.randint(1, 9))]
    return Strip(pieces).adjust_cell_length(cells, luck.choice(STYLES))


def _update(luck: random.Random, words: list[str]) -> CompositorUpdate:
    widths = [end - start for start, end in pairwise(CUTS)]
    if luck.random() < 0.2:
        strips = [[_strip(luck, width, words) for width in widths] for _ in range(ROWS)]
        return LayoutUpdate([*strips], Region(0, 0, COLUMNS, ROWS))
    chops: list[Mapping[int, Strip | None]] = [
        {
            start: _strip(luck, width, words) if luck.random() < 0.8 else None
            for start, width in zip(CUTS, widths, strict=False)
        }
        for _ in range(ROWS)
    ]
    rows = sorted(luck.sample(range(ROWS), luck.randint(1, ROWS)))
    spans = [(row, *sorted(luck.sample(range(COLUMNS + 1), 2))) for row in rows]
    return ChopsUpdate(chops, [(y, left, right) for y, left, right in spans], [CUTS[1:]] * ROWS)


class Shown:
    """What a terminal makes of the sequences."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.screen)

    def feed(self, text: str) -> None:
        self._stream.feed(f"{text}\x1b[H")  # as the app puts the cursor somewhere after each update

    @property
    def cells(self) -> list[object]:
        return [self.screen.buffer[y][x] for y in range(ROWS) for x in range(COLUMNS)]


@pytest.mark.parametrize("words", [WORDS, WORDS + WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("seed", range(5))
def test_the_screen_is_the_same_as_if_all_had_been_sent(seed: int, words: list[str]) -> None:
    luck = random.Random(seed)
    picture, whole, reduced = Picture(), Shown(), Shown()
    for number in range(60):
        update = _update(luck, words)
        whole.feed(update.render_segments(CONSOLE))
        reduced.feed(Changes(picture, update).render_segments(CONSOLE))
        assert reduced.cells == whole.cells, f"after update {number}"


def _line(text: str) -> LayoutUpdate:
    return LayoutUpdate([[Strip([Segment(text)])]], Region(0, 0, len(text), 1))


def test_what_is_shown_already_is_not_sent_again() -> None:
    picture = Picture()
    assert "02:59" in picture.changes(_line("the clock says 02:59"), CONSOLE)
    assert picture.changes(_line("the clock says 02:59"), CONSOLE) == ""
    assert picture.changes(_line("the clock says 02:58"), CONSOLE).endswith("H8")


FORGETTING: dict[str, Callable[[Picture], object]] = {
    "it is told so": lambda picture: picture.forget(),
    "the window has another size": lambda picture: picture.changes(_line("smaller"), CONSOLE),
}


@pytest.mark.parametrize("why", FORGETTING)
def test_everything_is_sent_again_when(why: str) -> None:
    picture = Picture()
    picture.changes(_line("the clock says 02:59"), CONSOLE)
    FORGETTING[why](picture)
    assert "the clock says 02:59" in picture.changes(_line("the clock says 02:59"), CONSOLE)


def test_styles_are_those_of_the_console() -> None:
    strip = Strip([Segment("red", Style.parse("#ff0000"))])
    update = LayoutUpdate([[strip]], Region(0, 0, 3, 1))
    assert CONSOLE._color_system is ColorSystem.EIGHT_BIT
    assert "38;5;" in Picture().changes(update, CONSOLE)
