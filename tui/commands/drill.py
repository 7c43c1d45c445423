"""`viva drill [PACK]`: answer what is due again, the weakest first; then what is new."""

from datetime import datetime
from typing import Any

import click

from tui.options import form_options, options_given, sound_options
from tui.refusal import Refusal


@click.command()
@click.argument("pack", default="")
@click.option("--minutes", type=float, help="How long. [that of the settings]")
@click.option("--questions", type=click.IntRange(1), metavar="N", help="At most N questions.")
@click.option("--list", "only_list", is_flag=True, help="Only say what is due, and what is new.")
@click.option(
    "--interview-date",
    metavar="DATE|none",
    help="The day of the real interview, such as 2026-12-01: before it, more is due. It is remembered.",
)
@sound_options
@form_options
def drill(
    pack: str,
    minutes: float | None,
    questions: int | None,
    only_list: bool,
    interview_date: str | None,
    plain: bool,
    answers: str | None,
    live: bool | None,
    **given: Any,
) -> None:
    """Answer what is due again in PACK, the weakest first; then new questions near your level.

    Each question that you answer comes back: soon if it went badly, later if it went well. In a report, the
    keys 1 to 4 say so yourself.
    """
    from models.choices import Choices
    from models.drill import find_drill
    from models.records.journal import Journal, JournalError
    from models.records.packs import library
    from models.records.paths import FolderError, find_places
    from models.records.schedule import unrated
    from models.records.settings import SettingsError, changed
    from models.records.site import load_settings, save_settings
    from models.reports import rate_unrated
    from questions.library import LibraryError
    from tui.choosing import with_settings
    from tui.commands.history import progress

    places = find_places()
    try:
        settings = load_settings(places)
        if interview_date is not None:
            day = "" if interview_date == "none" else interview_date
            settings = changed(settings, "interview_date", day)
            save_settings(places, settings)
        opened = library(places).open(pack or settings.pack)
        journal = Journal(places.journal)
        try:
            with progress("looking through your answers", len(unrated(journal))) as step:
                rate_unrated(journal, step)
            found = find_drill(journal, opened, datetime.now().astimezone(), settings.interview_day)
        finally:
            journal.close()
    except (LibraryError, JournalError, FolderError, SettingsError) as error:
        raise Refusal(str(error)) from None
    chosen = found.choose(minutes or settings.minutes, questions)
    due = sum(question in found.due for question in chosen)
    click.echo(
        f"{opened.info.title}: {len(found.due)} due, {len(found.new)} never asked. "
        f"Now: {due} due and {len(chosen) - due} new.",
        err=not only_list,
    )
    if only_list or not chosen:
        for question in chosen:
            click.echo(f"  {'due' if question in found.due else 'new'}  {question.id}  ({question.level})")
        if found.next_due is not None:
            click.echo(f"The next is due on {datetime.fromtimestamp(found.next_due):%Y-%m-%d}.")
        return
    choices = Choices(
        pack=pack or settings.pack,
        question=tuple(question.id for question in chosen),
        speak=not given.pop("no_voice"),
        **given,
    )
    choices = with_settings(choices, settings, options_given())
    if not (plain or answers):
        from tui.commands.screen import open_screen

        open_screen(choices)
        return
    from tui.commands.plainly import practise_plainly

    practise_plainly(choices, answers=answers, live=live)
