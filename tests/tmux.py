"""A program in tmux: its own server, its own socket, its own clipboard."""

import select
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.needs import need_program
from tests.pty import ROOT


class Tmux:
    """One window of one tmux server, with `set-clipboard on`, so that OSC 52 would be obeyed."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        folder: Path,
        columns: int = 80,
        rows: int = 24,
    ) -> None:
        """The socket and configuration live in `folder`, whose path must be short (a socket's is)."""
        self._tmux = need_program("tmux", "tmux")
        self._socket = str(folder / "tmux")
        self._environ = {**environ, "SHELL": "/bin/sh", "TERM": "xterm-256color"}
        config = folder / "tmux.conf"
        config.write_text(
            "set -g set-clipboard on\nset -g default-terminal screen-256color\nset -g remain-on-exit on\n"
        )
        self._run(
            "-f",
            str(config),
            "new-session",
            "-d",
            "-x",
            str(columns),
            "-y",
            str(rows),
            "-c",
            str(ROOT),
            *command,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill()

    def _run(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            [self._tmux, "-u", "-S", self._socket, *arguments],
            env=self._environ, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stderr
        return done.stdout

    @property
    def text(self) -> str:
        """What the window shows."""
        return self._run("capture-pane", "-p")

    @property
    def clipboard(self) -> str:
        """What OSC 52 put into tmux's newest buffer; empty when nothing did."""
        return self._run("show-buffer", check=False)

    @property
    def process(self) -> int:
        """What runs in the window."""
        return int(self._run("list-panes", "-F", "#{pane_pid}"))

    @property
    def attaching(self) -> list[str]:
        """The command that shows the window in a terminal."""
        return [self._tmux, "-u", "-S", self._socket, "attach"]

    def kill(self) -> None:
        """End the server, and all that runs in it."""
        self._run("kill-server", check=False)

    def send(self, *keys: str) -> None:
        """Press keys, by tmux's names (`Enter`, `C-c`, `q`)."""
        self._run("send-keys", *keys)

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self._run("resize-window", "-x", str(columns), "-y", str(rows))

    def wait_for(self, what: str | Callable[[], bool], deadline: float = 45.0) -> None:
        """Look until the text is there, or the condition holds; fail after `deadline` seconds."""
        holds: Callable[[], bool] = (lambda: what in self.text) if isinstance(what, str) else what
        end = time.monotonic() + deadline
        while not holds():
            assert time.monotonic() < end, f"waited {deadline} s for {what!r}; the window shows:\n{self.text}"
            select.select([], [], [], 0.05)
