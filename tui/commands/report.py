"""`viva report [ID|last]`: what an interview came to, shown or exported."""

from pathlib import Path

import click

from tui.cli import Refusal


@click.command()
@click.argument("interview", metavar="[ID|last]", default="last")
@click.option("--format", "form", metavar="F", help="text, markdown, html, pdf, json or csv.")
@click.option("-o", "--output", metavar="FILE", help="Write it to a file; its ending says the format.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--rejudge", is_flag=True, help="Judge the answers anew with today's judge; both are kept.")
def report(interview: str, form: str | None, output: str | None, force: bool, rejudge: bool) -> None:
    """Show what an interview came to: the latest, or the one of that ID (a part of it will do)."""
    from models.records.journal import Journal, JournalError
    from models.records.paths import FolderError, find_places, search_path
    from models.report import export, pdf
    from models.reports import read_report
    from models.reports import rejudge as judge_anew

    try:
        places = find_places()
        journal = Journal.existing(places.journal)
        try:
            entry = journal.find(interview)
            if rejudge:
                judge_anew(journal, entry.id)
            made = read_report(journal, entry)
        finally:
            journal.close()
        if output is not None:
            chromium = pdf.find(search_path())
            export.write(made, form, Path(output), force=force, chromium=chromium)
        elif form == "pdf":
            raise Refusal("A PDF goes to a file: name one with -o FILE.")
        else:
            click.echo(export.render([made], form or "text").decode(), nl=False)
            return
    except (JournalError, FolderError, export.ExportError) as error:
        raise Refusal(str(error)) from None
    click.echo(f"Written: {output}")
