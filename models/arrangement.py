"""From what a person chose to what an interview needs: its plan, its rules and its desk."""

import random
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from models.interview.events import Rules
from models.records import recordings
from models.records.journal import Entry, Journal, JournalError
from models.records.packs import library
from models.records.paths import (
    Places,
    desk_address,
    microphone_lock,
    model_folders,
    private_folder,
)
from models.records.settings import load_settings
from models.speech.protocol import DeskOptions, FromDesk
from models.view import Published
from questions.job import JobError, TopicWeight, read_job, weigh
from questions.library import LibraryError
from questions.plan import Plan, PlanError, compose, load_plan

if TYPE_CHECKING:  # imported where they are used: the lobby is drawn before anybody needs them
    from models.interviewer import Interviewer
    from models.session import Session
    from models.speech.client import DeskClient

MIN_FINISH, MAX_FINISH = 3.0, 20.0
"""Bounds of the end-of-answer countdown, in seconds."""
MIN_RATE, MAX_RATE = 80, 400
"""Bounds of the voice's rate, in words a minute."""
MAX_PROBES = 5
LENT = "lent"
"""The recogniser of a desk that another machine lends: that machine chooses which it is."""


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


class Means(msgspec.Struct, frozen=True):
    """What hears, speaks and words an interview, new or resumed."""

    desk: DeskOptions | None
    """How to start the desk; `None` where nothing listens and nothing speaks."""
    ear: str
    """What will listen, and why, as people read it."""
    by_audio: bool = False
    """Whether interview time is the audio's, which is read faster than it was spoken."""
    interviewer: "Interviewer | None" = None


class Arrangement(msgspec.Struct, frozen=True):
    """What an interview is begun with."""

    plan: Plan
    rules: Rules
    means: Means
    job: tuple[TopicWeight, ...] = ()
    """What the job advertisement says of each topic, and with which words."""

    @property
    def went_by(self) -> str:
        """Which words of the advertisement chose the topics, for people; empty where there was none."""
        return went_by(self.job)


def went_by(job: Sequence[TopicWeight]) -> str:
    """Which words of an advertisement chose the topics, for people; empty where there was none."""
    named = (f"{topic.title} ({', '.join(topic.words)})" for topic in job if topic.words)
    return f"The advertisement names: {'; '.join(named)}." if job else ""


def arrange_plan(
    choices: Choices, places: Places, *, recent: Collection[str] = (), due: Sequence[str] = ()
) -> tuple[Plan, tuple[TopicWeight, ...]]:
    """The plan that the choices ask for, and what the job advertisement says of each topic.

    Raises:
        Refused: the pack, or something asked of it, does not exist.
    """
    try:
        if choices.plan:
            return load_plan(Path(choices.plan)), ()
        pack = library(places).open(choices.pack)
        named: tuple[TopicWeight, ...] = weigh(read_job(Path(choices.job)), pack) if choices.job else ()
        plan = compose(
            pack,
            minutes=choices.minutes,
            questions=choices.questions,
            ids=choices.question,
            topics=choices.topic,
            level=choices.level,
            seed=random.SystemRandom().randrange(1_000_000) if choices.seed is None else choices.seed,
            avoid=frozenset(recent) if choices.seed is None else frozenset(),  # a seed says it all
            due=due,
            weights={topic.topic: topic.share for topic in named} or None,
        )
    except (LibraryError, PlanError, JobError) as error:
        raise Refused(str(error)) from None
    return plan, named


def arrange(
    choices: Choices,
    places: Places,
    *,
    breath: float = 0.0,
    recent: Collection[str] = (),
    due: Sequence[str] = (),
) -> Arrangement:
    """Everything an interview needs. `breath` is the seconds that a round's opening stands.

    Raises:
        Refused: a sentence about the first thing that cannot be had.
    """
    _check_numbers(choices)
    plan, job = arrange_plan(choices, places, recent=recent, due=due)
    means = arrange_means(choices, places)
    finish = None if choices.audio else choices.finish
    rules = Rules(mode=choices.mode, probes=choices.probes, finish=finish, breath=breath)
    return Arrangement(plan, rules, means, job)


def arrange_means(choices: Choices, places: Places) -> Means:
    """What will hear, speak and word the interview.

    Raises:
        Refused: a recogniser, a model, a file or an address cannot be had.
    """
    desk, ear = arrange_desk(choices, places)
    return Means(desk, ear, choices.fast and bool(choices.audio), arrange_interviewer(choices))


def _check_numbers(choices: Choices) -> None:
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


def arrange_interviewer(choices: Choices) -> "Interviewer | None":
    """The language model that words follow-ups, where one was asked for.

    Raises:
        Refused: its address or name cannot be used.
    """
    if not choices.interviewer:
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
    from models.speech.catalogue import CatalogueError, choose, find_models
    from models.speech.files import check_audio

    for path in choices.audio:
        problem = check_audio(path)
        if problem:
            raise Refused(problem)
    try:
        choice = choose(choices.recogniser, choices.model, find_models(model_folders(places)))
    except CatalogueError as error:
        raise Refused(str(error)) from None
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


def recent_questions(places: Places, interviews: int = 3) -> frozenset[str]:
    """Questions of the latest interviews, so that tonight's are not last night's."""
    if not places.journal.exists():
        return frozenset()
    from models.reports import history

    journal = Journal(places.journal)
    try:
        return frozenset(name for found in history(journal, limit=interviews) for name in found.questions)
    finally:
        journal.close()


def open_session(
    publish: Callable[[Published], None],
    places: Places,
    means: Means,
    *,
    interview: str,
) -> "Session":
    """A session that has not begun, over this person's journal and the desk asked for.

    `interview` is the id of the interview that it will hold, which recordings of its answers are kept under.

    Raises:
        SettingsError: the settings, which hold what the recogniser mishears, cannot be read.
    """
    from models.session import Session

    aliases = load_settings(places.settings).aliases
    private_folder(places.state)
    desk = means.desk
    if desk is not None and desk.keep:
        recordings.bound(places)
        private_folder(places.recordings)
        desk = msgspec.structs.replace(desk, keep=str(recordings.folder_of(places, interview)))

    def start_desk(deliver: Callable[[FromDesk], None]) -> "DeskClient":
        assert desk is not None
        client = open_desk(desk, deliver)
        client.start()
        return client

    return Session(
        publish,
        partial(Journal, places.journal),
        desk=start_desk if desk else None,
        speak=desk is not None and desk.speak,
        by_audio=means.by_audio,
        aliases=aliases,
        interviewer=means.interviewer,
    )


def open_desk(options: DeskOptions, deliver: Callable[[FromDesk], None]) -> "DeskClient":
    """The desk that was arranged, not started: one of this machine, or the one that another lends."""
    from models.speech.client import DeskClient
    from models.speech.remote import RemoteDesk

    address = desk_address()
    if address is None or options.audio:
        return DeskClient(options, deliver)
    return RemoteDesk(address.where, address.token, deliver, hears=options.recogniser == LENT)


def find_unfinished(journal: Journal, name: str) -> Entry:
    """The interview to go on with: the latest that was interrupted, or the one named.

    Raises:
        JournalError: there is none, or it is over.
    """
    if name in ("", "latest"):
        waiting = journal.entries(unfinished=True, limit=1)
        if not waiting:
            raise JournalError("No interview was interrupted. Begin one: viva practice flask")
        return waiting[0]
    entry = journal.find(name)
    if entry.ended:
        raise JournalError(f"The interview {entry.id} is over. See it: viva report {entry.id}")
    return entry
