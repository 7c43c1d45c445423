"""What the terminal shows, cell for cell, so that only what differs is sent over a slow line.

Textual draws a widget anew when anything in it changed, and everything when one moved: a line more in a full
transcript cost 12 kB.
"""

from collections.abc import Iterator
from itertools import groupby

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

_GAP = 8
"""Cells between two changes that cost less to send again than a movement of the cursor."""
_TEXT = "\0"
"""Where the text stands in a style's sequences; no text has this character."""


class Picture:
    """Remembers what was sent. Who knows that the terminal shows something else must say `forget`."""

    def __init__(self) -> None:
        self._texts: list[list[str]] = []
        """For each row the text of each cell; empty where it is not known."""
        self._styles: list[list[str]] = []
        """For each row the style of each cell: its sequences around `_TEXT`."""
        self._region: Region | None = None

    def forget(self) -> None:
        """Know nothing: what comes next is sent whole."""
        self._texts.clear()
        self._styles.clear()

    def changes(self, update: CompositorUpdate, console: Console) -> str:
        """The sequences that make the terminal show `update`, without what it shows already."""
        if isinstance(update, LayoutUpdate):
            if update.region != self._region:
                self._region = update.region
                self.forget()
            strips = _of_layout(update)
        elif isinstance(update, ChopsUpdate):
            strips = _of_chops(update)
        else:
            self.forget()
            return update.render_segments(console)
        return "".join(self._draw(x, y, strip, console) for x, y, strip in strips)

    def _draw(self, x: int, y: int, strip: Strip, console: Console) -> str:
        system = console._color_system or ColorSystem.TRUECOLOR
        texts: list[str] = []
        styles: list[str] = []
        for text, style, _ in strip:
            texts += text
            styles += [_TEXT if style is None else Strip.render_style(style, _TEXT, system)] * len(text)
        narrow = _is_narrow("".join(texts))
        whole = ""
        if not narrow:  # terminals differ in how wide they draw it, so what stands beside it comes along
            whole = strip.render(console)
            texts, styles = list(map(str, range(strip.cell_length))), [whole] * strip.cell_length
        old_texts, old_styles = self._replace(x, y, texts, styles)
        if old_texts == texts and old_styles == styles:
            return ""
        if not narrow:
            return _move_to(x, y) + whole
        cells = zip(old_texts, texts, old_styles, styles, strict=True)
        changed = [at for at, (was, text, had, style) in enumerate(cells) if was != text or had != style]
        return "".join(
            _move_to(x + start, y) + _rendered(texts[start:end], styles[start:end])
            for start, end in _runs(changed)
        )

    def _replace(self, x: int, y: int, texts: list[str], styles: list[str]) -> tuple[list[str], list[str]]:
        """Put cells into a row; what was there before."""
        end = x + len(texts)
        old = []
        for rows, new in ((self._texts, texts), (self._styles, styles)):
            while len(rows) <= y:
                rows.append([])
            row = rows[y]
            row += [""] * (end - len(row))
            old.append(row[x:end])
            row[x:end] = new
        return old[0], old[1]


class Changes(CompositorUpdate):
    """An update, reduced to what it changes in a picture when it is sent."""

    def __init__(self, picture: Picture, update: CompositorUpdate) -> None:
        self._picture = picture
        self._update = update

    def render_segments(self, console: Console) -> str:
        """The sequences for the terminal."""
        return self._picture.changes(self._update, console)


def _of_layout(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield x, y, strip
            x += strip.cell_length


def _of_chops(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    """What `ChopsUpdate.render_segments` would write, and where."""
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x >= right or end <= left:
                continue
            yield x, y, strip if end <= right else strip.crop(0, right - x)


def _is_narrow(text: str) -> bool:
    return text.isascii() or all(get_character_cell_size(character) == 1 for character in text)


def _runs(changed: list[int]) -> Iterator[tuple[int, int]]:
    start = last = changed[0]
    for at in changed[1:]:
        if at - last > _GAP:
            yield start, last + 1
            start = at
        last = at
    yield start, last + 1


def _rendered(texts: list[str], styles: list[str]) -> str:
    cells = groupby(zip(styles, texts, strict=True), key=lambda cell: cell[0])
    return "".join(style.replace(_TEXT, "".join(text for _, text in group)) for style, group in cells)


def _move_to(x: int, y: int) -> str:
    return Control.move_to(x, y).segment.text
