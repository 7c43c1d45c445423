"""Answers kept as FLAC, where that was asked for."""

import contextlib
from pathlib import Path

from models.speech.protocol import RATE


class Recording:
    """One FLAC file, written as the answer is heard; a full disk ends the recording and not the answer."""

    def __init__(self, folder: str, turn: int) -> None:
        """Raises `OSError` if no file can be made there."""
        import soundfile

        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        names = (f"turn-{turn:03}{part}.flac" for part in ("", *(f"-{n}" for n in range(2, 1000))))
        path = next(p for name in names if not (p := Path(folder) / name).exists())
        try:
            self._file = soundfile.SoundFile(str(path), "w", RATE, 1, "PCM_16", format="FLAC")
        except RuntimeError as error:  # soundfile's own error
            raise OSError(f"{path} cannot be written") from error
        path.chmod(0o600)
        self.failed = False

    def write(self, pcm: bytes) -> None:
        """Add a block of mono int16 PCM at 16 kHz."""
        if not self.failed:
            try:
                self._file.buffer_write(pcm, "int16")
            except (OSError, RuntimeError):
                self.failed = True

    def close(self) -> None:
        """End the file."""
        with contextlib.suppress(OSError, RuntimeError):
            self._file.close()
