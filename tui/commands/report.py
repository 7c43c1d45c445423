"""`viva report [ID|last]...`: what interviews came to, shown, exported or compared."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.refusal import Refusal

if TYPE_CHECKING:
    from models.records.journal import Entry, Journal
    from models.report.report import Report

PAGE = 200
"""Interviews of the index that `--all` reads at once."""


@click.command()
@click.argument("interviews", metavar="[ID|last]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every interview, as CSV.")
@click.option("--format", "form", metavar="F", help="text, markdown, html, pdf, json or csv.")
@click.option("-o", "--output", metavar="FILE", help="Write it to a file; its ending says the format.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--compare", "other", metavar="ID", help="Compare it with this other interview.")
@click.option("--rejudge", is_flag=True, help="Judge the answers anew with today's judge; both are kept.")
def report(
    interviews: tuple[str, ...],
    every: bool,
    form: str | None,
    output: str | None,
    force: bool,
    other: str | None,
    rejudge: bool,
) -> None:
    """Show what an interview came to: the latest that is over, or the one of that ID (a part of it will do).

    Several interviews, or --all of them, make one CSV with a line for each question.
    """
    from models.records.journal import Journal, JournalError
    from models.records.paths import FolderError, find_places, search_path
    from models.report import export, pdf
    from models.reports import rejudge as judge_anew
    from tui.commands.history import progress

    if every and interviews:
        raise Refusal("--all is every interview: leave the IDs out.")
    if other is not None and (form or output or every or len(interviews) > 1):
        raise Refusal("--compare shows two interviews side by side, as text: viva report ID --compare ID")
    try:
        journal = Journal.existing(find_places().journal)
        try:
            entries = [journal.find(name) for name in interviews or ("last",)]
            total = journal.count() if every else len(entries)
            if rejudge:
                with progress("judge anew", total) as step:
                    for entry in _every(journal) if every else entries:
                        judge_anew(journal, entry.id)
                        step()
            if other is not None:
                click.echo(_compared(journal, entries[0], journal.find(other)), nl=False)
                return
            several = every or len(entries) > 1
            form = form or (export.form_of(Path(output)) if output else "csv" if several else "text")
            if several and form != "csv":
                raise Refusal(f"A {form} file holds one report: several make one CSV, --format csv.")
            made = _reports(journal, _every(journal) if every else entries, total)
            if output is not None:
                export.write(made, form, Path(output), force=force, chromium=pdf.find(search_path()))
                click.echo(f"Written: {output}")
            elif form == "pdf":
                raise Refusal("A PDF goes to a file: name one with -o FILE.")
            else:
                click.echo(export.render(made, form).decode(), nl=False)
        finally:
            journal.close()
    except (JournalError, FolderError, export.ExportError) as error:
        raise Refusal(str(error)) from None


def _every(journal: "Journal") -> "Iterator[Entry]":
    """Every interview, the latest first, read page by page."""
    given = 0
    while page := journal.entries(limit=PAGE, offset=given):
        yield from page
        given += len(page)


def _reports(journal: "Journal", entries: "Iterable[Entry]", total: int) -> "Iterator[Report]":
    """Their reports one by one, so that no more than one is in memory."""
    from models.reports import read_report
    from tui.commands.history import progress

    with progress("reports", total) as step:
        for entry in entries:
            yield read_report(journal, entry)
            step()


def _compared(journal: "Journal", one: "Entry", other: "Entry") -> str:
    from models.report.compare import render_reports
    from models.reports import read_report

    before, after = sorted((one, other), key=lambda entry: entry.started)
    return render_reports(read_report(journal, before), read_report(journal, after))
