"""Looks at the terminal before Textual is imported, and then opens the full screen."""

import gc
import os
from typing import TYPE_CHECKING

from tui.refusal import Refusal
from tui.terminal_start import prepare_environment, refuse_reason

if TYPE_CHECKING:
    from models.choices import Choices


def open_screen(choices: "Choices | None" = None, *, resume: str = "") -> None:
    """Open the full screen: the lobby, or at once an interview.

    Raises:
        Refusal: this terminal cannot show it, or something chosen cannot be had.
    """
    reason = refuse_reason(os.environ, 0, 1, 2)
    if reason is not None:
        raise Refusal(reason)
    prepare_environment(os.environ)
    gc.disable()  # until the first screen is drawn: what is loaded until then stays
    from tui.app import run_screen

    run_screen(choices, resume=resume)
