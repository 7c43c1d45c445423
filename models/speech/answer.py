"""One opening of the ear: sound goes in, lines come out."""

from collections.abc import Callable, Iterable

import msgspec

from models.speech.keeping import Recording
from models.speech.meter import Meter
from models.speech.protocol import RATE, FromDesk, Level, Listen, Listening, Partial, Segment, Stopped
from models.speech.recognisers.base import Hypothesis, Recogniser, Result

LEVELS = 0.25
"""Seconds of sound between levels, at least."""
PARTIALS = 1 / 3
"""Seconds of sound between partials, at least; the first of a segment comes at once."""


class Answer:
    """Feeds a recogniser, and posts what it hears with times that count from the turn's first sample."""

    def __init__(
        self,
        listen: Listen,
        recogniser: Recogniser,
        recording: Recording | None,
        post: Callable[[FromDesk], None],
    ) -> None:
        self.turn = listen.turn
        self._since = listen.since
        self._recogniser, self._recording, self._post = recogniser, recording, post
        self.meter = Meter()
        self._is_open = self._is_finished = False
        self._samples = 0
        self._last_level = 0.0
        self._shown, self._shown_at = "", 0.0
        self._waiting = ""
        """A partial that is held back by its rate."""
        self.segments = 0
        self.loudest = -120.0
        """dBFS: the loudest level so far."""
        recogniser.start(listen.terms)

    @property
    def heard(self) -> float:
        """Seconds of sound since the ear was opened."""
        return self._samples / RATE

    def open(self) -> None:
        """Post, once, that the ear is open."""
        if not self._is_open:
            self._is_open = True
            self._post(Listening(self.turn))

    def hear(self, pcm: bytes) -> None:
        """Take in a block, and post what comes of it."""
        self.open()
        self._samples += len(pcm) // 2
        self.meter.hear(pcm)
        if self._recording:
            self._recording.write(pcm)
        self._results(self._recogniser.accept(pcm))
        if self._waiting and self.heard - self._shown_at >= PARTIALS:
            self._show(self._waiting)
        if self.heard - self._last_level >= LEVELS:
            self.level()

    def level(self) -> None:
        """Post how loud it is."""
        self._last_level = self.heard
        rms, peak = self.meter.level()
        self.loudest = max(self.loudest, rms)
        seconds = round(self._since + self.heard, 3)
        self._post(Level(self.turn, seconds, round(rms, 1), round(peak, 1), round(self.meter.run, 2)))

    def finish(self) -> None:
        """Post the segments that were still open; once, for a file may end before the ear is closed."""
        if self._is_finished:
            return
        self._is_finished = True
        self._results(self._recogniser.finish())
        if self._recording:
            self._recording.close()

    def abandon(self) -> None:
        """End what is kept of it; the recogniser is lost."""
        if self._recording:
            self._recording.close()

    def stopped(self, missing: float) -> None:
        """Post that the ear is closed."""
        seconds = round(self._since + self.heard, 3)
        self._post(Stopped(self.turn, seconds, round(self.meter.voiced, 2), round(missing, 2)))

    def _results(self, results: Iterable[Result]) -> None:
        for result in results:
            if isinstance(result, Hypothesis):
                self._waiting = ""
                if not self._shown or self.heard - self._shown_at >= PARTIALS:
                    self._show(result.text)
                else:
                    self._waiting = result.text
            else:
                self._shown = self._waiting = ""
                self.segments += 1
                since = self._since
                words = tuple(
                    msgspec.structs.replace(w, start=round(w.start + since, 3), end=round(w.end + since, 3))
                    for w in result.words
                )
                start, end = round(result.start + since, 3), round(result.end + since, 3)
                self._post(Segment(self.turn, result.text, start, end, words))

    def _show(self, text: str) -> None:
        self._waiting = ""
        if text != self._shown:
            self._shown, self._shown_at = text, self.heard
            self._post(Partial(self.turn, text))
