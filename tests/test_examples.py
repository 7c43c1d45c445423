"""The administrator's examples for systemd, as they are written: known to systemd, and hardened."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import need_program

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
EXPOSURE = 15
"""Tenths of what systemd calls the exposure of a service: below 20 is its best class."""


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """A folder of units: the examples, with a program that there is."""
    text = (EXAMPLES / "vosk-server.service").read_text("utf-8")
    here = text.replace("/opt/vosk-server/bin/python ", f"{sys.executable} ")
    assert here != text
    (tmp_path / "vosk-server.service").write_text(here)
    (tmp_path / "user-1000.slice").write_text("[Unit]\nDescription=What one person runs\n")
    (tmp_path / "user-.slice.d").mkdir()
    shutil.copy(EXAMPLES / "user-slice.conf", tmp_path / "user-.slice.d" / "viva.conf")
    return tmp_path


def analysed(units: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """What systemd says of a unit."""
    program = need_program("systemd-analyze", "systemd")
    return subprocess.run(
        [program, *arguments], env={"SYSTEMD_UNIT_PATH": f"{units}:", "LANG": "C.UTF-8"}, cwd=units,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("unit", ["vosk-server.service", "user-1000.slice"])
def test_systemd_knows_every_line(units: Path, unit: str) -> None:
    done = analysed(units, "verify", f"./{unit}")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_line_that_systemd_does_not_know_is_found(units: Path) -> None:
    for path in (units / "vosk-server.service", units / "user-.slice.d" / "viva.conf"):
        path.write_text(path.read_text().replace("TasksMax=", "TasksMost="))
    for unit in ("vosk-server.service", "user-1000.slice"):
        assert "TasksMost" in analysed(units, "verify", f"./{unit}").stderr


def test_the_recogniser_of_many_is_shut_in(units: Path) -> None:
    done = analysed(
        units, "security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager", "./vosk-server.service"
    )
    assert done.returncode == 0, done.stdout
