"""The models there are to recognise with, and which recogniser an interview takes."""

import importlib.util
import pkgutil
import re
import subprocess
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import msgspec

from models.speech.engines import vosk_label

RECOGNISERS = ("auto", "vosk", "pocketsphinx", "none")
"""What a recogniser can be called; or it is the `ws://` or `wss://` address of a vosk-server."""

DEFAULT_MODEL = "vosk-model-small-en-us-0.15"
VOSK_NAMES = (
    DEFAULT_MODEL,
    "vosk-model-en-us-0.22-lgraph",
    "vosk-model-en-us-0.22",
    "vosk-model-en-us-0.42-gigaspeech",
    "vosk-model-en-us-daanzu-20200905",
    "vosk-model-en-us-daanzu-20200905-lgraph",
    "vosk-model-en-us-librispeech-0.2",
    "vosk-model-small-en-us-zamia-0.5",
    "vosk-model-en-us-aspire-0.2",
    "vosk-model-en-us-0.21",
    "vosk-model-en-in-0.5",
    "vosk-model-small-en-in-0.4",
)
"""The English models that Vosk's publisher lists."""

GET = "viva models get"
"""What helps where a model is missing."""
ASK = "ask the administrator"
"""What helps where only the system's models count, as in `viva --restricted`."""

TRIAL = 180.0
"""Seconds for a model to be loaded once: one of 2 GB from a slow disk."""

_LANGUAGE = re.compile(r"^vosk[-_]model[-_](?:small-|tiny-|big-)?([a-z]{2}(?:-(?:us|in|gb|au))?)(?:[-_]|$)")


class CatalogueError(Exception):
    """There is no such model or recogniser, or it cannot be used; its text is one plain sentence."""


class Model(msgspec.Struct, frozen=True):
    """A Vosk model on this machine."""

    name: str
    path: str
    language: str
    """As in its name: `en-us`; empty where its name does not tell."""
    label: str
    """As people read it: "Vosk small en-us"."""
    origin: str
    """The folder in which it was found, or the Python package that brings it."""
    named: bool = False
    """Whether its own folder was named to Viva, rather than one that holds models."""


class Choice(msgspec.Struct, frozen=True):
    """What an interview listens with."""

    engine: str
    """As `DeskOptions.recogniser` wants it."""
    model: str
    """As `DeskOptions.model` wants it."""
    label: str
    """As people read it; "typed answers" where nothing listens."""
    why: str
    """One sentence: why this one."""


def is_model(folder: Path) -> bool:
    """Whether a folder looks like a Vosk model: it has an acoustic model, in the new layout or the old."""
    return (folder / "am" / "final.mdl").is_file() or (folder / "final.mdl").is_file()


def find_models(folders: Iterable[Path]) -> list[Model]:
    """The models in these folders, each of which is one or holds some, then those of installed packages."""
    found: dict[str, Model] = {}
    for folder in folders:
        for path, named in _candidates(folder):
            real = str(path.resolve())
            if real not in found:
                found[real] = describe(path, str(folder), named)
    for package, path in _packages():
        found.setdefault(str(path.resolve()), describe(path, package, False))
    return list(found.values())


def _candidates(folder: Path) -> list[tuple[Path, bool]]:
    try:
        if is_model(folder):
            return [(folder, True)]
        return [(path, False) for path in sorted(folder.iterdir()) if path.name[0] != "." and is_model(path)]
    except OSError:
        return []


def _packages() -> Iterable[tuple[str, Path]]:
    """Models that came by pip: packages called `vosk_model_…` with a model inside; none is imported."""
    for module in pkgutil.iter_modules():
        if module.ispkg and module.name.startswith("vosk_model"):
            spec = importlib.util.find_spec(module.name)
            for place in (spec.submodule_search_locations or ()) if spec else ():
                folders = (Path(place) / "model", Path(place))
                yield from ((module.name, folder) for folder in folders if is_model(folder))


def describe(path: Path, origin: str, named: bool = False) -> Model:
    """What the name of a model's folder tells about it."""
    name = path.parent.name if path.name == "model" else path.name
    language = _LANGUAGE.match(name)
    return Model(name, str(path), language[1] if language else "", vosk_label(str(path)), origin, named)


def find_model(wanted: str, models: Sequence[Model], remedy: str = GET) -> Model:
    """The model of that name, or in that folder; raises `CatalogueError` with the names there are."""
    for model in models:
        if wanted in (model.name, model.path, re.sub(r"^vosk[-_]model[-_]", "", model.name)):
            return model
    folder = Path(wanted).expanduser()
    if is_model(folder):
        return describe(folder, str(folder.parent), True)
    if folder.is_dir():
        raise CatalogueError(f"{wanted} is not a Vosk model: it holds no am/final.mdl.")
    there = ", ".join(model.name for model in models) or "none"
    raise CatalogueError(f"There is no Vosk model {wanted}. Installed: {there}. To have one: {remedy}")


def choose(
    recogniser: str,
    model: str,
    models: Sequence[Model],
    allowed: Collection[str] | None = None,
    remedy: str = GET,
) -> Choice:
    """What to listen with: `auto` is Vosk where an English model is, else PocketSphinx, else nothing.

    A model that is named wins over that. Only recognisers that are `allowed` are taken, all where that is
    `None`; where only a vosk-server is, `auto` takes it. `remedy` is what helps where a model is missing.
    Raises `CatalogueError` for what is not to be had.
    """

    def may(engine: str) -> bool:
        return allowed is None or engine in ("auto", "none", *allowed)

    def usable(engine: str) -> bool:
        return may(engine) and _installed(engine)

    if not may(recogniser):
        valid = ", ".join((*(allowed or ()), "none"))
        raise CatalogueError(f"The recogniser {recogniser} is not allowed on this machine. Allowed: {valid}.")
    if recogniser.startswith(("ws://", "wss://")):
        label = "vosk-server " + re.sub(r"^wss?://([^/@]*@)?", "", recogniser)
        return Choice(recogniser, "", label, "A vosk-server was named.")
    if recogniser == "scripted":
        return Choice("scripted", model, "Scripted", "A script was named.")
    if recogniser not in RECOGNISERS:
        valid = ", ".join(RECOGNISERS)
        raise CatalogueError(f"There is no recogniser {recogniser}: use one of {valid}, or ws://HOST:PORT.")
    if recogniser == "none":
        return Choice("none", "", "typed answers", "No recogniser was asked for.")
    if model and recogniser != "pocketsphinx":
        if not may("vosk"):
            raise CatalogueError(
                f"A model is Vosk's, which is not allowed on this machine: leave out {model}."
            )
        found = find_model(model, models, remedy)
        return Choice("vosk", found.path, found.label, "This model was named.")
    english = _english(models)
    if recogniser != "pocketsphinx" and english and usable("vosk"):
        return Choice(
            "vosk", english.path, english.label, f"An English Vosk model is installed: {english.name}."
        )
    if recogniser == "vosk":
        raise CatalogueError(f"No English Vosk model is installed, and no other was named: {remedy}.")
    if usable("pocketsphinx"):
        if recogniser == "pocketsphinx":
            why = "It was asked for."
        elif may("vosk"):
            why = f"No English Vosk model is installed ({remedy})."
        else:
            why = "It is what this machine allows."
        return Choice("pocketsphinx", "", "PocketSphinx en-us", why)
    if recogniser == "pocketsphinx":
        raise CatalogueError("PocketSphinx is not installed: pip install pocketsphinx.")
    server = next((name for name in allowed or () if name.startswith(("ws://", "wss://"))), None)
    if server is not None:
        return choose(server, "", models)
    return Choice("none", "", "typed answers", "No recogniser is installed, or allowed on this machine.")


def _english(models: Sequence[Model]) -> Model | None:
    """The English model to take: US English first, last a folder that was itself named."""
    return next(
        (model for start in ("en-us", "en") for model in models if model.language.startswith(start)),
        next((model for model in models if model.named and not model.language), None),
    )


def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def trouble_with(path: Path) -> str | None:
    """What is wrong with a model, in one sentence, found by building a recogniser with it; None if it works.

    Half a model passes every lesser test. A child process does it, for the C library may abort.
    """
    command = [sys.executable, "-I", "-m", "models.speech.trial", str(path)]
    try:
        child = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TRIAL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{path.name} could not be loaded within {TRIAL:.0f} seconds."
    if child.returncode == 0:
        return None
    return f"{path.name} is no working Vosk model: no recogniser can be built with it."
