"""What a job advertisement or a CV is about, in the topics of a pack."""

from pathlib import Path

import msgspec
import pytest

from questions.job import JobError, read_job, weigh
from questions.pack import Pack, Term, Topic
from questions.plan import compose
from tests.questions.makers import a_pack, a_question

AD = """
# Backend engineer

- build REST APIs with Flask and **SQLAlchemy**, keep the [database](https://example.com/testing) fast
- write migrations for our databases; tests come first
- contact testing@example.com
"""


@pytest.fixture
def shop() -> Pack:
    questions = [
        a_question("session", "data", ask="When does SQLAlchemy write to the database?"),
        a_question("migration", "data", ask="What does a migration change in the database?"),
        a_question("client", "testing", ask="How do you call a view from a test?"),
        a_question("fixtures", "testing", ask="What is a fixture, and what does a test get from it?"),
        a_question("signing", "security", ask="How is the cookie signed?"),
        a_question("csrf", "security", ask="What does a cookie have to do with forged requests?"),
    ]
    titles = (Topic("data", "Databases"), Topic("testing", "Testing"), Topic("security", "Security"))
    pack = a_pack(questions, [Term("SQLAlchemy", "ess queue el alchemy"), Term("CSRF")])
    return msgspec.structs.replace(pack, info=msgspec.structs.replace(pack.info, topics=titles))


def test_topics_weigh_what_the_text_names_and_the_words_are_told(shop: Pack) -> None:
    data, testing = weigh(AD, shop)
    assert (data.topic, data.title) == ("data", "Databases")
    assert data.words[0] == "database"
    assert "SQLAlchemy" in data.words
    assert testing.topic == "testing"
    assert testing.words == ("tests",)
    assert data.share > testing.share
    assert data.share + testing.share == pytest.approx(1)


def test_addresses_are_not_read(shop: Pack) -> None:
    assert weigh("see https://example.com/security/cookie or cookie@security.org", shop) == ()


def test_a_text_that_names_no_topic_has_no_weights(shop: Pack) -> None:
    assert weigh("We bake bread, and you would do what you like.", shop) == ()
    assert weigh("Jane Doe", shop) == ()  # whose name has the stem of "does"
    assert weigh("", shop) == ()


def test_what_is_named_in_passing_is_left_out(shop: Pack) -> None:
    named = weigh("database, SQLAlchemy, cookie", shop)
    assert [weight.topic for weight in named] == ["data", "security"]
    crowded = weigh("database " * 3 + "SQLAlchemy " * 3 + "cookie", shop)
    assert [weight.topic for weight in crowded] == ["data"]


def test_a_pack_of_one_topic_is_named_or_not() -> None:
    pack = a_pack([a_question("a", "first", ask="What is a decorator?")], topics=["first"])
    assert [weight.share for weight in weigh("the first", pack)] == [1.0]
    assert weigh("nothing", pack) == ()


def test_the_rounds_follow_the_weights(shop: Pack) -> None:
    weights = {weight.topic: weight.share for weight in weigh("We test everything: testing, tests.", shop)}
    plan = compose(shop, minutes=6, seed=1, weights=weights)
    assert [part.topic for part in plan.rounds] == ["testing"]


def test_a_file_is_read_as_text_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    (tmp_path / "cv.md").write_bytes(b"\xef\xbb\xbfFlask\r\n\x1b[31mSQL\x07")
    assert read_job(tmp_path / "cv.md") == "Flask\n[31mSQL"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7\n\xe2\xe3\xcf", "it is not text. Give a text or Markdown file."),
        (b"PK\x00\x00", "it is not text. Give a text or Markdown file."),
        (b"x" * 1_000_001, "it is over 1 MB. Give the text alone."),
        (None, "No such file or directory."),
    ],
)
def test_a_file_that_is_no_text_is_told_in_one_sentence(
    tmp_path: Path, data: bytes | None, sentence: str
) -> None:
    file = tmp_path / "job.pdf"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(JobError) as error:
        read_job(file)
    assert str(error.value) == f"Cannot read {file}: {sentence}"
