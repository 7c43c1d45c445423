"""Two real users on one machine: the other one reads nothing, stops nothing, and gets nothing followed.

The tests run as root and the other user is nobody: what nobody cannot do, no other user can.
"""

import os
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audio import speak
from tests.program import VIVA, desks_of, run
from tests.pty import Terminal

OTHER = 65534
SECRET = "words that nobody else shall read"
QUESTION = ("--question", "two-contexts", "--no-voice")
TYPED = (*QUESTION, "--recogniser", "none")

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="needs root, to be another user")


def _as_other(script: str, *arguments: str) -> str:
    """What the other user's shell prints."""
    done = subprocess.run(
        ["sh", "-c", script, "sh", *arguments], user=OTHER, group=OTHER, extra_groups=[], cwd="/",
        capture_output=True, text=True, errors="replace", timeout=30, check=False,
    )  # fmt: skip
    return done.stdout


def _read_by_other(path: Path | str) -> str:
    return _as_other('cat "$1" 2>/dev/null', str(path))


@pytest.fixture
def home() -> Iterator[Path]:
    """A home that everybody may enter and list, as homes often are."""
    with tempfile.TemporaryDirectory(prefix="viva-home-") as made:
        home = Path(made)
        home.chmod(0o755)
        yield home


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    """No folder is private yet but those that Viva makes; and the umask hides nothing."""
    return {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}


def _with_open_umask() -> None:
    os.umask(0)


def _viva(environ: dict[str, str], *arguments: str, typed: str = "", cwd: Path) -> None:
    done = subprocess.run(
        [VIVA, *arguments], input=typed, env=environ, cwd=cwd, preexec_fn=_with_open_umask,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _leave_everything(home: Path, environ: dict[str, str]) -> None:
    """An interview, its recording, its report, its export, settings, a desk's log and a crash's note."""
    answer = speak(SECRET, home / "answer.wav")
    heard = ("--audio", str(answer), "--fast", "--keep-audio", "--recogniser", "pocketsphinx")
    _viva(environ, "settings", "minutes", "30", cwd=home)
    _viva(environ, "practice", "flask", "--plain", *TYPED, typed=f"{SECRET}\n\n\n\n", cwd=home)
    _viva(environ, "practice", "flask", "--plain", *QUESTION, "--probes", "0", *heard, cwd=home)
    _viva(environ, "report", "last", "-o", "report.html", cwd=home)
    _viva(environ, "report", "--all", "-o", "all.csv", cwd=home)
    _viva(environ, "history", "export", "history.jsonl", cwd=home)
    _viva(environ, "practice", "flask", "--save-plan", "plan.json", cwd=home)
    crash = home / ".local" / "state" / "viva" / "crashes"
    crash.mkdir(mode=0o777, parents=True, exist_ok=True)
    crash.chmod(0o777)
    code = (
        "import sys; from pathlib import Path; from tui.terminal_crash import CrashLog\n"
        "CrashLog(Path(sys.argv[1])).record(ValueError(), 'a test')"
    )
    command = [str(Path(VIVA).with_name("python")), "-I", "-c", code, str(crash)]
    subprocess.run(command, env=environ, preexec_fn=_with_open_umask, check=True, timeout=30)


@pytest.mark.fault(30)
def test_nothing_that_is_kept_can_be_read_or_listed(home: Path, environ: dict[str, str]) -> None:
    (home / "notes.txt").write_text("for all\n")
    (home / "notes.txt").chmod(0o644)
    _leave_everything(home, environ)
    made = {path.suffix or path.name for path in home.rglob("*") if path.is_file()}
    assert {".db", ".toml", ".flac", ".log", ".html", ".csv", ".jsonl", ".txt"} <= made, made
    assert _read_by_other(home / "notes.txt") == "for all\n", "the other user does read what may be read"

    found = _as_other('find "$1" -type f 2>/dev/null', str(home)).splitlines()
    readable = {path for path in found if _read_by_other(path)}
    assert readable == {str(home / "notes.txt"), str(home / "answer.wav")}, "what the test itself wrote"
    listed = _as_other('ls -R "$1/.local/share/viva" "$1/.config/viva" 2>/dev/null', str(home))
    assert ".db" not in listed
    assert ".toml" not in listed


@pytest.mark.fault(23)
def test_under_the_loosest_umask_every_file_is_its_owners_alone(home: Path, environ: dict[str, str]) -> None:
    _leave_everything(home, environ)
    ours = [path for path in home.rglob("*") if path.name != "answer.wav"]
    loose = {str(path): oct(path.stat().st_mode) for path in ours if path.stat().st_mode & 0o077}
    assert loose == {}


@pytest.mark.fault(30)
def test_a_running_interview_shows_the_other_user_nothing(home: Path, environ: dict[str, str]) -> None:
    """No arguments, environments or open files of its processes, and no screen; nor can it be ended."""
    settings = home / ".config" / "viva" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("speak = true\n")
    command = [VIVA, "practice", "flask", *QUESTION[:2], "--recogniser", "ws://me:password@127.0.0.1:9"]
    with Terminal(command, environ, prepare=_with_open_umask) as terminal:
        terminal.wait_for("begins")
        terminal.send("\r")
        terminal.wait_for("your turn · typed")
        terminal.send(f"{SECRET}\r")
        terminal.wait_for(f"› {SECRET}")
        processes = [terminal.process.pid, *desks_of(home)]
        assert len(processes) == 2
        everything = _as_other(
            "for each do cat /proc/$each/cmdline /proc/$each/environ /proc/$each/fd/* /proc/$each/mem; done"
            " 2>/dev/null; ps axeww 2>/dev/null",
            *map(str, processes),
        )
        assert "viva" in everything, "the arguments themselves are everybody's to read"
        assert "password" not in everything
        assert SECRET not in everything
        _as_other("for each do kill -9 $each; done 2>/dev/null", *map(str, processes))
        terminal.send("and it goes on\r")
        terminal.wait_for("› and it goes on")


def _plant(folder: Path, *names: str) -> None:
    """Let the other user put links to somewhere else where Viva may want to write."""
    target = folder / "target"
    for name in names:
        _as_other('ln -s "$1" "$2"', str(target), str(folder / name))


@pytest.mark.fault(23)
@pytest.mark.parametrize("variable", ["XDG_RUNTIME_DIR", "TMPDIR"])
def test_links_in_a_folder_of_everybodys_lead_nowhere(
    home: Path, environ: dict[str, str], variable: str
) -> None:
    with tempfile.TemporaryDirectory(prefix="viva-shared-") as made:
        shared = Path(made)
        shared.chmod(0o1777)
        _plant(
            shared, f"viva-microphone-{os.uname().nodename}.lock", "viva", "viva-ssh", "desk.log", "viva.db"
        )
        assert len(list(shared.iterdir())) == 5
        _viva(
            {**environ, variable: made},
            "practice",
            "flask",
            "--plain",
            *TYPED,
            typed="words\n\n\n\n",
            cwd=home,
        )
        with Terminal([VIVA, "practice", "flask", *QUESTION], {**environ, variable: made}) as terminal:
            terminal.wait_for("begins")
        assert not (shared / "target").exists()
        assert len(list(shared.iterdir())) == 5, "nothing of ours is there either"


@pytest.mark.fault(23)
@pytest.mark.parametrize(
    ("folder", "command"),
    [
        ("data", ("practice", "flask", "--plain", *TYPED)),
        ("state", ("practice", "flask", "--plain", *TYPED)),
        ("config", ("settings", "minutes", "30")),
    ],
)
def test_a_folder_of_somebody_elses_is_not_used(
    tmp_path: Path, folder: str, command: tuple[str, ...]
) -> None:
    theirs = tmp_path / "viva" / folder
    theirs.mkdir(parents=True)
    os.chown(theirs, OTHER, OTHER)
    done = run(*command, typed="words\n\n\n\n", environ={"VIVA_HOME": str(theirs.parent)})
    assert done.returncode == 2
    assert done.stderr == (
        f"viva: The folder {theirs} belongs to somebody else. Set VIVA_HOME to one of your own.\n"
    )
    assert list(theirs.iterdir()) == []


@pytest.mark.fault(23)
def test_a_folder_that_others_may_write_to_is_closed_to_them(tmp_path: Path) -> None:
    data = tmp_path / "viva" / "data"
    data.mkdir(parents=True)
    data.chmod(0o777)
    environ = {"VIVA_HOME": str(data.parent)}
    done = run("practice", "flask", "--plain", *TYPED, typed="words\n\n\n\n", environ=environ)
    assert done.returncode == 0
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
