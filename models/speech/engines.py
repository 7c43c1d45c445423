"""Which recogniser a desk's options name: its label, and how it is built."""

import re
from collections.abc import Callable
from pathlib import Path

from models.speech.protocol import DeskOptions
from models.speech.recognisers.base import Recogniser


def vosk_label(model: str) -> str:
    """A Vosk model as people read it: "Vosk small en-us" for vosk-model-small-en-us-0.15."""
    folder = Path(model)
    name = (
        folder.parent.name if folder.name == "model" else folder.name
    )  # a model package holds a folder `model`
    name = re.sub(r"^vosk[-_]model[-_]", "", name)
    return "Vosk " + re.sub(r"-v?\d[\w.]*(-[a-z]+)?$", r"\1", name).replace(
        "-", " ", name.startswith("small-")
    )


def label(options: DeskOptions) -> str:
    """The recogniser as the screen names it; empty where there is none."""
    if options.recogniser.startswith(("ws://", "wss://")):
        return "vosk-server " + re.sub(r"^wss?://([^/@]*@)?", "", options.recogniser)
    if options.recogniser == "vosk":
        return vosk_label(options.model)
    return {"pocketsphinx": "PocketSphinx en-us", "scripted": "Scripted"}.get(options.recogniser, "")


def builder(options: DeskOptions) -> Callable[[], Recogniser]:
    """What builds the recogniser, with everything that is slow; it may raise `RecogniserError`."""
    if options.recogniser == "vosk":
        return lambda: _vosk(options.model)
    if options.recogniser == "pocketsphinx":
        return _pocketsphinx
    return lambda: _server(options.recogniser)


def _vosk(model: str) -> Recogniser:
    from models.speech.recognisers.vosk import Vosk

    return Vosk(model)


def _pocketsphinx() -> Recogniser:
    from models.speech.recognisers.pocketsphinx import PocketSphinx

    return PocketSphinx()


def _server(address: str) -> Recogniser:
    from models.speech.recognisers.vosk_server import VoskServer

    return VoskServer(address)
