"""The report as one HTML file: no script, nothing fetched, light and dark, for the screen and for paper."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from models.report import svg, wording
from models.report.report import Average, Delivery, Question, Report
from models.report.transcript import COLOURS, stretches
from models.report.web import is_web_address

FOLDER = Path(__file__).parent


@cache
def _template() -> Template:
    page = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    page.globals.update(
        w=wording,
        svg=svg,
        colours=COLOURS,
        stretches=stretches,
        time_bar=time_bar,
        score_bar=score_bar,
        against=against,
        is_web_address=is_web_address,
        style=Markup((FOLDER / "report.css").read_text("utf-8")),
    )
    return page.get_template("report.html.j2")


def render(report: Report) -> str:
    """The whole page."""
    return _template().render(report=report)


def time_bar(question: Question) -> Markup:
    """The time used of the time given."""
    given = question.minutes * 60
    label = f"{wording.clock(question.used)} used of {wording.clock(given)} given"
    return svg.bar(question.used / given, label, over=question.overtime)


def score_bar(score: float | None) -> Markup:
    """A score as a short bar; nothing where there is none."""
    return Markup("") if score is None else svg.bar(score / 100, wording.score(score))


def against(row: wording.Row, found: Delivery, average: Average | None) -> Markup:
    """A measure beside one's own average, where there are both."""
    if not row.own:
        return Markup("")
    label = f"{row.name}: this interview beside your average"
    return svg.against(getattr(found, row.field), getattr(average, row.field), label)
