"""`viva resume [ID]`: go on with an interview that was interrupted."""

from typing import Any

import click

from tui.options import form_options, sound_options


@click.command()
@click.argument("interview", metavar="[ID]", default="")
@sound_options
@form_options
def resume(interview: str, plain: bool, answers: str | None, live: bool | None, **given: Any) -> None:
    """Go on with an interrupted interview: the latest, or the one of that ID."""
    from models.arrangement import Choices

    choices = Choices(speak=not given.pop("no_voice"), **given)
    if not (plain or answers):
        from tui.commands.screen import open_screen

        open_screen(choices, resume=interview or "latest")
        return
    from tui.commands.plainly import resume_plainly

    resume_plainly(interview, choices, answers=answers, live=live)
