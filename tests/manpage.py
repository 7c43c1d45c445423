"""Writes the man page from the commands themselves: `python -m tests.manpage`."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from tui.cli import viva
from viva_voce import __version__

PAGE = Path(__file__).resolve().parent.parent / "docs" / "viva.1"

ENVIRONMENT = {
    "VIVA_HOME": "A folder under which everything is kept, in place of the folders under FILES.",
    "VOSK_MODEL_PATH": "A Vosk model, or a folder that holds some.",
    "NO_COLOR": "Draw the screens without colours.",
    "_VIVA_COMPLETE": "bash_source, zsh_source or fish_source: print the completion for that shell.",
}
FILES = {
    "~/.local/share/viva/": "The interviews (viva.db), recordings, models, and packs of your own.",
    "~/.config/viva/settings.toml": "The settings.",
    "/etc/xdg/viva/config.toml": "The administrator's defaults and limits.",
    "~/.local/state/viva/": "Logs and crash reports.",
    "~/.cache/viva/": "What can be computed again.",
}
"""On Linux; macOS is told of beside them."""
STATUS = {
    "0": "All went well.",
    "1": "An error of Viva's own; or a pack that has an error.",
    "2": "Bad input, or something that cannot be had: one sentence says what, and what to do.",
    "128 + N": "Ended by signal N, 130 after Ctrl-C; an interview under way is saved.",
}


def escaped(text: str) -> str:
    """A text of one line as roff takes it: no character means anything but itself."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("`", r"\(ga")
    return f"\\&{text}" if text.startswith(".") else text


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", inspect.cleandoc(text).replace("\b", ""))):
        if number:
            yield ".PP"
        yield escaped(" ".join(paragraph.split()))


def _terms(rows: dict[str, str]) -> Iterator[str]:
    for term, text in rows.items():
        yield from (".TP", f".B {escaped(term)}", escaped(" ".join(text.split())))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    records = (
        option.get_help_record(context) for option in command.params if isinstance(option, click.Option)
    )
    yield from _terms({record[0]: record[1] for record in records if record is not None})


def _commands(group: click.Group, context: click.Context) -> Iterator[str]:
    """A section for each command, and after it for each of its own commands."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        own = click.Context(command, context, name)
        usage = " ".join([own.command_path, *command.collect_usage_pieces(own)])
        yield from (f'.SS "{escaped(usage)}"', *_paragraphs(command.help or ""))
        yield from _options(command, own)
        if isinstance(command, click.Group):
            yield from _commands(command, own)


def render() -> str:
    """The whole page."""
    context = click.Context(viva, info_name="viva")
    lines = [
        '.\\" Written by python -m tests.manpage from the commands: change those.',
        f'.TH VIVA 1 "" "viva {__version__}" "User Commands"',
        ".SH NAME",
        r"viva \- a mock technical interview in your terminal",
        ".SH SYNOPSIS",
        ".B viva",
        escaped(" ".join(viva.collect_usage_pieces(context))),
        ".SH DESCRIPTION",
        *_paragraphs(viva.help or ""),
        ".SH OPTIONS",
        *_options(viva, context),
        *_terms({"-h, --help": "Show the help; every command has it."}),
        ".SH COMMANDS",
        *_commands(viva, context),
        ".SH ENVIRONMENT",
        *_terms(ENVIRONMENT),
        ".SH FILES",
        *_terms(FILES),
        ".PP",
        escaped(
            "On macOS the caches are in ~/Library/Caches/viva,"
            " and the rest in ~/Library/Application Support/viva."
        ),
        ".SH EXIT STATUS",
        *_terms(STATUS),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), "utf-8")
    print(PAGE)
