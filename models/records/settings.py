"""Settings: what the lobby and the sound check remember; their names are those of the options."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import msgspec
import tomli_w

from models.records.paths import private_file, private_folder, restricted

RESTRICTED_TO = frozenset(
    [
        "pack",
        "minutes",
        "topic",
        "level",
        "mode",
        "probes",
        "finish",
        "device",
        "speak",
        "voice",
        "rate",
        "theme",
        "aliases",
        "headphones_advised",
        "interview_date",
    ]
)
"""Settings that a restricted Viva takes from a person's own file: no recogniser, no model, no recordings."""


class SettingsError(Exception):
    """The settings cannot be read; the sentence says where and why."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One person's choices, taken again next time."""

    pack: str = "flask"
    minutes: float = 20.0
    topic: tuple[str, ...] = ()
    level: Literal["", "junior", "mid", "senior"] = ""
    mode: Literal["practice", "exam"] = "practice"
    probes: int = 2
    finish: float = 6.0
    """Seconds of silence that end an answer; 0 is off."""
    recogniser: str = "auto"
    model: str = ""
    device: str = ""
    speak: bool = True
    voice: str = ""
    rate: int = 170
    theme: str = "viva-dark"
    keep_audio: bool = False
    aliases: dict[str, str] = {}
    """What the recogniser writes, and what was said: "whiskey" = "WSGI"."""
    headphones_advised: bool = False
    interview_date: str = ""
    """The day of the real interview, as 2026-12-01; before it, more is due."""

    @property
    def interview_day(self) -> date | None:
        """That day, where there is one that can be read."""
        try:
            return date.fromisoformat(self.interview_date)
        except ValueError:
            return None


def load_settings(path: Path) -> Settings:
    """The settings in the file; the defaults where there is none.

    Raises:
        SettingsError: it is not TOML, or a value is not one that can be.
    """
    values = _read(path)
    if restricted():
        values = {name: value for name, value in values.items() if name in RESTRICTED_TO}
    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}. Mend it, or delete it to begin anew.") from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}. Mend it, or delete it to begin anew.") from None


def save_settings(path: Path, settings: Settings) -> None:
    """Write the file anew, atomically.

    Raises:
        SettingsError: the disk is full or failing; the file is as it was.
    """
    private_folder(path.parent)
    beside = private_file(path.with_name(path.name + ".new"))
    values: dict[str, Any] = msgspec.to_builtins(settings)
    if restricted():  # what it does not take stays as it is
        values |= {name: value for name, value in _read(path).items() if name not in RESTRICTED_TO}
    try:
        beside.write_text(tomli_w.dumps(values), "utf-8")
        beside.replace(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}.") from None


def changed(settings: Settings, key: str, value: str) -> Settings:
    """The settings with one value, as a person writes it, in place of another.

    Raises:
        SettingsError: the value is not one that the setting can have; the sentence says which can be.
    """
    now = msgspec.to_builtins(getattr(settings, key))
    if isinstance(now, dict):
        heard, _, meant = (part.strip() for part in value.partition("="))
        if not heard or "=" not in value:
            raise SettingsError(f"{key} is changed so: {key} whiskey=WSGI to add, {key} whiskey= to remove.")
        pairs = {name: word for name, word in now.items() if name != heard} | (
            {heard: meant} if meant else {}
        )
        return msgspec.convert({**msgspec.to_builtins(settings), key: pairs}, Settings)
    said: Any = (
        [part.strip() for part in value.split(",") if part.strip()] if isinstance(now, tuple) else value
    )
    try:
        values = {**msgspec.to_builtins(settings), key: _parsed(said, now)}
        found = msgspec.convert(values, Settings)
    except msgspec.ValidationError:
        words = {"bool": ("on", "off"), "int": ("a whole number",), "float": ("a number",)}
        valid = words.get(type(now).__name__) or get_args(get_type_hints(Settings)[key])
        one_of = ", ".join(str(word) or "empty" for word in valid)
        raise SettingsError(f"{key} cannot be {value!r}. It can be: {one_of}.") from None
    _check(found)
    return found


def _parsed(said: Any, now: Any) -> Any:
    if isinstance(now, bool):
        words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
        return words.get(said.lower(), said)
    if isinstance(now, int | float):
        try:
            return type(now)(0 if said.lower() == "off" else said)
        except ValueError:
            return said
    return said


def _check(settings: Settings) -> None:
    bounds = {"minutes": (1, 240), "probes": (0, 5), "rate": (80, 400)}
    for key, (low, high) in bounds.items():
        if not low <= getattr(settings, key) <= high:
            raise SettingsError(f"{key} is from {low} to {high}, not {getattr(settings, key):g}.")
    if settings.finish and not 3 <= settings.finish <= 20:
        raise SettingsError(f"finish is from 3 to 20 seconds, or off, not {settings.finish:g}.")
    if settings.interview_date and settings.interview_day is None:
        raise SettingsError(
            f"interview_date is a day such as 2026-12-01, or empty, not {settings.interview_date!r}."
        )
