"""Finds the `viva …` commands that a text in Markdown shows, and tries each on the program's own parser."""

import shlex
from collections.abc import Iterator

import click
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tui.cli import viva

_ENDS = {"|", "||", "&&", ";", ">", ">>", "<", "&"}
"""Where a shell's command line goes on to something that is not `viva`'s."""


def commands(markdown: str) -> list[str]:
    """Every command in the text: a line of a code block, or code in a sentence, that begins with `viva`."""
    return [line for line in _code(MarkdownIt("commonmark").parse(markdown)) if line.split()[:1] == ["viva"]]


def _code(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("fence", "code_block"):
            yield from token.content.replace("\\\n", " ").splitlines()
        elif token.type == "code_inline":
            yield token.content
        yield from _code(token.children or [])


def refusal(line: str) -> str:
    """Why the program would refuse a command line; empty where its command, options and values are good."""
    shell = shlex.shlex(line, posix=True, punctuation_chars=True)
    shell.whitespace_split = True
    words: list[str] = []
    for word in shell:
        if word in _ENDS:
            break
        words.append(word)
    command: click.Command = viva
    rest = words[1:]
    parent = click.Context(viva, info_name="viva")
    try:
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            _, found, rest = command.resolve_command(parent, rest)
            assert found is not None
            command = found
            parent = click.Context(command, info_name=command.name, parent=parent)
        command.make_context(command.name, rest, parent=parent.parent)
    except click.exceptions.Exit:  # --help and --version have said what they say
        return ""
    except click.ClickException as error:
        return error.format_message()
    return ""
