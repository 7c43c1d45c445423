"""The options that say how an interview is held, shared by the commands that hold one."""

from collections.abc import Callable
from typing import Any

import click

RECOGNISERS = ("auto", "vosk", "pocketsphinx", "none")


class Finish(click.ParamType[float | None]):
    """Seconds, or `off`."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float | None:
        """A number, or nothing for `off`."""
        if value is None or isinstance(value, float):
            return value
        if str(value).lower() == "off":
            return None
        try:
            return float(value)
        except ValueError:
            self.fail(f"{value!r} is neither a number of seconds nor off.", param, ctx)


class Recogniser(click.ParamType[str]):
    """A recogniser's name, or the address of a vosk-server."""

    name = "recogniser"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """One of the names, or `ws://…`, `wss://…`."""
        text = str(value)
        if text not in RECOGNISERS and not text.startswith(("ws://", "wss://")):
            self.fail(f"{text!r} is not one of {', '.join(RECOGNISERS)}, ws://HOST:PORT.", param, ctx)
        return text

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """As the help shows it."""
        return "auto|vosk|pocketsphinx|none|ws://HOST:PORT"


_Command = Callable[..., Any]

_QUESTIONS: list[Callable[[_Command], _Command]] = [
    click.option("--minutes", type=float, help="How long, all rounds together. [that of the settings]"),
    click.option("--questions", type=int, help="How many questions."),
    click.option("--question", multiple=True, metavar="ID", help="Ask this question; can be repeated."),
    click.option("--topic", multiple=True, metavar="T", help="Ask about this topic; can be repeated."),
    click.option(
        "--level", type=click.Choice(["junior", "mid", "senior", "all"]), help="Questions of one level."
    ),
    click.option("--seed", type=int, help="The same seed makes the same interview."),
    click.option(
        "--job", metavar="FILE", type=click.Path(), help="A job advertisement or CV: ask about what it names."
    ),
    click.option(
        "--plan", "plan_file", metavar="FILE", type=click.Path(), help="Sit the plan that --save-plan wrote."
    ),
    click.option(
        "--save-plan", metavar="FILE", type=click.Path(), help="Write the plan to a file, and do not begin."
    ),
    click.option("--exam/--no-exam", help="No hints, no pause; time-up ends an answer."),
    click.option(
        "--probes", type=int, default=2, show_default=True, help="Follow-ups to a question, at most."
    ),
]

_SOUND: list[Callable[[_Command], _Command]] = [
    click.option(
        "--audio",
        multiple=True,
        type=click.Path(),
        metavar="FILE",
        help="Hear this file (WAV, FLAC, AIFF); one an answer.",
    ),
    click.option("--fast", is_flag=True, help="Read the files as fast as they can be recognised."),
    click.option("--recogniser", type=Recogniser(), default="auto", show_default=True, help="What listens."),
    click.option("--model", default="", metavar="PATH|NAME", help="The Vosk model."),
    click.option(
        "--device", default="", metavar="D", help="The microphone: its number, or part of its name."
    ),
    click.option("--no-voice", is_flag=True, help="Do not speak the questions."),
    click.option("--voice", default="", metavar="V", help="The voice: its id, or part of its name."),
    click.option("--rate", type=int, default=170, show_default=True, metavar="WPM", help="Words a minute."),
    click.option(
        "--finish",
        type=Finish(),
        default="6",
        show_default=True,
        metavar="SECONDS|off",
        help="Silence that ends an answer, from 3 to 20 seconds.",
    ),
    click.option("--keep-audio", is_flag=True, help="Keep the answers as sound, on this machine."),
    click.option(
        "--interviewer",
        default="",
        metavar="URL",
        help="A language model that words follow-ups and comments, such as http://localhost:11434/v1. "
        "Your answers are sent there.",
    ),
    click.option("--interviewer-model", default="", metavar="NAME", help="Its name at that address."),
]

_FORM: list[Callable[[_Command], _Command]] = [
    click.option("--plain", is_flag=True, help="Line by line, for screen readers, pipes, simple terminals."),
    click.option(
        "--answers", metavar="FILE", type=click.Path(), help="Type the answers from a file: one a paragraph."
    ),
    click.option("--live/--no-live", default=None, help="With --plain: print what is heard as it comes."),
]


def _apply(options: list[Callable[[_Command], _Command]]) -> Callable[[_Command], _Command]:
    def decorate(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


question_options = _apply(_QUESTIONS)
"""What is asked, and by which rules."""
sound_options = _apply(_SOUND)
"""What listens, what speaks, and what words the follow-ups."""
form_options = _apply(_FORM)
"""What it looks like."""


def options_given() -> set[str]:
    """Names of the choices that the command line made itself."""
    context = click.get_current_context()
    source = click.core.ParameterSource
    given = {name for name in context.params if context.get_parameter_source(name) is source.COMMANDLINE}
    return given | {own for option, own in {"no_voice": "speak", "exam": "mode"}.items() if option in given}
