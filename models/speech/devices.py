"""What there is to hear and to speak with: asked in a process of its own, which may hang or die."""

import subprocess
import sys
from typing import Literal

import msgspec

from models.speech import portaudio
from models.speech.protocol import Device, Devices, VoiceInfo

PATIENCE = 8.0
"""Seconds for the speech engine to list its voices."""


def devices() -> Devices:
    """Look for microphones, loudspeakers and voices."""
    errors: list[str] = []
    inputs: tuple[Device, ...] = ()
    outputs: tuple[Device, ...] = ()
    try:
        inputs, outputs = _list("input"), _list("output")
        if not inputs:
            errors.append("There is no microphone.")
        if not outputs:
            errors.append("There is no loudspeaker.")
    except portaudio.SoundError as error:
        errors.append(str(error))
    voices = _voices()
    if not voices:
        errors.append("There is no speech engine (Debian: apt-get install espeak-ng).")
    return Devices(inputs, outputs, voices, tuple(errors))


def _list(direction: Literal["input", "output"]) -> tuple[Device, ...]:
    sounddevice = portaudio.load()
    default = sounddevice.default.device[direction == "output"]
    return tuple(
        Device(found["index"], found["name"], round(found["default_samplerate"]), found["index"] == default)
        for found in sounddevice.query_devices()
        if found[f"max_{direction}_channels"] > 0
    )


def _voices() -> tuple[VoiceInfo, ...]:
    command = [sys.executable, "-I", "-m", "models.speech.synthesis", "--voices"]
    try:
        child = subprocess.run(command, stdout=subprocess.PIPE, timeout=PATIENCE, check=False)
        return msgspec.json.decode(child.stdout, type=tuple[VoiceInfo, ...])
    except (subprocess.TimeoutExpired, msgspec.MsgspecError):
        return ()
