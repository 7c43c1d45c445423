"""Reports of interviews in the journal: read, compared with earlier ones, judged anew."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from models.assessment import judge
from models.interview import commands as c
from models.interview.decide import decide
from models.interview.evolve import fold
from models.interview.state import Interview
from models.records.journal import Entry, Journal
from models.report.build import build
from models.report.report import Report
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
    """Keep what an interview came to in the journal's index."""
    entry = journal.find(interview.id)
    journal.summarise(entry.id, msgspec.json.encode(summary(make_report(interview, entry))).decode())


def record(journal: Journal, name: str, command: c.Command) -> Interview:
    """Carry out a command on an interview that is over, such as an overruling, and keep what it causes."""
    state = fold(journal.events(name))
    journal.append(name, decide(state, command, state.at))
    again = fold(journal.events(name))
    summarise(journal, again)
    return again


def rejudge(journal: Journal, name: str) -> Interview:
    """Judge every answer anew with today's judge, over the questions as they were; both opinions are kept."""
    state = fold(journal.events(name))
    terms = state.plan.terms if state.plan else ()
    events = []
    for name_, answer in state.answers.items():
        question = state.find(name_)
        if question is None or answer.assessment is None:
            continue
        opinion = judge.assess(question, state.turns_of(name_), terms_of(question, terms))
        events += decide(state, c.Rejudge(name_, opinion, judge.NAME), state.at)
    journal.append(state.id, events)
    again = fold(journal.events(state.id))
    summarise(journal, again)
    return again
