"""The table of `make bench`: what was measured, against what, the ratio, the goal, and whether it is met."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table, as it is printed."""

    what: str
    measured: str
    against: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool | None = None
    """`None` where there is no goal, or nothing could be measured."""


HEADINGS = Row("what", "measured", "against", "ratio", "goal")
WIDTHS = (66, 26, 24, 20, 11)
"""Columns of the terminal for each column of the table; longer texts push the rest to the right."""


class Unit(NamedTuple):
    """How a figure is printed."""

    name: str
    digits: int = 2


PLAIN = Unit("")
SECONDS = Unit("s")
MILLISECONDS = Unit("ms", 1)


def spread(values: Sequence[float], unit: Unit) -> str:
    """The median, and in brackets the least and the most: how noisy the machine was."""
    least, median, most = (f"{f(values):.{unit.digits}f}" for f in (min, statistics.median, max))
    noise = f" ({least}–{most})" if len(values) > 1 else ""
    return f"{median} {unit.name}".rstrip() + noise


def ratio(
    what: str,
    pairs: Sequence[tuple[float, float]],
    against: str,
    unit: Unit = SECONDS,
    goal: float | None = None,
) -> Row:
    """Pairs measured side by side; the ratio is the median of theirs, so that a busy minute falls out."""
    ratios = [ours / theirs for ours, theirs in pairs]
    ours, theirs = (spread(side, unit) for side in zip(*pairs, strict=True))
    goals = () if goal is None else (f"≤ {goal:g}", statistics.median(ratios) <= goal)
    return Row(what, ours, f"{against}: {theirs}", spread(ratios, PLAIN), *goals)


def figure(what: str, values: Sequence[float], unit: Unit, goal: float | None = None) -> Row:
    """A figure that stands for itself, with the most that it may be."""
    goals = () if goal is None else (f"≤ {goal:g} {unit.name}", statistics.median(values) <= goal)
    return Row(what, spread(values, unit), "", "", *goals)


def missing(what: str, why: str) -> Row:
    """What cannot be measured on this machine."""
    return Row(what, f"not measured: {why}")


def line(row: Row) -> str:
    """The row as one line."""
    met = "met?" if row is HEADINGS else "" if row.met is None else "yes" if row.met else "NO"
    cells = zip(row[:5], WIDTHS, strict=True)
    return ("  ".join(f"{cell:<{width}}" for cell, width in cells) + f"  {met}").rstrip()
