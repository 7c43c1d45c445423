"""The voice: a thread that speaks one sentence after another, and stops at once when hushed."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

from models.speech import synthesis
from models.speech.gate import Gate
from models.speech.playback import Sound, play, tone
from models.speech.portaudio import SoundError
from models.speech.protocol import FromDesk, Said, Say, Saying, Tone, Trouble

PATIENCE = 5.0
"""Seconds for a sentence to be synthesised; then the text alone must do. eSpeak takes 0.1 to 0.3 s."""
AHEAD = 8
"""Sentences that are kept synthesised."""


class VoiceError(Exception):
    """A sentence cannot be synthesised; its text is one plain sentence for the screen."""


def synthesise(text: str, voice: str, rate: int, seconds: float = PATIENCE) -> Sound:
    """A sentence as sound, by a child process that is given so many seconds; raises `VoiceError`."""
    import soundfile

    with tempfile.TemporaryDirectory(prefix="viva-voice-") as folder:
        path = Path(folder) / "sentence.wav"
        command = [sys.executable, "-I", "-m", "models.speech.synthesis", str(path), str(rate), voice]
        try:
            child = subprocess.run(
                command, input=text.encode(), stdout=subprocess.DEVNULL, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise VoiceError("The voice did not answer in time: read the questions.") from error
        if child.returncode == synthesis.NO_VOICE:
            raise VoiceError(f"There is no voice called {voice}: `viva doctor` lists them.")
        if child.returncode == synthesis.NO_ENGINE:
            raise VoiceError(
                "There is no speech engine (Debian: apt-get install espeak-ng): read the questions."
            )
        try:
            if child.returncode != 0:
                raise OSError(f"status {child.returncode}")
            samples, hertz = soundfile.read(str(path), dtype="int16", always_2d=True)  # WAV, or macOS's AIFF
        except (OSError, RuntimeError) as error:
            raise VoiceError("The voice failed: read the questions.") from error
        return Sound(samples[:, 0].tobytes(), int(hertz))


class _Sentence(NamedTuple):
    say: Say
    hushed: "Future[None]"


class Voice(threading.Thread):
    """Speaks, and sounds tones, in the order in which it is asked."""

    def __init__(
        self, name: str, rate: int, speaks: bool, gate: Gate, post: Callable[[FromDesk], None]
    ) -> None:
        """`name` is a voice's id or a part of its name, `rate` words a minute; only tones unless `speaks`."""
        super().__init__(name="voice", daemon=True)
        self._name, self._rate, self._speaks = name, rate, speaks
        self._gate, self._post = gate, post
        self._queue: SimpleQueue[_Sentence | Tone] = SimpleQueue()
        self._lock = threading.Lock()
        self._outstanding: list[Future[None]] = []
        self._pool = ThreadPoolExecutor(2, "synthesis")
        self._ready: dict[str, Future[Sound]] = {}
        self._told = False

    def say(self, say: Say) -> None:
        """Speak after what is still to be spoken; the gate closes now."""
        self._gate.close()
        sentence = _Sentence(say, Future())
        with self._lock:
            self._outstanding.append(sentence.hushed)
        self._queue.put(sentence)

    def sound(self, what: Tone) -> None:
        """Sound a tone; where nothing plays it is left out."""
        self._queue.put(what)

    def hush(self) -> None:
        """Stop the present sentence, and leave out those that wait."""
        with self._lock:
            for hushed in self._outstanding:
                if not hushed.done():
                    hushed.set_result(None)

    def prepare(self, texts: tuple[str, ...]) -> None:
        """Synthesise these ahead of time."""
        if self._speaks:
            for text in texts[:AHEAD]:
                self._sound(text)

    def _sound(self, text: str) -> "Future[Sound]":
        with self._lock:
            if text not in self._ready:
                while len(self._ready) >= AHEAD:
                    self._ready.pop(next(iter(self._ready)))
                self._ready[text] = self._pool.submit(synthesise, text, self._name, self._rate)
            return self._ready[text]

    def run(self) -> None:
        """Speak for ever."""
        while True:
            item = self._queue.get()
            if isinstance(item, Tone):
                self._sound_tone(item)
            else:
                spoken = False
                try:
                    spoken = self._speak(item)
                except (VoiceError, SoundError) as error:
                    self._tell(str(error))
                with self._lock:
                    self._outstanding.remove(item.hushed)
                self._gate.open()
                self._post(Said(item.say.id, spoken))

    def _speak(self, sentence: _Sentence) -> bool:
        """Speak one sentence; return whether any of it was heard."""
        if not self._speaks:
            return False
        future = self._sound(sentence.say.text)
        either: list[Future[Any]] = [future, sentence.hushed]
        wait(either, return_when=FIRST_COMPLETED)
        if sentence.hushed.done():
            return False
        with self._lock:
            self._ready.pop(sentence.say.text, None)
        spoken: list[bool] = []

        def began() -> None:
            spoken.append(True)
            self._post(Saying(sentence.say.id))

        play(future.result(), sentence.hushed.done, began)
        return bool(spoken)

    def _sound_tone(self, what: Tone) -> None:
        try:
            play(tone(what.name), lambda: False, lambda: None)
        except SoundError as error:
            if self._speaks:
                self._tell(str(error))

    def _tell(self, text: str) -> None:
        if not self._told:
            self._told = True
            self._post(Trouble("no-voice", text))
