"""Words that are spelled alike, beside a library's measure of the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler

from models.assessment.spelling import jaro_winkler

WORDS = st.text("abcde", min_size=1, max_size=9)


@given(WORDS, WORDS)
def test_it_is_the_jaro_winkler_similarity(one: str, other: str) -> None:
    assert jaro_winkler(one, other) == pytest.approx(JaroWinkler.similarity(one, other))


@given(WORDS, WORDS, st.floats(0, 1))
def test_what_is_under_the_floor_is_nought(one: str, other: str, floor: float) -> None:
    value = jaro_winkler(one, other)
    assert jaro_winkler(one, other, floor) == (value if value >= floor else 0.0)


@pytest.mark.parametrize(
    ("said", "meant"), [("serialis", "serializ"), ("recieve", "receive"), ("sesion", "session")]
)
def test_a_slip_of_the_pen_is_near(said: str, meant: str) -> None:
    assert jaro_winkler(said, meant) > 0.9 > jaro_winkler(said, "request")
