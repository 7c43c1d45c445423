"""The journal: what is committed stays, whatever happens to the file, its folder or its other users."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from models.interview import events as e
from models.interview.evolve import fold
from models.interview.words import Utterance
from models.records.journal import Journal, JournalError, NotSaved, new_id
from models.records.paths import FolderError, Places, find_places, private_file, private_folder
from tests.models.interview_builders import held, plan
from tests.pty import ROOT

GOLDEN = sorted((Path(__file__).parent.parent / "data" / "journals").glob("*.jsonl"))


def started(name: str = "i1") -> e.InterviewStarted:
    return e.InterviewStarted(at=0.0, interview=name, plan=plan(["one"]), rules=e.Rules())


def said(text: str) -> e.UtteranceAdded:
    return e.UtteranceAdded(at=1.0, turn=1, utterance=Utterance(text))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "viva.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal(path)
    yield opened
    opened.close()


def test_what_was_appended_is_read_back(journal: Journal) -> None:
    interview = held(["one"])
    interview.answer()
    for event in interview.events:
        journal.append("i1", [event])
    assert fold(journal.events("i1")) == interview.state


@pytest.mark.fault(22)
@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_journals_of_every_version_are_still_read(golden: Path, path: Path) -> None:
    """A file of each schema that was ever written; it is never written anew."""
    lines = golden.read_text("utf-8").splitlines()
    events = [msgspec.json.decode(line, type=e.Event) for line in lines]
    state = fold(events)
    told = json.loads(golden.with_suffix(".json").read_text("utf-8"))
    assert {
        "phase": state.phase,
        "questions": list(state.order),
        "transcripts": [turn.transcript for turn in state.turns],
        "verdicts": {
            name: [judged.verdict for judged in answer.assessment.points] if answer.assessment else []
            for name, answer in state.answers.items()
        },
        "overruled": {name: answer.overruled for name, answer in state.answers.items() if answer.overruled},
    } == told


def test_there_is_a_golden_journal_of_the_present_schema() -> None:
    assert GOLDEN


@pytest.mark.fault(22)
def test_an_event_of_a_later_version_is_kept_and_skipped(journal: Journal, path: Path) -> None:
    journal.append("i1", [started()])
    with sqlite3.connect(path) as other:
        other.execute('INSERT INTO events VALUES (\'i1\', 2, 0.0, \'{"type": "Telepathy", "at": 1}\')')
    other.close()
    journal.append("i1", [said("after it")])
    assert [type(event).__name__ for event in journal.events("i1")] == ["InterviewStarted", "UtteranceAdded"]
    assert journal.read("i1")[-1].number == 3, "the unknown one keeps its place"


@pytest.mark.fault(23)
def test_files_and_folders_are_private_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        journal = Journal(path)
        journal.append("i1", [started()])
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        journal.close()
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.fault(22)
@pytest.mark.parametrize("damage", [b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_set_aside_and_never_deleted(path: Path, damage: bytes) -> None:
    private_folder(path.parent)
    path.write_bytes(damage)
    journal = Journal(path)
    assert journal.set_aside is not None
    assert journal.set_aside.read_bytes() == damage
    journal.append("i1", [started()])
    assert len(journal.entries()) == 1
    journal.close()


@pytest.mark.fault(22)
def test_a_file_of_a_newer_viva_is_left_alone(path: Path) -> None:
    Journal(path).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 99")
    other.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match="newer Viva"):
        Journal(path)
    assert path.read_bytes() == before


@pytest.mark.fault(23)
def test_a_link_in_place_of_the_file_is_refused(path: Path, tmp_path: Path) -> None:
    private_folder(path.parent)
    elsewhere = tmp_path / "somebody-elses"
    path.symlink_to(elsewhere)
    with pytest.raises(FolderError):
        Journal(path)
    assert not elsewhere.exists(), "nothing was made through the link"


@pytest.mark.fault(23)
def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(FolderError, match="link"):
        private_folder(tmp_path / "link")


@pytest.mark.fault(23)
def test_loose_modes_are_tightened(tmp_path: Path) -> None:
    folder, file = tmp_path / "loose", tmp_path / "loose" / "file"
    folder.mkdir(mode=0o755)
    file.touch(mode=0o644)
    private_file(file)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.fault(20)
def test_many_writers_lose_nothing(path: Path) -> None:
    """Twenty processes append to twenty interviews in one file at once."""
    Journal(path).close()
    code = (
        "import sys; from pathlib import Path\n"
        "from models.records.journal import Journal\n"
        "from tests.models.test_journal import said, started\n"
        "journal = Journal(Path(sys.argv[1])); name = sys.argv[2]\n"
        "journal.append(name, [started(name)])\n"
        "for number in range(20): journal.append(name, [said(f'{name} {number}')])\n"
    )
    names = [f"i{number}" for number in range(20)]
    writers = [subprocess.Popen([sys.executable, "-c", code, str(path), name], cwd=ROOT) for name in names]
    assert [writer.wait(timeout=90) for writer in writers] == [0] * 20
    journal = Journal(path)
    assert [len(journal.events(name)) for name in names] == [21] * 20
    journal.close()


@pytest.mark.fault(24)
def test_a_second_look_at_the_journal_leaves_the_first_ones_locks(path: Path) -> None:
    """A process drops its locks of a file as it closes it, whichever way it was opened: SQLite's too."""
    journal = Journal(path)
    journal.append("i1", [started()])
    Journal(path).close()  # as the lobby looks during an interview
    code = (
        "import sys; from pathlib import Path\n"
        "from models.records.journal import Journal\n"
        "from tests.models.test_journal import said, started\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "journal.append('i2', [started('i2')] + [said('x' * 3000)] * 20)\n"
        "journal.close()\n"
    )
    for number in range(3):
        other = code.replace("i2", f"other{number}")
        subprocess.run([sys.executable, "-c", other, str(path)], cwd=ROOT, timeout=60, check=True)
        journal.append("i1", [said(f"word {number}")])
    journal.close()
    again = Journal(path)
    assert again.set_aside is None
    assert [len(again.events(entry.id)) for entry in again.entries()] == [21, 21, 21, 4]
    assert again.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again.close()


@pytest.mark.fault(21)
def test_a_full_disk_loses_nothing_that_was_committed(path: Path) -> None:
    """`RLIMIT_FSIZE` stands for the disk: what does not fit is refused whole, and can be tried again."""
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from models.records.journal import Journal, NotSaved\n"
        "from tests.models.test_journal import said, started\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "journal = Journal(Path(sys.argv[1])); journal.append('i1', [started()])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))\n"
        "count = 0\n"
        "try:\n"
        "    while True: journal.append('i1', [said('x' * 1000)]); count += 1\n"
        "except NotSaved: pass\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)\n"
        "journal.append('i1', [said('and again')])\n"
        "print(count, len(journal.events('i1')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    count, kept = map(int, done.stdout.split())
    assert count > 3
    assert kept == count + 2


def test_what_cannot_be_written_is_said_and_kept_out(journal: Journal, path: Path) -> None:
    with pytest.raises(NotSaved):
        journal.append("nobody", [said("an interview that was never started")])
    assert journal.events("nobody") == []


@pytest.mark.parametrize("name", ["2026-11-23-abcd", "abcd", "last"])
def test_an_interview_is_found_by_its_id_a_part_of_it_or_as_the_last(journal: Journal, name: str) -> None:
    journal.append("2026-11-20-wxyz", [started("2026-11-20-wxyz"), e.Ended(at=5.0)], wall=1.0)
    journal.append("2026-11-23-abcd", [started("2026-11-23-abcd"), e.Ended(at=5.0)], wall=2.0)
    journal.append("2026-11-24-efgh", [started("2026-11-24-efgh")], wall=3.0)
    assert journal.find(name).id == "2026-11-23-abcd"


def test_an_interview_that_was_interrupted_is_not_the_last(journal: Journal) -> None:
    with pytest.raises(JournalError, match="There is no interview yet"):
        journal.find("last")
    journal.append("2026-11-23-abcd", [started("2026-11-23-abcd")])
    with pytest.raises(JournalError, match=r"No interview is over yet; 2026-11-23-abcd was interrupted"):
        journal.find("last")


@pytest.mark.parametrize(
    ("name", "why"), [("2026", "More than one"), ("nope", "No interview is called"), ("%", "No")]
)
def test_an_unknown_interview_is_told_from_an_ambiguous_one(journal: Journal, name: str, why: str) -> None:
    for name_ in ("2026-11-20-wxyz", "2026-11-23-abcd"):
        journal.append(name_, [started(name_)])
    with pytest.raises(JournalError, match=why):
        journal.find(name)


def test_what_is_over_cannot_be_gone_on_with(journal: Journal) -> None:
    journal.append("i1", [started()])
    journal.append("i2", [started("i2"), e.Ended(at=5.0)])
    assert [entry.id for entry in journal.entries(unfinished=True)] == ["i1"]
    assert [entry.id for entry in journal.entries(finished=True)] == ["i2"]


def test_deleting_an_interview_forgets_its_events(journal: Journal) -> None:
    journal.append("i1", [started(), said("secret")])
    journal.delete("i1")
    assert journal.events("i1") == []
    assert journal.entries() == []


def test_names_are_easy_to_type_and_differ() -> None:
    names = {new_id() for _ in range(50)}
    assert len(names) > 45
    assert all(len(name) == 15 for name in names)


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    places = find_places({"VIVA_HOME": str(tmp_path)})
    assert all(
        folder.is_relative_to(tmp_path) for folder in (places.config, places.data, places.cache, places.state)
    )


def test_looking_for_the_folders_makes_none(places: Places) -> None:
    assert not places.data.exists()
