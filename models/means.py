"""What hears, speaks and words an interview: from what a person chose to the desk that is opened for it."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import msgspec

from models.choices import Choices, Refused
from models.records.paths import Places, desk_address, microphone_lock, model_folders
from models.records.site import read_site
from models.speech.protocol import DeskOptions, FromDesk

if TYPE_CHECKING:  # imported where they are used
    from models.interviewer import Interviewer
    from models.speech.client import DeskClient

LENT = "lent"
"""The recogniser of a desk that another machine lends: that machine chooses which it is."""


class Means(msgspec.Struct, frozen=True):
    """What hears, speaks and words an interview, new or resumed."""

    desk: DeskOptions | None
    """How to start the desk; `None` where nothing listens and nothing speaks."""
    ear: str
    """What will listen, and why, as people read it."""
    by_audio: bool = False
    """Whether interview time is the audio's, which is read faster than it was spoken."""
    interviewer: "Interviewer | None" = None


def arrange_means(choices: Choices, places: Places) -> Means:
    """What will hear, speak and word the interview.

    Raises:
        Refused: a recogniser, a model, a file or an address cannot be had.
        SettingsError: the administrator's limits cannot be read.
    """
    allowed = read_site(places).limits.interviewers
    if allowed is not None and choices.interviewer.rstrip("/") not in (
        "",
        *(url.rstrip("/") for url in allowed),
    ):
        raise Refused(_not_allowed(f"The language model at {choices.interviewer}", allowed))
    desk, ear = arrange_desk(choices, places)
    return Means(desk, ear, choices.fast and bool(choices.audio), arrange_interviewer(choices))


def arrange_interviewer(choices: Choices) -> "Interviewer | None":
    """The language model that words follow-ups, where one was asked for.

    Raises:
        Refused: its address or name cannot be used.
    """
    if not choices.interviewer:
        if choices.interviewer_model:
            raise Refused("--interviewer-model names a model of --interviewer URL: give that too.")
        return None
    from models.interviewer import Interviewer

    try:
        return Interviewer(choices.interviewer, choices.interviewer_model)
    except ValueError as error:
        raise Refused(str(error)) from None


def arrange_desk(choices: Choices, places: Places) -> tuple[DeskOptions | None, str]:
    """What will listen and speak, and a line that says what listens and why; no desk where nothing does.

    Under `viva ssh` that is the desk of the machine that somebody sits at, except for audio files.

    Raises:
        Refused: the recogniser, the model or an audio file cannot be had.
    """
    if desk_address() is None or choices.audio:
        return arrange_own_desk(choices, places)
    if choices.recogniser == "none":
        ear = "typed answers. No recogniser was asked for."
        return DeskOptions(speak=True) if choices.speak else None, ear
    return DeskOptions(recogniser=LENT, speak=choices.speak), "your own machine, through SSH."


def arrange_own_desk(choices: Choices, places: Places) -> tuple[DeskOptions | None, str]:
    """What will listen and speak on this machine, and a line that says what listens and why.

    Raises:
        Refused: the recogniser, the model or an audio file cannot be had.
    """
    from models.speech.catalogue import ASK, GET, CatalogueError, choose, find_models
    from models.speech.files import check_audio

    limits = read_site(places).limits
    if choices.keep_audio and not limits.keep_audio:
        raise Refused("Answers may not be kept as sound on this machine: leave out --keep-audio.")

    for path in choices.audio:
        problem = check_audio(path)
        if problem:
            raise Refused(problem)
    try:
        found = [model for model in find_models(model_folders(places)) if limits.allow_model(model.name)]
        remedy = ASK if places.restricted else GET
        choice = choose(choices.recogniser, choices.model, found, limits.recognisers, remedy)
    except CatalogueError as error:
        raise Refused(str(error)) from None
    if limits.models is not None and choice.model not in ("", *(model.path for model in found)):
        raise Refused(_not_allowed(f"The model {choices.model}", limits.models))
    if choice.engine == "none" and choices.audio:
        raise Refused("Audio files need a recogniser: leave out --recogniser none.")
    ear = f"{choice.label}. {choice.why}"
    if choice.engine == "none" and not choices.speak:
        return None, ear
    options = DeskOptions(
        recogniser=choice.engine,
        model=choice.model,
        device=choices.device,
        audio=choices.audio,
        fast=choices.fast,
        speak=choices.speak,
        voice=choices.voice,
        rate=choices.rate,
        keep=str(places.recordings) if choices.keep_audio else "",
        lock=str(microphone_lock(places)),
        log=str(places.desk_log),
    )
    return options, ear


def _not_allowed(what: str, allowed: Collection[str]) -> str:
    return f"{what} is not allowed on this machine. Allowed: {', '.join(allowed) or 'none'}."


def open_desk(options: DeskOptions, deliver: Callable[[FromDesk], None]) -> "DeskClient":
    """The desk that was arranged, not started: one of this machine, or the one that another lends."""
    from models.speech.client import DeskClient
    from models.speech.remote import RemoteDesk

    address = desk_address()
    if address is None or options.audio:
        return DeskClient(options, deliver)
    return RemoteDesk(address.where, address.token, deliver, hears=options.recogniser == LENT)
