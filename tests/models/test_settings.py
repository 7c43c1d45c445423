"""The settings: what is written is read back, and what cannot be is said in one sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.records.settings import Settings, SettingsError, changed, load_settings, save_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load_settings(path) == Settings()
    assert not path.exists()


def test_what_was_saved_is_loaded(path: Path) -> None:
    kept = Settings(rate=200, topic=("contexts",), aliases={"whiskey": "WSGI"}, mode="exam")
    save_settings(path, kept)
    assert load_settings(path) == kept
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"], "nothing half-written is left"


@pytest.mark.parametrize("text", ["rate = ", "rate = 'fast'", "colour = 'red'", "mode = 'guess'", "\x00"])
def test_a_file_that_makes_no_sense_is_said_with_its_path(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        load_settings(path)


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
