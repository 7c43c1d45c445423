"""The settings: what is written is read back, and what cannot be is said in one sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.records.paths import Places
from models.records.settings import Settings, SettingsError, changed
from models.records.site import load_settings, save_settings


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "config", tmp_path / "data", tmp_path / "cache", tmp_path / "state")


def test_without_a_file_the_defaults_hold(places: Places) -> None:
    assert load_settings(places) == Settings()
    assert not places.settings.exists()


def test_what_was_saved_is_loaded(places: Places) -> None:
    kept = Settings(rate=200, topic=("contexts",), aliases={"whiskey": "WSGI"}, mode="exam")
    save_settings(places, kept)
    assert load_settings(places) == kept
    path = places.settings
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"], "nothing half-written is left"


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("rate = ", "Invalid value"),
        ("rate = 'fast'", "a whole number from 80 to 400"),
        ("minutes = 9999", "a number from 1 to 240"),
        ("minutes = nan", "a number from 1 to 240"),
        ("probes = -1", "a whole number from 0 to 5"),
        ("finish = 99", "from 3 to 20 seconds"),
        ("mode = 'guess'", "practice, exam"),
        ("speak = 'loud'", "true, false"),
        ("topic = 'contexts'", "a list"),
        ("colour = 'red'", "theme"),
        ("interview_date = 'soon'", "2026-12-01"),
        ("\x00", "cannot be read"),
    ],
)
def test_a_file_that_makes_no_sense_is_said_with_its_path(places: Places, text: str, valid: str) -> None:
    places.config.mkdir()
    places.settings.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.toml") as refused:
        load_settings(places)
    assert valid in str(refused.value)


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("rate", "200", 200),
        ("minutes", "12.5", 12.5),
        ("speak", "off", False),
        ("speak", "yes", True),
        ("finish", "off", 0.0),
        ("topic", "contexts, routing", ("contexts", "routing")),
        ("mode", "exam", "exam"),
        ("aliases", "whiskey = WSGI", {"whiskey": "WSGI"}),
        ("aliases", "whiskey =", {}),
    ],
)
def test_a_value_is_changed_as_a_person_writes_it(key: str, value: str, kept: object) -> None:
    assert getattr(changed(Settings(), key, value), key) == kept


@given(st.sampled_from([*Settings.__struct_fields__]), st.text(max_size=30))
def test_any_value_is_taken_or_refused_in_a_sentence(key: str, value: str) -> None:
    said = key
    try:
        changed(Settings(), key, value)
    except SettingsError as error:
        said = str(error)
    assert key in said
