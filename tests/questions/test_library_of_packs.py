"""The library: which packs there are, how much they hold, and reading the one that is chosen."""

import os
import stat
from pathlib import Path

import pytest

from questions.library import BUILT_IN, BrokenPackError, Library, UnknownPackError
from questions.pack import Pack
from tests.questions.makers import a_pack, a_question, edit, good_folder, write_pack


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    good_folder(folder / "good")
    write_pack(folder / "made-up", a_pack([a_question("a"), a_question("b", "second", "senior", 4.5)]))
    return folder


def _no_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a pack was parsed")

    monkeypatch.setattr("questions.library.decode", refuse)
    monkeypatch.setattr("questions.library.decode_info", refuse)


def test_packs_are_listed_by_id_with_what_they_hold(own: Path, shared: Path) -> None:
    (shared / "empty").mkdir()
    (shared / "notes.txt").write_text("no pack")
    library = Library([shared, own])
    good, made_up = library.entries()
    assert (good.id, made_up.id) == ("good", "made-up")
    counts = library.counts(made_up)
    assert (counts.questions, counts.topics, counts.points, counts.phrasings) == (2, 2, 2, 2)
    assert counts.levels == {"junior": 0, "mid": 1, "senior": 1}
    assert (counts.minutes, counts.errors) == (7.5, 0)


def test_a_pack_of_ones_own_takes_the_place_of_a_shared_one(own: Path, shared: Path) -> None:
    write_pack(own / "mine", a_pack([a_question("own")]))
    library = Library([shared, own])
    made_up = library.entries()[1]
    assert (made_up.id, made_up.folder, made_up.hides) == ("made-up", own / "mine", shared / "made-up")
    assert [question.id for question in library.open("made-up").questions] == ["own"]


def test_a_pack_is_counted_anew_when_a_file_of_it_changes(tmp_path: Path, shared: Path) -> None:
    library = Library([shared], tmp_path / "cache")
    assert [library.counts(entry).questions for entry in library.entries()] == [1, 2]
    write_pack(shared / "made-up", a_pack([a_question("a")]))
    assert [library.counts(entry).questions for entry in library.entries()] == [1, 1]
    (shared / "good" / "more.toml").write_text("broken")
    again = Library([shared], tmp_path / "cache")
    assert [again.counts(entry).errors for entry in again.entries()] == [1, 0]


def test_a_warm_list_parses_nothing(tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library([shared], tmp_path / "cache")
    cold = [(entry, library.counts(entry)) for entry in library.entries()]
    _no_parsing(monkeypatch)
    warm = Library([shared], tmp_path / "cache")
    assert [(entry, warm.counts(entry)) for entry in warm.entries()] == cold


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[" * 100_000, b'{"version": 2}', b'{"packs": {"x": 1}}', b"\xff"]
)
def test_a_damaged_cache_is_written_anew(
    tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "packs.json").write_bytes(damage)
    library = Library([shared], cache)
    cold = [library.counts(entry) for entry in library.entries()]
    assert [counts.questions for counts in cold] == [1, 2]
    _no_parsing(monkeypatch)
    again = Library([shared], cache)
    assert [again.counts(entry) for entry in again.entries()] == cold


def test_the_cache_is_the_users_alone(tmp_path: Path, shared: Path) -> None:
    before = os.umask(0)
    try:
        library = Library([shared], tmp_path / "new" / "cache")
        library.counts(library.entries()[0])
    finally:
        os.umask(before)
    folder = tmp_path / "new" / "cache"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["packs.json"]
    assert stat.S_IMODE((folder / "packs.json").stat().st_mode) == 0o600


def test_a_cache_that_cannot_be_kept_costs_nothing_but_time(tmp_path: Path, shared: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    library = Library([shared], tmp_path / "cache")
    assert library.counts(library.entries()[1]).questions == 2


def test_a_pack_that_is_gone_leaves_the_cache(tmp_path: Path, shared: Path) -> None:
    library = Library([shared], tmp_path / "cache")
    for entry in library.entries():
        library.counts(entry)
    (shared / "made-up").rename(shared / "renamed")
    library = Library([shared], tmp_path / "cache")
    for entry in library.entries():
        library.counts(entry)
    kept = (tmp_path / "cache" / "packs.json").read_text()
    assert "renamed" in kept
    assert str(shared / "made-up") not in kept


@pytest.mark.parametrize("name", ["good", "{shared}/good", "{shared}/good/", "{shared}/good/pack.toml"])
def test_a_pack_is_opened_by_its_id_or_its_path(shared: Path, name: str) -> None:
    pack: Pack = Library([shared]).open(name.format(shared=shared))
    assert pack.info.id == "good"
    assert pack.question("merge-or-rebase")


def test_a_path_may_be_relative(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shared)
    assert Library([]).open("./good").info.id == "good"
    assert Library([]).open("good").info.id == "good"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("goood", "There is no pack goood. Packs: good, made-up. The path of a pack's folder will do too."),
        ("./nowhere", "There is no folder nowhere. Give the path of a pack's folder."),
        ("/", "/ has no pack.toml. Give the path of a pack's folder."),
        (
            "a\x1b[31m\nb",
            "There is no pack a[31m b. Packs: good, made-up. The path of a pack's folder will do too.",
        ),
        ("a\0b", "There is no pack ab. Packs: good, made-up. The path of a pack's folder will do too."),
        (
            "x" * 300,
            f"There is no pack {'x' * 300}. Packs: good, made-up. The path of a pack's folder will do too.",
        ),
        ("", "There is no pack . Packs: good, made-up. The path of a pack's folder will do too."),
    ],
)
def test_an_unknown_pack_is_one_sentence_that_names_those_there_are(
    shared: Path, name: str, sentence: str
) -> None:
    with pytest.raises(UnknownPackError) as error:
        Library([shared]).open(name)
    assert str(error.value) == sentence


def test_without_any_pack_the_sentence_still_stands(tmp_path: Path) -> None:
    with pytest.raises(UnknownPackError, match=r"There is no pack flask\. Packs: none\."):
        Library([tmp_path]).open("flask")


def test_a_broken_pack_is_listed_and_not_opened(shared: Path) -> None:
    edit(shared / "good", "history.toml", 'level = "mid"', 'level = "medium"')
    edit(shared / "good", "history.toml", "minutes = 3", "minutes = 30")
    library = Library([shared])
    good = library.entries()[0]
    assert library.counts(good).errors == 2
    with pytest.raises(BrokenPackError) as error:
        library.open("good")
    assert str(error.value) == (
        "Cannot use the pack good: history.toml: merge-or-rebase: level: error: must be one of junior, mid, "
        f"senior (and 1 more). See: viva packs check {shared}/good"
    )
    assert len(error.value.problems) == 2


def test_a_pack_whose_own_file_is_broken_is_listed_by_its_folder(shared: Path) -> None:
    (shared / "good" / "pack.toml").write_text("broken")
    library = Library([shared])
    good = library.entries()[0]
    assert (good.id, good.info, library.counts(good).errors) == ("good", None, 1)


def test_a_pack_with_two_questions_of_one_id_is_not_opened(shared: Path) -> None:
    write_pack(shared / "made-up", a_pack([a_question("a"), a_question("a", "second")]))
    with pytest.raises(BrokenPackError, match=r"another question, in questions\.toml, has this id"):
        Library([shared]).open("made-up")


def test_the_packs_that_come_with_viva_are_found() -> None:
    assert {"backend", "flask", "python"} <= {entry.id for entry in Library([BUILT_IN]).entries()}


def test_one_question_is_opened_with_every_term_and_without_other_topics(tmp_path: Path) -> None:
    folder = tmp_path / "made-up"
    write_pack(folder, a_pack([a_question("a"), a_question("b", was=("older",))]))
    (folder / "terms.toml").write_text('[[term]]\nwrite = "ORM"\n')
    (folder / "zebra.toml").write_text('["term"]\n')
    library = Library([tmp_path])
    with pytest.raises(BrokenPackError):  # a file that may hold terms is never passed over
        library.open_for("made-up", "a")
    (folder / "zebra.toml").write_text("a topic that is being written")
    with pytest.raises(BrokenPackError):
        library.open("made-up")
    for path in ("made-up", str(folder)):
        pack = library.open_for(path, "a")
        assert [question.id for question in pack.questions] == ["a"]
        assert [term.write for term in pack.terms] == ["ORM"]
    assert library.open_for("made-up", "older").questions[0].id == "b"


def test_a_text_that_looks_like_the_beginning_of_a_question_is_none(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "made-up", a_pack([]))
    rest = """topic = "first"
level = "mid"
minutes = 3
ask = "What is it?"
[[question.point]]
id = "only"
says = "It is what it is."
"""
    code = "code = '''\n[[question]]\nid = \"b\"\n'''\n"
    text = "".join(f'[[question]]\nid = "{name}"\n{code}{rest}' for name in "ab")
    (folder / "questions.toml").write_text(text, encoding="utf-8")
    library = Library([tmp_path])
    for name in "ab":
        assert library.open_for("made-up", name).question(name) == library.open("made-up").question(name)


def test_a_question_that_is_there_twice_or_not_at_all_is_told_by_the_whole_pack(shared: Path) -> None:
    library = Library([shared])
    assert [question.id for question in library.open_for("made-up", "c").questions] == ["a", "b"]
    twin = (shared / "made-up" / "questions.toml").read_text()
    (shared / "made-up" / "twins.toml").write_text(twin)
    with pytest.raises(BrokenPackError, match="has this id"):
        library.open_for("made-up", "a")


def test_one_question_of_a_pack_is_the_same_as_in_the_whole() -> None:
    library = Library([BUILT_IN])
    for entry in library.entries():
        whole = library.open(entry.id)
        question = whole.questions[-1]
        assert library.open_for(entry.id, question.id) == Pack(whole.info, (question,), whole.terms)
