"""How loud it is, and for how long there has been voice."""

import math

import numpy

from models.speech.activity import FRAME, VoiceActivity

SILENCE = -120.0
"""dBFS of digital silence."""
BREATH = 0.21
"""Seconds without voice, as in a stopped consonant, that do not interrupt it."""


def dbfs(amplitude: float) -> float:
    """An amplitude, of which 32768 is full scale, in dBFS."""
    return max(SILENCE, 20 * math.log10(amplitude / 32768)) if amplitude > 0 else SILENCE


class Meter:
    """Level and voice of one answer."""

    def __init__(self) -> None:
        self._activity = VoiceActivity()
        self._recent: list[bytes] = []
        self.voiced = 0.0
        """Seconds of the answer that held voice."""
        self.run = 0.0
        """Seconds of uninterrupted voice up to now."""
        self._pause = 0.0

    def hear(self, pcm: bytes) -> None:
        """Take in a block."""
        self._recent.append(pcm)
        for _, voiced in self._activity.frames(pcm):
            if voiced:
                self.voiced += FRAME
                self.run += FRAME + self._pause
                self._pause = 0.0
            elif self.run:
                self._pause += FRAME
                if self._pause > BREATH:
                    self.run = self._pause = 0.0

    def level(self) -> tuple[float, float]:
        """Root mean square and peak, in dBFS, of what was taken in since this was last asked."""
        sound = numpy.frombuffer(b"".join(self._recent), "int16").astype("float32")
        self._recent = []
        if not len(sound):
            return SILENCE, SILENCE
        return dbfs(float(numpy.sqrt(numpy.mean(sound * sound)))), dbfs(float(numpy.abs(sound).max()))
