"""A short-lived child that plays recordings one after another, from a moment on.

    python -I -m models.speech.replay SECONDS FILE...

PortAudio can hang and abort: here that costs one replay. The parent ends the child to silence it.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

NO_SOUND = 3
"""Exit status: nothing can be played; standard error says why."""


class Replay:
    """One replay under way."""

    def __init__(self, files: Sequence[Path], seconds: float, python: str = sys.executable) -> None:
        """Play the files from that many seconds on, counted over all of them."""
        command = [python, "-I", "-m", "models.speech.replay", f"{seconds:.3f}", *map(str, files)]
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._child.stdout is not None
        os.set_blocking(self._child.stdout.fileno(), False)
        self._began = False
        self._trouble = ""

    @property
    def began(self) -> bool:
        """Whether the first of it was given to the loudspeaker."""
        if not self._began and self._child.stdout is not None:
            self._began = bool(self._child.stdout.read(1))
        return self._began

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._child.poll() is not None

    @property
    def trouble(self) -> str:
        """Why nothing could be played, once it is over; empty where it was played."""
        if not self._trouble and self._child.poll() == NO_SOUND and self._child.stderr is not None:
            self._trouble = self._child.stderr.read().decode(errors="replace").strip()
        return self._trouble

    def stop(self) -> None:
        """Silence."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdout, self._child.stderr):
            if pipe is not None:
                pipe.close()


def main() -> None:
    """Play what the command line says."""
    from models.speech import playback, portaudio

    seconds, *files = sys.argv[1:]
    try:
        pcm, rate = _read(files, float(seconds))
        playback.play(playback.Sound(pcm, rate), lambda: False, lambda: print(flush=True))
    except (portaudio.SoundError, OSError, RuntimeError) as error:
        print(error, file=sys.stderr)
        sys.exit(NO_SOUND)


def _read(files: Sequence[str], seconds: float) -> tuple[bytes, int]:
    """Mono int16 PCM of all files from that moment on, and its rate in Hz. Raises soundfile's errors."""
    import soundfile

    pcm, rate = b"", 0
    for path in files:
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            skip = min(round(seconds * rate), file.frames)
            seconds -= skip / rate
            file.seek(skip)
            pcm += file.read(dtype="int16", always_2d=True)[:, 0].tobytes()
    return pcm, rate


if __name__ == "__main__":
    main()
