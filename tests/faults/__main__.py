"""One table of the thirty faults: what was tried, what was survived, and how many words were lost.

`python -m tests.faults` runs every test that bears the mark `fault`, wherever it stands: on two cores, and
what needs sound after it by itself. The exit status is pytest's, or 1 where a fault has no test.
"""

import sys
from pathlib import Path
from typing import Literal

import pytest

from tests.faults.thirty import FAULTS

Outcome = Literal["survived", "not survived", "skipped"]
TESTS = str(Path(__file__).parent.parent)
RUNS = (("fault and not audio", "-n2", "--dist=worksteal"), ("fault and audio",))


class Table:
    """A pytest plugin that counts by the mark `fault`, and adds up the property `words_lost`."""

    def __init__(self) -> None:
        self._outcomes: dict[int, dict[str, Outcome]] = {number: {} for number in FAULTS}
        self._words: dict[int, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of one phase of one test: what fails in any of its phases was not survived."""
        properties = dict(report.user_properties)
        number = properties.get("fault")
        if not isinstance(number, int):
            return
        outcomes = self._outcomes[number]
        if report.failed:
            outcomes[report.nodeid] = "not survived"
        elif report.skipped:
            outcomes[report.nodeid] = "skipped"
        elif report.when == "call":
            outcomes[report.nodeid] = "survived"
        words = properties.get("words_lost")
        if report.when == "call" and isinstance(words, int):
            self._words[number] = self._words.get(number, 0) + words

    @property
    def untested(self) -> list[int]:
        """The faults for which there is no test."""
        return [number for number, outcomes in self._outcomes.items() if not outcomes]

    def __str__(self) -> str:
        width = max(map(len, FAULTS.values()))
        rows = [f"    {'fault':{width}}  tried  survived  words lost"]
        for number, name in FAULTS.items():
            outcomes = list(self._outcomes[number].values())
            skipped, survived = outcomes.count("skipped"), outcomes.count("survived")
            tried = len(outcomes) - skipped
            note = f"  ({skipped} skipped)" if skipped else ""
            words = str(self._words.get(number, ""))
            rows.append(f"{number:2}  {name:{width}}  {tried:5}  {survived:8}  {words:>10}{note}".rstrip())
        every = [outcome for outcomes in self._outcomes.values() for outcome in outcomes.values()]
        tried, survived = len(every) - every.count("skipped"), every.count("survived")
        rows.append(f"    {'in all':{width}}  {tried:5}  {survived:8}  {sum(self._words.values()):10}")
        return "\n".join(rows)


def main() -> int:
    """Run the faults and print their table."""
    table = Table()
    statuses = []
    for which, *how in RUNS:
        arguments = [TESTS, "-q", "--no-header", "-p", "no:cacheprovider", "-m", which, *how, *sys.argv[1:]]
        statuses.append(int(pytest.main(arguments, [table])))
    print(f"\n{table}")
    return max(*statuses, bool(table.untested))


if __name__ == "__main__":
    sys.exit(main())
