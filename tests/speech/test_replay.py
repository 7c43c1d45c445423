"""Recordings played again: from any moment, over all parts of an answer, and silent at once."""

from pathlib import Path

import numpy
import pytest
import soundfile

from models.records.paths import Places
from models.records.recordings import bound, folder_of, forget, parts_of
from models.speech.replay import Replay, _read

RATE = 16_000


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """Two seconds of rising samples, in two files."""
    samples = numpy.arange(2 * RATE, dtype="int16")
    paths = [tmp_path / "turn-001.flac", tmp_path / "turn-001-2.flac"]
    for path, part in zip(paths, numpy.split(samples, 2), strict=True):
        soundfile.write(path, part, RATE)
    return paths


@pytest.mark.parametrize("seconds", [0.0, 0.25, 1.0, 1.5, 2.0, 9.0])
def test_it_begins_at_any_moment_of_any_part(parts: list[Path], seconds: float) -> None:
    pcm, rate = _read([str(path) for path in parts], seconds)
    expected = numpy.arange(2 * RATE, dtype="int16")[round(seconds * RATE) :]
    assert rate == RATE
    assert numpy.array_equal(numpy.frombuffer(pcm, "int16"), expected)


def test_a_recording_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "turn-001.flac"
    path.write_bytes(b"not sound")
    replay = Replay([path], 0.0)
    replay._child.wait(30)
    assert replay.over
    assert replay.trouble
    assert "Traceback" not in replay.trouble
    replay.stop()


def test_stopping_ends_it_at_once(parts: list[Path]) -> None:
    replay = Replay(parts, 0.0)
    replay.stop()
    assert replay.over


def kept(places: Places, interview: str, *names: str, size: int = 10) -> None:
    folder = folder_of(places, interview)
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(bytes(size))


def test_an_answers_parts_come_in_the_order_they_were_heard(places: Places) -> None:
    kept(places, "a", *(f"turn-001{n}.flac" for n in ("", *(f"-{n}" for n in range(2, 12)))), "turn-002.flac")
    names = [path.stem.removeprefix("turn-001") for path in parts_of(places, "a", 1)]
    assert names == ["", *(f"-{n}" for n in range(2, 12))]
    assert parts_of(places, "a", 3) == ()
    assert parts_of(places, "b", 1) == ()


def test_the_oldest_interviews_sound_goes_first(places: Places) -> None:
    import os

    for at, name in enumerate(("old", "middle", "new")):
        kept(places, name, "turn-001.flac", size=100)
        os.utime(folder_of(places, name), (at, at))
    assert bound(places, most=1000) == []
    assert bound(places, most=250) == ["old"]
    assert sorted(path.name for path in places.recordings.iterdir()) == ["middle", "new"]
    forget(places, "new")
    forget(places, "never was")
    assert [path.name for path in places.recordings.iterdir()] == ["middle"]


def test_a_name_leads_nowhere_else(places: Places) -> None:
    assert folder_of(places, "../../etc").parent == places.recordings
