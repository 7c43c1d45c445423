"""What holds the house up: arrows that point down, and a command that starts light."""

import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import models
import questions
from tests.commands_in_text import commands, refusal
from tests.program import PATIENCE, VIVA, run

ROOT = Path(__file__).resolve().parent.parent
BELOW = sorted(
    info.name
    for package in (models, questions)
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not info.name.endswith("__main__") and "template" not in info.name
)
SOUND = {"sounddevice", "vosk", "pocketsphinx", "pyttsx3", "soundfile"}


def loaded(code: str) -> set[str]:
    """Top-level modules that an interpreter has loaded after running some code."""
    show = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{code}\n{show}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_nothing_below_the_screens_loads_them() -> None:
    code = "import importlib\n" + "\n".join(f"importlib.import_module({name!r})" for name in BELOW)
    assert not loaded(code) & {"textual", "rich", "click", "tui"}


def test_plain_mode_holds_an_interview_without_textual_or_a_sound_library() -> None:
    assert not loaded("import tui.plain, tui.commands.plainly") & ({"textual", "rich", "numpy"} | SOUND)


def test_the_help_loads_no_screen_and_no_model() -> None:
    code = "from tui.cli import viva\nviva.main(['--help'], standalone_mode=False)"
    assert not loaded(code) & ({"textual", "rich", "msgspec", "models"} | SOUND)


def test_the_screen_holds_neither_the_command_lines_library_nor_openssl_in_memory() -> None:
    code = "from tui.commands.screen import load_asyncio\nload_asyncio()\n" + "\n".join(
        f"import {name}"
        for name in (
            "tui.app",
            "tui.screens.lobby",
            "tui.screens.interview",
            "tui.beginning",
            "models.session",
        )
    )
    assert not loaded(code) & ({"click", "ssl", "_ssl", "numpy", "jinja2"} | SOUND)


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_viva_says_what_it_is(option: str) -> None:
    done = run(option)
    assert done.returncode == 0
    assert "viva" in done.stdout.lower()


def test_a_project_with_packages_of_the_same_names_is_not_mistaken_for_ours(tmp_path: Path) -> None:
    """A Flask developer has a `models/`, perhaps on PYTHONPATH: viva, and its desk, take their own."""
    for name in ("models", "tui", "questions"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('somebody else\\'s package')\n")
    done = run(
        "practice", "flask", "--plain", "--no-voice", "--questions", "1", "--probes", "0",
        "--recogniser", "pocketsphinx", "--fast", "--audio", str(ROOT / "tui" / "demo" / "answer.flac"),
        environ={"PYTHONPATH": str(tmp_path)}, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "VIVA REPORT" in done.stdout


def test_only_two_modules_read_the_environment() -> None:
    allowed = {
        "models/records/paths.py",
        "tui/main.py",
        "tui/cli.py",
        "tui/commands/screen.py",
        "tui/commands/doctor.py",
    }
    reading = re.compile(r"os\.environ|os\.getenv|Path\.home\(\)|expanduser")
    found = {
        str(path.relative_to(ROOT))
        for folder in ("tui", "models", "questions")
        for path in (ROOT / folder).rglob("*.py")
        if reading.search(path.read_text("utf-8"))
    }
    assert found - allowed <= {
        "models/speech/client.py",  # hands a cleaned environment on to the desk
        "models/speech/portaudio.py",
        "models/speech/synthesis.py",
        "models/speech/catalogue.py",  # a model's path as a person wrote it, ~ and all
        "models/diagnosis.py",  # hides the home folder's name
    }


def test_every_file_stays_readable() -> None:
    """Four hundred lines are a sign."""
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("tui", "models", "questions")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 420
    }
    assert long == {}


def test_the_readmes_commands_exist() -> None:
    """Each `viva …` command that the README shows has a command, options and values that there are."""
    shown = commands((ROOT / "README.md").read_text("utf-8"))
    assert len(shown) > 10
    assert {line: why for line in shown if (why := refusal(line))} == {}


def test_make_run_without_a_terminal_shows_the_demonstration_and_how_to_open_the_screen() -> None:
    done = subprocess.run(
        ["make", "-s", "-C", str(ROOT), "run"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Follow-up" in done.stdout
    assert "context" in " ".join(re.findall(r"^  \| (.*)$", done.stdout, re.MULTILINE))
    assert "VIVA REPORT" in done.stdout
    assert done.stdout.splitlines()[-1] == "In a terminal, make run opens the screen."
    assert "nothing of it is kept" in done.stdout
    assert "viva report" not in done.stdout
    assert "There is no interview yet" in run("history").stdout


def test_make_targets_are_documented() -> None:
    done = subprocess.run(["make", "-s", "-C", str(ROOT), "help"], capture_output=True, text=True, check=True)
    assert {"run", "test", "check", "bench"} <= {line.split()[0] for line in done.stdout.splitlines()}
    assert os.access(VIVA, os.X_OK)
