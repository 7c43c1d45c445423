"""How an interview is begun, or gone on with, on the full screen. Loaded when one is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from models.arrangement import Arrangement, arrange, find_unfinished, open_session, recent_questions
from models.choices import Choices, Refused
from models.ear_and_voice import TYPED
from models.interview import commands as c
from models.means import arrange_means
from models.records.journal import Journal, JournalError, new_id
from models.records.paths import FolderError, Places
from models.records.settings import SettingsError
from models.session import Session
from models.view import Published

OpenSession = Callable[[Callable[[Published], None]], Session]
"""Opens, and begins, a session that publishes to the function given."""
BREATH = 60.0
"""Seconds for which a round's opening stands, if no key is pressed."""


def arrange_interview(choices: Choices, places: Places) -> Arrangement:
    """What an interview on the full screen needs; last night's questions are left out of it.

    Raises:
        Refused: something chosen cannot be had, or what is kept cannot be read.
    """
    with _refusing():
        return arrange(choices, places, breath=BREATH, recent=recent_questions(places))


def begin_with(arrangement: Arrangement, places: Places) -> OpenSession:
    """Opens and begins a new interview."""

    def begin(publish: Callable[[Published], None]) -> Session:
        name = new_id()
        session = open_session(publish, places, arrangement.means, interview=name)
        heard = TYPED if arrangement.means.desk is None else ""
        session.begin(c.Begin(name, arrangement.plan, arrangement.rules, heard))
        return session

    return begin


def resume_with(name: str, choices: Choices, places: Places) -> OpenSession:
    """Opens an interrupted interview, the latest or the one named, and goes on with it.

    Raises:
        Refused: there is none, something chosen cannot be had, or what is kept cannot be read.
    """
    with _refusing():
        journal = Journal.existing(places.journal)
        try:
            interview = find_unfinished(journal, name).id
        finally:
            journal.close()
        means = arrange_means(choices, places)

    def go_on(publish: Callable[[Published], None]) -> Session:
        session = open_session(publish, places, means, interview=interview)
        session.resume(interview)
        return session

    return go_on


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (JournalError, FolderError, SettingsError) as error:
        raise Refused(str(error)) from None
