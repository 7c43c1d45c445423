"""Answers from audio files: WAV, FLAC and AIFF, of any rate and any number of channels."""

from collections.abc import Iterator
from pathlib import Path

from models.speech.protocol import RATE
from models.speech.sources import BLOCK, Source, SourceError

FORMATS = ("WAV", "WAVEX", "RF64", "FLAC", "AIFF")
"""What is accepted, by libsndfile's names."""


def check_audio(path: str) -> str | None:
    """What is wrong with an audio file, in one sentence; None if it can be heard. Does not load PortAudio."""
    if not Path(path).is_file():
        return f"{path} is not a file." if Path(path).exists() else f"There is no audio file {path}."
    import soundfile

    try:
        info = soundfile.info(path)
    except (OSError, RuntimeError):  # soundfile's own errors are RuntimeErrors
        return f"{path} cannot be read as audio: use WAV, FLAC or AIFF."
    if info.format not in FORMATS:
        return f"{path} is {info.format}: use WAV, FLAC or AIFF."
    if info.frames <= 0 or info.samplerate <= 0:
        return f"{path} holds no sound."
    return None


class Files(Source):
    """Each answer takes the next file; its channels are averaged, its rate made 16 kHz as it is read."""

    kind = "files"

    def __init__(self, paths: tuple[str, ...], taken: int) -> None:
        self._left = list(paths[taken:])
        self.name = "1 audio file" if len(paths) == 1 else f"{len(paths)} audio files"
        self._blocks: Iterator[bytes] = iter(())

    def take(self, skip: float) -> bool:
        """Open the next file."""
        self._blocks = iter(())
        if not self._left:
            return False
        path = self._left.pop(0)
        if problem := check_audio(path):
            raise SourceError(problem)
        self._blocks = _blocks(path, skip)
        return True

    def read(self) -> bytes | None:
        """The next 100 ms of the file."""
        return next(self._blocks, None)


def _blocks(path: str, skip: float) -> Iterator[bytes]:
    import numpy
    import soundfile
    import soxr

    try:
        with soundfile.SoundFile(path) as file:
            file.seek(min(round(skip * file.samplerate), file.frames))
            resampler = soxr.ResampleStream(file.samplerate, RATE, 1, dtype="float32")
            size = max(1, file.samplerate * BLOCK // RATE)
            last = False
            while not last:
                block = file.read(size, dtype="float32", always_2d=True)
                last = len(block) < size
                mono = block.mean(axis=1, dtype="float32")
                if file.samplerate != RATE:
                    mono = resampler.resample_chunk(mono, last=last)
                sound = numpy.rint(numpy.nan_to_num(mono * 32768.0).clip(-32768, 32767)).astype("int16")
                if len(sound):
                    yield sound.tobytes()
    except (OSError, RuntimeError) as error:
        raise SourceError(f"{path} cannot be read to its end: {error}".rstrip(".") + ".") from error
