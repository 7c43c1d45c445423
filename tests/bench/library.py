"""The lobby over a large library, against the lobby over the packs that come with Viva.

Its cache is warm; and once cold: the lobby paints first, and what the packs hold arrives after.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from questions.pack import Pack, Topic
from tests.bench.cost import VIVA, own_home
from tests.bench.judging_set import packs
from tests.bench.screen import LOBBY_SHOWS, LONG
from tests.bench.table import MILLISECONDS, Row, figure, ratio
from tests.pty import Terminal
from tests.questions.makers import write_pack

PACKS, QUESTIONS = 40, 50
"""Two thousand questions."""
TIMES = 7
READY = "Contexts"
"""The lobby is ready when the topics of the pack that is chosen first are shown."""


def write_library(folder: Path) -> None:
    """Two thousand questions in forty packs, each as long as one that a person wrote."""
    models = packs()["flask"].questions
    for number in range(PACKS):
        name = f"made-{number:02d}"
        asked = tuple(
            msgspec.structs.replace(models[at % len(models)], id=f"q{at}", topic="all", was=())
            for at in range(number, number + QUESTIONS)
        )
        info = msgspec.structs.replace(
            packs()["flask"].info, id=name, title=f"Made {number}", topics=(Topic("all", "All"),)
        )
        write_pack(folder / name, Pack(info, asked))


def rows() -> Iterator[Row]:
    """To the first text, and until the lobby can be used."""
    (small, its), (large, theirs) = own_home(), own_home()
    with small, large:
        write_library(Path(large.name) / "data" / "viva" / "packs")
        for environ in (its, theirs):
            _open(environ)  # warms what is cached
        pairs = [(_open(theirs), _open(its)) for _ in range(TIMES)]
        cold = [(_open_cold(theirs), _open(its)) for _ in range(TIMES)]
    for at, what in enumerate(("first paint", "lobby ready")):
        chosen = [(ours[at], plain[at]) for ours, plain in pairs]
        yield ratio(f"{what} with 2,000 more questions", chosen, "built-in packs", MILLISECONDS, goal=1.2)
    painted = [(ours[0], plain[0]) for ours, plain in cold]
    what = "first paint with 2,000 more questions, cache cold"
    yield ratio(what, painted, "built-in packs", MILLISECONDS, goal=1.2)
    yield figure(
        "from first paint until what the packs hold is there", [r - p for (p, r), _ in cold], MILLISECONDS
    )


def _open_cold(environ: dict[str, str]) -> tuple[float, float]:
    shutil.rmtree(environ["XDG_CACHE_HOME"], ignore_errors=True)
    return _open(environ)


def _open(environ: dict[str, str]) -> tuple[float, float]:
    began = time.perf_counter()
    with Terminal([VIVA], environ) as terminal:
        terminal.wait_for(lambda: LOBBY_SHOWS in terminal.raw, LONG)
        painted = time.perf_counter() - began
        terminal.wait_for(READY, LONG)
        return 1000 * painted, 1000 * (time.perf_counter() - began)
