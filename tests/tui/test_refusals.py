"""Bad input of every command: one sentence, status 2, the valid values, no traceback, nothing written."""

import os
import sys
from pathlib import Path

import pytest

from models.records.paths import Places
from tui.main import main
from viva_voce import SCREEN

CASES: list[tuple[str, str]] = [
    ("practise", "practice"),
    ("--nope", "--help"),
    ("practice --plain", "pack"),
    ("practice flask flask --plain", "unexpected"),
    ("practice flusk --plain", "flask"),
    ("practice ./nope --plain", "nope"),
    ("practice flask --plain --question nope", "nope"),
    ("practice flask --plain --topic nope", "contexts"),
    ("practice flask --plain --level expert", "senior"),
    ("practice flask --plain --minutes 0", "240"),
    ("practice flask --plain --minutes 999", "240"),
    ("practice flask --plain --minutes nan", "240"),
    ("practice flask --plain --minutes x", "x"),
    ("practice flask --plain --questions 0", "question"),
    ("practice flask --plain --questions x", "x"),
    ("practice flask --plain --seed x", "x"),
    ("practice flask --plain --probes 9", "5"),
    ("practice flask --plain --probes -1", "5"),
    ("practice flask --plain --finish 1", "20"),
    ("practice flask --plain --finish 99", "20"),
    ("practice flask --plain --finish soon", "off"),
    ("practice flask --plain --rate 5", "400"),
    ("practice flask --plain --rate x", "x"),
    ("practice flask --plain --recogniser siri", "pocketsphinx"),
    ("practice flask --plain --recogniser vosk", "viva models"),
    ("practice flask --plain --model nope", "nope"),
    ("practice flask --plain --audio nope.wav", "nope.wav"),
    ("practice flask --plain --audio .", "not a file"),
    ("practice flask --plain --audio text.txt", "wav"),
    ("practice flask --plain --audio empty.wav", "empty.wav"),
    ("practice flask --plain --fast", "--audio"),
    ("practice flask --plain --recogniser none --audio text.txt", "text.txt"),
    ("practice flask --plain --answers nope.txt", "nope.txt"),
    ("practice flask --plain --answers .", "directory"),
    ("practice flask --plain --answers binary", "utf-8"),
    ("practice flask --plain --job nope.md", "nope.md"),
    ("practice flask --plain --job binary", "text"),
    ("practice flask --plain --plan nope.json", "nope.json"),
    ("practice flask --plain --plan text.txt", "text.txt"),
    ("practice flask --save-plan ./nope/plan.json", "nope"),
    ("practice flask", "--plain"),
    ("resume --plain", "no interview"),
    ("resume nope --plain", "no interview"),
    ("resume --plain --rate 5 --nope", "--help"),
    ("report", "no interview"),
    ("report nope", "no interview"),
    ("report last --format docx", "no interview"),
    ("packs nope", "list"),
    ("packs show nope", "flask"),
    ("packs show flask nope", "nope"),
    ("packs check ./nope", "nope"),
    ("packs new Flask!", "lower-case"),
    ("packs new", "name"),
    ("models nope", "get"),
    ("models get nope", "vosk-model-small-en-us-0.15"),
    ("models get --mirror ftp://x", "http"),
    ("models add nope.zip", "nope.zip"),
    ("models add text.txt", "zip"),
    ("models remove nope", "nope"),
    ("models remove ../x", "../x"),
    ("grade nope x", "flask"),
    ("grade flask nope", "nope"),
    ("grade flask two-contexts nope.txt", "nope.txt"),
    ("grade flask two-contexts binary", "text"),
    ("settings nope", "minutes"),
    ("settings rate 5000", "400"),
    ("settings rate x", "number"),
    ("settings mode x", "exam"),
    ("settings speak maybe", "off"),
    ("settings finish 1", "20"),
    ("settings level guru", "senior"),
    ("doctor extra", "unexpected"),
    ("demo extra", "unexpected"),
    ("", "--plain"),
    ("--plain", "terminal"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands stand, with files of the wrong kinds."""
    stand = tmp_path / "stand"
    stand.mkdir()
    (stand / "text.txt").write_text("not what was wanted\n")
    (stand / "binary").write_bytes(b"\xff\xfe\x00\x01" * 50)
    (stand / "empty.wav").touch()
    monkeypatch.chdir(stand)
    return stand


def files(*folders: Path) -> set[Path]:
    return {path for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("line", "named"), CASES, ids=[line or "viva" for line, _ in CASES])
def test_a_bad_value_is_one_sentence_that_names_what_is_valid(
    line: str,
    named: str,
    folder: Path,
    own_machine: Path,
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["viva", *line.split()])
    before = files(folder, own_machine)
    umask = os.umask(0o022)
    try:
        with pytest.raises(SystemExit) as left:
            main()
    finally:
        os.umask(umask)
    said = capfd.readouterr()
    assert left.value.code == 2, said
    assert said.err.startswith("viva: "), said
    assert said.err.count("\n") == 1, said.err
    assert "Traceback" not in said.err
    assert named.lower() in said.err.lower()
    written = files(folder, own_machine) - before
    assert {path for path in written if path.name != "packs.json"} == set(), "counts of packs may be kept"


def test_what_the_command_line_hands_over_is_not_for_people(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["viva", SCREEN])
    monkeypatch.setenv(SCREEN, "[1]")
    with pytest.raises(SystemExit) as left:
        main()
    said = capfd.readouterr()
    assert left.value.code == 2
    assert said.err == "viva: VIVA_SCREEN is set, and not by Viva. Unset it.\n"
