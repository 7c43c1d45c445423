"""What is looked at before the screen starts: is this a terminal that can show it, is its environment sane.

Textual reads its variables when it is imported, so nothing here imports it.
"""

import os
from collections.abc import Mapping, MutableMapping

_PLAIN = "Use viva --plain instead."

# Of Textual's own variables only these tune and cannot harm. The rest import modules, write logs and
# screenshots, press keys or open sockets.
_HARMLESS = {
    "TEXTUAL_ANIMATIONS",
    "TEXTUAL_DISABLE_KITTY_KEY",
    "TEXTUAL_FPS",
    "TEXTUAL_SMOOTH_SCROLL",
}
_COLOUR_SYSTEMS = {"auto", "standard", "256", "truecolor"}

# BROWSER names a command to run. COLUMNS and LINES are a size that no longer follows the window.
# UNICODE_VERSION makes Rich measure characters otherwise than it wrote them.
_HOSTILE = ("BROWSER", "COLUMNS", "LINES", "UNICODE_VERSION")


def refuse_reason(environ: Mapping[str, str], stdin_fd: int, stdout_fd: int, stderr_fd: int) -> str | None:
    """Why the full screen cannot start here, as one sentence that names `--plain`; None if it can.

    A locale that names no character set, or the C locale, passes: Python takes both for UTF-8.
    """
    for fd, name in ((stdin_fd, "input"), (stdout_fd, "output"), (stderr_fd, "error")):
        if not _is_terminal(fd):
            return f"The full screen needs a terminal, and standard {name} is not one. {_PLAIN}"
    term = environ.get("TERM", "").strip().lower()
    if not term:
        return f"The full screen needs to know the terminal, and TERM is not set. {_PLAIN}"
    if term in {"dumb", "unknown"}:
        return f"The full screen cannot be drawn on a terminal of type {term} (TERM). {_PLAIN}"
    charset = _charset(environ)
    if charset.replace("-", "").replace("_", "") not in {"", "utf8"}:
        named = ascii(charset)[1:-1]
        return (
            f"The full screen needs UTF-8, and the locale (LC_ALL, LC_CTYPE or LANG) says {named}. {_PLAIN}"
        )
    return None


def prepare_environment(environ: MutableMapping[str, str]) -> None:
    """Take out of `environ` whatever would run a command, load code or disturb the screen.

    It must run before anything imports Textual, which reads its variables once, at import.
    """
    for name in _HOSTILE:
        environ.pop(name, None)
    for name in [name for name in environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
        if name == "TEXTUAL_COLOR_SYSTEM" and environ[name] in _COLOUR_SYSTEMS:
            continue
        if name == "TEXTUAL_FILTERS" and environ[name] == "dim":
            continue
        if name not in _HARMLESS:
            del environ[name]
    delay = environ.get("ESCDELAY", "")
    if delay and not (delay.isascii() and delay.isdecimal() and 1 <= int(delay) <= 1000):  # milliseconds
        del environ["ESCDELAY"]
    if environ.get("TERM", "").startswith("linux"):
        # The kernel's console has no such keys, and older ones print part of the question.
        environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"


def _is_terminal(fd: int) -> bool:
    try:
        return os.isatty(fd)
    except (OSError, ValueError, OverflowError):
        return False


def _charset(environ: Mapping[str, str]) -> str:
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    if "." not in locale:
        return ""
    return locale.split(".", 1)[1].split("@", 1)[0].lower()
