"""The golden files of the report: `python -m tests.models.report.golden` writes them anew, to be read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from models.report import compare, json, markdown, text
from models.report.build import build
from models.report.report import Report
from models.report.summary import Summary, summary
from tests.models.report.sample import interview

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests/data/report"
SCHEMA = ROOT / "docs/report.schema.json"
WHEN = datetime(2025, 11, 23, 8, 40, tzinfo=UTC)


def history() -> list[Summary]:
    """Three earlier interviews, the speaker a little faster and with fewer fillers in each."""
    found = summary(build(interview(), when=WHEN))
    change = msgspec.structs.replace
    return [
        change(
            found,
            interview=f"old{days}",
            when=WHEN - timedelta(days=days),
            delivery=change(
                found.delivery,
                pace=110.0 + 2 * days,
                fillers_per_100=4.0 + days,
                pause_share=0.2,
                longest_pause=3.0,
            ),
        )
        for days in (3, 2, 1)
    ]


def report() -> Report:
    """The sample's report."""
    return build(interview(), when=WHEN, history=history())


def comparison(found: Report) -> str:
    """The question that the sample asks twice, compared."""
    question = next(question for question in found.questions if question.earlier)
    return compare.render(compare.compare(question.earlier[0], question))


FILES: dict[str, Callable[[Report], str]] = {
    "sample.txt": text.render,
    "sample.md": markdown.render,
    "sample.json": json.render,
    "compared.txt": comparison,
}


def main() -> None:
    """Write every golden file, and the published schema."""
    found = report()
    for name, render in FILES.items():
        (FOLDER / name).write_text(render(found), "utf-8")
    SCHEMA.write_text(json.schema(), "utf-8")


if __name__ == "__main__":
    main()
