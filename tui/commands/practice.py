"""`viva practice PACK`: sit an interview, on the full screen or line by line."""

from pathlib import Path
from typing import Any

import click

from tui.options import form_options, options_given, question_options, sound_options
from tui.refusal import Refusal


@click.command()
@click.argument("pack")
@question_options
@sound_options
@form_options
def practice(pack: str, plain: bool, answers: str | None, live: bool | None, **given: Any) -> None:
    """Sit an interview on PACK, such as flask; PACK may be the path of a pack's folder."""
    from models.arrangement import arrange_plan, went_by
    from models.choices import Choices, Refused
    from models.records.paths import find_places
    from models.records.settings import SettingsError
    from models.records.site import load_settings
    from tui.choosing import with_settings

    try:
        settings = load_settings(find_places())
    except SettingsError as error:
        raise Refusal(str(error)) from None
    save_plan, level = given.pop("save_plan"), given.pop("level")
    choices = Choices(
        pack=pack,
        mode="exam" if given.pop("exam") else "practice",
        speak=not given.pop("no_voice"),
        level=None if level == "all" else level,
        plan=given.pop("plan_file") or "",
        job=given.pop("job") or "",
        **given,
    )
    choices = with_settings(choices, settings, options_given())
    if save_plan:
        from questions.plan import PlanError
        from questions.plan import save_plan as write
        from questions.untrusted import clean

        try:
            plan, job = arrange_plan(choices, find_places())
            write(plan, Path(save_plan))
        except (Refused, PlanError) as error:
            raise Refusal(str(error)) from None
        click.echo(f"Saved: {len(plan.questions)} questions, {plan.minutes:g} minutes, in {save_plan}")
        if named := went_by(job):
            click.echo(clean(named))
        return
    if not (plain or answers):
        from tui.commands.screen import open_screen

        open_screen(choices)
        return
    from tui.commands.plainly import practise_plainly

    practise_plainly(choices, answers=answers, live=live)
