"""When there is voice: 30 ms at a time, by the detector that PocketSphinx brings (WebRTC's)."""

from collections.abc import Iterator

from pocketsphinx import Vad

from models.speech.protocol import RATE

FRAME = 0.03
"""Seconds: the frame on which the detector decides."""


class VoiceActivity:
    """Cuts sound of any length into frames and says of each whether it holds voice."""

    def __init__(self) -> None:
        # Of the four modes the second strictest: keyboards and fans are no voice, quiet endings of words are.
        self._detector = Vad(mode=Vad.MEDIUM_STRICT, sample_rate=RATE, frame_length=FRAME)
        self._size: int = self._detector.frame_bytes
        self._rest = b""

    def frames(self, pcm: bytes) -> Iterator[tuple[bytes, bool]]:
        """Each whole frame that this sound completes, and whether it holds voice."""
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % self._size
        self._rest = pcm[whole:]
        for start in range(0, whole, self._size):
            frame = pcm[start : start + self._size]
            yield frame, self._detector.is_speech(frame)

    def rest(self) -> bytes:
        """The sound that filled no frame; it is given once."""
        rest, self._rest = self._rest, b""
        return rest
