"""An error of our own leaves a whole terminal, one sentence, and a private note without the user's words."""

import stat
from pathlib import Path

import pytest

from tests.faults.conftest import Program
from tests.faults.probe_words import SECRET
from tui.terminal_crash import CrashLog

KEYS = {"a handler": "\x1bOP", "a worker": "\x1bOQ", "a thread": "\x1bOR"}


@pytest.mark.fault(8)
@pytest.mark.parametrize("where", KEYS)
def test_an_error_ends_in_a_sentence_and_a_private_note(probe: Program, tmp_path: Path, where: str) -> None:
    started = probe.start(tmp_path)
    started.terminal.send(KEYS[where])
    assert started.terminal.wait_for_end(5) == 1
    assert started.terminal.broken_modes() == []
    assert started.saved

    shown = " ".join(started.terminal.text.split())
    assert "Viva stopped: an error of its own" in shown
    assert "Traceback" not in shown
    assert SECRET not in shown

    (note,) = started.notes
    assert note.name in "".join(started.terminal.text.split())
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert stat.S_IMODE(note.parent.stat().st_mode) == 0o700
    text = note.read_text()
    assert "builtins.ValueError" in text
    assert "probe.py" in text  # where it happened
    assert SECRET not in text


@pytest.mark.fault(8)
def test_a_crash_without_a_folder_is_still_said(probe: Program, tmp_path: Path) -> None:
    (tmp_path / "crashes").write_text("in the way")
    started = probe.start(tmp_path)
    started.terminal.send(KEYS["a handler"])
    assert started.terminal.wait_for_end(5) == 1
    assert "No note of it could be kept" in " ".join(started.terminal.text.split())
    assert started.terminal.broken_modes() == []


def test_a_folder_of_somebody_elses_choosing_is_not_written(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "crashes").symlink_to(elsewhere)
    log = CrashLog(tmp_path / "crashes")
    log.record(ValueError("words"), "a test")
    assert list(elsewhere.iterdir()) == []
    assert "No note" in (log.sentence or "")


def test_a_note_names_every_cause_and_no_message(tmp_path: Path) -> None:
    try:
        try:
            raise KeyError("words said")
        except KeyError as cause:
            raise FileNotFoundError(2, "words said", "words said") from cause
    except FileNotFoundError as error:
        CrashLog(tmp_path / "crashes").record(error, "a test")
    (note,) = (tmp_path / "crashes").iterdir()
    text = note.read_text()
    assert "builtins.FileNotFoundError [errno 2]" in text
    assert "builtins.KeyError" in text
    assert "words said" not in text.replace('"words said"', "")  # but in the line of this very test


def test_the_newest_twenty_notes_are_kept(tmp_path: Path) -> None:
    log = CrashLog(tmp_path / "crashes")
    for _ in range(25):
        log.record(ValueError(), "a test")
    assert len(list((tmp_path / "crashes").iterdir())) == 20
