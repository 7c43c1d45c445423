"""One table of the faults: what was tried, what was survived, and how many words were lost.

`python -m tests.faults` runs the tests of this folder in one process. The exit status is pytest's.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Line:
    """One fault."""

    tried: int = 0
    survived: int = 0
    skipped: int = 0
    words: int | None = None


class Table:
    """A pytest plugin that counts by the mark `fault`, and adds up the property `words_lost`."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self._fault_of: dict[str, str] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            mark = item.get_closest_marker("fault")
            if mark is not None:
                self._fault_of[item.nodeid] = mark.args[0]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        fault = self._fault_of.get(report.nodeid)
        if fault is None or (report.when != "call" and report.passed):
            return
        line = self.lines.setdefault(fault, Line())
        if report.skipped:
            line.skipped += 1
            return
        line.tried += report.when == "call" or report.when == "setup"
        line.survived += report.passed
        for name, value in report.user_properties:
            if name == "words_lost" and isinstance(value, int):
                line.words = (line.words or 0) + value

    def __str__(self) -> str:
        width = max([len("fault"), *map(len, self.lines)])
        rows = [f"{'fault':{width}}  tried  survived  words lost"]
        for fault, line in sorted(self.lines.items()):
            words = "" if line.words is None else str(line.words)
            note = f"  ({line.skipped} skipped)" if line.skipped else ""
            rows.append(f"{fault:{width}}  {line.tried:5}  {line.survived:8}  {words:>10}{note}")
        tried = sum(line.tried for line in self.lines.values())
        survived = sum(line.survived for line in self.lines.values())
        rows.append(f"{'in all':{width}}  {tried:5}  {survived:8}")
        return "\n".join(rows)


def main() -> int:
    """Run the faults and print their table."""
    table = Table()
    status = pytest.main(
        [str(Path(__file__).parent), "-q", "--no-header", "-p", "no:cacheprovider", *sys.argv[1:]], [table]
    )
    print(f"\n{table}")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
