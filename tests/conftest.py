"""No test sees the machine it runs on: its home, its folders, its language, its colours."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.records.paths import Places, find_places
from tests.endpoint import Endpoint, serving

_FOREIGN = (
    "VIVA_",
    "XDG_",
    "LC_",
    "TEXTUAL",
    "VOSK_",
    "PULSE_",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
)

_OURS = ("VIVA_TESTS", "VIVA_TESTS_VOSK_SERVER", "TEXTUAL_SNAPSHOT_TEMPDIR")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each report carry the number of the fault that its test tries, for the table of `make faults`."""
    for item in items:
        mark = item.get_closest_marker("fault")
        if mark is not None:
            item.user_properties.append(("fault", mark.args[0]))


@pytest.fixture(autouse=True)
def own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, and nothing of the surroundings but the path."""
    for name in list(os.environ):
        if name.startswith(_FOREIGN) and name not in _OURS:
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    for name, value in {"HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", "TZ": "UTC"}.items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """A language model's endpoint that behaves as the test wants."""
    with serving() as server:
        yield server


@pytest.fixture
def places(own_machine: Path) -> Places:
    """Where things are kept in that home."""
    return find_places()
