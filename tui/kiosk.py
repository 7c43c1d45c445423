"""`viva --restricted` under sshd's ForceCommand: how it begins, and what the other end may ask for."""

import os
import re
import shlex
import shutil
import signal
import sys
import time
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import NoReturn

from models.records.paths import FolderError, find_places, private_folder, runtime_folder
from tui.refusal import Refusal
from tui.restricted import ENVIRONMENT
from viva_voce import RESTRICTED

PATH = "/usr/local/bin:/usr/bin:/bin"
LONGEST_TOKEN = 1000
"""Bytes; `viva ssh` sends 64."""
DAY = 86400.0
"""Seconds after which what a broken connection left is removed."""
STRANGE = "That is not how viva ssh asks. Use the same Viva on both machines."

_NAME = re.compile(r"viva-ssh-[0-9a-f]{16}")
_PORT = re.compile(r"127\.0\.0\.1:[0-9]{1,5}")


def begin_anew(arguments: Sequence[str], environ: Mapping[str, str]) -> NoReturn:
    """Start this program again, restricted: isolated, with the environment of the allow-list, never stopped.

    Python has by then read its own variables, and would end in a prompt for one of them.
    """
    kept = {name: value for name, value in environ.items() if name in ENVIRONMENT}
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # which the new program inherits
    command = [sys.executable, "-I", "-m", "viva_voce", *arguments]
    os.execve(sys.executable, command, {**kept, "PATH": PATH, RESTRICTED: "1"})


def asked(arguments: Sequence[str], environ: MutableMapping[str, str]) -> list[str]:
    """The command line: the administrator's `arguments`, then what was asked for over SSH.

    `ssh HOST viva resume` and `ssh HOST resume` are the same. `viva ssh` gives each of its scripts a name:
    what it is for is done here, and the script itself is never run.

    Raises:
        Refusal: it is no command line, or not as `viva ssh` writes it.
        SystemExit: what `viva ssh` prepares or tidies up was done.
    """
    words = _split(environ.pop("SSH_ORIGINAL_COMMAND", ""))
    match words:
        case ["exec", "sh", "-c", _, "viva-prepare", name]:
            _prepare(f"viva-ssh-{name}")
        case ["exec", "sh", "-c", _, "viva-hold", where, folder, line]:
            words = _hold(where, folder, line, environ)
        case ["exec", "sh", "-c", _, "viva-clean", folder]:
            shutil.rmtree(_ours(folder), ignore_errors=True)
            raise SystemExit(0)
        case ["viva", *rest]:
            words = rest
        case _:
            pass
    return [*arguments, *words]


def _prepare(name: str) -> NoReturn:
    """Make the private folder for a lent desk's socket, keep the token there, and say where it is."""
    if not _NAME.fullmatch(name):
        raise Refusal(STRANGE)
    base = _base()
    try:
        for old in base.glob("viva-ssh-*"):
            if old.lstat().st_mtime < time.time() - DAY:
                shutil.rmtree(old, ignore_errors=True)
        folder = private_folder(base / name)
        (folder / "token").write_bytes(sys.stdin.buffer.read(LONGEST_TOKEN))
    except (FolderError, OSError) as error:
        raise Refusal(f"Nothing can be prepared for viva ssh: {error}") from None
    print(f"viva:{folder}")
    raise SystemExit(0)


def _hold(where: str, folder: str, line: str, environ: MutableMapping[str, str]) -> list[str]:
    """The arguments for Viva, which finds the lent desk by the environment."""
    place = _ours(folder)
    if where != str(place / "desk") and not _PORT.fullmatch(where):
        raise Refusal(STRANGE)
    environ["VIVA_DESK"], environ["VIVA_DESK_TOKEN"] = where, str(place / "token")
    return _split(line.removeprefix("exec viva"))


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise Refusal(f"What was asked for over SSH cannot be read: {error}.") from None


def _ours(folder: str) -> Path:
    """The folder, if it is one that was prepared."""
    path = Path(folder)
    if path.parent != _base() or not _NAME.fullmatch(path.name) or path.is_symlink():
        raise Refusal(STRANGE)
    return path


def _base() -> Path:
    return runtime_folder(find_places())
