"""How one's own interviews went over time: a few measures, each with its numbers and its words."""

from collections.abc import Callable, Sequence
from statistics import fmean

import msgspec

from models.counting import counted
from models.report.summary import Summary

ENOUGH = 2
"""Interviews that have a measure, under which nothing can be said of how it changed."""


class Trend(msgspec.Struct, frozen=True):
    """One measure over time."""

    name: str
    unit: str
    """What stands after a number: "words a minute"; empty for a score."""
    values: tuple[float, ...]
    """Of the interviews that have it, the oldest first."""
    topic: bool = False
    """Whether it is the score of one topic."""


_MEASURES: tuple[tuple[str, str, Callable[[Summary], float | None]], ...] = (
    ("Score", "", lambda found: found.result.score),
    ("Points said", "%", lambda found: None if found.covered is None else 100 * found.covered),
    ("Pace", "words a minute", lambda found: found.delivery.pace),
    ("Fillers", "in 100 words", lambda found: found.delivery.fillers_per_100),
    ("Pauses", "% of the time", lambda found: _percent(found.delivery.pause_share)),
)


def trends(history: Sequence[Summary]) -> tuple[Trend, ...]:
    """The trends over a history whose latest comes first, without what fewer than two interviews have."""
    oldest_first = history[::-1]
    found = [
        Trend(name, unit, tuple(v for entry in oldest_first if (v := measure(entry)) is not None))
        for name, unit, measure in _MEASURES
    ]
    topics = dict.fromkeys(topic for entry in history for topic in entry.topics)
    found += [
        Trend(topic, "", tuple(e.topics[topic] for e in oldest_first if topic in e.topics), topic=True)
        for topic in topics
    ]
    return tuple(trend for trend in found if len(trend.values) >= ENOUGH)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def words(trend: Trend) -> str:
    """A trend in words: the last value, the average, and the change since the first."""
    first, last = trend.values[0], trend.values[-1]
    digits = 1 if trend.unit == "in 100 words" else 0
    change = round(last, digits) - round(first, digits)
    way = "up" if change > 0 else "down"
    moved = f"{way} {abs(change):.{digits}f} since the first" if change else "as at first"
    unit = f" {trend.unit}" if trend.unit else " of 100"
    over = counted(len(trend.values), "interview")
    return f"{last:.{digits}f}{unit}, {moved}; {fmean(trend.values):.{digits}f} on average over {over}"
