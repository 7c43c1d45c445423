"""Settings: what the lobby and the sound check remember; their names are those of the options.

`models.records.site` reads and writes them: what a person chose lies over what the administrator chose.
"""

import re
from collections.abc import Mapping
from datetime import date
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from models.choices import MAX_FINISH, MAX_MINUTES, MAX_PROBES, MAX_RATE, MIN_FINISH, MIN_RATE

Kind = TypeVar("Kind", bound=msgspec.Struct)

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
    minutes: Annotated[float, msgspec.Meta(ge=1, le=MAX_MINUTES)] = 20.0
    topic: tuple[str, ...] = ()
    level: Literal["", "junior", "mid", "senior"] = ""
    mode: Literal["practice", "exam"] = "practice"
    probes: Annotated[int, msgspec.Meta(ge=0, le=MAX_PROBES)] = 2
    finish: float = 6.0
    """Seconds of silence that end an answer; 0 is off."""
    recogniser: str = "auto"
    model: str = ""
    device: str = ""
    speak: bool = True
    voice: str = ""
    rate: Annotated[int, msgspec.Meta(ge=MIN_RATE, le=MAX_RATE)] = 170
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


def decode(values: Mapping[str, Any]) -> Settings:
    """The settings that a file's table holds; what it leaves out has Viva's own default.

    Raises:
        SettingsError: a value is not one that can be, or there is no such setting.
    """
    settings = convert(values, Settings, "setting")
    _check(settings)
    return settings


def convert(values: Mapping[str, Any], kind: type[Kind], what: str) -> Kind:
    """A table's values as that struct; `what` is what people call one of them.

    Raises:
        SettingsError: one plain sentence, with the valid values.
    """
    try:
        return msgspec.convert(dict(values), kind)
    except msgspec.ValidationError as error:
        found = re.search(r"\$\.(\w+)", str(error))
        unknown = next((name for name in values if name not in kind.__struct_fields__), None)
        if found is None:
            names = ", ".join(kind.__struct_fields__)
            raise SettingsError(f"there is no {what} {str(unknown)!r}. There are: {names}.") from None
        key = found[1]
        raise SettingsError(f"{key} cannot be {values[key]!r}. It can be: {_can_be(kind, key)}.") from None


def _can_be(kind: type[msgspec.Struct], key: str, switch: str = "true, false") -> str:
    """The values that a field can have, for people; those of a switch are written in one way or another."""
    hint = get_type_hints(kind, include_extras=True)[key]
    hint = next((part for part in get_args(hint) if part is not NoneType), hint) if _optional(hint) else hint
    if get_origin(hint) is Literal:
        return ", ".join(str(word) or "empty" for word in get_args(hint))
    if get_origin(hint) is Annotated:
        base, meta = get_args(hint)
        return f"{_NOUNS[base]} from {meta.ge:g} to {meta.le:g}"
    return switch if hint is bool else _NOUNS[get_origin(hint) or hint]


def _optional(hint: Any) -> bool:
    return NoneType in get_args(hint)


_NOUNS = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    tuple: 'a list of texts, such as ["one", "two"]',
    dict: 'a table of texts, such as {whiskey = "WSGI"}',
}


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
        found = msgspec.convert({**msgspec.to_builtins(settings), key: _parsed(said, now)}, Settings)
    except msgspec.ValidationError:
        valid = _can_be(Settings, key, switch="on, off")
        raise SettingsError(f"{key} cannot be {value!r}. It can be: {valid}.") from None
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
    if settings.finish and not MIN_FINISH <= settings.finish <= MAX_FINISH:
        bounds = f"from {MIN_FINISH:g} to {MAX_FINISH:g} seconds"
        raise SettingsError(f"finish is {bounds}, or off (0), not {settings.finish:g}.")
    if settings.interview_date and settings.interview_day is None:
        raise SettingsError(
            f"interview_date is a day such as 2026-12-01, or empty, not {settings.interview_date!r}."
        )
