"""The doctor: what it finds, that it changes nothing, and that it can be shown to anybody."""

import json
from pathlib import Path

from models.records.paths import Places
from tests.program import run


def test_it_says_what_works_and_changes_nothing(places: Places, own_machine: Path) -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stderr
    for what in ("Python", "Terminal", "Microphone", "Voice", "Recogniser", "Settings", "Journal"):
        assert f"{what}:" in done.stdout
    assert not places.journal.exists()
    assert not places.config.exists()


def test_it_names_nobodys_home(own_machine: Path) -> None:
    assert str(own_machine) not in run("doctor").stdout
    assert str(own_machine) not in run("doctor", "--json").stdout


def test_what_is_broken_has_a_way_to_mend_it(places: Places) -> None:
    places.config.mkdir(parents=True)
    places.settings.write_text("rate = 'fast'")
    findings = json.loads(run("doctor", "--json").stdout)
    broken = [finding for finding in findings if finding["state"] == "broken"]
    assert [finding["what"] for finding in broken] == ["Settings"]
    assert all(finding["mend"] for finding in broken)
