"""The table of `make faults`: it counts what it says."""

from typing import Literal

import pytest

from tests.faults.__main__ import Table
from tests.faults.thirty import FAULTS


def _report(
    name: str, when: Literal["setup", "call", "teardown"], outcome: Literal["passed", "failed", "skipped"],
    **properties: object,
) -> pytest.TestReport:  # fmt: skip
    return pytest.TestReport(
        name, ("", None, ""), {}, outcome, None, when, user_properties=list(properties.items())
    )


def test_it_counts_each_test_once_whichever_phase_failed() -> None:
    table = Table()
    runs: dict[str, list[tuple[Literal["setup", "call", "teardown"], Literal["passed", "failed", "skipped"]]]]
    runs = {
        "passes": [("setup", "passed"), ("call", "passed"), ("teardown", "passed")],
        "fails": [("setup", "passed"), ("call", "failed"), ("teardown", "passed")],
        "cannot be set up": [("setup", "failed"), ("teardown", "passed")],
        "cannot be torn down": [("setup", "passed"), ("call", "passed"), ("teardown", "failed")],
        "is skipped": [("setup", "skipped"), ("teardown", "passed")],
        "skips itself": [("setup", "passed"), ("call", "skipped"), ("teardown", "passed")],
    }
    for name, phases in runs.items():
        for when, outcome in phases:
            table.pytest_runtest_logreport(_report(name, when, outcome, fault=5, words_lost=2))
    table.pytest_runtest_logreport(_report("no fault's", "call", "failed"))
    (row,) = (line.split() for line in str(table).splitlines() if line.startswith(" 5 "))
    assert row[-5:] == ["4", "1", "8", "(2", "skipped)"]
    assert str(table).splitlines()[-1].split() == ["in", "all", "4", "1", "8"]
    assert table.untested == [number for number in FAULTS if number != 5]
