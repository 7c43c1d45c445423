"""PortAudio, through sounddevice: loaded when it is needed, and used by one thread at a time."""

import threading
from typing import Any

LOCK = threading.Lock()
"""Held while a stream is opened or closed, while a sentence is played, and while the devices are looked for
anew: PortAudio must not be initialised again under an open stream."""

INVALID_DEVICE, UNAVAILABLE, INVALID_RATE, INVALID_CHANNELS = -9996, -9985, -9997, -9998
"""PortAudio's error codes."""


class SoundError(Exception):
    """No sound can be had; its text is one plain sentence for the screen."""


def load() -> Any:
    """The sounddevice module; raises `SoundError` where PortAudio is not installed."""
    try:
        import sounddevice
    except OSError as error:
        raise SoundError(
            "PortAudio is not installed, so there is no sound (Debian: apt-get install libportaudio2)."
        ) from error
    return sounddevice


def code(error: Exception) -> int:
    """PortAudio's code of an error; 0 where it has none."""
    return next((argument for argument in error.args if isinstance(argument, int)), 0)


def refresh() -> None:
    """Look for devices anew: the list is otherwise that of the start. `LOCK` must be held."""
    sounddevice = load()
    sounddevice._terminate()
    sounddevice._initialize()


def find(wanted: str, direction: str) -> dict[str, Any]:
    """The device of that number or name, or the system's own where `wanted` is empty.

    `direction` is `input` or `output`. Raises `SoundError`, with the names there are where none fits.
    """
    sounddevice = load()
    channels = f"max_{direction}_channels"
    devices = [device for device in sounddevice.query_devices() if device[channels] > 0]
    what = "microphone" if direction == "input" else "loudspeaker"
    if not devices:
        raise SoundError(f"There is no {what}.")
    if not wanted:
        default = sounddevice.default.device[direction == "output"]
        return next((device for device in devices if device["index"] == default), devices[0])
    name = wanted.casefold()
    fits = [device for device in devices if str(device["index"]) == name or device["name"].casefold() == name]
    fits = fits or [device for device in devices if name in device["name"].casefold()]
    if not fits:
        there = "; ".join(f"{device['index']} {device['name']}" for device in devices)
        raise SoundError(f"There is no {what} called {wanted}. There are: {there}.")
    return dict(fits[0])
