from models.speech.pronounce import pronounce
from questions.pack import Term

TERMS = (
    Term("WSGI", "whizgey"),
    Term("g", "gee"),
    Term("Flask-SQLAlchemy", "flask sequel alchemy"),
    Term("SQLAlchemy", "sequel alchemy"),
    Term("url_for()", "url for"),
    Term("request"),
)


def test_terms_are_read_as_their_pack_says() -> None:
    assert pronounce("What is WSGI?", TERMS) == "What is whizgey?"
    assert pronounce("url_for() and a request", TERMS) == "url for and a request"


def test_only_whole_words_are_replaced_the_longest_first() -> None:
    assert pronounce("Flask-SQLAlchemy uses g, not gg or a dog.", TERMS) == (
        "flask sequel alchemy uses gee, not gg or a dog."
    )


def test_case_does_not_matter_unless_two_terms_differ_by_it() -> None:
    assert pronounce("wsgi", TERMS) == "whizgey"
    both = (Term("G", "capital gee"), Term("g", "gee"))
    assert pronounce("G and g", both) == "capital gee and gee"


def test_a_replacement_is_not_replaced_again() -> None:
    assert pronounce("a", (Term("a", "b"), Term("b", "c"))) == "b"


def test_a_text_without_terms_is_left_alone() -> None:
    assert pronounce("Why (.*) \\1?", ()) == "Why (.*) \\1?"
