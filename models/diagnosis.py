"""What works on this machine, and the command that mends what does not; looks only, changes nothing."""

import importlib.util
import platform
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from models.counting import counted
from models.records.journal import Journal, JournalError
from models.records.mounts import NETWORK, kind_of
from models.records.paths import FolderError, Places, model_folders
from models.records.settings import SettingsError
from models.records.site import Limits, load_settings, read_site
from models.speech.catalogue import choose, find_models
from models.speech.client import list_devices


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    what: str
    state: str
    """`ok`, `missing` or `broken`."""
    found: str
    mend: str = ""
    """What to do about it; empty where nothing need be done."""


def diagnose(places: Places, environ: Mapping[str, str]) -> list[Finding]:
    """Everything that an interview rests on. Paths begin with ~, so that it can be shown to anybody."""
    return [
        Finding("Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        _terminal(environ),
        *_sound(),
        _recogniser(places),
        *_site(places),
        *_kept(places),
    ]


def _terminal(environ: Mapping[str, str]) -> Finding:
    term = environ.get("TERM", "")
    if not term or term == "dumb":
        return Finding("Terminal", "missing", f"TERM is {term or 'not set'}", "viva --plain")
    colours = (
        "no colours (NO_COLOR)"
        if environ.get("NO_COLOR")
        else environ.get("COLORTERM", "256 colours or fewer")
    )
    return Finding("Terminal", "ok", f"{term}, {colours}")


def _sound() -> list[Finding]:
    devices = list_devices()
    install = "apt-get install libportaudio2" if sys.platform == "linux" else ""
    library = any("PortAudio" in error for error in devices.errors)
    found = []
    if devices.inputs:
        default = next((device for device in devices.inputs if device.default), devices.inputs[0])
        found.append(Finding("Microphone", "ok", f"{default.name}, one of {len(devices.inputs)}"))
    else:
        mend = install if library else "Answers are typed; plug one in to speak them."
        found.append(Finding("Microphone", "missing", _error(devices.errors, "microphone"), mend))
    if devices.outputs:
        found.append(Finding("Loudspeaker", "ok", f"{len(devices.outputs)} found"))
    else:
        mend = install if library else "Questions are read on the screen."
        found.append(Finding("Loudspeaker", "missing", _error(devices.errors, "loudspeaker"), mend))
    if devices.voices:
        found.append(Finding("Voice", "ok", f"{len(devices.voices)} voices"))
    else:
        found.append(
            Finding("Voice", "missing", _error(devices.errors, "speech engine"), "apt-get install espeak-ng")
        )
    return found


def _error(errors: tuple[str, ...], about: str) -> str:
    return next(
        (error for error in errors if about in error), errors[0] if errors else f"There is no {about}."
    )


def _recogniser(places: Places) -> Finding:
    models = find_models(model_folders(places))
    limits = _limits(places)
    models = [model for model in models if limits.allow_model(model.name)]
    choice = choose("auto", "", models, limits.recognisers)
    if choice.engine == "vosk":
        return Finding("Recogniser", "ok", f"{choice.label}, {_short(choice.model)}")
    if limits.recognisers is not None:
        return Finding("Recogniser", "ok", f"{choice.label}. {choice.why}")
    if importlib.util.find_spec("pocketsphinx"):
        return Finding("Recogniser", "ok", "PocketSphinx en-us", "Better, 40 MB, once: viva models get")
    return Finding("Recogniser", "missing", choice.why, "viva models get")


def _limits(places: Places) -> Limits:
    try:
        return read_site(places).limits
    except SettingsError:  # which is told of below
        return Limits()


def _site(places: Places) -> list[Finding]:
    """The administrator's file, where there is one."""
    what = "Administrator"
    try:
        site = read_site(places)
    except SettingsError as error:
        return [Finding(what, "broken", str(error), "Only the administrator of this machine can mend it")]
    if not site.files:
        return []
    where, limits, chosen = ", ".join(map(str, site.files)), _table(site.limits), _table(site.defaults)
    return [Finding(what, "ok", f"{where}; limits: {limits}; defaults: {chosen}")]


def _table(values: object) -> str:
    """Names and values in one line, as they are written in a file."""
    pairs = msgspec.to_builtins(values).items()
    return ", ".join(f"{name} = {msgspec.json.encode(value).decode()}" for name, value in pairs) or "none"


def _kept(places: Places) -> list[Finding]:
    found = []
    try:
        load_settings(msgspec.structs.replace(places, site=()))
        found.append(Finding("Settings", "ok", _short(str(places.settings))))
    except SettingsError as error:
        found.append(Finding("Settings", "broken", _short(str(error)), "Mend the file, or delete it"))
    if not places.journal.exists():
        found.append(Finding("Journal", "ok", f"none yet; it will be {_short(str(places.journal))}"))
        return found
    try:
        journal = Journal.open_to_read(places.journal)
        count = journal.count()
        journal.close()
    except (JournalError, FolderError) as error:
        found.append(
            Finding(
                "Journal",
                "broken",
                _short(str(error)),
                "Is the disk full or read-only? What is damaged is set aside, and never deleted",
            )
        )
    else:
        kept = counted(count, "interview")
        kind = kind_of(places.journal)
        where = f", over the network ({kind})" if kind in NETWORK else ""
        found.append(Finding("Journal", "ok", f"{kept}, {_short(str(places.journal))}{where}"))
    return found


def _short(text: str) -> str:
    """A text that names nobody's home."""
    home = str(Path.home())
    return text.replace(home, "~") if home != "/" else text
