"""Reports of interviews in the journal: read, compared with earlier ones, judged anew."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

import msgspec

from models.interview import commands as c
from models.interview.decide import decide
from models.interview.evolve import fold
from models.interview.state import Interview
from models.records.journal import Entry, Journal
from models.records.schedule import Grade, Review, interviews_with, keep_reviews, rating_of, unrated
from models.report.build import build
from models.report.compare import Attempted
from models.report.report import Question, Report
from models.report.summary import Summary, summary
from questions.plan import terms_of

HISTORY = 20
"""How many earlier interviews make a person's own average."""


def read_report(journal: Journal, entry: Entry) -> Report:
    """The report of an interview, its delivery beside the person's own average before it."""
    return make_report(fold(journal.events(entry.id)), entry, history(journal, before=entry))


def make_report(interview: Interview, entry: Entry | None, earlier: Sequence[Summary] = ()) -> Report:
    """The report of an interview at hand."""
    when = datetime.fromtimestamp(entry.started).astimezone() if entry else None
    return build(interview, when=when, history=earlier)


def history(journal: Journal, *, before: Entry | None = None, limit: int = HISTORY) -> list[Summary]:
    """Summaries of the latest interviews that are over, the latest first."""
    entries = journal.entries(before=before.started if before else None, finished=True, limit=limit)
    return [found for entry in entries if (found := read_summary(entry)) is not None]


def read_summary(entry: Entry) -> Summary | None:
    """What the index keeps of an interview's report; nothing where there is none, or of another version."""
    try:
        return msgspec.json.decode(entry.summary, type=Summary)
    except msgspec.DecodeError:
        return None


def summarise(journal: Journal, interview: Interview) -> None:
    """Keep what an interview came to in the journal's index, and when its questions are due again."""
    entry = journal.find(interview.id)
    report = make_report(interview, entry)
    journal.summarise(entry.id, msgspec.json.encode(summary(report)).decode())
    keep_reviews(journal, entry.id, reviews(interview, report))


def reviews(interview: Interview, report: Report) -> list[Review]:
    """What an interview says of how well its questions are known; one that was not answered says nothing."""
    found = []
    for question in report.questions:
        answer = interview.answers.get(question.id)
        grade = answer.grade if answer else None
        rating = rating_of(question.score, cast("Grade | None", grade), hinted=bool(question.hint))
        if rating is not None:
            found.append(Review(question.id, question.level, rating, question.score))
    return found


def rate_unrated(journal: Journal, step: Callable[[], object] = lambda: None) -> None:
    """Summarise the interviews of an older Viva, or of another machine; `step` is called after each."""
    for name in unrated(journal):
        summarise(journal, fold(journal.events(name)))
        step()


def earlier_attempts(journal: Journal, entry: Entry, question: Question) -> list[tuple[str, Attempted]]:
    """Other answers to a question, each with when it was: the latest first, of the interviews before only
    the last one in which it was answered.
    """
    found: list[tuple[str, Attempted]] = [
        (f"attempt {attempt.number} of this interview", attempt) for attempt in reversed(question.earlier)
    ]
    for name in interviews_with(journal, entry.pack, question.id):
        other = journal.find(name)
        if other.id != entry.id and other.started <= entry.started:
            report = make_report(fold(journal.events(other.id)), other)
            when = f"{report.when:%Y-%m-%d %H:%M}" if report.when else other.id
            found += [(when, asked) for asked in report.questions if asked.id == question.id]
            break
    return found


def record(journal: Journal, name: str, command: c.Command) -> Interview:
    """Carry out a command on an interview that is over, such as an overruling, and keep what it causes."""
    state = fold(journal.events(name))
    journal.append(name, decide(state, command, state.at))
    again = fold(journal.events(name))
    summarise(journal, again)
    return again


def rejudge(journal: Journal, name: str) -> Interview:
    """Judge every answer anew with today's judge, over the questions as they were; both opinions are kept."""
    from models.assessment import judge  # heavy, and only this needs it

    state = fold(journal.events(name))
    terms = state.plan.terms if state.plan else ()
    events = []
    for name_, answer in state.answers.items():
        question = state.find(name_)
        if question is None or answer.assessment is None:
            continue
        turns = state.turns_of(name_)
        opinion = judge.assess(question, turns, terms_of(question, terms), recogniser=state.input)
        events += decide(state, c.Rejudge(name_, opinion, judge.NAME), state.at)
    journal.append(state.id, events)
    again = fold(journal.events(state.id))
    summarise(journal, again)
    return again
