"""Speech for the benchmarks: people who read aloud, and a machine where no such recordings are installed."""

import re
import shutil
import subprocess
import wave
from itertools import cycle
from pathlib import Path

from models.speech.protocol import RATE
from tests.pty import ROOT
from tests.speech.desks import VOICES

DEMO = {
    "answer.flac": "The application context carries current app and g."
    " The request context carries the request and the session.",
    "follow-up.flac": "Both are pushed when a request arrives, before the view,"
    " and popped when the request is over.",
}
"""What the demonstration's recordings say."""
READ = re.compile(r"<s> (.+) </s> \((.+)\)")
"""A line of the transcription of Debian's pocketsphinx-testdata."""


def real_voices() -> list[tuple[Path, str]]:
    """LibriVox readings and what they say; none where pocketsphinx-testdata is not installed."""
    listed = VOICES / "transcription"
    found = READ.findall(listed.read_text(encoding="utf-8")) if listed.exists() else []
    return [(VOICES / f"{name}.wav", text) for text, name in found]


def demonstration() -> list[tuple[Path, str]]:
    """The demonstration's recordings, by a synthetic voice, and what they say."""
    return [(ROOT / "tui" / "demo" / name, text) for name, text in DEMO.items()]


def synthesise(text: str, path: Path) -> Path:
    """Speech by eSpeak NG, as a WAV file."""
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", path, text], check=True, timeout=60)
    return path


def has_voice() -> bool:
    """Whether eSpeak NG is here."""
    return shutil.which("espeak-ng") is not None


def pcm(path: Path) -> bytes:
    """A sound file as a recogniser is fed: mono int16 at 16 kHz."""
    from models.speech.files import Files

    files = Files((str(path),), 0)
    files.take(0.0)
    blocks = []
    while block := files.read():
        blocks.append(block)
    return b"".join(blocks)


def speech(path: Path, seconds: float) -> Path:
    """A WAV file of 16 kHz with so many seconds of speech: sentences, a breath after each, over and over."""
    voices = [sound for sound, _ in real_voices()] or [sound for sound, _ in demonstration()]
    sentences = [pcm(sound) + bytes(RATE) for sound in voices]
    left = round(seconds * RATE) * 2
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        for sentence in cycle(sentences):
            out.writeframes(sentence[:left])
            left -= len(sentence)
            if left <= 0:
                return path
    return path
