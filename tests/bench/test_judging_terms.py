"""How the benchmark counts technical terms in what was said and in what was recognised."""

import pytest

from questions.pack import Term
from tests.bench.judging_speech import recognised
from tests.bench.judging_terms import Found, compared, counted

TERMS = (
    Term("Flask"),
    Term("Flask-Login"),
    Term("GET"),
    Term("JavaScript", say="java script"),
    Term("SQL", say="S Q L"),
    Term("SQLAlchemy"),
    Term("TESTING"),
    Term("URL", say="U R L", heard=("girl",)),
    Term("WebSocket", say="web socket"),
    Term("WSGI", say="whizgey", heard=("whiskey",)),
)


def _said(text: str, *, as_spoken: bool = False) -> dict[str, int]:
    return dict(counted(text, TERMS, as_spoken=as_spoken).whole)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("it is plain javascript", "JavaScript"),
        ("it is plain java script", "JavaScript"),
        ("it speaks w s g i", "WSGI"),
        ("over web sockets", "WebSocket"),
        ("over WebSockets", "WebSocket"),
        ("the urls of a blueprint", "URL"),
    ],
)
def test_a_term_counts_however_it_is_written(text: str, term: str) -> None:
    assert _said(text) == {term: 1}


def test_everyday_words_are_no_terms() -> None:
    assert not _said("you get it, and every test gets an app")
    assert _said("set TESTING, and testing is on") == {"TESTING": 2}


def test_what_is_written_as_it_sounds_was_said() -> None:
    assert _said("so whiskey is a contract", as_spoken=True) == {"WSGI": 1}
    assert not _said("so whiskey is a contract")


def test_part_of_a_longer_term_is_neither_missed_nor_wrong() -> None:
    meant = counted("flask login reads the id and flask calls it", TERMS)
    assert meant.whole == {"Flask-Login": 1, "Flask": 1}
    assert compared(meant, meant) == Found(said=2, right=2, wrong=0)
    shorter = counted("flask lock in reads the id and flask calls it", TERMS)
    assert compared(meant, shorter) == Found(said=2, right=1, wrong=0)


def test_part_of_a_compound_is_missed_once_and_not_wrong() -> None:
    meant = counted("plain SQLAlchemy", TERMS)
    assert meant.whole == {"SQLAlchemy": 1}
    assert compared(meant, counted("plain s q l al to me", TERMS)) == Found(said=1, right=0, wrong=0)


def test_a_term_that_was_not_said_is_wrong() -> None:
    meant = counted("flask calls it", TERMS)
    assert compared(meant, counted("flask login calls a url", TERMS)) == Found(said=1, right=0, wrong=2)


def test_nothing_that_is_spoken_in_one_half_is_in_the_other() -> None:
    model = [each for each in recognised() if each.answer < 0]
    halves = {
        (each.pack, each.question): {e.half for e in model if e.question == each.question} for each in model
    }
    assert all(len(half) == 1 for half in halves.values())
    assert {half for each in halves.values() for half in each} == {"choosing", "reporting"}
