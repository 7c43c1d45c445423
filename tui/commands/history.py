"""`viva history`: one's interviews and how they went over time; delete them, and take them elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from models.counting import counted
from questions.untrusted import clean
from tui.refusal import Refusal

if TYPE_CHECKING:
    from models.records.journal import Entry, Journal
    from models.report.summary import Summary

TRENDS_OVER = 50
"""Interviews that the trends are over: the latest ones."""
PAGE = 500
"""Interviews that are read at once."""


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON array.")
@click.option("--search", default="", metavar="S", help="Only those with S in the id, subject or a topic.")
@click.option("--limit", default=20, show_default=True, metavar="N", help="The latest N; 0 is all.")
@click.pass_context
def history(ctx: click.Context, as_json: bool, search: str, limit: int) -> None:
    """List your interviews, the latest first, and how they went over time."""
    if ctx.invoked_subcommand is not None:
        return
    if limit < 0:
        raise Refusal(f"--limit is 0 for all, or the number of interviews, not {limit}.")
    with opened() as journal:
        if as_json:
            _print_json(journal, search, limit)
        else:
            _print_list(journal, search, limit)


@history.command()
@click.argument("interview", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(interview: str, yes: bool) -> None:
    """Delete the interview of that ID (a part of it will do), its words and all."""
    from models.records.paths import find_places
    from models.records.recordings import forget

    with opened() as journal:
        entry = journal.find(interview)
        confirm(f"Delete the interview {described(entry)}, its words and all?", yes)
        try:
            forget(find_places(), entry.id)
        except OSError as error:
            raise Refusal(f"Its recordings cannot be deleted: {error}. Nothing was deleted.") from None
        journal.delete(entry.id)
    click.echo(f"Deleted: {described(entry)}")


@history.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def export_command(file: Path, force: bool) -> None:
    """Write every interview to FILE, for another machine. Recordings stay where they are."""
    from models.records.transfer import TransferError, export_history

    with opened() as journal, progress("export", journal.count()) as step:
        try:
            number = export_history(journal, file, force=force, step=step)
        except TransferError as error:
            raise Refusal(str(error)) from None
    click.echo(f"Written: {counted(number, 'interview')}, to {clean(str(file))}")


@history.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_command(file: Path) -> None:
    """Add the interviews of FILE, which `viva history export` wrote; none is doubled."""
    from models.records.schedule import unrated
    from models.records.transfer import TransferError, count, import_history
    from models.reports import rate_unrated

    with opened() as journal:
        try:
            with progress("import", count(file)) as step:
                came = import_history(journal, file, step=step)
        except TransferError as error:
            raise Refusal(str(error)) from None
        with progress("when they are due", len(unrated(journal))) as step:
            rate_unrated(journal, step)
    click.echo(f"Added: {counted(came.added, 'interview')}")
    if came.lengthened:
        click.echo(f"Went on elsewhere, and now here: {counted(came.lengthened, 'interview')}")
    if came.known:
        click.echo(f"Here already: {counted(came.known, 'interview')}")
    if came.different:
        click.echo(f"Left as they are here, since they went on in another way: {', '.join(came.different)}")


@contextmanager
def opened() -> "Iterator[Journal]":
    """The journal; whatever is wrong with it is one sentence."""
    from models.records.journal import Journal, JournalError
    from models.records.paths import FolderError, find_places

    try:
        path = find_places().journal
        journal = Journal.existing(path) if path.exists() else Journal(path)
        try:
            yield journal
        finally:
            journal.close()
    except (JournalError, FolderError) as error:
        raise Refusal(str(error)) from None


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], object]]:
    """A bar on standard error, where that is a terminal and it takes longer than half a second."""
    from tqdm import tqdm

    with tqdm(total=total, desc=what, leave=False, delay=0.5, disable=not sys.stderr.isatty()) as bar:
        yield bar.update


def confirm(question: str, yes: bool) -> None:
    """Ask, unless `--yes` was given.

    Raises:
        Refusal: there is nobody to ask, or the answer is no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refusal("Standard input is no terminal, so nobody can be asked. Add --yes.")
    if not click.confirm(question, default=False):
        raise Refusal("Nothing was deleted.")


def described(entry: "Entry") -> str:
    """An interview in a few words."""
    return f"{entry.id} ({clean(entry.title)}, {_when(entry):%Y-%m-%d %H:%M})"


def _when(entry: "Entry") -> datetime:
    return datetime.fromtimestamp(entry.started).astimezone()


def _pages(journal: "Journal", search: str, limit: int) -> "Iterator[Entry]":
    """The interviews wanted, read page by page."""
    given = 0
    while page := journal.entries(
        matching=search, limit=min(PAGE, limit - given) if limit else PAGE, offset=given
    ):
        yield from page
        given += len(page)
        if given == limit:
            return


def _print_list(journal: "Journal", search: str, limit: int) -> None:
    from models.records.journal import NONE_YET
    from models.report import wording
    from models.report.trends import trends, words
    from models.reports import read_summary

    total = journal.count(search)
    if not total:
        click.echo(
            f"No interview has {clean(search)!r} in its id, subject or topics." if search else NONE_YET
        )
        return
    summaries: list[Summary] = []
    for entry in _pages(journal, search, limit):
        found = read_summary(entry)
        state = "interrupted" if not entry.ended else "no report"
        came = wording.result(found.result) if found and entry.ended else state
        answered = f"{found.result.answered} of {found.result.asked}" if found and entry.ended else ""
        line = (
            f"{entry.id:<16} {_when(entry):%Y-%m-%d %H:%M}  {came:<20}  {answered:<8}  {clean(entry.title)}"
        )
        click.echo(line.rstrip())
        if found and entry.ended and len(summaries) < TRENDS_OVER:
            summaries.append(found)
    if limit and total > limit:
        click.echo(f"… and {total - limit} more. All of them: viva history --limit 0")
    lines = [f"  {clean(trend.name)}: {words(trend)}" for trend in trends(summaries)]
    if lines:
        click.echo("\n".join(["", "Trends", *lines]))


def _print_json(journal: "Journal", search: str, limit: int) -> None:
    """An array, an interview a line, so that a long one is never wholly in memory."""
    import msgspec

    begun = False
    for entry in _pages(journal, search, limit):
        text = msgspec.json.encode(_as_json(entry)).decode()
        click.echo(f"{',' if begun else '['}\n{text}", nl=False)
        begun = True
    click.echo("\n]" if begun else "[]")


def _as_json(entry: "Entry") -> dict[str, Any]:
    from models.reports import read_summary

    found = read_summary(entry)
    values: dict[str, Any] = {
        "interview": entry.id,
        "when": _when(entry).isoformat(timespec="seconds"),
        "pack": entry.pack,
        "title": entry.title,
        "mode": entry.mode,
        "ended": entry.ended,
    }
    if found is not None:
        values |= {
            "score": found.result.score,
            "answered": found.result.answered,
            "asked": found.result.asked,
            "points_said": found.covered,
            "topics": found.topics,
            "pace": found.delivery.pace,
            "fillers_per_100": found.delivery.fillers_per_100,
            "pause_share": found.delivery.pause_share,
            "questions": found.questions,
        }
    return values
