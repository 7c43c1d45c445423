"""The tables of the journal, and how a file of an older version gets those of the present one."""

import sqlite3
from collections.abc import Iterator

SCHEMA = 2
"""The `user_version` of the file."""

TABLES = """
CREATE TABLE IF NOT EXISTS interviews (
    id TEXT PRIMARY KEY, started REAL NOT NULL, updated REAL NOT NULL,
    pack TEXT NOT NULL, title TEXT NOT NULL,
    mode TEXT NOT NULL, ended TEXT NOT NULL DEFAULT '', summary TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX IF NOT EXISTS interviews_by_start ON interviews (started);
CREATE TABLE IF NOT EXISTS events (
    interview TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, wall REAL NOT NULL, event TEXT NOT NULL,
    PRIMARY KEY (interview, number)
) STRICT, WITHOUT ROWID;
"""
"""Interviews, which are the index, and their events."""
_SCHEDULE = """
ALTER TABLE interviews ADD COLUMN rated INTEGER NOT NULL DEFAULT 0;
CREATE TABLE reviews (
    interview TEXT NOT NULL REFERENCES interviews (id) ON DELETE CASCADE,
    pack TEXT NOT NULL, question TEXT NOT NULL, level TEXT NOT NULL,
    wall REAL NOT NULL, rating INTEGER NOT NULL, score REAL,
    PRIMARY KEY (interview, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_of_card ON reviews (pack, question, wall);
CREATE TABLE cards (
    pack TEXT NOT NULL, question TEXT NOT NULL, level TEXT NOT NULL, score REAL,
    due REAL NOT NULL, reviewed REAL NOT NULL, stability REAL NOT NULL, difficulty REAL NOT NULL,
    PRIMARY KEY (pack, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_by_due ON cards (pack, due);
CREATE TRIGGER review_added AFTER INSERT ON reviews
    BEGIN DELETE FROM cards WHERE pack = NEW.pack AND question = NEW.question; END;
CREATE TRIGGER review_changed AFTER UPDATE ON reviews
    BEGIN DELETE FROM cards WHERE pack = NEW.pack AND question = NEW.question; END;
CREATE TRIGGER review_gone AFTER DELETE ON reviews
    BEGIN DELETE FROM cards WHERE pack = OLD.pack AND question = OLD.question; END;
"""
"""What `models.records.schedule` keeps: a review for each question of each interview, and the cards that are
replayed from them; a card goes whenever one of its reviews changes, and is replayed when it is needed."""
_STEPS = (TABLES, _SCHEDULE)
"""The statements that lead from each version to the next."""


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file to the present schema, in one transaction."""
    db.execute("BEGIN IMMEDIATE")
    (version,) = db.execute("PRAGMA user_version").fetchone()  # another process may have been quicker
    try:
        for step in _STEPS[version:]:
            for statement in _statements(step):
                db.execute(statement)
        db.execute(f"PRAGMA user_version={max(version, SCHEMA)}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
