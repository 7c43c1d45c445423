"""What the lobby tells of the journal: what was interrupted, what was last, what is due again."""

from datetime import date, datetime

import msgspec

from models.drill import Drill, find_drill
from models.records.journal import Entry, Journal
from models.records.paths import Places
from models.reports import rate_unrated
from questions.pack import Pack


class Kept(msgspec.Struct, frozen=True):
    """What there is to go on from."""

    waiting: Entry | None
    """The latest interview that was interrupted."""
    last: Entry | None
    """The latest that is over."""
    drill: Drill | None
    """What is due, and what is new, in the pack asked about."""
    damage: str
    """What to say of a journal that was damaged; empty where it was sound."""


def look(places: Places, pack: Pack | None, interview_day: date | None) -> Kept:
    """What the journal holds.

    Raises:
        JournalError: it cannot be read.
        FolderError: its folder cannot be used.
    """
    journal = Journal(places.journal)
    try:
        waiting = journal.entries(unfinished=True, limit=1)
        over = journal.entries(finished=True, limit=1)
        now = datetime.now().astimezone()
        drill = find_drill(journal, pack, now, interview_day) if pack else None
        damage = journal.damage
    finally:
        journal.close()
    return Kept(waiting[0] if waiting else None, over[0] if over else None, drill, damage)


def rate(places: Places) -> str:
    """Learn from interviews of an older Viva, or of another machine, what is due; `Kept.damage`.

    Raises:
        JournalError: the journal cannot be read.
        FolderError: its folder cannot be used.
    """
    journal = Journal(places.journal)
    try:
        rate_unrated(journal)
        return journal.damage
    finally:
        journal.close()
