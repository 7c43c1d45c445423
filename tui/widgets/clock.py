"""The question's clock: amber, then red before time is up, by words and marks as well as by colour."""

from math import ceil

from textual.content import Content
from textual.widgets import Static

from models.counting import counted
from models.interview.state import Interview
from models.interview.timing import countdown_end

AMBER = 60.0
"""Seconds left from which the clock is amber; a third of the question's time where that is less."""
RED = 20.0
"""Seconds left from which it is red; a tenth of the question's time where that is less."""


def clock_text(seconds: float) -> str:
    """Minutes and seconds, as a clock shows them."""
    whole = int(abs(seconds))
    return f"{whole // 60:02d}:{whole % 60:02d}"


def spoken_clock(seconds: float) -> str:
    """The same in words."""
    whole = int(abs(seconds))
    minutes, rest = divmod(whole, 60)
    parts = [counted(minutes, "minute")] if minutes else []
    parts += [counted(rest, "second")] if rest or not parts else []
    return " ".join(parts) + (" left" if seconds >= 0 else " over time")


class Clock(Static):
    """Shows what is left of a question's minutes."""

    DEFAULT_CLASSES = "clock"

    def show_time(self, left: float | None, given: float = 0.0) -> None:
        """Draw `left` seconds of `given`; nothing where no clock is set."""
        if left is None:
            state, text = "", ""
        elif left < 0:
            state, text = "-over", f"+{clock_text(left)} over"
        elif left <= min(RED, given / 10):
            state, text = "-red", f"!! {clock_text(left)} left"
        elif left <= min(AMBER, given / 3):
            state, text = "-amber", f"! {clock_text(left)} left"
        else:
            state, text = "", clock_text(left)
        for name in ("-amber", "-red", "-over"):
            self.set_class(name == state, name)
        if str(self.content) != text:
            self.update(Content(text))


def countdown(state: Interview, now: float) -> str:
    """The seconds of silence that are left before an answer counts as finished; empty where none run."""
    end, finish = countdown_end(state), state.rules.finish
    if end is None or finish is None or state.quiet_from is None or now < state.quiet_from:
        return ""
    left = max(0.0, end - now)
    filled = round(left / finish * 5)
    return f"finished? {ceil(left)} {'▮' * filled}{'▯' * (5 - filled)}  space: no"
