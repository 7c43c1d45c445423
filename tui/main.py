"""What `viva` runs, and how whatever goes wrong with it is said.

With no arguments there is nothing to read, and so the lobby opens without the command line's library.
"""

import errno
import os
import sys

from tui.refusal import Refusal
from viva_voce import RESTRICTED, SCREEN

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What a full disk says."""


def main() -> None:
    """Run `viva`; whatever is wrong with its input is said in one sentence, with exit status 2."""
    os.umask(0o077)
    try:
        status = _run()
    except Refusal as error:
        from questions.untrusted import clean

        _tell(f"viva: {clean(str(error))}")
        status = error.status
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = 141
    except Exception as error:
        status = _tell_of(error)
    sys.exit(status)


def _run() -> int:
    if sys.platform == "win32":
        raise Refusal(
            "Viva does not run on Windows itself. Run it in WSL: https://learn.microsoft.com/windows/wsl"
        )
    if sys.argv[1:] == [SCREEN] and (asked_for := os.environ.pop(SCREEN, "")):
        from tui.commands.screen import open_asked

        open_asked(asked_for)
        return 0
    asked = (RESTRICTED, "_VIVA_COMPLETE")  # sshd may have been told a command; a shell wants to complete one
    if len(sys.argv) > 1 or any(name in os.environ for name in asked):
        from tui.cli import run

        return run()
    from tui.commands.lobby import open_lobby

    open_lobby(plain=False)
    return 0


def _tell_of(error: Exception) -> int:
    """Say in one sentence that there is no room for what is printed, or note an error of our own."""
    if isinstance(error, OSError) and error.filename is None and error.errno in NO_ROOM:
        _tell(f"viva: What it prints cannot be written: {error.strerror}.")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    from models.records.paths import find_places
    from tui.terminal_crash import CrashLog

    log = CrashLog(find_places().state / "crashes")
    log.record(error, "the command")
    _tell(str(log.sentence))
    return 1


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)
