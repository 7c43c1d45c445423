"""How soon `viva --help` is there, against importing the command-line library alone."""

from collections.abc import Iterator

from tests.bench.cost import PYTHON, VIVA, alternate, own_home, run
from tests.bench.table import MILLISECONDS, Row, ratio

TIMES = 21


def rows() -> Iterator[Row]:
    """On the wall, and in processor time."""
    folder, environ = own_home()
    with folder:
        wall, cpu = alternate(
            lambda: run([VIVA, "--help"], environ),
            lambda: run([PYTHON, "-c", "import click"], environ),
            TIMES,
        )
    for what, pairs in (("viva --help", wall), ("viva --help, CPU", cpu)):
        thousands = [(1000 * ours, 1000 * theirs) for ours, theirs in pairs]
        yield ratio(what, thousands, "import click", MILLISECONDS, goal=1.3)
