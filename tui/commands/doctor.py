"""`viva doctor`: what works here and what does not; no network, no change, safe to paste in public."""

import os
import textwrap

import click
import msgspec

from questions.untrusted import clean

MARKS = {"ok": "ok     ", "missing": "missing", "broken": "broken "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def doctor(as_json: bool) -> None:
    """Say what works on this machine, and how to mend what does not."""
    from models.diagnosis import diagnose
    from models.records.paths import find_places

    findings = diagnose(find_places(), os.environ)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(findings)).decode())
        return
    for finding in findings:
        line = f"{MARKS[finding.state]}  {finding.what}: {clean(finding.found)}"
        click.echo(textwrap.fill(line, 100, subsequent_indent=" " * 9))
        if finding.mend:
            click.echo(
                textwrap.fill(
                    clean(finding.mend), 100, initial_indent=" " * 9 + "→ ", subsequent_indent=" " * 11
                )
            )
