"""Looks at the terminal before Textual is imported, and then opens the full screen."""

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

import viva_voce
from models.choices import Choices, Refused
from models.records.paths import Places, apart, find_places
from tui.refusal import Refusal
from tui.terminal_start import prepare_environment, refuse_reason

if TYPE_CHECKING:
    from pathlib import Path

    from tui.beginning import OpenSession


def open_screen(choices: Choices | None = None, *, resume: str = "", folder: "Path | None" = None) -> None:
    """Open the full screen: the lobby, or at once an interview, or the demonstration kept in `folder`.

    Raises:
        Refusal: this terminal cannot show it, or something chosen cannot be had.
    """
    reason = refuse_reason(os.environ, 0, 1, 2)
    if reason is not None:
        raise Refusal(reason)
    prepare_environment(os.environ)
    if choices is not None and folder is None and "click" in sys.modules:
        _begin_anew(choices, resume)
    gc.disable()  # until the first screen is drawn: what is loaded until then stays
    places = find_places() if folder is None else apart(find_places(), folder)
    first, went_by = (None, "") if choices is None else _arrange(choices, resume, places)
    load_asyncio()
    from tui.app import run_screen

    run_screen(first, went_by, places=places)


def open_asked(asked: str) -> None:
    """Open the full screen for what the command line asked for, before it began anew.

    Raises:
        Refusal: as `open_screen`.
    """
    try:
        choices, resume = msgspec.json.decode(asked, type=tuple[Choices, str])
    except msgspec.MsgspecError:
        raise Refusal(f"{viva_voce.SCREEN} is set, and not by Viva. Unset it.") from None
    open_screen(choices, resume=resume)


def _arrange(choices: Choices, resume: str, places: Places) -> "tuple[OpenSession, str]":
    """What opens the interview, and what is said over it.

    It is done before Textual is loaded, which then takes the memory that reading a whole pack took.
    """
    from tui.beginning import arrange_interview, begin_with, resume_with

    try:
        if resume:
            return resume_with(resume, choices, places), ""
        arrangement = arrange_interview(choices, places)
    except Refused as error:
        raise Refusal(str(error)) from None
    return begin_with(arrangement, places), arrangement.went_by


def _begin_anew(choices: Choices, resume: str) -> None:
    """Start this program again as the screen alone, without the command line's library.

    It is 1.4 MB, which every interview on a shared machine would keep. What was asked for goes through the
    environment, which only its owner can read: a server's address may hold a password. Where that is too
    long for it, or no text, the screen opens here.
    """
    isolated = ["-I"] if sys.flags.isolated else []
    command = [sys.executable, *isolated, viva_voce.__file__, viva_voce.SCREEN]
    with suppress(OSError, UnicodeEncodeError):
        asked = msgspec.json.encode((choices, resume)).decode()
        os.execve(sys.executable, command, {**os.environ, viva_voce.SCREEN: asked})


def load_asyncio() -> None:
    """Load asyncio as where Python has no OpenSSL: 2 MB less, which nothing on the screen's loop needs.

    Whatever wants TLS, such as a language model's address, still loads `ssl` then.
    """
    if "asyncio" not in sys.modules and "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # an import of it fails, says the import system
        import asyncio  # noqa: F401

        del sys.modules["ssl"]
