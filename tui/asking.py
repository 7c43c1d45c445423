"""Asks a person a question on a line of its own, for no longer than the idle limit gives them."""

import signal
from collections.abc import Callable
from types import FrameType
from typing import ParamSpec, TypeVar

import click

from models.idle import IdleLimit

P = ParamSpec("P")
T = TypeVar("T")


def answered(limit: IdleLimit, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a person answers to `ask`, one of click's questions; the process ends where nobody does."""

    def nobody(number: int, frame: FrameType | None) -> None:
        click.echo(f"\n{limit.sentence}")
        raise SystemExit(0)

    limit.touch()
    before = signal.signal(signal.SIGALRM, nobody)
    signal.setitimer(signal.ITIMER_REAL, limit.left or 0.0)
    try:
        return ask(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
