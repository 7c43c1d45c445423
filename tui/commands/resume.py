"""`viva resume [ID]`: go on with an interview that was interrupted."""

from typing import Any

import click

from tui.options import form_options, options_given, sound_options
from tui.refusal import Refusal


@click.command()
@click.argument("interview", metavar="[ID]", default="")
@sound_options
@form_options
def resume(interview: str, plain: bool, answers: str | None, live: bool | None, **given: Any) -> None:
    """Go on with an interrupted interview: the latest, or the one of that ID."""
    from models.choices import Choices
    from models.records.paths import find_places
    from models.records.settings import SettingsError
    from models.records.site import load_settings
    from tui.choosing import with_settings

    try:
        settings = load_settings(find_places())
    except SettingsError as error:
        raise Refusal(str(error)) from None
    choices = with_settings(Choices(speak=not given.pop("no_voice"), **given), settings, options_given())
    if not (plain or answers):
        from tui.commands.screen import open_screen

        open_screen(choices, resume=interview or "latest")
        return
    from tui.commands.plainly import resume_plainly

    resume_plainly(interview, choices, answers=answers, live=live)
