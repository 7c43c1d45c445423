"""`viva --restricted`: all there is, command by command and key by key, is on its allow-list or refused."""

import contextlib
import importlib
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tui.screens
import tui.widgets
from models.choices import Choices
from models.means import arrange_desk
from models.records.journal import Journal
from models.records.paths import Places, find_places, model_folders, pack_folders
from models.records.settings import RESTRICTED_TO, Settings
from models.records.site import load_settings, save_settings
from models.reports import summarise
from tests.models.report import sample
from tests.program import VIVA
from tests.pty import ROOT, Terminal, isolated
from tests.tui.kept import SAMPLE, WHEN
from tui.app import VivaApp
from tui.cli import viva
from tui.main import main
from tui.restricted import ACTIONS, COMMANDS, ENVIRONMENT
from viva_voce import RESTRICTED

pytestmark = pytest.mark.fault(18)

REFUSED_COMMANDS = {"packs", "models", "settings", "doctor", "ssh", "demo", "purge", "grade"} | {
    "history export", "history import",
}  # fmt: skip
FILES = {"audio", "fast", "model", "keep_audio", "answers", "interviewer", "interviewer_model"}
REFUSED_OPTIONS = {
    "practice": FILES | {"job", "plan_file", "save_plan"},
    "resume": FILES,
    "drill": FILES,
    "report": {"every", "form", "output", "force", "rejudge"},
    "history": {"as_json"},
}
REFUSED_ACTIONS = {
    "ReportScreen": "export",
    "SoundCheckScreen": "fetch",
    "App": "add_class back bell change_theme command_palette focus hide_help_panel notify pop_screen"
    " push_screen remove_class screenshot show_help_panel simulate_key suspend_process switch_mode"
    " switch_screen toggle_class toggle_dark",
    "DOMNode": "toggle",
    "Screen": "blur focus maximize minimize",
    "ScrollBar": "grab scroll_down scroll_up",
    "Widget": "notify",
    "CommandPalette": "command_list cursor_down escape",
    "Tree": "cursor_down cursor_next_sibling cursor_parent cursor_parent_next_sibling"
    " cursor_previous_sibling cursor_up page_down page_up scroll_end scroll_home select_cursor"
    " toggle_expand_all toggle_node",
}
REFUSED_SETTINGS = {"recogniser", "model", "keep_audio"}


def commands(group: click.Group = viva, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its path, as in `history export`."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")


def given() -> list[list[str]]:
    """A command line for each command, argument and option that is refused."""
    lines = []
    for path, command in commands():
        if path.split()[0] in REFUSED_COMMANDS or path in REFUSED_COMMANDS:
            lines.append(path.split())
            continue
        required = ["x" for each in command.params if isinstance(each, click.Argument) and each.required]
        for option in command.params:
            if option.name in REFUSED_OPTIONS.get(path, ()) and isinstance(option, click.Option):
                value = [] if option.is_flag else ["x"]
                lines += [[*path.split(), *required, written, *value] for written in option.opts]
    return lines


@pytest.fixture
def restricted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RESTRICTED, "1")


def said(arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> str:
    """What a refused command line is told."""
    monkeypatch.setattr(sys, "argv", ["viva", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    told = capfd.readouterr()
    assert (left.value.code, told.out) == (2, "")
    return told.err


# The command line


def test_every_command_and_option_is_on_the_list_or_known_to_be_refused() -> None:
    there = dict(commands())
    assert set(there) == set(COMMANDS) | {
        path for path in there if path in REFUSED_COMMANDS or path.split()[0] in REFUSED_COMMANDS
    }
    for path, allowed in COMMANDS.items():
        names = {parameter.name for parameter in there[path].params}
        assert names == set(allowed) | REFUSED_OPTIONS.get(path, set()), path
        assert not set(allowed) & REFUSED_OPTIONS.get(path, set())


@pytest.mark.usefixtures("restricted")
@pytest.mark.parametrize("line", given(), ids=" ".join)
def test_what_is_not_on_the_list_is_refused(
    line: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], own_machine: Path
) -> None:
    told = said(line, monkeypatch, capfd)
    assert "cannot be used here" in told or "no command" in told.lower() or "No such command" in told, told
    assert told.count("\n") == 1
    assert list(own_machine.rglob("*")) == []


@pytest.mark.usefixtures("restricted")
def test_no_recogniser_is_reached_by_an_address(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    told = said(["practice", "flask", "--recogniser", "ws://127.0.0.1:2700"], monkeypatch, capfd)
    assert "cannot be used here" in told
    assert "auto, vosk, pocketsphinx, none" in told


@pytest.mark.usefixtures("restricted")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("cat /etc/passwd", "There is no command 'cat'. Commands: practice, resume, report, drill, history."),
        ("/usr/lib/openssh/sftp-server", "There is no command"),
        ("scp -t .", "There is no command 'scp'"),
        ("viva report; sh", "There is no command 'report;'"),
        ("viva report $(sh)", "interview"),
        ("'", "cannot be read"),
        ("exec sh -c 'touch here' sh", "There is no command 'exec'"),
        ("exec sh -c 'touch here' viva-prepare ../../x", "not how viva ssh asks"),
        ("exec sh -c 'touch here' viva-clean /", "not how viva ssh asks"),
        ("exec sh -c 'touch here' viva-hold /tmp/x /tmp/x 'exec viva'", "not how viva ssh asks"),
        ("exec sh -c 'touch here' viva-hold 127.0.0.1:1 /tmp 'exec viva'", "not how viva ssh asks"),
    ],
)
def test_over_ssh_no_other_command_is_run(
    asked: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", asked)
    assert told in said([], monkeypatch, capfd)
    assert not (tmp_path / "here").exists()


# Packs, models and settings


def test_only_packs_and_models_of_the_system_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOSK_MODEL_PATH", str(tmp_path))
    own = find_places()
    monkeypatch.setenv(RESTRICTED, "1")
    places = find_places()
    assert set(pack_folders(own)) - set(pack_folders(places)) == {places.data / "packs"}
    foreign = {places.models, tmp_path, Path.home() / ".cache" / "vosk"}
    assert set(model_folders(own)) - set(model_folders(places)) == foreign
    built_in = str(pack_folders(places)[0] / "flask")
    told = said(["practice", built_in, "--plain", "--recogniser", "none"], monkeypatch, capfd)
    assert "There is no pack" in told
    assert told.strip().endswith("python.")


def test_settings_choose_no_recogniser_model_or_recordings(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(Settings.__struct_fields__) == RESTRICTED_TO | REFUSED_SETTINGS
    kept = Settings(rate=200, recogniser="ws://127.0.0.1:2700", model="/tmp/model", keep_audio=True)
    save_settings(places, kept)
    monkeypatch.setenv(RESTRICTED, "1")
    assert load_settings(find_places()) == Settings(rate=200)
    save_settings(find_places(), Settings(rate=210))
    monkeypatch.delenv(RESTRICTED)
    assert load_settings(places).recogniser == "ws://127.0.0.1:2700"
    assert load_settings(places).rate == 210


def test_the_administrators_recogniser_listens(
    tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(places, Settings(recogniser="ws://somebodys.example:2700"))
    (tmp_path / "viva").mkdir()
    (tmp_path / "viva" / "config.toml").write_text(
        '[defaults]\nrecogniser = "ws://the-houses.example:2700"\n'
    )
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    monkeypatch.setenv(RESTRICTED, "1")
    assert load_settings(find_places()).recogniser == "ws://the-houses.example:2700"


@pytest.mark.usefixtures("restricted")
def test_a_model_that_is_missing_is_for_the_administrator_to_fetch(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    places = find_places()
    monkeypatch.setattr("models.speech.catalogue.find_models", lambda folders: [])
    _, ear = arrange_desk(Choices("flask"), places)
    assert "ask the administrator" in ear
    asked = ["practice", "flask", "--plain", "--recogniser", "vosk"]
    told = said(asked, monkeypatch, capfd)
    assert "ask the administrator" in told
    for text in (ear, told):
        assert "viva models" not in text
        assert "--model" not in text


# The full screen


def kinds(root: type[DOMNode] = DOMNode) -> Iterator[type[DOMNode]]:
    """Every screen and widget that Viva loads, and Textual's that they are made of."""
    yield root
    for kind in root.__subclasses__():
        yield from kinds(kind)


LOAD = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint(*sys.modules)"


@pytest.fixture(scope="module")
def loaded() -> list[type[DOMNode]]:
    """Of what this process has loaded, tests and all, only what a process of Viva's own would load."""
    names = [VivaApp.__module__]
    for package in (tui.screens, tui.widgets):
        names += [f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    for name in names:
        importlib.import_module(name)
    done = subprocess.run(
        [sys.executable, "-c", LOAD, *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = {name for name in done.stdout.split() if name.startswith(("tui.", "textual."))}
    return [kind for kind in dict.fromkeys(kinds()) if kind.__module__ in ours]


def test_every_action_is_on_the_list_or_known_to_be_refused(loaded: list[type[DOMNode]]) -> None:
    refused = {(kind, action) for kind, names in REFUSED_ACTIONS.items() for action in names.split()}
    allowed = {(kind, action) for kind, actions in ACTIONS.items() for action in actions}
    there = {
        (kind.__name__, name.removeprefix("_").removeprefix("action_"))
        for kind in loaded
        for name in vars(kind)
        if name.startswith(("action_", "_action_"))
    }
    assert there - allowed - refused == set()
    assert allowed - there == set()
    assert allowed & refused == set()


def test_every_key_leads_to_an_action_of_the_list_or_to_nothing(loaded: list[type[DOMNode]]) -> None:
    known = {
        *((kind, action) for kind, names in REFUSED_ACTIONS.items() for action in names.split()),
        *((kind, action) for kind, actions in ACTIONS.items() for action in actions),
    }
    astray = []
    for kind in loaded:
        for binding in vars(kind).get("BINDINGS", ()):
            action = binding.action if isinstance(binding, Binding) else binding[1]
            space, _, name = action.partition("(")[0].rpartition(".")
            owners = VivaApp.__mro__ if space == "app" else kind.__mro__
            if not any((owner.__name__, name) in known for owner in owners):
                astray.append((kind.__name__, action))
    assert astray == []


@pytest.mark.usefixtures("restricted")
async def test_the_screen_does_only_what_is_on_the_list() -> None:
    app = VivaApp(find_places(), Settings())
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        lobby = app.screen
        for action in REFUSED_ACTIONS["App"].split():
            assert not await app.run_action(action), action
        await pilot.press("ctrl+p")
        assert app.screen is lobby
        assert not await app.run_action("app.screenshot('x.svg')", lobby)
        keys = {binding.binding.action for binding in lobby.active_bindings.values()}
        assert "app.command_palette" not in keys
        assert "begin" in keys


# A real terminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one interview in its journal."""
    journal = Journal(tmp_path / "home" / "data" / "viva" / "viva.db")
    journal.append(SAMPLE, sample.events(), wall=WHEN)
    summarise(journal, sample.interview())
    journal.close()
    return tmp_path / "home"


@contextlib.contextmanager
def kiosk(home: Path, *arguments: str) -> Iterator[Terminal]:
    """`viva --restricted` in a terminal, with what may do harm in its environment."""
    stand = home.parent / "stand"
    stand.mkdir()
    run = f"touch {stand / 'ran'}"
    (home / "start.py").write_text(f"import os\nos.system({run!r})\n")
    harmful = {
        **dict.fromkeys(("BROWSER", "EDITOR", "VISUAL", "PAGER", "SHELL"), f"sh -c '{run}' %s"),
        "PYTHONINSPECT": "1",
        "PYTHONSTARTUP": str(home / "start.py"),
        "PYTHONBREAKPOINT": "os.system",
        "TEXTUAL": "devtools",
        "TEXTUAL_PRESS": "ctrl+p",
        "TEXTUAL_SCREENSHOT": "1",
        "XDG_DATA_DIRS": str(home),
        "VOSK_MODEL_PATH": str(home),
        "LD_LIBRARY_PATH": str(home),
    }
    environ = isolated(home, **harmful)
    with Terminal([VIVA, "--restricted", *arguments], environ, cwd=stand) as terminal:
        yield terminal
        pid = terminal.process.pid
        assert not Path(f"/proc/{pid}").exists() or not _stopped(pid)
    assert list(stand.iterdir()) == []


def _stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"


def test_nobody_gets_out_of_a_restricted_screen(home: Path) -> None:
    with kiosk(home) as terminal:
        terminal.wait_for("again as last time")
        environ = Path(f"/proc/{terminal.process.pid}/environ").read_bytes().split(b"\0")
        names = {pair.partition(b"=")[0].decode() for pair in environ if pair}
        assert names <= ENVIRONMENT | {"PATH", RESTRICTED}
        terminal.send("\x1a\x10\x1c")  # Ctrl-Z, Ctrl-P, Ctrl-backslash
        terminal.process.send_signal(signal.SIGTSTP)
        terminal.send("l")
        terminal.wait_for("Report")
        assert "export" not in terminal.text
        terminal.send("x\x1a\x10")
        for row in range(1, 25):  # whatever can be clicked, a link or a key of the footer
            for column in range(2, 80, 13):
                terminal.send(f"\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
        for _ in range(40):  # until it has drawn what came of it; a clock or a meter may go on drawing
            if not terminal.read(0.3):
                break
        terminal.process.terminate()
        assert terminal.wait_for_end(20) == 128 + signal.SIGTERM
        assert terminal.broken_modes() == []


def test_nobody_gets_out_of_restricted_plain_mode(home: Path) -> None:
    line = (
        "practice",
        "flask",
        "--plain",
        "--recogniser",
        "none",
        "--no-voice",
        "--question",
        "two-contexts",
    )
    with kiosk(home, *line) as terminal:
        terminal.wait_for("Question")
        terminal.send("\x1a")
        terminal.process.send_signal(signal.SIGTSTP)
        terminal.send("!sh\r:!sh\r/quit\r")
        assert terminal.wait_for_end(20) == 0
        assert b"Saved. Go on with" in terminal.raw
