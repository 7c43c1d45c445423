"""What both lobbies choose from, and what the settings remember of it."""

from models.arrangement import Choices
from models.records.settings import Settings

LENGTHS = (5, 10, 20, 30, 45, 60)
"""Minutes on offer."""


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
