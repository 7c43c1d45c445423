"""What holds on this machine: Viva's defaults, the administrator's over them, a person's own over both.

Limits stand over all three. The administrator's file is `config.toml` in a folder of the system, found by
XDG_CONFIG_DIRS, which anybody can set: so `/etc/xdg` is looked at wherever that points, and its limits stand.
"""

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import msgspec

from models.choices import MAX_MINUTES
from models.records.paths import Places, private_file, private_folder
from models.records.settings import RESTRICTED_TO, Settings, SettingsError, convert, decode


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the administrator lets people do; without a file, everything."""

    minutes: Annotated[float, msgspec.Meta(ge=5, le=MAX_MINUTES)] = MAX_MINUTES
    """The longest interview."""
    idle_minutes: Annotated[float, msgspec.Meta(ge=0, le=1440)] = 0.0
    """Minutes without a word or a key after which Viva saves and ends; 0 for never."""
    keep_audio: bool = True
    """Whether answers may be kept as sound."""
    recordings_mb: Annotated[float, msgspec.Meta(ge=1, le=1_000_000)] = 1_000.0
    """Megabytes of recordings that each person may keep."""
    recognisers: tuple[str, ...] | None = None
    """`vosk`, `pocketsphinx` and addresses of vosk-servers; answers may always be typed."""
    models: tuple[str, ...] | None = None
    """Names of the Vosk models that may be used."""
    interviewers: tuple[str, ...] | None = None
    """Addresses of the language models that answers may be sent to."""

    def allow_recogniser(self, name: str) -> bool:
        """Whether it may listen."""
        return self.recognisers is None or name in ("auto", "none", *self.recognisers)

    def allow_model(self, name: str) -> bool:
        """Whether Vosk may listen with the model of that name, or in that folder."""
        named = self.models is None or Path(name).name in self.models
        return named and self.allow_recogniser("vosk")

    @property
    def idle(self) -> float | None:
        """The idle limit in seconds."""
        return self.idle_minutes * 60 or None


class Site(msgspec.Struct, frozen=True):
    """What the administrator of this machine wrote."""

    defaults: dict[str, Any] = {}
    """Values of settings that nobody has to choose."""
    limits: Limits = Limits()
    files: tuple[Path, ...] = ()
    """Where it was written; none on most machines."""


@cache
def read_site(places: Places) -> Site:
    """What the administrator's files say; the empty site where there is none.

    They are read once: what they say holds until Viva is begun anew.

    Raises:
        SettingsError: a file makes no sense; Viva does not go on without limits that were meant.
    """
    defaults: dict[str, Any] = {}
    limits: dict[str, Any] = {}
    files = []
    for file in places.site:
        try:
            table = _read(file)
            if table is None:
                continue
            unknown = next((name for name in table if name not in ("defaults", "limits")), None)
            if unknown is not None:
                raise SettingsError(f"there is no table {unknown!r}. There are: defaults, limits.")
            found = {name: table.get(name, {}) for name in ("defaults", "limits")}
            if not all(isinstance(part, dict) for part in found.values()):
                raise SettingsError("defaults and limits are tables: [defaults] and [limits].")
            decode(found["defaults"])
            _check_recognisers(convert(found["limits"], Limits, "limit").recognisers or ())
        except SettingsError as error:
            raise SettingsError(
                f"{file}: {error} Viva begins when the administrator of this machine has mended it."
            ) from None
        files.append(file)
        defaults = {**found["defaults"], **defaults}  # the first file counts
        limits |= found["limits"]  # the last one does: it cannot be pointed elsewhere
    return Site(defaults, convert(limits, Limits, "limit"), tuple(files))


def _check_recognisers(names: Collection[str]) -> None:
    """Whether each is the name of a recogniser, or an address. Raises `SettingsError`."""
    for name in names:
        if name not in ("vosk", "pocketsphinx") and not name.startswith(("ws://", "wss://")):
            raise SettingsError(f"{name!r} is no recogniser. There are: vosk, pocketsphinx, ws://HOST:PORT.")


def within(settings: Settings, limits: Limits) -> Settings:
    """The settings with what the limits forbid taken back."""
    return msgspec.structs.replace(
        settings,
        minutes=min(settings.minutes, limits.minutes),
        keep_audio=settings.keep_audio and limits.keep_audio,
        recogniser=settings.recogniser if limits.allow_recogniser(settings.recogniser) else "auto",
        model=settings.model if limits.allow_model(settings.model) else "",
    )


def load_settings(places: Places) -> Settings:
    """What holds for this person on this machine, within the limits.

    Raises:
        SettingsError: a file is not TOML, or a value is not one that can be.
    """
    site = read_site(places)
    try:
        own = _read(places.settings) or {}
        if places.restricted:
            own = {name: value for name, value in own.items() if name in RESTRICTED_TO}
        return within(decode({**site.defaults, **own}), site.limits)
    except SettingsError as error:
        raise SettingsError(f"{places.settings}: {error} Mend it, or delete it to begin anew.") from None


def save_settings(places: Places, settings: Settings) -> None:
    """Write the person's own file anew, atomically: what differs from what holds without it.

    Raises:
        SettingsError: the disk is full or failing, and the file is as it was; or a file makes no sense.
    """
    values = msgspec.to_builtins(msgspec.structs.asdict(settings))
    site = read_site(places)
    without = within(decode(site.defaults), site.limits)
    bare = msgspec.to_builtins(msgspec.structs.asdict(without))
    chosen = {name: value for name, value in values.items() if value != bare[name]}
    if places.restricted:  # what it does not take stays as it is
        chosen = {name: value for name, value in chosen.items() if name in RESTRICTED_TO}
        kept = _read(places.settings) or {}
        chosen |= {name: value for name, value in kept.items() if name not in RESTRICTED_TO}
    import tomli_w

    private_folder(places.config)
    beside = private_file(places.settings.with_name(places.settings.name + ".new"))
    try:
        beside.write_text(tomli_w.dumps(chosen), "utf-8")
        beside.replace(places.settings)
    except OSError as error:
        raise SettingsError(f"{places.settings} cannot be written: {error.strerror}.") from None


def _read(path: Path) -> dict[str, Any] | None:
    """A file's table; `None` where there is no file."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(f"it cannot be read: {why}.") from None
