"""What both lobbies choose from, and what the settings remember of it."""

from collections.abc import Collection

import msgspec

from models.choices import Choices
from models.counting import counted
from models.records.settings import Settings
from models.records.site import Limits

LENGTHS = (5, 10, 20, 30, 45, 60)
"""Minutes on offer."""
LEVELS = (("", "All levels"), ("junior", "Junior"), ("mid", "Mid"), ("senior", "Senior"))
MODES = (
    ("practice", "Practice: hints, pauses, corrections"),
    ("exam", "Exam: none of them, time-up ends an answer"),
)
"""What the settings keep, and what it is called."""


def lengths(remembered: float, limits: Limits) -> list[tuple[str, str]]:
    """The lengths to choose from, and what they are called: within the limits, and what is remembered."""
    most = limits.minutes
    capped = most < Limits().minutes
    offered = sorted({*(float(n) for n in LENGTHS if n <= most), remembered, *([most] if capped else [])})
    return [(f"{n:g}", counted(n, "minute") + ", the most here" * (capped and n == most)) for n in offered]


def choices_of(settings: Settings) -> Choices:
    """The choices that the settings remember."""
    return Choices(
        pack=settings.pack,
        minutes=settings.minutes,
        topic=settings.topic,
        level=settings.level or None,
        mode=settings.mode,
        probes=settings.probes,
        finish=settings.finish or None,
        recogniser=settings.recogniser,
        model=settings.model,
        device=settings.device,
        speak=settings.speak,
        voice=settings.voice,
        rate=settings.rate,
        keep_audio=settings.keep_audio,
    )


REMEMBERED = (
    *("minutes", "level", "mode", "probes"),
    *("recogniser", "model", "device", "speak", "voice", "rate", "finish", "keep_audio"),
)
"""Choices that an option which was not given takes from the settings."""


def with_settings(choices: Choices, settings: Settings, given: Collection[str]) -> Choices:
    """The choices of a command line; what it did not name is as the settings have it."""
    remembered = choices_of(settings)
    own = set(given)
    if choices.questions or choices.question or choices.plan:
        own |= {"minutes"}
    if choices.question or choices.plan:
        own |= {"level"}
    fallen_back = {name: getattr(remembered, name) for name in REMEMBERED if name not in own}
    return msgspec.structs.replace(choices, **fallen_back)
