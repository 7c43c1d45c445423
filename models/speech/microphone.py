"""The microphone: an open PortAudio stream, and what can be wrong with it told apart."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import numpy

from models.speech import portaudio
from models.speech.holding import Held, MicrophoneLock
from models.speech.protocol import RATE, TroubleKind

BLOCK = 0.1
"""Seconds in a block: what recognisers like best."""
LATENCY = 0.05
"""Seconds of the input's latency that are believed: what is reported is a buffer that is rarely full."""
LOST_AFTER = 2.0
"""Seconds without a block after which a microphone is called lost."""
ATTEMPTS, BETWEEN = 3, 0.5
"""How often, and how many seconds apart, a microphone that went away is looked for."""


class MicrophoneError(Exception):
    """No sound can be had; its text is one plain sentence for the screen."""

    def __init__(self, kind: TroubleKind, text: str) -> None:
        super().__init__(text)
        self.kind: TroubleKind = kind


class Block(NamedTuple):
    """Sound as it came: mono int16 PCM at 16 kHz."""

    pcm: bytes
    began: float
    """When its first sample was taken (`time.monotonic`)."""
    came: float
    """When it was given."""
    seconds: float
    """How long it took to record."""


class Lost(NamedTuple):
    """The stream ended by itself."""


class Microphone:
    """One input stream, at 16 kHz where the device can, else at its own rate and resampled."""

    kind: Literal["microphone"] = "microphone"

    def __init__(self, wanted: str, put: Callable[[Block | Lost], None], lock: str = "") -> None:
        """`wanted` is a device's number or a part of its name; `put` is called from PortAudio's thread.

        `lock` is the file whose lock is the right to any microphone; none is needed where it is empty.
        """
        self._wanted, self._put, self._lock = wanted, put, MicrophoneLock(lock)
        self._stream: Any = None
        self._last = 0.0
        """When the last block came (`time.monotonic`)."""
        self.name = ""

    @property
    def is_open(self) -> bool:
        """Whether a stream was opened, and not closed since."""
        return self._stream is not None

    @property
    def is_alive(self) -> bool:
        """Whether blocks come."""
        return self.is_open and bool(self._stream.active) and time.monotonic() - self._last < LOST_AFTER

    def open(self) -> None:
        """Open the stream; raises `MicrophoneError`."""
        with portaudio.LOCK:
            self._open(self._wanted)

    def open_again(self) -> None:
        """Look for devices anew and open the one that was wanted, or else the system's own.

        Raises `MicrophoneError` if there is none after a few attempts.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._refresh()
                return
            except MicrophoneError:
                if attempt == ATTEMPTS:
                    raise
                threading.Event().wait(BETWEEN)

    def close(self) -> None:
        """Close the stream, as far as it can be closed."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with portaudio.LOCK, contextlib.suppress(Exception):  # what is left of a stream that died
                stream.close(ignore_errors=True)

    def _refresh(self) -> None:
        if not portaudio.LOCK.acquire(timeout=3):  # a sentence is being played
            raise MicrophoneError("microphone-lost", "The sound system does not answer.")
        try:
            portaudio.refresh()
            try:
                self._open(self._wanted)
            except MicrophoneError:
                if not self._wanted:
                    raise
                self._open("")
        except portaudio.SoundError as error:
            raise MicrophoneError("no-microphone", str(error)) from error
        finally:
            portaudio.LOCK.release()

    def _open(self, wanted: str) -> None:
        try:
            self._lock.take()
        except Held as who:
            text = f"Another interview of yours has the microphone{who}: end it, or type your answers."
            raise MicrophoneError("microphone-busy", text) from None
        try:
            self._open_device(wanted)
        except MicrophoneError:
            self._lock.release()
            raise

    def _open_device(self, wanted: str) -> None:
        try:
            sounddevice = portaudio.load()
            device = portaudio.find(wanted, "input")
        except portaudio.SoundError as error:
            raise MicrophoneError("no-microphone", f"{error}".rstrip(".") + ": type your answers.") from error
        self.name = str(device["name"])
        own = round(device["default_samplerate"]) or 48_000
        many = int(device["max_input_channels"])
        trouble: Exception | None = None
        for rate, channels in ((RATE, 1), (own, 1), (own, many)):
            try:
                self._start(sounddevice, device["index"], rate, channels)
                return
            except sounddevice.PortAudioError as error:
                trouble = error
                if portaudio.code(error) == portaudio.UNAVAILABLE:
                    text = f"Another program uses the microphone {self.name}: close it, or type your answers."
                    raise MicrophoneError("microphone-busy", text) from error
        text = (
            f"The microphone {self.name} cannot be opened ({trouble}): choose another, or type your answers."
        )
        raise MicrophoneError("no-microphone", text)

    def _start(self, sounddevice: Any, index: int, rate: int, channels: int) -> None:
        resampler: Any = None
        if rate != RATE:
            import soxr

            resampler = soxr.ResampleStream(rate, RATE, 1, dtype="int16")
        latency = 0.0

        def heard(sound: Any, frames: int, _times: object, _flags: object) -> None:
            came = time.monotonic()
            self._last = came
            pcm = bytes(sound)
            if channels > 1 or resampler is not None:
                samples = numpy.frombuffer(pcm, "int16").reshape(-1, channels)
                mono = samples[:, 0] if channels == 1 else samples.mean(axis=1).astype("int16")
                pcm = (mono if resampler is None else resampler.resample_chunk(mono)).tobytes()
            self._put(Block(pcm, came - frames / rate - latency, came, frames / rate))

        stream = sounddevice.RawInputStream(
            samplerate=rate,
            blocksize=round(rate * BLOCK),
            device=index,
            channels=channels,
            dtype="int16",
            callback=heard,
            finished_callback=lambda: self._put(Lost()),
        )
        try:
            latency = min(LATENCY, max(0.0, float(stream.latency)))
            self._last = time.monotonic()
            stream.start()
        except BaseException:
            stream.close(ignore_errors=True)
            raise
        self._stream = stream
