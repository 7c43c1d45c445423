"""The table of `make faults`: all thirty are in it, and it counts what it says."""

import subprocess
import sys
from typing import Literal

import pytest

from tests.faults.__main__ import Table
from tests.faults.thirty import FAULTS
from tests.pty import ROOT

GATHER = """
import pytest
class Gather:
    def pytest_collection_finish(self, session):
        numbers = {dict(item.user_properties)["fault"] for item in session.items}
        print("faults:", *sorted(numbers))
pytest.main(["tests", "--collect-only", "-qq", "-m", "fault", "-p", "no:cacheprovider"], [Gather()])
"""


def test_each_of_the_thirty_has_a_test() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GATHER], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    (found,) = (line for line in done.stdout.splitlines() if line.startswith("faults:"))
    assert list(FAULTS) == list(range(1, 31))
    assert [int(word) for word in found.split()[1:]] == list(FAULTS)


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
