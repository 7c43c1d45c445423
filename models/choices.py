"""What a person may choose of an interview, and how a choice that cannot be had is refused."""

from typing import Literal

import msgspec

MIN_FINISH, MAX_FINISH = 3.0, 20.0
"""Bounds of the end-of-answer countdown, in seconds."""
MIN_RATE, MAX_RATE = 80, 400
"""Bounds of the voice's rate, in words a minute."""
MAX_PROBES = 5
MAX_MINUTES = 240.0
"""As `questions.plan` has it, which the lobby is painted without."""


class Refused(Exception):
    """Something chosen cannot be had; the sentence says what, and names the valid values."""


class Choices(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person chose for an interview; the names are those of the options and the settings."""

    pack: str = "flask"
    minutes: float | None = None
    questions: int | None = None
    question: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    level: str | None = None
    seed: int | None = None
    mode: Literal["practice", "exam"] = "practice"
    probes: int = 2
    finish: float | None = 6.0
    """Seconds; `None` for never."""
    audio: tuple[str, ...] = ()
    fast: bool = False
    recogniser: str = "auto"
    model: str = ""
    device: str = ""
    speak: bool = True
    voice: str = ""
    rate: int = 170
    keep_audio: bool = False
    plan: str = ""
    """A plan's file, in place of all that chooses questions."""
    interviewer: str = ""
    """The address of a language model that words follow-ups; none where empty."""
    interviewer_model: str = ""
    job: str = ""
    """A job advertisement's file, whose words weigh the topics."""


def check_numbers(choices: Choices) -> None:
    """Whether the numbers chosen are within their bounds.

    Raises:
        Refused: one is not.
    """
    if not 0 <= choices.probes <= MAX_PROBES:
        raise Refused(f"--probes is from 0 to {MAX_PROBES}, not {choices.probes}.")
    if choices.finish is not None and not MIN_FINISH <= choices.finish <= MAX_FINISH:
        raise Refused(
            f"--finish is from {MIN_FINISH:g} to {MAX_FINISH:g} seconds, or off; not {choices.finish:g}."
        )
    if not MIN_RATE <= choices.rate <= MAX_RATE:
        raise Refused(f"--rate is from {MIN_RATE} to {MAX_RATE} words a minute, not {choices.rate}.")
    if choices.fast and not choices.audio:
        raise Refused("--fast reads files faster than speech: name them with --audio FILE.")
