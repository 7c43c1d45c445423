"""The whole history, taken to another machine: once, whole, and only if it is sound."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.interview import commands as c
from models.interview.evolve import fold
from models.records.journal import Journal
from models.records.transfer import TransferError, count, export_history, import_history
from models.reports import record, summarise
from tests.models.report.sample import events, interview

WALL = 1_795_423_200.0


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    kept = Journal(tmp_path / "here" / "viva.db")
    kept.append("k3v9", events(), wall=WALL)
    summarise(kept, interview())
    return kept


@pytest.fixture
def elsewhere(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "there" / "viva.db")


@pytest.fixture
def file(journal: Journal, tmp_path: Path) -> Path:
    path = tmp_path / "history.jsonl"
    assert export_history(journal, path) == 1
    return path


def test_on_another_machine_everything_is_as_it_was(journal: Journal, elsewhere: Journal, file: Path) -> None:
    assert count(file) == 1
    assert import_history(elsewhere, file).added == 1
    assert elsewhere.entries() == journal.entries()
    assert elsewhere.read("k3v9") == journal.read("k3v9")


def test_importing_twice_doubles_nothing(elsewhere: Journal, file: Path) -> None:
    import_history(elsewhere, file)
    before = elsewhere.entries()
    came = import_history(elsewhere, file)
    assert (came.added, came.known) == (0, 1)
    assert elsewhere.entries() == before


def test_what_went_on_elsewhere_is_added_to_what_is_here(
    journal: Journal, elsewhere: Journal, file: Path, tmp_path: Path
) -> None:
    import_history(elsewhere, file)
    record(journal, "k3v9", c.Overrule("two-contexts", "pushed-when", True))
    export_history(journal, tmp_path / "later.jsonl")
    assert import_history(elsewhere, tmp_path / "later.jsonl").lengthened == 1
    assert elsewhere.read("k3v9") == journal.read("k3v9")
    assert import_history(elsewhere, file).known == 1, "the older file takes nothing away"
    assert elsewhere.read("k3v9") == journal.read("k3v9")


def test_what_went_on_in_another_way_is_left_alone(
    journal: Journal, elsewhere: Journal, file: Path, tmp_path: Path
) -> None:
    import_history(elsewhere, file)
    for kept, said in ((journal, True), (elsewhere, False)):
        record(kept, "k3v9", c.Overrule("two-contexts", "pushed-when", said))
    export_history(journal, tmp_path / "later.jsonl")
    before = elsewhere.read("k3v9")
    assert import_history(elsewhere, tmp_path / "later.jsonl").different == ("k3v9",)
    assert elsewhere.read("k3v9") == before


def test_an_event_of_a_later_version_is_kept_and_goes_on(
    elsewhere: Journal, file: Path, tmp_path: Path
) -> None:
    head, line = file.read_text().splitlines()
    told = json.loads(line)
    told["events"].append([WALL, {"type": "Applauded", "at": 300, "hands": 2}])
    file.write_text(f"{head}\n{json.dumps(told)}\n")
    import_history(elsewhere, file)
    assert fold(elsewhere.events("k3v9")) == interview()
    export_history(elsewhere, tmp_path / "again.jsonl")
    assert "Applauded" in (tmp_path / "again.jsonl").read_text()


def test_a_file_is_the_owners_alone_and_is_not_overwritten(journal: Journal, file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("mine")
    with pytest.raises(TransferError, match="exists, and is not overwritten without --force"):
        export_history(journal, file)
    assert file.read_text() == "mine"
    export_history(journal, file, force=True)
    assert count(file) == 1
    assert [path.name for path in file.parent.glob(".viva-*")] == []


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(told: dict[str, Any]) -> None:
        *way, last = path.split(".")
        at: Any = told
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        at[int(last) if isinstance(at, list) else last] = value

    return change


@pytest.mark.parametrize(
    "damage",
    [
        _set("interview", "../../etc/cron.d/x"),
        _set("interview", "another"),
        _set("events.0.1.plan", {}),
        _set("events.3.1.type", "Started"),
        _set("events.5.1.turn", "one"),
        _set("events.5.0", -1),
        _set("events.5.0", 1e300),
        _set("events.1.1", {"type": "RoundBegan"}),
        _set("events.1.1", 7),
        _set("events", []),
        _set("extra", 1),
        _set("summary", 3),
    ],
)
def test_what_is_damaged_is_refused_whole(
    elsewhere: Journal, file: Path, damage: Callable[[dict[str, Any]], None]
) -> None:
    head, line = file.read_text().splitlines()
    told = json.loads(line)
    damage(told)
    if told["events"] and told["events"][3][1].get("type") == "Started":
        del told["events"][3][1]["at"]  # of no version
    file.write_text(f"{head.replace('1}', '2}')}\n{line}\n{json.dumps(told)}\n")
    with pytest.raises(TransferError, match=r"line 3: the interview is damaged\. Nothing was imported"):
        import_history(elsewhere, file)
    assert elsewhere.entries() == [], "not even the interview before it"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is no history of Viva"),
        (b"\xff\xfe\x00", "is no history of Viva"),
        (b'{"viva_history": 1}', "is no history of Viva"),
        (b'{"viva_history": 9, "interviews": 0}\n', "newer Viva"),
        (b'{"viva_history": 1, "interviews": 2}\n', "cut short"),
        (
            b'{"viva_history": 1, "interviews": 1}\n{"interview": "a", "eve',
            "line 2: the interview is damaged",
        ),
        (b'{"viva_history": 1, "interviews": 1}\n' + b"[" * 5000, "line 2: the interview is damaged"),
    ],
)
def test_a_file_that_is_none_says_so_in_one_sentence(
    elsewhere: Journal, tmp_path: Path, data: bytes, says: str
) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_bytes(data)
    with pytest.raises(TransferError, match=says):
        import_history(elsewhere, path)
    assert elsewhere.entries() == []


def test_deleting_leaves_no_word_in_any_file(journal: Journal) -> None:
    def said() -> bool:
        return any(b"the request context" in path.read_bytes() for path in journal.path.parent.iterdir())

    assert said()
    journal.delete("k3v9")
    assert not said()


def test_a_search_finds_subjects_topics_and_questions_and_takes_signs_as_they_are(journal: Journal) -> None:
    for text in ("k3v9", "FLASK", "contexts", "g-lifetime", "practice"):
        assert [entry.id for entry in journal.entries(matching=text)] == ["k3v9"], text
        assert journal.count(text) == 1
    for text in ("%", "_", "\\", "answered", "' OR 1=1 --", "delivery"):
        assert journal.entries(matching=text) == [], text
        assert journal.count(text) == 0
