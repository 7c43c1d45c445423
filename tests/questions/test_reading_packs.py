"""Reading a pack's folder: all of it, or every problem that it has."""

import os
import random
import string
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.check import check
from questions.decode import MAX_FILE_BYTES, decode, decode_info
from questions.pack import Depth, KeyPoint, Misconception, Opposite, Question, Term
from tests.questions.makers import a_pack, a_question, document, edit, good_folder, write_pack

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
GROUPS = st.lists(LINES, min_size=1, max_size=3).map(tuple)
IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
POINTS = st.builds(
    KeyPoint,
    IDS,
    LINES,
    also=st.lists(LINES, max_size=2).map(tuple),
    must=st.lists(GROUPS, max_size=2).map(tuple),
    parts=st.lists(LINES, max_size=2).map(tuple),
    weight=st.integers(1, 5),
    probe=LINES,
    opposites=st.lists(st.builds(Opposite, GROUPS, GROUPS), max_size=1).map(tuple),
)
QUESTIONS = st.builds(
    Question,
    IDS,
    IDS,
    st.sampled_from(("junior", "mid", "senior")),
    st.floats(0.5, 15).map(lambda minutes: round(minutes, 3)),
    LINES,
    st.lists(POINTS, min_size=1, max_size=2).map(tuple),
    hint=LINES,
    answer=LINES.map(lambda line: f"{line}\n\t{line}"),
    misconceptions=st.lists(st.builds(Misconception, IDS, LINES, st.tuples(GROUPS), LINES), max_size=1).map(
        tuple
    ),
    depths=st.lists(st.builds(Depth, LINES), max_size=1).map(tuple),
)
TERMS = st.builds(Term, LINES, LINES, st.tuples(LINES), st.just(("W IH Z",)))


@settings(max_examples=60, deadline=None)
@given(st.lists(QUESTIONS, max_size=3), st.lists(TERMS, max_size=2))
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, questions: list[Question], terms: list[Term]
) -> None:
    pack = a_pack(questions, terms, ["one", "two"])
    assert decode(write_pack(tmp_path_factory.mktemp("pack"), pack)).pack() == pack


def test_the_files_of_a_pack_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", a_pack([a_question("later")]))
    (folder / "a.toml").write_text((folder / "questions.toml").read_text().replace("later", "earlier"))
    (folder / "notes.md").write_text("not read")
    (folder / ".hidden.toml").write_text("not = read")
    assert [(file, question.id) for file, question in decode(folder).questions] == [
        ("a.toml", "earlier"),
        ("questions.toml", "later"),
    ]


BROKEN = [
    (
        "history.toml",
        'level = "mid"',
        'level = "medium"',
        ["history.toml: merge-or-rebase: level: error: must be one of junior, mid, senior"],
    ),
    (
        "history.toml",
        'level = "mid"',
        'levle = "mid"',
        [
            "history.toml: merge-or-rebase: levle: error: unknown key: there are id, topic, level, minutes, "
            "ask, point, was, hint, answer, code, sources, misconception, depth",
            "history.toml: merge-or-rebase: level: error: is missing",
        ],
    ),
    (
        "history.toml",
        "minutes = 3 ",
        "minutes = 30 ",
        ["history.toml: merge-or-rebase: minutes: error: must be at most 15"],
    ),
    (
        "history.toml",
        "minutes = 3 ",
        "minutes = nan ",
        ["history.toml: merge-or-rebase: minutes: error: must be at least 0.5"],
    ),
    (
        "history.toml",
        "minutes = 3 ",
        'minutes = "3" ',
        ["history.toml: merge-or-rebase: minutes: error: must be a number, and is a text"],
    ),
    (
        "history.toml",
        'id = "merge-or-rebase"',
        'id = "Merge or rebase"',
        [
            "history.toml: Merge or rebase: id: error: "
            "must be lower-case words joined by hyphens, such as two-contexts"
        ],
    ),
    (
        "history.toml",
        'id = "merge-or-rebase"',
        "",
        ["history.toml: question 1: id: error: is missing"],
    ),
    (
        "history.toml",
        "weight = 2",
        "weight = true",
        [
            "history.toml: merge-or-rebase: point[merge-keeps].weight: error: "
            "must be a whole number, and is true or false"
        ],
    ),
    (
        "history.toml",
        'must = [["merge", "merging"]]',
        'must = [["merge", 7], []]',
        [
            "history.toml: merge-or-rebase: point[merge-keeps].must[1][2]: error: "
            "must be a text, and is a whole number",
            "history.toml: merge-or-rebase: point[merge-keeps].must[2]: error: must not be empty",
        ],
    ),
    (
        "history.toml",
        'must = [["merge", "merging"]]',
        'must = "merge"',
        ["history.toml: merge-or-rebase: point[merge-keeps].must: error: must be a list, and is a text"],
    ),
    (
        "history.toml",
        'betrayed = [["merge", "merging"], ["throws away", "loses the commits", "deletes the commits"]]',
        "",
        ["history.toml: merge-or-rebase: misconception[merge-loses].betrayed: error: is missing"],
    ),
    (
        "history.toml",
        'says = "Never rebase a branch that others have already pulled."',
        'says = """Never rebase\na branch."""',
        ["history.toml: merge-or-rebase: point[not-when-shared].says: error: must be one line"],
    ),
    (
        "history.toml",
        'hint = "Think',
        'hint = "\\u001b[2JThink',
        ["history.toml: merge-or-rebase: hint: error: has a character that must not be printed: U+001B"],
    ),
    (
        "history.toml",
        "A merge joins the two histories with a merge commit, and",
        "A merge \u202ejoins the two histories, and",
        ["history.toml: merge-or-rebase: answer: error: has a character that must not be printed: U+202E"],
    ),
    (
        "history.toml",
        "[[term]]",
        "[[terms]]",
        ["history.toml: terms: error: unknown key: a topic's file has [[question]] and [[term]] tables"],
    ),
    (
        "history.toml",
        'write = "rebase"',
        "write = 5",
        ["history.toml: term[1].write: error: must be a text, and is a whole number"],
    ),
    (
        "history.toml",
        'level = "mid"',
        "level = mid",
        ["history.toml: error: line 7, column 9: broken TOML: invalid value"],
    ),
    (
        "pack.toml",
        'language = "en"',
        'language = "English"',
        ["pack.toml: language: error: must be a language such as en or en-GB"],
    ),
    (
        "pack.toml",
        'id = "history"',
        'name = "history"',
        [
            "pack.toml: topic[1].name: error: unknown key: there are id, title",
            "pack.toml: topic[1].id: error: is missing",
        ],
    ),
    (
        "pack.toml",
        'title = "Git"',
        f'title = "{"x" * 401}"',
        ["pack.toml: title: error: must be at most 400 characters long"],
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "problems"), BROKEN)
def test_a_broken_value_is_named_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, problems: list[str]
) -> None:
    folder = good_folder(tmp_path / "good")
    edit(folder, name, old, new)
    decoded = decode(folder)
    assert [str(problem) for problem in decoded.problems] == problems
    assert decoded.pack() is None


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "good")
    changes = [
        (name, old, new) for name, old, new, _ in BROKEN if "levle" in new or "7" in new or "English" in new
    ]
    for name, old, new in changes:
        edit(folder, name, old, new)
    (folder / "other.toml").write_text("= no TOML")
    expected = {
        problem for _, _, new, problems in BROKEN if any(new == c[2] for c in changes) for problem in problems
    }
    found = {str(problem) for problem in decode(folder).problems}
    assert found == expected | {"other.toml: error: line 1, column 1: broken TOML: invalid statement"}
    assert len(found) == 6


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xe9 = 1", "line 1: is not UTF-8"),
        (b"a = 1\nb = '\xff'", "line 2: is not UTF-8"),
        (b"a = '''\nnever\nclosed\n", "line 3: broken TOML: expected \"'''\", before the end of the file"),
        (b"x = " + b"[" * 5_000, "is nested too deeply"),
        (b"x = " + b"9" * 5_000, "has a number that is too long"),
        (b"[[question]]\n" + b"a." * 400_000 + b"a = 1", "has a key of too many parts"),
        (b"[" + b"'a' . " * 20 + b"a]", "has a key of too many parts"),
        (b"#" * (MAX_FILE_BYTES + 1), "is over 1000 kB: split it by topic"),
    ],
    ids=["latin-1", "second line", "unclosed", "nested", "number", "key", "header", "large"],
)
def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path, data: bytes, text: str) -> None:
    folder = good_folder(tmp_path / "good")
    (folder / "history.toml").write_bytes(data)
    assert [str(problem) for problem in decode(folder).problems] == [f"history.toml: error: {text}"]


@pytest.mark.parametrize("depth", range(50, 1_000, 25))
def test_no_depth_of_a_value_raises(tmp_path: Path, depth: int) -> None:
    folder = good_folder(tmp_path / "good")
    (folder / "deep.toml").write_text(f"[[question]]\nask = {'[' * depth}{']' * depth}")
    problems = [problem for problem in decode(folder).problems if problem.file == "deep.toml"]
    assert problems
    assert decode(folder).pack() is None


def test_nothing_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "good")
    secret = tmp_path / "secret.toml"
    secret.write_text("secret = 1")
    (folder / "link.toml").symlink_to(secret)
    (folder / "self.toml").symlink_to(folder / "self.toml")
    (folder / "up.toml").symlink_to("../secret.toml")
    problems = decode(folder).problems
    assert [problem.file for problem in problems] == ["link.toml", "self.toml", "up.toml"]
    assert "outside of the pack's folder" in problems[0].text
    assert "cannot be read" in problems[1].text
    assert "secret" not in "".join(problem.text for problem in problems)


def test_a_link_inside_of_the_folder_is_followed(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "good")
    (folder / "history.toml").rename(folder / "history.txt")
    (folder / "history.toml").symlink_to("history.txt")
    assert decode(folder).problems == ()


def test_a_pipe_or_a_folder_that_is_called_toml_is_refused_and_does_not_block(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "good")
    os.mkfifo(folder / "pipe.toml")
    (folder / "sub.toml").mkdir()
    assert {problem.file: problem.text for problem in decode(folder).problems} == {
        "pipe.toml": "is not a regular file",
        "sub.toml": "is not a regular file",
    }


def test_a_folder_without_a_pack_says_so(tmp_path: Path) -> None:
    text = "pack.toml: error: is missing: every pack has one, with its id and title"
    assert [str(problem) for problem in decode(tmp_path).problems] == [text]
    assert [str(problem) for problem in decode(tmp_path / "nowhere").problems] == [text]
    assert decode_info(tmp_path) is None


def test_a_pack_has_an_upper_size(tmp_path: Path) -> None:
    many = [a_question(f"q{number}") for number in range(2_001)]
    folder = write_pack(tmp_path / "pack", a_pack(many))
    problems = [str(problem) for problem in decode(folder).problems]
    assert problems == ["pack.toml: error: a pack has at most 2000 questions, and this one has 2001"]


def test_problems_are_safe_to_print(tmp_path: Path) -> None:
    folder = good_folder(tmp_path / "good")
    (folder / "a\x1b]52;c;aGk=\x07.toml").write_text('"\\u001b[31mkey\\u202e" = 1', encoding="utf-8")
    problems = decode(folder).problems
    assert problems
    assert all(str(problem).isprintable() for problem in problems)


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four spans changed: overwritten, cut out, doubled, or filled with punctuation."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.choice((1, 2, 8, 64)))
        junk = "".join(chance.choices(string.punctuation + "\n 0a\u202eé", k=end - start)).encode()
        span = chance.choice((b"", junk, data[start:end] * 2, bytes([chance.randrange(256)])))
        data = data[:start] + span + data[end:]
    return data


def _rewritten(value: Any, chance: random.Random) -> Any:
    """The table with about one value in thirty replaced by one of another kind."""
    if chance.random() < 1 / 30:
        return chance.choice(
            ["", "x", "\x00", -1, 10**30, 0.0, True, [], {}, [[]], {"id": 3}, [{"id": "x"}], "x" * 5_000]
        )
    if isinstance(value, dict):
        return {key: _rewritten(each, chance) for key, each in value.items()}
    if isinstance(value, list):
        return [_rewritten(each, chance) for each in value]
    return value


@pytest.mark.parametrize("kind", ["bytes", "values"])
def test_no_mutation_of_a_good_pack_raises(tmp_path: Path, kind: str) -> None:
    good = {path.name: path.read_bytes() for path in sorted(good_folder(tmp_path / "good").iterdir())}
    folder = tmp_path / "mutated"
    folder.mkdir()
    troubled = 0
    for seed in range(200):
        chance = random.Random(seed)
        for name, data in good.items():
            if kind == "bytes":
                data = _mutated(data, chance)
            else:
                table = _rewritten(tomllib.loads(data.decode()), chance)
                data = document(table if isinstance(table, dict) else {"x": table}).encode()
            (folder / name).write_bytes(data)
        problems = check(folder)
        assert all(str(problem).isprintable() for problem in problems)
        decoded = decode(folder)
        assert set(decoded.problems) <= set(problems)
        assert (decoded.pack() is None) == bool(decoded.problems)
        troubled += bool(decoded.problems)
    assert troubled > 100
