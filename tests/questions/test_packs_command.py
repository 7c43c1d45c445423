"""`viva packs`, as it is typed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.needs import need_module
from tests.questions.makers import a_pack, a_question, edit, good_folder, write_pack
from tui.cli import viva


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with two packs of their own, on a machine that has none."""
    monkeypatch.setenv("VIVA_HOME", str(tmp_path / "viva"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "site"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    packs = tmp_path / "viva" / "data" / "packs"
    good_folder(packs / "good")
    write_pack(packs / "broken", a_pack([]))
    return packs


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(viva, ["packs", *arguments])


def _said(*arguments: str) -> str:
    result = _run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_list_tells_what_each_pack_holds(home: Path) -> None:
    said = _said("list")
    assert all(len(line) <= 80 or str(home) in line for line in said.splitlines())
    assert "good: Git (Git 2.47)\n" in said
    assert "1 question (1 mid) on 1 topic, 3 minutes in all." in " ".join(said.split())
    assert "made-up: Made up\n  Cannot be used: 1 error." in said
    assert "flask: Flask (Flask 3.1)\n" in said


def test_list_says_where_ones_own_pack_takes_the_place_of_another(home: Path) -> None:
    write_pack(home / "python", a_pack([a_question("a")]))
    edit(home / "python", "pack.toml", "made-up", "python")
    said = " ".join(_said("list").split())
    assert f"From {home}/python, in place of" in said


def test_list_as_json_counts(home: Path) -> None:
    result = _run("list", "--json")
    packs = {pack["id"]: pack for pack in json.loads(result.stdout)}
    good = packs["good"]
    assert (good["questions"], good["topics"], good["points"], good["phrasings"]) == (1, 1, 3, 12)
    assert good["levels"] == {"junior": 0, "mid": 1, "senior": 0}
    assert (good["title"], good["folder"], good["hides"], good["errors"]) == (
        "Git",
        str(home / "good"),
        None,
        0,
    )
    assert packs["made-up"]["errors"] == 1
    assert {"flask", "python", "backend"} <= set(packs)


def test_show_lists_the_questions_by_topic(home: Path) -> None:
    said = _said("show", "good")
    assert said.startswith("Git, version 0.1, on Git 2.47, CC-BY-4.0\n")
    assert "\nHistory (history)\n  merge-or-rebase (mid, 3 min)\n    You can bring a branch" in said


def test_show_reads_a_question_out_with_its_rubric_if_asked(home: Path) -> None:
    said = _said("show", "good", "merge-or-rebase")
    for part in ("Hint", "Key points", "Misconceptions", "To go deeper", "A model answer", "Sources"):
        assert f"\n\n{part}\n" in said
    assert "      probe: Is there a branch on which you would not do it?\n" in said
    assert max(map(len, said.splitlines())) <= 80
    assert "must have" not in said
    rubric = _said("show", "good", "merge-or-rebase", "--rubric")
    assert "      must have: merge / merging\n" in rubric
    assert "      made of: two histories / both histories / two parents" in rubric
    assert "betrayed by: merge / merging + throws away" in rubric
    assert "      wrong: under the other branch / before the other branch\n" in rubric


def test_show_prints_what_looks_like_markup_as_it_stands(home: Path) -> None:
    edit(
        home / "good", "history.toml", "What is the difference", "[bold]What[/nope] is %s {x} the difference"
    )
    assert "[bold]What[/nope] is %s {x} the" in " ".join(_said("show", "good").split())


def test_check_is_content_with_a_good_pack_and_lists_every_problem_of_another(home: Path) -> None:
    assert _said("check", "good") == f"{home}/good: no problem\n"
    edit(home / "good", "history.toml", 'level = "mid"', 'level = "hard"')
    edit(home / "good", "history.toml", "minutes = 3", "minutes = 0")
    result = _run("check", f"{home}/good", "made-up")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "history.toml: merge-or-rebase: level: error: must be one of junior, mid, senior",
        "history.toml: merge-or-rebase: minutes: error: must be at least 0.5",
        f"{home}/good: 2 errors",
        "pack.toml: error: the pack has no questions",
        f"{home}/broken: 1 error",
    ]


def test_check_tries_the_model_answer_on_the_judge(home: Path) -> None:
    text = (home / "good" / "history.toml").read_text()
    unsaid = text[text.index("Because rebasing rewrites") : text.index('"""\n# Where your claims')]
    filler = (
        "That is what I know about it from the books that I have read in the evenings of the last winter. "
        * 2
    )
    edit(home / "good", "history.toml", unsaid, filler)
    result = _run("check", "good")
    assert result.exit_code == 1
    assert "merge-or-rebase: answer: error: the model answer earns" in result.stdout
    assert "not-when-shared" in result.stdout


def test_warnings_alone_do_not_fail_a_check(home: Path) -> None:
    edit(
        home / "good",
        "history.toml",
        'hint = "Think of what each one does to the commits that are there already."',
        "",
    )
    said = _said("check", "good")
    assert said == f"history.toml: merge-or-rebase: hint: warning: is empty\n{home}/good: 1 warning\n"


def test_check_as_json_tells_each_part_of_a_problem(home: Path) -> None:
    edit(home / "good", "history.toml", "minutes = 3", "minutes = 0")
    result = _run("check", "--json", "good")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "pack": f"{home}/good",
            "file": "history.toml",
            "question": "merge-or-rebase",
            "key": "minutes",
            "text": "must be at least 0.5",
            "severity": "error",
        }
    ]


def test_check_tells_what_pocketsphinx_could_not_hear(home: Path) -> None:
    need_module("pocketsphinx")
    edit(home / "good", "history.toml", "and leaves the old ones alone", "and leaves the werkzeug alone")
    assert "werkzeug" not in _said("check", "good")
    assert "werkzeug is a word for the glossary, and no [[term]] writes it" in _said(
        "check", "--spoken", "good"
    )


def test_new_starts_a_pack_that_passes_its_check(home: Path, tmp_path: Path) -> None:
    assert (
        _said("new", "mine") == "./mine is ready. Write your questions, then run: viva packs check ./mine\n"
    )
    assert _said("check", "./mine") == "mine: no problem\n"
    _said("new", "other", "--in", str(home))
    assert '"id": "other"' in _run("list", "--json").stdout


def test_schema_is_json_for_each_part(home: Path) -> None:
    assert "Question" in json.loads(_run("schema").stdout)["$defs"]
    assert "PackInfo" in json.loads(_run("schema", "pack").stdout)["$defs"]


BAD = [
    (["show", "flusk"], "There is no pack flusk. Packs: backend, flask, good, made-up, python."),
    (["show", "./x"], "There is no folder x. Give the path of a pack's folder."),
    (["show", "/"], "/ has no pack.toml. Give the path of a pack's folder."),
    (
        ["show", "made-up"],
        "Cannot use the pack made-up: pack.toml: error: the pack has no questions. See: viva packs",
    ),
    (["show", "good", "rebase"], "There is no question rebase in good. Questions: merge-or-rebase."),
    (["show", "fl\x1b[31mask"], "There is no pack fl[31mask."),
    (["check", "good", "nowhere"], "There is no pack nowhere. Packs: "),
    (
        ["new", "Not an id"],
        "Cannot call a pack Not an id. Use lower-case words joined by hyphens, such as my-pack.",
    ),
    (["new", "../up"], "Cannot call a pack ../up. Use lower-case words joined by hyphens"),
    (["new", "x", "--in", "nowhere"], "nowhere"),
    (["schema", "plan"], "'topic', 'pack'"),
    (["list", "--xml"], "--xml"),
    (["lst"], "lst"),
]


@pytest.mark.parametrize(
    ("arguments", "sentence"), BAD, ids=[" ".join(case[0]).replace("\x1b", "^") for case in BAD]
)
def test_a_bad_value_is_told_with_the_valid_ones_and_writes_nothing(
    home: Path, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    before = set(tmp_path.iterdir())
    result = _run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert all(line.isprintable() for line in result.stderr.splitlines())
    assert set(tmp_path.iterdir()) == before
