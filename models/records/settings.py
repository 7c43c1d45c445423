"""Settings: what the lobby and the sound check remember; their names are those of the options."""

import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec
import tomli_w

from models.records.paths import private_file, private_folder


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


def load_settings(path: Path) -> Settings:
    """The settings in the file; the defaults where there is none.

    Raises:
        SettingsError: it is not TOML, or a value is not one that can be.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from None
    try:
        return msgspec.convert(tomllib.loads(text), Settings)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{path}: {error}. Mend it, or delete it to begin anew.") from None


def save_settings(path: Path, settings: Settings) -> None:
    """Write the file anew, atomically."""
    private_folder(path.parent)
    beside = private_file(path.with_name(path.name + ".new"))
    values: dict[str, Any] = msgspec.to_builtins(settings)
    beside.write_text(tomli_w.dumps(values), "utf-8")
    beside.replace(path)
