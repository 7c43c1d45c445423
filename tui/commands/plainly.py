"""Holds an interview in plain mode: opens what it needs, and closes it again whatever happens."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import click

from models.arrangement import arrange, find_unfinished, open_session, recent_questions
from models.choices import Choices, Refused
from models.counting import counted
from models.ear_and_voice import TYPED
from models.interview import commands as c
from models.means import Means, arrange_means
from models.records.journal import Journal, JournalError, new_id
from models.records.paths import FolderError, Places, apart, find_places
from models.records.settings import SettingsError
from models.session import Session
from questions.untrusted import clean
from tui.plain import HELP, PlainInterview
from tui.refusal import Refusal
from tui.words import DEMONSTRATED, NOT_KEPT, left

MAX_ANSWERS_BYTES = 1_000_000


def practise_plainly(
    choices: Choices, *, answers: str | None, live: bool | None, folder: Path | None = None
) -> None:
    """A new interview, line by line; a demonstration, if there is a `folder` to keep it in meanwhile.

    Raises:
        Refusal: something chosen cannot be had.
    """
    with _refusals():
        places = find_places() if folder is None else apart(find_places(), folder)
        typed = _paragraphs(answers)
        choices = _without_ear(choices) if answers else choices
        arrangement = arrange(choices, places, recent=recent_questions(places))
        journal = Journal(places.journal)
        if journal.damage:
            click.echo(journal.damage)
        journal.close()
    plan = arrangement.plan
    click.echo(
        f"Viva: {plan.title}. {counted(len(plan.questions), 'question')}, {counted(plan.minutes, 'minute')}, "
        f"{arrangement.rules.mode}. Listening: {arrangement.means.ear}"
    )
    if arrangement.went_by:
        click.echo(clean(arrangement.went_by))
    if sys.stdin.isatty() and typed is None:
        click.echo(HELP)
    begin = c.Begin(new_id(), plan, arrangement.rules, TYPED if arrangement.means.desk is None else "")
    _hold(places, arrangement.means, typed, live, partial(Session.begin, command=begin), begin.interview)


def resume_plainly(name: str, choices: Choices, *, answers: str | None, live: bool | None) -> None:
    """Go on with an interrupted interview, line by line.

    Raises:
        Refusal: there is none to go on with.
    """
    with _refusals():
        places = find_places()
        typed = _paragraphs(answers)
        journal = Journal.existing(places.journal)
        entry = find_unfinished(journal, name)
        journal.close()
        means = arrange_means(_without_ear(choices) if answers else choices, places)
    click.echo(f"Viva: {entry.title}, of {entry.id}, goes on. Listening: {means.ear}")
    _hold(places, means, typed, live, partial(Session.resume, interview=entry.id), entry.id)


def _hold(
    places: Places,
    means: Means,
    answers: Iterator[str] | None,
    live: bool | None,
    start: Callable[[Session], None],
    interview: str,
) -> None:
    plain = PlainInterview(
        sys.stdout, live=not sys.stdout.isatty() if live is None else live, answers=answers
    )
    if answers is None:
        plain.read_lines(sys.stdin)
    with _stop_signals(), _refusals():
        session = open_session(plain.publish, places, means, interview=interview)
        start(session)
        try:
            state = plain.run(session)
        except KeyboardInterrupt:
            session.close()
            click.echo(f"\n{left(plain.interview, places) if session.saved else NOT_KEPT}")
            raise SystemExit(130) from None
        session.close()
    if not session.saved:
        raise Refusal(NOT_KEPT)
    if state.phase != "done":
        click.echo(left(state.id, places))
        return
    _print_report(places, state.id)


def _print_report(places: Places, interview: str) -> None:
    from models.report.text import render
    from models.reports import read_report

    with _refusals():
        journal = Journal(places.journal)
        try:
            report = read_report(journal, journal.find(interview))
        finally:
            journal.close()
    click.echo()
    click.echo(render(report))
    if places.passing:
        click.echo(DEMONSTRATED)
    elif not places.restricted:
        click.echo(f"In another form: viva report {interview} --format markdown, or -o report.html")


def _without_ear(choices: Choices) -> Choices:
    """Typed answers need nothing that listens, and a question read aloud would only hold them up."""
    import msgspec

    return msgspec.structs.replace(choices, recogniser="none", speak=False, audio=())


def _paragraphs(path: str | None) -> Iterator[str] | None:
    """The answers of a file: one a paragraph."""
    if path is None:
        return None
    try:
        data = Path(path).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise Refusal(f"--answers {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Refusal(f"--answers {path} is not text in UTF-8.") from None
    if len(data) > MAX_ANSWERS_BYTES:
        raise Refusal(f"--answers {path} is over {MAX_ANSWERS_BYTES // 1_000_000} MB.")
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    return iter([paragraph for paragraph in paragraphs if paragraph])


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn whatever cannot be had into one sentence."""
    try:
        yield
    except (Refused, JournalError, FolderError, SettingsError) as error:
        raise Refusal(str(error)) from None


@contextmanager
def _stop_signals() -> Iterator[None]:
    """A hang-up or a request to end saves, as Ctrl-C does."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
