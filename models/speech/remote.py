"""A desk that stands on another machine: its lines come through a socket that SSH forwards."""

import contextlib
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from models.speech.client import DeskClient, Link
from models.speech.handshake import LONGEST_LINE, Claim, decode_welcome
from models.speech.owed import Patience
from models.speech.protocol import VERSION, Bye, DeskOptions, FromDesk, Hello, encode

PATIENCE = Patience(load=50.0, silence=25.0, speech=25.0)
"""Twice that of the desk's own client on the other machine and more, for it restarts the desk once."""
ANSWER = 8.0
"""Seconds for the other machine to welcome a connection: at once, or after an earlier one's end."""


class _SocketLink(Link):
    """The lines of a desk through a socket."""

    def __init__(self, where: str, token: Path, came: Callable[[Link, FromDesk | None], None]) -> None:
        super().__init__(came)
        self._where, self._token = where, token
        self._socket: socket.socket | None = None
        self._over = threading.Event()

    def start(self) -> None:
        """Connect, in a thread: whoever waits for the desk's hello does not wait for the network."""
        threading.Thread(target=self._connect, name="desk-connect", daemon=True).start()

    def _connect(self) -> None:
        try:
            connection = self._socket = _connected(self._where)
            if self._over.is_set():
                connection.close()
            lines = connection.makefile("rb")
            token = self._token.read_text("ascii").strip()
            connection.sendall(encode(Claim(token, VERSION)) + b"\n")
            welcome = decode_welcome(lines.readline(LONGEST_LINE))
            _replace_token(self._token, welcome.next)
            connection.settimeout(None)
        except (OSError, ValueError):  # msgspec's and Unicode's errors are ValueErrors
            self.why = (
                "The microphone and the voice of your own machine cannot be reached: type your answers."
            )
            self._came(self, None)
            return
        self.why = "The line to the microphone on your own machine was lost: type your answers."
        self._run(lines, connection.makefile("wb"))

    def kill(self) -> None:
        self._over.set()
        self._lines.put(None)
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()

    def end(self) -> None:
        self.send(Bye())
        self._lines.put(None)
        for thread in self._threads[1:]:  # what is queued is written
            thread.join(0.5)
        self.kill()
        self._join(0.1)


def _connected(where: str) -> socket.socket:
    """A connection to a socket's path, or to HOST:PORT."""
    host, _, port = where.rpartition(":")
    if not where.startswith("/"):
        return socket.create_connection((host, int(port)), timeout=ANSWER)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(ANSWER)
    try:
        connection.connect(where)
    except OSError:
        connection.close()
        raise
    return connection


def _replace_token(path: Path, token: str) -> None:
    """Keep the next connection's token where the present one was."""
    beside = path.with_name(path.name + ".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token)
    beside.replace(path)


class RemoteDesk(DeskClient):
    """Speaks with a desk that another machine lends; without it, answers are typed.

    There is no second one: the other machine restarts its desk by itself.
    """

    def __init__(
        self, where: str, token: Path, deliver: Callable[[FromDesk], None], *, hears: bool = True
    ) -> None:
        """`where` is a socket's path or HOST:PORT. Without `hears` it only speaks."""
        super().__init__(DeskOptions(), deliver, patience=PATIENCE)
        self._where, self._token, self._hearing = where, token, hears
        self._attempt = 1

    def _open(self, options: DeskOptions) -> Link:
        return _SocketLink(self._where, self._token, self._came)

    def _came(self, process: Link, message: FromDesk | None) -> None:
        if isinstance(message, Hello):
            if message.version != VERSION:
                process.why = (
                    f"Viva on your own machine speaks version {message.version} of the desk's protocol, and "
                    f"this one version {VERSION}: type your answers, and install the same Viva on both."
                )
                message = None
            elif not self._hearing:
                message = msgspec.structs.replace(message, recogniser="", source="none")
        super()._came(process, message)

    def _loss(self, failed: Link) -> str:
        return failed.why or "The desk on your own machine does not answer: type your answers."
