"""`viva demo`: one minute of an interview, answered by a recording that the real recogniser hears.

Its journal is thrown away: it is in nobody's history, and no report is computed with it.
The recordings in `tui/demo` were spoken by hibari-tts, a synthetic voice under the Apache License 2.0.
"""

import sys
import tempfile
from pathlib import Path

import click

RECORDINGS = tuple(Path(__file__).parent.parent / "demo" / name for name in ("answer.flac", "follow-up.flac"))
"""An answer that says a part of what was asked for, and what it says when it is asked again."""


@click.command()
@click.option("--plain", is_flag=True, help="Line by line; the default where there is no terminal.")
def demo(plain: bool) -> None:
    """Show what an interview is: a question, a spoken answer, a follow-up, a report. No microphone needed."""
    from models.choices import Choices

    plain = plain or not sys.stdout.isatty()
    choices = Choices(
        question=("two-contexts",),
        probes=1,
        audio=tuple(map(str, RECORDINGS)),
        recogniser="pocketsphinx",
        fast=plain,
        speak=not plain,
    )
    with tempfile.TemporaryDirectory(prefix="viva-demo-") as folder:
        if plain:
            from tui.commands.plainly import practise_plainly

            practise_plainly(choices, answers=None, live=True, folder=Path(folder))
            click.echo("Sit your own: viva, or viva practice flask --plain")
        else:
            from tui.commands.screen import open_screen

            open_screen(choices, folder=Path(folder))
