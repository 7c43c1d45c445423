"""The full screen: which screen is up, the theme, and what all screens share; thin."""

import gc
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from models.choices import Choices, Refused
from models.records.paths import FolderError, Places, find_places
from models.records.settings import Settings, SettingsError
from models.records.site import load_settings
from tui.base import SessionScreen, VivaBase
from tui.refusal import Refusal
from tui.screens.fit import FitScreen, fits
from tui.terminal import run_safely
from tui.themes import CONTRAST, DARK, LIGHT, THEMES
from tui.words import DEMONSTRATED, NOT_KEPT

if TYPE_CHECKING:  # the lobby is drawn before anybody needs them
    from models.interview.state import Interview
    from tui.beginning import OpenSession
    from tui.screens.interview import InterviewScreen


class VivaApp(VivaBase):
    """Viva on the full screen."""

    TITLE = "Viva"
    CSS_PATH = Path(__file__).with_name("viva.tcss")
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("f1", "help", "help", show=False),
        Binding("ctrl+q", "quit", "quit", show=False),
    ]

    def __init__(self, places: Places, settings: Settings) -> None:
        super().__init__(places, settings)
        for theme in (DARK, LIGHT, CONTRAST):
            self.register_theme(theme)
        self.theme = settings.theme if settings.theme in THEMES else DARK.name
        self.went_by = ""
        """Which words of a job advertisement chose the topics."""
        self.first: OpenSession | None = None
        """The interview that is begun at once; the lobby comes over it when it is over."""
        self.own = places
        """The person's own folders: those of a demonstration count until it is over."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours that are ours, for themes that do not know them."""
        return {"rule": "ansi_bright_black"}

    def get_default_screen(self) -> Screen[Any]:
        """The interview that was asked for, or the lobby."""
        first: Screen[Any]
        if self.first is not None:
            from tui.screens.interview import InterviewScreen

            first = InterviewScreen(self.first)
        else:
            from tui.screens.lobby import LobbyScreen

            first = LobbyScreen()
        self.stylesheet.read_all(first.css_path)  # which Textual does for later screens only
        return first

    def on_mount(self) -> None:
        """Say by which words the questions were chosen."""
        if self.went_by:
            self.notify(self.went_by, timeout=30)

    def on_ready(self) -> None:
        """Collect garbage from now on, and leave alone what was loaded to draw the first screen."""
        gc.freeze()
        gc.enable()

    def on_resize(self, event: events.Resize) -> None:
        """A window that is too small says so, until it fits again."""
        shown = isinstance(self.screen, FitScreen)
        if not shown and not fits(event.size):
            self.push_screen(FitScreen())
        elif shown and fits(event.size):
            self.pop_screen()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the command palette offers: the keys of the screen, and the themes."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if active.enabled and binding.description and active.node is screen:
                run = partial(screen.run_action, binding.action)
                yield SystemCommand(binding.description.capitalize(), binding.tooltip or "", run)
        for name, title in THEMES.items():
            yield SystemCommand(f"Theme: {title}", "Change the colours", partial(self.use_theme, name))

    def save_work(self) -> None:
        """Save the interview under way."""
        for screen in self.screen_stack:
            if isinstance(screen, SessionScreen):
                screen.end_session()

    def sit(self, choices: Choices) -> None:
        """Begin an interview."""
        from tui.beginning import arrange_interview, begin_with

        try:
            arrangement = arrange_interview(choices, self.places)
        except Refused as error:
            self.notify(str(error), severity="error", timeout=15)
            return
        self._hold(begin_with(arrangement, self.places))

    def go_on(self, interview: str, choices: Choices) -> None:
        """Go on with an interview that was interrupted."""
        from tui.beginning import resume_with

        try:
            session = resume_with(interview, choices, self.places)
        except Refused as error:
            self.notify(str(error), severity="error", timeout=15)
            return
        self._hold(session)

    def _hold(self, session: "OpenSession") -> None:
        from tui.screens.interview import InterviewScreen

        self.push_screen(InterviewScreen(session))

    def on_interview_screen_over(self, message: "InterviewScreen.Over") -> None:
        """Show what the interview came to; one that was left goes back to the lobby."""
        from tui.screens.lobby import LobbyScreen

        view = message.view
        held, self.places = self.places, self.own
        while len(self.screen_stack) > 1 and not isinstance(self.screen, LobbyScreen):
            self.pop_screen()
        if not isinstance(self.screen, LobbyScreen):
            self.push_screen(LobbyScreen())
        if view is not None:
            self.show_report(view.interview, held)
        elif held.passing:
            self.notify(DEMONSTRATED)
        elif message.saved:
            self.notify("Saved. Go on with it from here whenever you like.")
        else:
            self.notify(NOT_KEPT, severity="error", timeout=30)

    def show_report_of(self, name: str) -> None:
        """Open the report of an interview in the journal."""
        from models.interview.evolve import fold
        from models.records.journal import Journal, JournalError

        try:
            journal = Journal(self.places.journal)
            interview = fold(journal.events(name))
            journal.close()
        except (JournalError, FolderError) as error:
            self.notify(str(error), severity="error")
            return
        self.show_report(interview, self.places)

    def show_report(self, interview: "Interview", places: Places) -> None:
        """Open the report of an interview that is kept there."""
        from tui.screens.report import ReportScreen
        from tui.screens.report_keys import KeptReport

        self.push_screen(ReportScreen(KeptReport(places, interview)))

    def action_help(self) -> None:
        """Explain the screen, its keys, and what has the focus."""
        from tui.screens.dialogs import Tell

        focused = self.focused
        words = [getattr(part, "HELP", "") for part in (self.screen, focused) if part is not None]
        keys = []
        for binding in self.screen.active_bindings.values():
            name = binding.binding.key_display or self.get_key_display(binding.binding)
            described = binding.binding.tooltip or binding.binding.description
            own = not binding.binding.action.startswith(
                ("app.focus", "screen.copy")
            )  # Textual's, on all screens
            if described and binding.enabled and binding.node is not self and own:
                keys.append(f"{name:>8}  {described}")
        self.push_screen(Tell("Help", "\n\n".join([*filter(None, words), "\n".join(dict.fromkeys(keys))])))


def run_screen(
    first: "OpenSession | None" = None, went_by: str = "", *, places: Places | None = None
) -> None:
    """Open the full screen: the lobby, or the `first` interview; `went_by` is said over it.

    A demonstration is kept in `places` of its own.

    Raises:
        Refusal: the settings cannot be read.
    """
    own = find_places()
    try:
        app = VivaApp(own, load_settings(own))
    except (FolderError, SettingsError) as error:
        raise Refusal(str(error)) from None
    app.first, app.went_by, app.places = first, went_by, places or own
    status = run_safely(app, own.state / "crashes")
    if app.farewell:
        print(app.farewell)
    raise SystemExit(status)
