"""The rows of `tests.bench.report`, in the table's form."""

from collections.abc import Iterator

from tests.bench import report
from tests.bench.table import Row


def rows() -> Iterator[Row]:
    """The report, computed and written in each form."""
    for what, measured, goal in report.rows():
        met = None
        if goal.startswith("≤ "):
            met = float(measured.split()[0]) <= float(goal.removeprefix("≤ ").split()[0])
        yield Row(what, measured, "", "", goal, met)
