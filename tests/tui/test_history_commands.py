"""`viva history`, `viva purge` and `viva drill`, run as a person runs them."""

import csv
import json
import re
from pathlib import Path

from models.records.journal import Journal
from models.records.paths import Places
from tests.program import VIVA, run
from tests.pty import Terminal, isolated

TYPED = ("--plain", "--recogniser", "none", "--no-voice", "--probes", "0")
GOOD = (
    "The application context carries current app and g. The request context carries request and session. "
    "Both are pushed when a request arrives, before the view, and popped when the request is over."
)
POOR = "The application context carries current app and g."


def refusal(*arguments: str) -> str:
    """The sentence with which `viva` refuses; anything but one sentence and status 2 fails."""
    done = run(*arguments)
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert done.stderr.startswith("viva: "), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def answer(text: str, *question: str) -> None:
    """Sit an interview of one question."""
    done = run(
        "practice", "flask", *TYPED, "--question", *(question or ("two-contexts",)), typed=f"{text}\n\n"
    )
    assert done.returncode == 0, done.stderr


def ids(places: Places) -> list[str]:
    """The interviews, the latest first."""
    journal = Journal(places.journal)
    found = [entry.id for entry in journal.entries()]
    journal.close()
    return found


def test_a_history_lists_interviews_and_says_how_they_went(places: Places) -> None:
    assert "There is no interview yet" in run("history").stdout
    answer(POOR)
    answer(GOOD)
    done = run("history")
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ids(places)
    assert "1 of 1" in lines[0]
    assert "since the first" in done.stdout
    told = json.loads(run("history", "--json").stdout)
    assert [one["interview"] for one in told] == ids(places)
    assert told[0]["score"] > told[1]["score"]
    assert told[0]["topics"] == {"Contexts": told[0]["score"]}
    assert len(json.loads(run("history", "--json", "--limit", "1").stdout)) == 1
    assert json.loads(run("history", "--json", "--search", "no such thing").stdout) == []
    assert "No interview has 'no such thing'" in run("history", "--search", "no such thing").stdout


def test_deleting_asks_and_needs_somebody_to_ask(places: Places) -> None:
    answer(POOR)
    (name,) = ids(places)
    assert "Add --yes" in refusal("history", "delete", name)
    assert ids(places) == [name]
    assert f"Deleted: {name}" in run("history", "delete", name[-4:], "--yes").stdout
    assert ids(places) == []
    assert "There is none yet" in refusal("history", "delete", "zzzz", "--yes")


def test_a_person_who_says_no_keeps_the_interview(places: Places, own_machine: Path, tmp_path: Path) -> None:
    home = tmp_path / "viva"
    environ = isolated(own_machine, VIVA_HOME=str(home))
    typed = ("practice", "flask", *TYPED, "--question", "two-contexts")
    assert run(*typed, typed=f"{POOR}\n\n", environ=environ).returncode == 0
    for said, left in (("n", 1), ("y", 0)):
        with Terminal([VIVA, "history", "delete", "-"], environ) as terminal:
            terminal.wait_for("[y/N]")
            terminal.send(f"{said}\r")
            terminal.wait_for_end(20.0)
        journal = Journal(home / "data" / "viva.db")
        assert journal.count() == left
        journal.close()


def test_the_history_moves_to_an_empty_home_once(places: Places, tmp_path: Path) -> None:
    answer(POOR)
    answer(GOOD)
    file = tmp_path / "all.jsonl"
    assert "2 interviews" in run("history", "export", str(file)).stdout
    assert "exists" in refusal("history", "export", str(file))
    there = {"VIVA_HOME": str(tmp_path / "there")}
    assert "Added: 2 interviews" in run("history", "import", str(file), environ=there).stdout
    assert "Here already: 2 interviews" in run("history", "import", str(file), environ=there).stdout
    assert run("history", environ=there).stdout == run("history").stdout
    assert run("report", "last", environ=there).stdout == run("report", "last").stdout


def test_purging_says_what_it_deletes_and_touches_nothing_else(places: Places) -> None:
    assert "Viva keeps nothing here" in run("purge", "--yes").stdout
    answer(POOR)
    mine = places.data / "mine.txt"
    mine.write_text("not Viva's")
    assert "Add --yes" in refusal("purge")
    assert places.journal.exists()
    done = run("purge", "--yes")
    assert "1 interview," in done.stdout
    assert str(places.journal) in done.stdout
    assert "Deleted: 1 interview" in done.stdout
    assert [path.name for path in places.data.rglob("*")] == ["mine.txt"]
    assert "Viva keeps nothing here" in run("purge", "--yes").stdout


def test_purging_follows_no_link(places: Places, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis").write_text("years of work")
    places.data.mkdir(parents=True)
    places.recordings.symlink_to(precious)
    assert run("purge", "--yes").returncode == 0
    assert not places.recordings.is_symlink()
    assert (precious / "thesis").read_text() == "years of work"


def test_a_drill_asks_what_is_due_before_what_is_new(places: Places) -> None:
    answer(POOR)
    journal = Journal(places.journal)
    with journal.transaction():  # four days ago
        journal.db.execute("UPDATE interviews SET started = started - 345600")
        journal.db.execute("UPDATE reviews SET wall = wall - 345600")
    journal.close()
    listed = run("drill", "--list", "--questions", "3").stdout
    assert "Flask: 1 due" in listed
    assert listed.splitlines()[1].split() == ["due", "two-contexts", "(mid)"]
    assert [line.split()[0] for line in listed.splitlines()[2:4]] == ["new", "new"]
    drilled = run("drill", *TYPED[:-2], "--questions", "1", typed=f"{GOOD}\n\n")
    assert drilled.returncode == 0, drilled.stderr
    assert "Flask has two contexts." in drilled.stdout
    again = run("drill", "--list").stdout
    assert "Flask: 0 due" in again
    assert "The next is due on" in again


def test_the_day_of_the_interview_is_remembered_and_must_be_a_day(places: Places) -> None:
    assert run("drill", "--list", "--interview-date", "2031-05-06").returncode == 0
    assert "2031-05-06" in run("settings", "interview_date").stdout
    assert "such as 2026-12-01" in refusal("drill", "--list", "--interview-date", "soon")
    assert run("drill", "--list", "--interview-date", "none").returncode == 0
    assert "2031" not in run("settings", "interview_date").stdout


def test_several_reports_make_one_csv_with_a_line_for_each_question(places: Places, tmp_path: Path) -> None:
    answer(POOR)
    answer(GOOD)
    file = tmp_path / "class.csv"
    assert "Written" in run("report", *ids(places), "-o", str(file)).stdout
    with file.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["interview"] for row in rows] == ids(places)
    assert {row["question"] for row in rows} == {"two-contexts"}
    assert float(rows[0]["score"]) > float(rows[1]["score"])
    assert "exists" in refusal("report", "--all", "-o", str(file))
    assert run("report", "--all", "--format", "csv").stdout.splitlines() == file.read_text().splitlines()
    assert "several make one CSV" in refusal("report", *ids(places), "--format", "html")
    assert "leave the IDs out" in refusal("report", "last", "--all")


def test_two_interviews_are_compared_question_by_question(places: Places) -> None:
    answer(POOR)
    answer(GOOD)
    later, earlier = ids(places)
    for order in ((later, earlier), (earlier, later)):
        told = run("report", order[0], "--compare", order[1]).stdout
        assert "Flask has two contexts." in told
        assert re.search(r"\+ gained: said, was not said", told), told
        assert "- lost" not in told
        assert re.search(r"Words +8 +\d\d", told), told
    answer("It is a micro framework.", "what-is-flask")
    assert "no question in common" in run("report", "last", "--compare", later).stdout
    assert "side by side" in refusal("report", later, "--compare", earlier, "--format", "json")


def test_deleting_an_interview_deletes_its_recordings(places: Places) -> None:
    answer(POOR)
    (name,) = ids(places)
    for interview in (name, "another"):
        (places.recordings / interview).mkdir(parents=True)
        (places.recordings / interview / "turn-001.flac").touch()
    run("history", "delete", name, "--yes")
    assert [path.name for path in places.recordings.iterdir()] == ["another"]
