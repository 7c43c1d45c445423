"""How bad input is refused."""

import click


class Refusal(click.ClickException):
    """Bad input: one plain sentence, and exit status 2."""

    exit_code = 2
