import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from questions.untrusted import UNSAFE, clean
from tests.corpus import ESCAPES, MARKUP

ANY = st.text(st.characters(exclude_categories=[]))  # surrogates too

# Joiners, and the visible signs that enclose a number.
KEPT_FORMATS = set("\u200c\u200d\u06dd\u070f\u08e2\u0890\u0891\U000110bd\U000110cd") | set(
    map(chr, range(0x600, 0x606))
)


@given(ANY, st.booleans())
@example("\r\n\u2028\x85", True)
def test_nothing_that_a_terminal_obeys_is_left(text: str, newlines: bool) -> None:
    left = clean(text, newlines)
    if newlines:
        left = left.replace("\n", "")
    assert not UNSAFE.search(left)
    for char in left:
        category = unicodedata.category(char)
        assert category not in {"Cc", "Cs", "Co", "Zl", "Zp"}
        assert category != "Cf" or char in KEPT_FORMATS
        assert unicodedata.bidirectional(char) not in {
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }


@given(ANY, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, newlines: bool) -> None:
    assert clean(clean(text, newlines), newlines) == clean(text, newlines)


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_letters_marks_numbers_and_signs_of_every_script_stay(text: str) -> None:
    assert clean(text) == text


@given(st.text(st.characters(exclude_categories=[])))
def test_what_is_not_printable_is_all_that_can_be_unsafe(text: str) -> None:
    assert not (text.isprintable() and UNSAFE.search(text))  # the filter's short cut relies on it


@pytest.mark.fault(16)
@pytest.mark.parametrize("case", ESCAPES, ids=[case.name for case in ESCAPES])
def test_no_escape_of_the_corpus_survives(case: tuple[str, str, str]) -> None:
    _, text, poison = case
    assert poison not in clean(text)
    assert clean(text).startswith("before")


@pytest.mark.fault(16)
@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_only_text(text: str) -> None:
    assert clean(text) == text


def test_emoji_and_scripts_keep_their_joiners() -> None:
    assert clean("👩‍💻 می‌خواهم 🏴 ❤️") == "👩‍💻 می‌خواهم 🏴 ❤️"


def test_words_stay_apart_where_a_line_or_a_tab_parted_them() -> None:
    assert clean("one\ttwo\nthree\r\nfour\u2028five\x0bsix\x85seven") == "one two three four five six seven"


def test_lines_can_be_kept() -> None:
    assert clean("one\r\ntwo\u2029three\tfour\r", newlines=True) == "one\ntwo\nthree four"
