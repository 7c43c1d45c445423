"""What `viva --restricted` lets people do: one allow-list, for the command line and for the full screen.

Whatever is not named here is refused, whatever it is: tests/test_restricted.py goes through all there is.
"""

from collections.abc import Mapping
from copy import copy
from typing import Any, Final

import click

from tui.options import RECOGNISERS
from tui.refusal import Refusal

_Values = tuple[str, ...] | None
"""The values that an option may have; any where there is none."""

_ANY: Final = None
_HELD: dict[str, _Values] = {
    **dict.fromkeys(("device", "no_voice", "voice", "rate", "finish", "plain", "live"), _ANY),
    "recogniser": RECOGNISERS,  # and no address
}
_QUESTIONS: dict[str, _Values] = dict.fromkeys(
    ("pack", "minutes", "questions", "question", "topic", "level", "seed", "exam", "probes"), _ANY
)

COMMANDS: Final[Mapping[str, Mapping[str, _Values]]] = {
    "practice": {**_QUESTIONS, **_HELD},
    "resume": {"interview": _ANY, **_HELD},
    "drill": {
        **dict.fromkeys(("pack", "minutes", "questions", "only_list", "interview_date"), _ANY),
        **_HELD,
    },
    "report": {"interviews": _ANY, "other": _ANY},
    "history": {"search": _ANY, "limit": _ANY},
    "history delete": {"interview": _ANY, "yes": _ANY},
}
"""Commands, with the arguments and options that may be given."""

ENVIRONMENT: Final = frozenset(
    {
        *("HOME", "USER", "LOGNAME", "TERM", "COLORTERM", "NO_COLOR", "TZ", "SSH_ORIGINAL_COMMAND"),
        *("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LC_TIME"),
        *("VIVA_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"),
        "XDG_RUNTIME_DIR",
    }
)
"""Variables of the environment that are kept."""

ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(actions.split())
    for name, actions in {
        "LobbyScreen": "begin drill go_on history last_report library soundcheck theme",
        "LibraryScreen": "begin leave search",
        "SoundCheckScreen": "again leave rate voice",
        "InterviewScreen": "again clock correct done hint pause quit_interview redo skip take_back think type"
        " verdict",
        "JudgedScreen": "grade leave overrule",
        "ReportScreen": "drill leave",
        "ReportKeys": "grade retake",
        "QuestionScreen": "compare go leave overrule page replay word",
        "CompareScreen": "leave next",
        "DeliveryScreen": "leave",
        "HistoryScreen": "delete leave search trends",
        "TrendsScreen": "leave",
        "CorrectTranscript": "save",
        "AnswerLine": "leave",
        "VivaApp": "help",
        # Textual's own: going about a screen, and writing in a field.
        "App": "focus_next focus_previous help_quit quit",
        "Screen": "copy_text dismiss",
        "Widget": "page_down page_left page_right page_up scroll_down scroll_end scroll_home scroll_left"
        " scroll_right scroll_up",
        "Button": "press",
        "OptionList": "cursor_down cursor_up first last page_down page_up select",
        "Select": "show_overlay",
        "SelectOverlay": "dismiss",
        "Choice": "open",
        "ChoiceList": "leave",
        "Input": "copy cursor_left cursor_left_word cursor_right cursor_right_word cut delete_left"
        " delete_left_all delete_left_word delete_right delete_right_all delete_right_word end home paste"
        " select_all submit",
        "TextArea": "copy cursor_down cursor_left cursor_line_end cursor_line_start cursor_page_down"
        " cursor_page_up cursor_right cursor_up cursor_word_left cursor_word_right cut delete_left"
        " delete_line delete_right delete_to_end_of_line delete_to_end_of_line_or_delete_line"
        " delete_to_start_of_line delete_word_left delete_word_right paste redo select_all select_line undo",
    }.items()
}
"""Actions of the full screen, by the class that defines them."""


def allows(node: object, action: str) -> bool:
    """Whether an action of that screen, widget or app may be done."""
    for kind in type(node).__mro__:
        if f"action_{action}" in vars(kind) or f"_action_{action}" in vars(kind):
            return action in ACTIONS.get(kind.__name__, ())
    return False


def narrowed(command: click.Command, path: str) -> click.Command:
    """The command called `path` with what is allowed of it; the rest is not in its help, and refused."""
    narrow = copy(command)
    narrow.params = [_narrowed(parameter, COMMANDS[path]) for parameter in command.params]
    if isinstance(command, click.Group):
        assert isinstance(narrow, click.Group)
        narrow.commands = {
            name: narrowed(inner, f"{path} {name}")
            for name, inner in command.commands.items()
            if f"{path} {name}" in COMMANDS
        }
    return narrow


def _narrowed(parameter: click.Parameter, allowed: Mapping[str, _Values]) -> click.Parameter:
    name = parameter.name or ""
    values = allowed.get(name, ())
    if values is _ANY:
        return parameter
    narrow = copy(parameter)
    if isinstance(narrow, click.Option):
        narrow.hidden = name not in allowed

    def check(ctx: click.Context, given: click.Parameter, value: Any) -> Any:
        own = ctx.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT
        if own and value not in values:
            said = f"{given.opts[0]} {value}" if values else given.opts[0]
            may = f" It can be: {', '.join(values)}." if values else ""
            raise Refusal(f"{said} cannot be used here: this is a restricted Viva.{may}")
        return value

    narrow.callback = check
    return narrow
