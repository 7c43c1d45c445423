"""A short-lived child of the desk that turns one sentence into a sound file, or lists the voices.

    python -I -m models.speech.synthesis FILE RATE [VOICE] < sentence
    python -I -m models.speech.synthesis --voices

pyttsx3 can hang, print, and end its process: here that costs one sentence. The exit status is 0 only if the
engine said that the utterance is finished.
"""

import ctypes
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

NO_ENGINE, NO_VOICE, NOT_FINISHED = 3, 4, 5
"""Exit statuses: no speech engine; no voice of that name; the engine did not finish."""

_SYSTEM = ("libespeak-ng.so.1", "libespeak.so.1")
"""What pyttsx3 looks for on Linux."""


def _lend_espeak() -> None:
    """Where Linux has no eSpeak, load espeakng-loader's under the name that pyttsx3 looks for."""
    if not sys.platform.startswith("linux"):
        return
    for library in _SYSTEM:
        try:
            ctypes.CDLL(library)
            return
        except OSError:
            continue
    import espeakng_loader

    os.putenv(
        "ESPEAK_DATA_PATH", str(espeakng_loader.get_data_path())
    )  # without it the C code ends the process
    ctypes.CDLL(str(espeakng_loader.get_library_path()), mode=ctypes.RTLD_GLOBAL)


def _engine() -> Any:
    try:
        _lend_espeak()
        import pyttsx3

        return pyttsx3.init()
    except Exception as error:  # ImportError, OSError, RuntimeError, by platform
        print(f"no speech engine: {error}", file=sys.stderr)
        sys.exit(NO_ENGINE)


def _choose(engine: Any, wanted: str) -> str | None:
    """The id of the voice of that id or name, or else of the first in whose id or name it occurs."""
    voices = [(str(voice.id), str(voice.name or "")) for voice in engine.getProperty("voices")]
    name = wanted.casefold()
    exact = [key for key, title in voices if name in (key.casefold(), title.casefold())]
    part = [key for key, title in voices if name in key.casefold() or name in title.casefold()]
    return next(iter(exact + part), None)


def _save(path: str, rate: int, wanted: str, text: str) -> int:
    engine = _engine()
    if wanted:
        voice = _choose(engine, wanted)
        if voice is None:
            return NO_VOICE
        engine.setProperty("voice", voice)
    finished: list[bool] = []
    engine.connect("finished-utterance", lambda name=None, completed=True: finished.append(completed))
    engine.setProperty("rate", rate)

    def set_rate(**_: object) -> None:
        """Set it again just before the sentence: on Linux the first may be lost.

        pyttsx3 ends its loop before it begins a sentence, and cancels eSpeak if its thread is still at work
        on the settings; eSpeak then drops the one that it was about to take.
        """
        engine.setProperty("rate", rate)
        engine.proxy.setBusy(False)  # or it would wait until the sentence is over

    engine.connect("started-utterance", set_rate)
    engine.save_to_file(text, path)
    engine.runAndWait()
    deadline = time.monotonic() + 10  # the desk ends this process sooner
    while not finished and time.monotonic() < deadline:
        time.sleep(0.01)  # the engine calls back from a thread of its own
    return 0 if finished and finished[-1] and Path(path).stat().st_size > 44 else NOT_FINISHED


def main() -> None:
    """Do what the command line says."""
    answers = os.dup(1)
    os.dup2(2, 1)  # the engine prints
    if sys.argv[1:] == ["--voices"]:
        voices = [{"id": str(v.id), "name": str(v.name or "")} for v in _engine().getProperty("voices")]
        os.write(answers, json.dumps(voices).encode() + b"\n")
        sys.exit(0)
    path, rate, *voice = sys.argv[1:]
    status = _save(path, int(rate), voice[0] if voice else "", sys.stdin.read())
    sys.stdout.flush()
    os._exit(status)  # eSpeak has assertions that fail at a normal exit


if __name__ == "__main__":
    main()
