"""Small charts as inline SVG, without script, in the style sheet's colours, and with words beside them."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from models.counting import counted
from models.report import wording
from models.report.report import Span

WIDTH = 480
"""Units across a timeline; it is drawn as wide as its column."""
HEIGHT = 46
SHORTEST = 10.0
"""Seconds that a timeline shows at least, so that a short answer looks short."""
LONG_PAUSE = 1.5
"""Seconds from which a pause has its length written under it."""


def element(name: str, *inside: str, **attributes: object) -> Markup:
    """An element; attributes and text are escaped, `Markup` is not; `text_anchor` means text-anchor."""
    written = "".join(f' {_name(key)}="{escape(_number(value))}"' for key, value in attributes.items())
    return Markup(f"<{name}{written}>{''.join(escape(part) for part in inside)}</{name}>")


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _number(value: object) -> object:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value


def _chart(label: str, width: int, height: int, kind: str, parts: Iterable[Markup]) -> Markup:
    inside = (element("title", label), *parts)
    box = f"0 0 {width} {height}"
    return element("svg", *inside, viewBox=box, class_=f"chart {kind}", role="img", aria_label=label)


def ring(score: float | None, label: str) -> Markup:
    """A score as a ring, with its number inside."""
    around = 2 * 3.14159265 * 52
    part = around * (score or 0.0) / 100
    parts = [element("circle", cx=60, cy=60, r=52, class_="track")]
    if part:
        line = {"stroke_dasharray": f"{part:.1f} {around:.1f}", "transform": "rotate(-90 60 60)"}
        parts.append(element("circle", cx=60, cy=60, r=52, class_="value", **line))
    parts.append(element("text", "–" if score is None else f"{score:.0f}", x=60, y=66, class_="figure"))
    parts.append(element("text", "of 100" if score is not None else "no score", x=60, y=84, class_="unit"))
    return _chart(label, 120, 120, "ring", parts)


def bar(part: float, label: str, over: bool = False) -> Markup:
    """A share of a whole as a short bar; a part over the whole fills it and is hatched by the style sheet."""
    full = 120 * min(1.0, max(0.0, part))
    parts = [element("rect", x=0, y=2, width=120, height=6, rx=3, class_="track")]
    if full:
        parts.append(
            element("rect", x=0, y=2, width=full, height=6, rx=3, class_="over" if over else "value")
        )
    return _chart(label, 120, 10, "bar", parts)


def against(value: float, mean: float, label: str) -> Markup:
    """A measure as a dot beside the tick of one's own average, on a scale that holds both."""
    top = 1.25 * max(value, mean) or 1.0
    at, own = 6 + 168 * value / top, 6 + 168 * mean / top
    parts = [
        element("line", x1=6, y1=9, x2=174, y2=9, class_="track"),
        element("line", x1=own, y1=9, x2=at, y2=9, class_="between"),
        element("line", x1=own, y1=2, x2=own, y2=16, class_="mean"),
        element("circle", cx=at, cy=9, r=5, class_="value"),
    ]
    return _chart(label, 180, 18, "against", parts)


def timeline(spans: Sequence[Span]) -> Markup:
    """An answer from its first sample to its last word: speech, fillers, pauses, and a scale in seconds."""
    if not spans:
        return Markup("")
    end = max(spans[-1].end, SHORTEST)
    scale = WIDTH / end
    parts = [element("line", x1=0, y1=15, x2=WIDTH, y2=15, class_="track")]
    for span in spans:
        x, width = span.start * scale, max(1.5, (span.end - span.start) * scale)
        what = f"{span.kind} {span.text}".strip() + f", {span.start:.1f} to {span.end:.1f} s"
        title = element("title", what)
        if span.kind == "pause":
            parts.append(element("rect", title, x=x, y=13.5, width=width, height=3, class_="pause"))
            if span.end - span.start >= LONG_PAUSE:
                middle = x + width / 2
                parts.append(element("text", f"{span.end - span.start:.1f} s", x=middle, y=9, class_="note"))
        elif span.kind == "filler":
            parts.append(element("rect", title, x=x, y=6, width=width, height=18, class_="filler"))
        else:
            parts.append(element("rect", title, x=x, y=8, width=width, height=14, rx=2, class_="speech"))
    step = next((step for step in (1, 2, 5, 10, 15, 30, 60, 120, 300) if end / step <= 8), 600)
    for second in range(0, int(end) + 1, step):
        x = second * scale
        parts.append(element("line", x1=x, y1=28, x2=x, y2=32, class_="tick"))
        anchor = "start" if x < 20 else "end" if x > WIDTH - 20 else "middle"
        parts.append(element("text", wording.clock(second), x=x, y=43, class_="scale", text_anchor=anchor))
    return _chart(timeline_words(spans), WIDTH, HEIGHT, "timeline", parts)


def timeline_words(spans: Sequence[Span]) -> str:
    """What a timeline shows, in a sentence."""
    pauses = [span.end - span.start for span in spans if span.kind == "pause"]
    fillers = [span for span in spans if span.kind == "filler"]
    talked = sum(span.end - span.start for span in spans if span.kind != "pause")
    longest = f", the longest {max(pauses):.1f} s" if pauses else ""
    unworded = f"{counted(len(pauses), 'pause')}{longest}, {counted(len(fillers), 'filler')}"
    return f"{talked:.0f} s of speech, {unworded}"
