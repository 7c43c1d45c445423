"""Looks at the terminal before Textual is imported, and then opens the full screen."""

import gc
import os
import sys
from typing import TYPE_CHECKING

from tui.refusal import Refusal
from tui.terminal_start import prepare_environment, refuse_reason

if TYPE_CHECKING:
    from pathlib import Path

    from models.choices import Choices


def open_screen(choices: "Choices | None" = None, *, resume: str = "", folder: "Path | None" = None) -> None:
    """Open the full screen: the lobby, or at once an interview, or the demonstration kept in `folder`.

    Raises:
        Refusal: this terminal cannot show it, or something chosen cannot be had.
    """
    reason = refuse_reason(os.environ, 0, 1, 2)
    if reason is not None:
        raise Refusal(reason)
    prepare_environment(os.environ)
    gc.disable()  # until the first screen is drawn: what is loaded until then stays
    _load_asyncio()
    from tui.app import run_screen

    run_screen(choices, resume=resume, folder=folder)


def _load_asyncio() -> None:
    """Load asyncio as where Python has no OpenSSL: 2 MB less, which nothing on the screen's loop needs.

    Whatever wants TLS, such as a language model's address, still loads `ssl` then.
    """
    if "asyncio" not in sys.modules and "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # an import of it fails, says the import system
        import asyncio  # noqa: F401

        del sys.modules["ssl"]
