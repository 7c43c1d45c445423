"""The full screen over a line of 9,600 bytes a second with 300 ms of delay, while somebody speaks."""

import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.cost import PYTHON, own_home
from tests.bench.screen import KILOBYTES, LONG, SEGMENT, script
from tests.bench.sounds import speech
from tests.bench.table import SECONDS, Row, figure
from tests.slow_line import SlowTerminal

WINDOWS, WINDOW = 3, 10.0
"""How often, and for how many seconds, the line is watched."""
LOOK = 0.02
"""Seconds between two looks at what waits for the line, at most."""


def rows() -> Iterator[Row]:
    """Bytes, and how much waits for the line: before the transcript is full, and while it scrolls."""
    folder, environ = own_home()
    with folder:
        home = Path(folder.name)
        fill = WINDOWS * WINDOW + 2 * SEGMENT
        seconds = fill + WINDOWS * WINDOW + 40
        (home / "script.json").write_text(json.dumps(script(seconds, fill)))
        sound = speech(home / "speech.wav", seconds)
        command = [PYTHON, "-m", "tests.bench.scripted_viva", str(home / "script.json"), str(sound)]
        with SlowTerminal([*command, str(home / "read.log")], environ, 80, 24) as terminal:
            terminal.wait_for("begins", LONG)
            yield figure(
                "slow line, most that waited until the first question", [terminal.most_queued], SECONDS
            )
            terminal.send("\r")
            for shown, what in (("end000", "speaking"), ("full", "speaking, the transcript scrolls")):
                terminal.wait_for(shown, 2 * LONG)
                rates, waiting = zip(*(_watch(terminal) for _ in range(WINDOWS)), strict=True)
                yield figure(f"slow line, bytes, {what}", rates, KILOBYTES, goal=2)
                p95 = statistics.quantiles([one for part in waiting for one in part], n=20)[-1]
                yield figure(f"slow line, what waits for it, p95, {what}", [p95], SECONDS)


def _watch(terminal: SlowTerminal) -> tuple[float, list[float]]:
    """Kilobytes a second in one window, and the seconds of the line's time that waited at each look."""
    size, began, waiting = len(terminal.raw), time.monotonic(), []
    while time.monotonic() < began + WINDOW:
        terminal.read(LOOK)
        waiting.append(terminal.queued)
    return (len(terminal.raw) - size) / (time.monotonic() - began) / 1000, waiting
