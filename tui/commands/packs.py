"""`viva packs`: list, show, check and start packs, and print the schema of their files."""

import json
import shutil
import textwrap
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import click

from models.records.packs import library
from questions.check import Problem, check, summary
from questions.library import Counts, Entry, LibraryError
from questions.new import NewPackError, new_pack
from questions.pack import KeyPoint, Pack, Question
from questions.plan import no_question
from questions.schema import PARTS, Part, schema
from questions.untrusted import clean
from tui.refusal import Refusal

MAX_WIDTH = 100
"""Columns: longer lines are hard to read, however wide the terminal is."""


def recognised_words() -> frozenset[str]:
    """The words of the dictionary that PocketSphinx brings; none where it is not installed."""
    found = find_spec("pocketsphinx")  # not imported: the C library has no business here
    if found is None or found.origin is None:
        return frozenset()
    file = Path(found.origin).parent / "model" / "en-us" / "cmudict-en-us.dict"
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(line.split(maxsplit=1)[0] for line in lines if line)


@click.group()
def packs() -> None:
    """List, read, check and write packs of questions."""


@packs.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON array.")
def list_packs(as_json: bool) -> None:
    """List the packs there are, and how much each holds."""
    known = library()
    found = [(entry, known.counts(entry)) for entry in known.entries()]
    if as_json:
        click.echo(json.dumps([_as_json(entry, counts) for entry, counts in found], indent=2))
        return
    for entry, counts in found:
        _say(*_wrapped(_heading(entry), 0, 2), *_wrapped(_about(entry, counts), 2))


@packs.command()
@click.argument("pack")
@click.argument("question", metavar="[ID]", required=False)
@click.option("--rubric", is_flag=True, help="With ID: also the words that the judge goes by.")
def show(pack: str, question: str | None, rubric: bool) -> None:
    """Show the questions of PACK (an id, or the path of a folder), or all of the question ID."""
    try:
        opened = library().open(pack)
    except LibraryError as error:
        _refuse(error)
    if question is None:
        _say(*_pack_lines(opened))
        return
    found = opened.question(question)
    if found is None:
        _refuse(no_question(opened, question))
    _say(*_question_lines(found, opened, rubric))


@packs.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--spoken", is_flag=True, help="Also words that PocketSphinx cannot hear for want of a term.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON array of problems.")
@click.pass_context
def check_packs(context: click.Context, paths: tuple[str, ...], spoken: bool, as_json: bool) -> None:
    """Find every problem of the packs at PATH (folders, or ids); of all packs where none is named.

    The exit status is 1 if a pack has an error; warnings alone leave it 0.
    """
    from models.assessment.marks import marks

    known = library()
    dictionary = recognised_words() if spoken else frozenset[str]()
    try:
        folders = [known.folder(path) for path in paths] or [entry.folder for entry in known.entries()]
    except LibraryError as error:
        _refuse(error)
    results: list[tuple[Path, list[Problem]]] = []
    for folder in folders:
        problems = check(folder, marks, dictionary)
        results.append((folder, problems))
        if not as_json:
            _say(*map(str, problems), f"{clean(str(folder))}: {summary(problems)}")
    if as_json:
        found = [
            {"pack": str(folder), **{field: getattr(problem, field) for field in problem.__struct_fields__}}
            for folder, problems in results
            for problem in problems
        ]
        click.echo(json.dumps(found, indent=2))
    if any(problem.severity == "error" for _, problems in results for problem in problems):
        context.exit(1)


@packs.command()
@click.argument("name")
@click.option(
    "--in",
    "parent",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The folder in which to make it; the present one if left out.",
)
def new(name: str, parent: Path) -> None:
    """Start a pack called NAME: a commented folder that passes `viva packs check`."""
    try:
        folder = new_pack(name, parent)
    except NewPackError as error:
        _refuse(error)
    path = clean(str(folder) if folder.is_absolute() else f"./{folder}")
    _say(f"{path} is ready. Write your questions, then run: viva packs check {path}")


@packs.command("schema")
@click.argument("part", type=click.Choice(PARTS), default=PARTS[0])
def print_schema(part: Part) -> None:
    """Print a JSON Schema for editors: of a topic's file, or of pack.toml."""
    click.echo(json.dumps(schema(part), indent=2))


def _refuse(reason: Exception | str) -> NoReturn:
    raise Refusal(str(reason))


def _say(*lines: str) -> None:
    click.echo("\n".join(lines))


def _wrapped(text: str, indent: int = 0, hanging: int = 0) -> list[str]:
    """A text in lines that fit the terminal; the first is indented, the others hang by more."""
    width = max(20, min(MAX_WIDTH, shutil.get_terminal_size().columns))
    first, others = " " * indent, " " * (indent + hanging)
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def _plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _heading(entry: Entry) -> str:
    if entry.info is None:
        return entry.id
    about = f" ({entry.info.subject_version})" if entry.info.subject_version else ""
    return f"{entry.id}: {entry.info.title}{about}"


def _about(entry: Entry, counts: Counts) -> str:
    path = clean(str(entry.folder))
    if counts.errors:
        return f"Cannot be used: {_plural(counts.errors, 'error')}. viva packs check {path} shows them."
    levels = ", ".join(f"{count} {level}" for level, count in counts.levels.items() if count)
    sentences = [entry.info.about] if entry.info else []
    sentences.append(
        f"{_plural(counts.questions, 'question')} ({levels}) on {_plural(counts.topics, 'topic')}, "
        f"{counts.minutes:g} minutes in all."
    )
    if entry.hides:
        sentences.append(f"From {path}, in place of {clean(str(entry.hides))}.")
    return " ".join(sentences)


def _as_json(entry: Entry, counts: Counts) -> dict[str, Any]:
    info = {field: getattr(entry.info, field) for field in _INFO_FIELDS} if entry.info else {}
    held = {field: getattr(counts, field) for field in counts.__struct_fields__}
    hides = str(entry.hides) if entry.hides else None
    return {"id": entry.id, **info, "folder": str(entry.folder), "hides": hides, **held}


_INFO_FIELDS = ("title", "version", "language", "about", "licence", "subject_version")


def _pack_lines(pack: Pack) -> Iterator[str]:
    info = pack.info
    subject = f", on {info.subject_version}" if info.subject_version else ""
    yield from _wrapped(f"{info.title}, version {info.version}{subject}, {info.licence}")
    yield from _wrapped(info.about)
    topics = dict.fromkeys([*(topic.id for topic in info.topics), *(q.topic for q in pack.questions)])
    for topic in topics:
        asked = [question for question in pack.questions if question.topic == topic]
        if asked:
            yield ""
            yield f"{pack.topic_title(topic)} ({topic})"
        for question in asked:
            yield from _wrapped(f"{question.id} ({question.level}, {question.minutes:g} min)", 2, 2)
            yield from _wrapped(question.ask, 4)


def _question_lines(question: Question, pack: Pack, rubric: bool) -> Iterator[str]:
    title = pack.topic_title(question.topic)
    yield f"{question.id} ({title}, {question.level}, {question.minutes:g} min)"
    yield from _wrapped(question.ask, 2)
    yield from _part("Hint", [question.hint])
    yield from _section("Key points")
    for point in question.points:
        yield from _wrapped(f"{point.says} (weight {point.weight})", 2, 2)
        yield from (line for text in point.also for line in _wrapped(f"or: {text}", 6, 4))
        yield from _judged_by(point) if rubric else ()
        yield from _wrapped(f"probe: {point.probe}", 6, 4) if point.probe else ()
    yield from _section("Misconceptions") if question.misconceptions else ()
    for misconception in question.misconceptions:
        yield from _wrapped(misconception.says, 2, 2)
        if rubric:
            groups = " + ".join(" / ".join(group) for group in misconception.betrayed)
            yield from _wrapped(f"betrayed by: {groups}", 6, 4)
        yield from _wrapped(f"probe: {misconception.probe}", 6, 4)
    yield from _part("To go deeper", [depth.probe for depth in question.depths])
    yield from _part("A model answer", question.answer.split("\n\n"))
    if question.code.strip():
        yield from _section("Code")
        yield textwrap.indent(question.code.strip("\n"), "  ")
    if question.sources:
        yield from _section("Sources")
        yield from (f"  {source}" for source in question.sources)


def _judged_by(point: KeyPoint) -> Iterator[str]:
    for group in point.must:
        yield from _wrapped(f"must have: {' / '.join(group)}", 6, 4)
    for group in point.made_of:
        yield from _wrapped(f"made of: {' / '.join(group)}", 6, 4)
    for slot in point.opposites:
        yield from _wrapped(f"right: {' / '.join(slot.right)}", 6, 4)
        yield from _wrapped(f"wrong: {' / '.join(slot.wrong)}", 6, 4)


def _section(title: str) -> Iterator[str]:
    yield ""
    yield title


def _part(title: str, paragraphs: list[str]) -> Iterator[str]:
    written = [text for text in paragraphs if text.strip()]
    if written:
        yield from _section(title)
    for text in written:
        yield from _wrapped(" ".join(text.split()), 2)
