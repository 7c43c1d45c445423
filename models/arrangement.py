"""From what a person chose to what an interview is begun with: its plan, its rules and its session."""

import random
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from models.choices import Choices, Refused, check_numbers
from models.idle import IdleLimit
from models.interview.events import Rules
from models.means import Means, arrange_means, open_desk
from models.records import recordings
from models.records.journal import Entry, Journal, JournalError
from models.records.packs import library
from models.records.paths import Places, private_folder
from models.records.site import load_settings, read_site
from models.speech.protocol import FromDesk
from models.view import Published
from questions.library import LibraryError
from questions.plan import Plan, PlanError, compose, load_plan

if TYPE_CHECKING:  # imported where they are used
    from models.session import Session
    from models.speech.client import DeskClient
    from questions.job import TopicWeight
    from questions.pack import Pack


class Arrangement(msgspec.Struct, frozen=True):
    """What an interview is begun with."""

    plan: Plan
    rules: Rules
    means: Means
    job: "tuple[TopicWeight, ...]" = ()
    """What the job advertisement says of each topic, and with which words."""

    @property
    def went_by(self) -> str:
        """Which words of the advertisement chose the topics, for people; empty where there was none."""
        return went_by(self.job)


def went_by(job: "Sequence[TopicWeight]") -> str:
    """Which words of an advertisement chose the topics, for people; empty where there was none."""
    named = (f"{topic.title} ({', '.join(topic.words)})" for topic in job if topic.words)
    return f"The advertisement names: {'; '.join(named)}." if job else ""


def arrange_plan(
    choices: Choices, places: Places, *, recent: Collection[str] = (), due: Sequence[str] = ()
) -> "tuple[Plan, tuple[TopicWeight, ...]]":
    """The plan that the choices ask for, and what the job advertisement says of each topic.

    Raises:
        Refused: the pack, or something asked of it, does not exist; or it is too long for this machine.
    """
    try:
        if choices.plan:
            plan = load_plan(Path(choices.plan))
            _check_length(plan, places)
            return plan, ()
        pack = library(places).open(choices.pack)
        named = _weigh(choices.job, pack)
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
    except (LibraryError, PlanError) as error:
        raise Refused(str(error)) from None
    _check_length(plan, places)
    return plan, named


def _weigh(job: str, pack: "Pack") -> "tuple[TopicWeight, ...]":
    """What an advertisement's file says of each topic; nothing where there is none."""
    if not job:
        return ()
    from questions.job import JobError, read_job, weigh

    try:
        return weigh(read_job(Path(job)), pack)
    except JobError as error:
        raise Refused(str(error)) from None


def _check_length(plan: Plan, places: Places) -> None:
    most = read_site(places).limits.minutes
    if plan.minutes > most:
        raise Refused(
            f"This interview would last {plan.minutes:g} minutes, and {most:g} are the most on this machine."
            " Choose fewer minutes or questions."
        )


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
    check_numbers(choices)
    plan, job = arrange_plan(choices, places, recent=recent, due=due)
    means = arrange_means(choices, places)
    finish = None if choices.audio else choices.finish
    rules = Rules(mode=choices.mode, probes=choices.probes, finish=finish, breath=breath)
    return Arrangement(plan, rules, means, job)


def recent_questions(places: Places, interviews: int = 3) -> frozenset[str]:
    """Questions of the latest interviews, so that tonight's are not last night's."""
    if not places.journal.exists():
        return frozenset()
    from models.reports import history

    try:
        journal = Journal.open_to_read(places.journal)
        try:
            return frozenset(name for found in history(journal, limit=interviews) for name in found.questions)
        finally:
            journal.close()
    except JournalError:  # whoever opens it to write says why
        return frozenset()


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

    aliases, limits = load_settings(places).aliases, read_site(places).limits
    private_folder(places.state)
    desk = means.desk
    if desk is not None and desk.keep:
        recordings.bound(places, int(limits.recordings_mb * 1_000_000))
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
        idle=IdleLimit(limits.idle),
    )


def find_unfinished(journal: Journal, name: str) -> Entry:
    """The interview to go on with: the latest that was interrupted, or the one named.

    Raises:
        JournalError: there is none, or it is over.
    """
    if name in ("", "latest", "last"):
        waiting = journal.entries(unfinished=True, limit=1)
        if not waiting:
            raise JournalError("No interview was interrupted. Begin one: viva practice flask")
        return waiting[0]
    entry = journal.find(name)
    if entry.ended:
        raise JournalError(f"The interview {entry.id} is over. See it: viva report {entry.id}")
    return entry
