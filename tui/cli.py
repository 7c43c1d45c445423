"""The `viva` command. It imports nothing heavy before it must: `viva --help` loads no screen and no model."""

import os
import sys
from collections.abc import Collection
from importlib import import_module
from typing import Any

import click

from tui.refusal import Refusal
from viva_voce import RESTRICTED, __version__

COMMANDS = {
    "practice": ("tui.commands.practice", "Sit an interview."),
    "resume": ("tui.commands.resume", "Go on with an interview that was interrupted."),
    "report": ("tui.commands.report", "Show or export what an interview came to."),
    "drill": ("tui.commands.drill", "Answer what is due again, the weakest first."),
    "history": (
        "tui.commands.history",
        "List, delete, export and import interviews; how they went over time.",
    ),
    "packs": ("tui.commands.packs", "List, read, check and write packs of questions."),
    "models": ("tui.commands.models", "List, fetch, add and remove recognition models."),
    "settings": ("tui.commands.settings", "Show and change what Viva remembers."),
    "doctor": ("tui.commands.doctor", "Say what works here, and how to mend what does not."),
    "ssh": (
        "tui.commands.ssh",
        "Practise on another machine, with the microphone and the voice of this one.",
    ),
    "demo": ("tui.commands.demo", "One minute that shows what an interview is; no microphone needed."),
    "purge": ("tui.commands.purge", "Delete everything that Viva keeps of you."),
    "grade": ("tui.commands.grade", "Judge a written answer, with no interview."),
}
"""Each command's module, whose attribute of the same name is the command, and its line in the help."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, and listed without being imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(_commands())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a command."""
        if name not in _commands():
            return None
        command = getattr(import_module(COMMANDS[name][0]), name)
        assert isinstance(command, click.Command)
        if _restricted():
            from tui.restricted import narrowed

            return narrowed(command, name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it refuses is said as the command line's own refusals are."""
        try:
            return super().invoke(ctx)
        except Refusal as error:
            raise _Refused(str(error)) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in _commands()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the commands there are when one is unknown."""
        if args and not args[0].startswith("-") and args[0] not in _commands():
            raise click.UsageError(f"There is no command {args[0]!r}. Commands: {', '.join(_commands())}.")
        return super().resolve_command(ctx, args)


def _restricted() -> bool:
    return RESTRICTED in os.environ


def _commands() -> Collection[str]:
    """The names of the commands that there are."""
    if not _restricted():
        return COMMANDS
    from tui.restricted import COMMANDS as ALLOWED

    return [name for name in COMMANDS if name in ALLOWED]


def _arguments() -> list[str]:
    """The words of the command line, or of what was asked for over SSH."""
    if not _restricted():
        return sys.argv[1:]
    from tui.kiosk import asked

    return asked(sys.argv[1:], os.environ)


class _Refused(click.ClickException):
    exit_code = 2


def _sentence(error: click.ClickException) -> str:
    """What is wrong, and which values there are."""
    said = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        command = error.ctx.command
        if isinstance(command, click.Group) and "No such command" in said:
            return f"{said} Commands: {', '.join(command.list_commands(error.ctx))}."
        if not isinstance(error, click.BadParameter) or isinstance(error, click.MissingParameter):
            return f"{said} {error.ctx.command_path} --help says what there is."
    return said


def run() -> int:
    """Run the command that the arguments name; its exit status.

    Raises:
        Refusal: something is wrong with the arguments.
    """
    try:
        status = viva.main(_arguments(), prog_name="viva", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        raise Refusal(_sentence(error), error.exit_code) from None
    except click.Abort:
        return 130
    return status if isinstance(status, int) else 0


@click.group(
    cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "-V", "--version", prog_name="viva", message="%(prog)s %(version)s")
@click.option("--plain", is_flag=True, help="Line by line, for screen readers, pipes and simple terminals.")
@click.option(
    "--restricted", is_flag=True, help="Only interviews and what they came to, for sshd's ForceCommand."
)
@click.pass_context
def viva(ctx: click.Context, plain: bool, restricted: bool) -> None:
    """Viva: a mock technical interview in your terminal.

    With no command it opens the lobby. `viva practice flask` goes straight to the first question.
    """
    if restricted and not _restricted():
        from tui.kiosk import begin_anew

        begin_anew(sys.argv[1:], os.environ)
    if ctx.invoked_subcommand is None:
        from tui.commands.lobby import open_lobby

        open_lobby(plain=plain)
