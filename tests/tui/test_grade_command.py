"""`viva grade`: a text is judged with no interview."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import questions
from tui.cli import viva

FLASK = Path(questions.__path__[0]) / "packs" / "flask"
ANSWER = (
    "The application context carries current_app and g. Both are pushed when a request arrives, before the "
    "view runs, and popped when it is over."
)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_HOME", str(tmp_path / "viva"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "site"))


def grade(*arguments: str, said: str | bytes = ANSWER) -> Result:
    return CliRunner().invoke(viva, ["grade", *arguments], input=said)


def test_an_answer_from_standard_input_is_judged_point_by_point() -> None:
    result = grade("flask", "two-contexts")
    assert result.exit_code == 0, result.output
    first, *rest = result.output.splitlines()
    assert first.endswith("of 100")
    text = " ".join(" ".join(rest).split())
    assert "✓ said: The application context carries current_app and g." in text
    assert "○ not said:" in text
    assert "next (" in text


def test_json_has_what_a_script_needs(tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_text(ANSWER)
    found = json.loads(grade(str(FLASK), "two-contexts", str(file), "--json", said="").output)
    assert (found["pack"], found["question"], found["gate"]) == ("flask", "two-contexts", "")
    assert 0 < found["score"] < 100
    point = found["points"][0]
    assert (point["id"], point["verdict"], point["credit"]) == ("app-carries", "said", 1.0)
    words = ANSWER.split()
    assert all(e["text"] == " ".join(words[e["first"] : e["last"] + 1]) for e in point["evidence"])
    assert found["next"]["text"]
    assert found["next"]["why"]


def test_a_misconception_is_named_with_the_words_that_betray_it() -> None:
    said = "You put the user on g, and g keeps its values between requests."
    found = json.loads(grade("flask", "g-object", "--json", said=said).output)
    assert found["misconceptions"]
    assert found["next"]["reason"] == "misconception"


def test_an_empty_answer_has_no_score_and_not_knowing_scores_nothing() -> None:
    assert json.loads(grade("flask", "two-contexts", "--json", said="  \n").output)["score"] is None
    assert json.loads(grade("flask", "two-contexts", "--json", said="I don't know.").output)["score"] == 0
    assert grade("flask", "two-contexts", said="").output.startswith("no score\nNothing was answered.")


@pytest.mark.parametrize(
    ("arguments", "said", "told"),
    [
        (("flusk", "two-contexts"), "", "There is no pack flusk."),
        (("flask", "two-kontexts"), "", "There is no question two-kontexts in flask."),
        (("flask", "two-contexts", "/nowhere/answer.txt"), "", "cannot be read: No such file or directory."),
        (("flask", "two-contexts", "/"), "", "cannot be read: Is a directory."),
        (("flask", "two-contexts"), b"\xff\xfe\x00", "is not text in UTF-8."),
        (("flask", "two-contexts"), "word " * 30_000, "has more than 100,000 characters."),
    ],
)
def test_a_bad_value_gets_one_sentence(arguments: tuple[str, ...], said: str | bytes, told: str) -> None:
    result = grade(*arguments, said=said)
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    result = grade("flask", "two-contexts", said=f"{ANSWER} \x1b[2J\u202e\x07 current app and g")
    assert not any(character in result.output for character in "\x1b\u202e\x07")
