"""`make bench`: one table of what Viva costs, each figure against a goal or against the bare thing.

`python -m tests.bench NAME…` measures some groups only. Nothing is asserted, and what cannot be measured here
says why. All of it takes about eight minutes on two idle cores; the brackets show how far off a busy machine
was.
"""

import os
import sys
import time
from importlib import import_module

from tests.bench.table import HEADINGS, WIDTHS, line, missing

GROUPS = (
    "startup", "core", "screen", "size", "library", "reports", "history", "wer", "slow_line", "sharing",
    "recognition",
)  # fmt: skip
"""Modules of this folder; each has `rows()`. The longest comes last."""


def main(names: list[str]) -> int:
    """Print the table; the exit status."""
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"There is no group {unknown[0]}. Groups: {', '.join(GROUPS)}.", file=sys.stderr)
        return 2
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}; medians, in brackets the least and the most\n")
    print(line(HEADINGS))
    print("-" * (sum(WIDTHS) + 2 * len(WIDTHS) + 4))
    began = time.monotonic()
    for name in names or GROUPS:
        try:
            for row in import_module(f"tests.bench.{name}").rows():
                print(line(row), flush=True)
        except Exception as error:
            print(line(missing(name, f"{type(error).__name__}: {' '.join(str(error).split())}")), flush=True)
    print(f"\n{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
