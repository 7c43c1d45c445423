"""Sound that is played: sentences and tones, stopped at once when asked."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy

from models.speech import portaudio

CHUNK = 0.05
"""Seconds that are written at a time: how soon a hush is noticed."""
LATENCY = 0.2
"""Seconds that are asked for: below it, a busy machine stutters."""
RATE = 22_050
"""Hz of the tones."""

_TONES = {
    "open": ((880.0, 0.12),),
    "minute": ((660.0, 0.08), (0.0, 0.06), (660.0, 0.08)),
    "closed": ((587.0, 0.12),),
}
"""Hz and seconds."""


class Sound(NamedTuple):
    """Mono int16 PCM and its rate in Hz."""

    pcm: bytes
    rate: int


def tone(name: str) -> Sound:
    """A short, soft tone, faded at both ends so that it does not click."""
    parts = []
    for hertz, seconds in _TONES[name]:
        moments = numpy.arange(round(RATE * seconds)) / RATE
        fade = numpy.clip(numpy.minimum(moments, seconds - moments) / 0.02, 0.0, 1.0)
        parts.append(numpy.sin(2 * numpy.pi * hertz * moments) * fade * 0.1)
    return Sound((numpy.concatenate(parts) * 32767).astype("int16").tobytes(), RATE)


def play(sound: Sound, hushed: Callable[[], bool], began: Callable[[], None]) -> None:
    """Play to the end, or until hushed; return when nothing of it is to be heard any more.

    `began` is called when the first of it was given to the device. Raises `portaudio.SoundError` where there
    is no device, or none that takes it.
    """
    with portaudio.LOCK:
        sounddevice = portaudio.load()
        device = portaudio.find("", "output")
        try:
            stream, chunks = _open(sounddevice, device, sound)
            try:
                _write(stream, chunks, hushed, began)
            finally:
                stream.abort(ignore_errors=True)
                stream.close(ignore_errors=True)
        except sounddevice.PortAudioError as error:
            raise portaudio.SoundError(f"{device['name']} does not play ({error}).") from error


def _write(stream: Any, chunks: list[bytes], hushed: Callable[[], bool], began: Callable[[], None]) -> None:
    """Write the chunks, then silence for as long as the last of them are still on their way.

    Stopping a stream of PulseAudio's does not wait for what it holds: that much would be cut off the end.
    """
    start = time.monotonic()
    end = start + len(chunks) * CHUNK + float(stream.latency)
    silence = bytes(max(map(len, chunks), default=0))
    for chunk in chunks:
        if hushed():
            return
        stream.write(chunk)
        if chunk is chunks[0]:
            began()
    end = max(end, time.monotonic() + float(stream.latency))
    while silence and time.monotonic() < end and not hushed():
        stream.write(silence)


def _open(sounddevice: Any, device: dict[str, Any], sound: Sound) -> tuple[Any, list[bytes]]:
    """A started stream, and the sound cut for it: at its own rate in mono, else as the device wants it."""
    own = round(device["default_samplerate"]) or 48_000
    many = min(2, int(device["max_output_channels"]))
    trouble: Exception | None = None
    for rate, channels in ((sound.rate, 1), (own, 1), (own, many)):
        try:
            stream = sounddevice.RawOutputStream(
                samplerate=rate, channels=channels, dtype="int16", device=device["index"], latency=LATENCY
            )
            stream.start()
        except sounddevice.PortAudioError as error:
            trouble = error
            continue
        return stream, _chunks(sound, rate, channels)
    assert trouble is not None
    raise trouble


def _chunks(sound: Sound, rate: int, channels: int) -> list[bytes]:
    samples = numpy.frombuffer(sound.pcm, "int16")
    if rate != sound.rate:
        import soxr

        samples = soxr.resample(samples, sound.rate, rate)
    if channels > 1:
        samples = numpy.repeat(samples, channels)
    size = round(rate * CHUNK) * channels
    return [samples[start : start + size].tobytes() for start in range(0, len(samples), size)]
