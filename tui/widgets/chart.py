"""Charts of one line: a score as a bar, an answer's timeline. Each stands beside its words and numbers."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from models.counting import counted
from models.report import wording
from models.report.report import Span

GOOD, FAIR = 65.0, 40.0
"""Scores from which a bar is green, and from which it is amber."""
_CELLS = {"speech": ("▄", "$primary"), "filler": ("▒", "$text-warning"), "pause": ("·", "$text-muted")}
_NAMED = 6
"""Different fillers that are named before the rest is an ellipsis."""


def score_style(score: float) -> str:
    """The colour of a score, which always stands beside it as a number."""
    return "$text-success" if score >= GOOD else "$text-warning" if score >= FAIR else "$text-error"


def score_bar(score: float | None, width: int) -> Content:
    """A score from 0 to 100 as a bar: thick as far as it goes, thin after it."""
    if score is None:
        return Content.styled("╌" * width, "$rule")
    full = round(width * score / 100)
    return Content.assemble(("━" * full, score_style(score)), ("─" * (width - full), "$rule"))


def timeline_line(spans: Sequence[Span], width: int) -> Content:
    """When an answer was speech, a filler or a pause, from its first word to its last, in `width` cells."""
    if not spans or width <= 0:
        return Content("")
    start, end = spans[0].start, spans[-1].end
    step = max(end - start, 0.01) / width
    cells = [_kind(spans, start + n * step, start + (n + 1) * step) for n in range(width)]
    return Content("").join(Content.styled(*_CELLS[kind]) for kind in cells)


def _kind(spans: Sequence[Span], start: float, end: float) -> str:
    """What fills most of a cell; a filler shows however short it is."""
    shares = {"speech": 0.0, "pause": 0.0}
    for span in spans:
        shared = min(end, span.end) - max(start, span.start)
        if shared > 0:
            if span.kind == "filler":
                return "filler"
            shares[span.kind] += shared
    return "speech" if shares["speech"] >= shares["pause"] else "pause"


def timeline_words(spans: Sequence[Span]) -> str:
    """The same in words: how long it was, its pauses and its fillers."""
    if not spans:
        return ""
    pauses = [span.end - span.start for span in spans if span.kind == "pause"]
    fillers = [span.text.lower() for span in spans if span.kind == "filler"]
    named = list(dict.fromkeys(fillers))
    more = "…" if len(named) > _NAMED else ""
    parts = [f"{wording.clock(spans[-1].end - spans[0].start)} from the first word to the last"]
    parts.append(
        f"{counted(len(pauses), 'pause')} (·), the longest {max(pauses):.1f} s" if pauses else "no pause"
    )
    parts.append(
        f"{counted(len(fillers), 'filler')} (▒): {', '.join(named[:_NAMED])}{more}"
        if fillers
        else "no filler"
    )
    return "; ".join(parts)


class Timeline(Widget):
    """An answer's timeline as wide as there is room."""

    DEFAULT_CSS = "Timeline { height: 1; }"

    def __init__(self, spans: Sequence[Span]) -> None:
        super().__init__()
        self._spans = spans

    def render(self) -> Content:
        """One line."""
        return timeline_line(self._spans, self.size.width)
