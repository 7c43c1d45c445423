"""The full screen in a real pseudo-terminal: how soon it is there, what it costs, how soon it paints."""

import bisect
import json
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.cost import PYTHON, VIVA, own_home
from tests.bench.sounds import speech
from tests.bench.table import MILLISECONDS, Row, Unit, figure, missing, ratio
from tests.pty import Terminal

BARE = [PYTHON, "tests/bench/bare_textual.py"]
TYPED = [VIVA, "practice", "flask", "--question", "two-contexts", "--recogniser", "none", "--no-voice"]
LOBBY_SHOWS, BARE_SHOWS = b"a mock technical interview", b"bare textual"
LONG = 60.0
"""Seconds that a step may take on a slow machine."""
PAINTS = 9
WINDOWS, WINDOW = 4, 10.0
"""How often, and for how many seconds, a screen is watched."""
SEGMENT = 4.0
"""Seconds of speech between segments; 2.5 words come each second, as from a person, with a partial each."""
PERCENT, KILOBYTES, MEGABYTES = Unit("%", 1), Unit("kB/s"), Unit("MB", 1)


def rows() -> Iterator[Row]:
    """What a person waits for, and what the machine and the line carry meanwhile."""
    yield from first_paint()
    yield from speaking()
    yield clock_only()
    yield memory()


# How soon


def first_paint() -> Iterator[Row]:
    """From the start of the process to its first text on the terminal, and the processor time until then."""
    folder, environ = own_home()
    with folder:
        for command, shows in (([VIVA], LOBBY_SHOWS), (BARE, BARE_SHOWS)):
            _paint(command, shows, environ)
        pairs = [
            (_paint([VIVA], LOBBY_SHOWS, environ), _paint(BARE, BARE_SHOWS, environ)) for _ in range(PAINTS)
        ]
    wall = [(ours[0], theirs[0]) for ours, theirs in pairs]
    cpu = [(ours[1], theirs[1]) for ours, theirs in pairs]
    yield ratio("first paint of the lobby", wall, "bare Textual", MILLISECONDS, goal=1.3)
    yield ratio("first paint of the lobby, CPU", cpu, "bare Textual", MILLISECONDS, goal=1.3)


def _paint(command: Sequence[str], shows: bytes, environ: dict[str, str]) -> tuple[float, float]:
    began = time.perf_counter()
    with Terminal(command, environ) as terminal:
        terminal.wait_for(lambda: shows in terminal.raw, LONG)
        return 1000 * (time.perf_counter() - began), 1000 * terminal.cpu_seconds()


# While somebody speaks


class Watched(NamedTuple):
    """What a terminal received, and when."""

    cpu: list[float]
    """Percent of a core, in each window."""
    rates: list[float]
    """Kilobytes a second, in each window."""
    times: list[float]
    """When (`time.monotonic`) the terminal had received so many bytes: `sizes`."""
    sizes: list[int]


def _read(terminal: Terminal, watched: Watched, seconds: float) -> None:
    if terminal.read(seconds):
        watched.times.append(time.monotonic())
        watched.sizes.append(len(terminal.raw))


def _watch(terminal: Terminal, watched: Watched) -> None:
    for _ in range(WINDOWS):
        cpu, size, began = terminal.cpu_seconds(), len(terminal.raw), time.monotonic()
        while (now := time.monotonic()) < began + WINDOW:
            _read(terminal, watched, began + WINDOW - now)
        took = time.monotonic() - began
        watched.cpu.append(100 * (terminal.cpu_seconds() - cpu) / took)
        watched.rates.append((len(terminal.raw) - size) / took / 1000)


def script(seconds: float, fill: float) -> dict[str, list[list[dict[str, Any]]]]:
    """An answer of so many seconds: a word every 0.4 s; no two lines end with the same one.

    At the second `fill` comes so long a segment that the transcript is full, and scrolls from then on.
    """
    entries: list[dict[str, Any]] = []
    for number in range(int(seconds / SEGMENT)):
        words = [f"w{number:03d}{letter}" for letter in "abcdefghi"]
        begins = number * SEGMENT
        entries += [
            {"at": round(begins + 0.4 * count, 2), "partial": " ".join(words[:count])}
            for count in range(1, len(words))
        ]
        more = ["meanwhile"] * 120 if begins <= fill < begins + SEGMENT else []
        last = "full" if more else f"end{number:03d}"
        entries.append({"at": begins + SEGMENT - 0.1, "segment": " ".join([*words, *more, last])})
    return {"turns": [entries]}


def speaking() -> Iterator[Row]:
    """The whole program with a scripted recogniser, while real speech moves the meter."""
    folder, environ = own_home()
    watched = Watched([], [], [], [])
    with folder:
        home = Path(folder.name)
        fill = WINDOWS * WINDOW + 2 * SEGMENT
        seconds = fill + WINDOWS * WINDOW + 30
        (home / "script.json").write_text(json.dumps(script(seconds, fill)))
        sound, log = speech(home / "speech.wav", seconds), home / "read.log"
        command = [PYTHON, "-m", "tests.bench.scripted_viva", str(home / "script.json"), str(sound), str(log)]
        with Terminal(command, environ, 80, 24) as terminal:
            terminal.wait_for("begins", LONG)
            terminal.send("\r")
            for shown in ("end000", "full"):
                while shown not in terminal.text and terminal.process.poll() is None:
                    _read(terminal, watched, 0.2)
                _watch(terminal, watched)
            raw = bytes(terminal.raw)
        read = [line.split() for line in log.read_text().splitlines()]
    yield figure("CPU of the screen process while listening, 80×24", watched.cpu, PERCENT, goal=5)
    yield figure("bytes to the terminal, speaking", watched.rates[:WINDOWS], KILOBYTES, goal=2)
    what = "bytes to the terminal, speaking, the transcript scrolls"
    yield figure(what, watched.rates[WINDOWS:], KILOBYTES, goal=2)
    for kind, mark, goal in (("segment", "end", 60), ("partial", "w", 400)):
        delays, lost = painted(read, raw, watched, mark)
        what = f"from {kind} read to painted, p95 of {len(delays)}"
        if not delays:
            yield missing(what, "none was painted")
            continue
        p95 = statistics.quantiles(delays, n=20, method="inclusive")[-1]
        row = figure(what, [p95], MILLISECONDS, goal)
        median = f"median {statistics.median(delays):.1f} ms, most {max(delays):.1f} ms, {lost} never painted"
        yield row._replace(against=median)


def painted(
    read: Sequence[Sequence[str]], raw: bytes, watched: Watched, mark: str
) -> tuple[list[float], int]:
    """Milliseconds from each line read until its last word came to the terminal; and how many never came."""
    delays, lost = [], 0
    for at, word in read:
        when = float(at)
        if not word.startswith(mark) or not watched.times[0] <= when <= watched.times[-1] - 1:
            continue
        seen = raw.find(word.encode())
        if seen < 0:
            lost += 1
            continue
        chunk = bisect.bisect_left(watched.sizes, seen + len(word))
        delays.append(1000 * max(0.0, watched.times[chunk] - when))
    return delays, lost


# While nobody does


def clock_only() -> Row:
    """An answer that is to be typed, and is not: only its clock moves."""
    folder, environ = own_home()
    with folder, Terminal(TYPED, environ) as viva, Terminal([*BARE, "clock"], environ) as bare:
        viva.wait_for("begins", LONG)
        viva.send("\r")
        viva.wait_for("your turn", LONG)
        viva.send("\x1b")  # the line's cursor blinks while it has the focus
        viva.wait_for("still thinking", LONG)
        bare.wait_for("00:0", LONG)
        pairs = [(ours, theirs) for ours, theirs in _both(viva, bare)]
    what = "bytes to the terminal, only the clock"
    return ratio(what, pairs, "bare Textual clock", Unit("B/s", 0), goal=1.1)


def _both(viva: Terminal, bare: Terminal) -> Iterator[tuple[float, float]]:
    for _ in range(3):
        while viva.read() or bare.read():
            pass
        before, began = (len(viva.raw), len(bare.raw)), time.monotonic()
        while time.monotonic() < began + WINDOW / 2:
            viva.read(0.05)
            bare.read(0.05)
        took = time.monotonic() - began
        yield (len(viva.raw) - before[0]) / took, (len(bare.raw) - before[1]) / took


# Memory


def memory() -> Row:
    """Memory after an answer was judged, against a bare app that runs at the same time and shares as much."""
    what = "PSS of the screen process, an answer judged"
    if not Path("/proc/self/smaps_rollup").exists():
        return missing(what, "this system tells no PSS")
    pairs = []
    for _ in range(3):
        folder, environ = own_home()
        with folder, Terminal(TYPED, environ) as viva, Terminal(BARE, environ) as bare:
            viva.wait_for("begins", LONG)
            viva.send("\r")
            viva.wait_for("your turn", LONG)
            viva.send("the application context carries current app and g\r")
            viva.wait_for("› the application context", LONG)
            viva.send("\r")
            viva.wait_for("Follow-up", LONG)
            bare.wait_for("bare textual", LONG)
            pairs.append((pss(viva.process.pid), pss(bare.process.pid)))
    return ratio(what, pairs, "bare Textual", MEGABYTES, goal=1.35)


def pss(process: int) -> float:
    """Megabytes of a process, what it shares with others counted in part."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
