"""The lobby in plain mode: its choices, the sound check and what was interrupted, as questions."""

import sys
from collections.abc import Sequence

import click
import msgspec

from models.choices import Refused
from models.counting import counted
from models.idle import IdleLimit
from models.means import arrange_desk
from models.records.journal import Journal, JournalError
from models.records.packs import library
from models.records.paths import FolderError, Places, find_places, private_folder
from models.records.settings import Settings, SettingsError
from models.records.site import load_settings, read_site, save_settings
from questions.library import LibraryError
from questions.pack import LEVELS
from questions.untrusted import clean
from tui.asking import answered
from tui.choosing import choices_of
from tui.commands.plainly import practise_plainly, resume_plainly
from tui.refusal import Refusal


def choose_plainly() -> None:
    """Ask what to practise, and begin; or go on with what was interrupted.

    Raises:
        Refusal: there is nobody to ask, or something cannot be had.
    """
    if not sys.stdin.isatty():
        raise Refusal(
            "viva --plain asks questions, and standard input is no terminal: viva practice flask --plain"
        )
    try:
        places = find_places()
        settings, limits = load_settings(places), read_site(places).limits
        idle = IdleLimit(limits.idle)
        waiting = _waiting(places)
        choices = choices_of(settings)
        interrupted = f"The interview {waiting} was interrupted. Go on with it?"
        if waiting and answered(idle, click.confirm, interrupted, default=True):
            resume_plainly(waiting, choices, answers=None, live=None)
            return
        settings = _ask(places, settings, limits.minutes, idle)
        save_settings(places, settings)
        choices = choices_of(settings)
        if answered(idle, click.confirm, "Try the microphone and the voice first?", default=False):
            _sound_check(places, settings)
        practise_plainly(choices, answers=None, live=None)
    except (SettingsError, JournalError, FolderError, Refused, LibraryError) as error:
        raise Refusal(str(error)) from None


def _waiting(places: Places) -> str:
    journal = Journal(places.journal)
    entries = journal.entries(unfinished=True, limit=1)
    journal.close()
    return entries[0].id if entries else ""


def _ask(places: Places, settings: Settings, most: float, idle: IdleLimit) -> Settings:
    packs = library(places)
    entries = packs.entries()
    if not entries:
        raise Refused("No pack of questions was found. Write one: viva packs new NAME")
    subjects = [entry.id for entry in entries]
    subject = _one_of(idle, "Subject", subjects, settings.pack if settings.pack in subjects else subjects[0])
    pack = packs.open(subject)
    counts = {question.topic for question in pack.questions}
    topics = [topic.id for topic in pack.info.topics if topic.id in counts]
    topic = _one_of(idle, "Topic", ["all", *topics], "all")
    return msgspec.structs.replace(
        settings,
        pack=subject,
        topic=() if topic == "all" else (topic,),
        minutes=answered(
            idle, click.prompt, "Minutes", type=click.FloatRange(1, most), default=settings.minutes
        ),
        level=""
        if (level := _one_of(idle, "Level", ["all", *LEVELS], settings.level or "all")) == "all"
        else level,
        mode=_one_of(idle, "Mode", ["practice", "exam"], settings.mode),
    )


def _one_of(idle: IdleLimit, what: str, values: Sequence[str], default: str) -> str:
    """Ask for one of some words, or its number."""
    for number, value in enumerate(values, 1):
        click.echo(f"  {number}. {clean(value)}")
    while True:
        said = str(answered(idle, click.prompt, f"{what}, a number or a word", default=default))
        said = said.strip().lower()
        if said.isdecimal() and 1 <= int(said) <= len(values):
            return values[int(said) - 1]
        if said in values:
            return said
        click.echo(
            f"There is no {clean(said)!r}: give a number from 1 to {len(values)}, or one of the words."
        )


def _sound_check(places: Places, settings: Settings) -> None:
    """Say a sentence, listen for one, and say what was heard."""
    from models.sound_check import check_sound

    private_folder(places.state)
    options, ear = arrange_desk(choices_of(settings), places)
    click.echo(f"Listening: {ear}")
    if options is None:
        return
    click.echo("Headphones help. After the voice, say a sentence, and then be silent.")
    found = check_sound(options)
    click.echo(f"Voice: {found.voice or 'none'}. Microphone: {found.device or 'none'}.")
    for trouble in found.troubles:
        click.echo(clean(trouble))
    if found.seconds:
        click.echo(f"Loudest {found.loudest:.0f} dBFS in {counted(round(found.seconds), 'second')}.")
    click.echo(f"Heard: {clean(found.heard) or 'nothing'}")
