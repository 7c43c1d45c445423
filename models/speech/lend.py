"""Lends this machine's desk to a host that is not trusted: what `viva ssh` runs beside OpenSSH.

Nothing but lines of the protocol passes, and each is decoded and written anew: no option, path, model or
device comes over the wire. The desk runs, and the microphone is open, only while a connection stands that
gave the token; a tone says so. A host that sends anything else, or too much, is cut off.
"""

import contextlib
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import IO

import msgspec

from models.speech.client import DeskClient
from models.speech.handshake import LONGEST_LINE, Claim, Welcome, decode_claim
from models.speech.protocol import (
    VERSION,
    Bye,
    DeskOptions,
    FromDesk,
    Hello,
    Level,
    Listen,
    Partial,
    Prepare,
    Say,
    ToDesk,
    Tone,
    Trouble,
    decode_to_desk,
    encode,
)

PATIENCE = 5.0
"""Seconds for a connection to give its token, and for an earlier connection's desk to end."""
MOST_WAITING = 8
"""Connections that have not given a token yet; for one more, the oldest of them is closed.

Where SSH forwards a port and no socket, whoever is on the host can connect: nobody shall be able to hold
every place, and who has the token gives it at once.
"""
MOST_LINES = 40
"""Lines a second; an interview sends some five with each question, and a few an answer."""
LONGEST_TEXT = 4_000
"""Characters of a sentence to speak: some four minutes of speech."""
MOST_SENTENCES = 8
ENOUGH = 16
"""Lines for the host that may wait before levels and partials are dropped."""


class _Untoward(Exception):
    """The host sent what it must not."""


class LentDesk:
    """A private socket behind which a desk is started for whoever gives the token, one at a time."""

    def __init__(self, options: DeskOptions, folder: Path) -> None:
        """The socket is made in `folder`, which is private; `options` are this machine's own."""
        self._options = options
        self.path = folder / "desk"
        self.token = secrets.token_hex(32)
        """What the next connection must give; each is good for one."""
        self.complaint = ""
        """Why a host was cut off, in one sentence."""
        self._changed = threading.Condition()
        self._connections: dict[socket.socket, bool] = {}
        """Whether each has given the token; the oldest first."""
        self._holder: socket.socket | None = None
        self._closed = False
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.path))
        self.path.chmod(0o600)
        self._listening.listen()

    def start(self) -> None:
        """Begin to take connections."""
        threading.Thread(target=self._accept, name="lent-desk", daemon=True).start()

    def close(self) -> None:
        """Take no more connections, and close the microphone; at most two seconds."""
        with self._changed:
            self._closed = True
            for connection in (self._listening, *self._connections):
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._connections, 2.5)
        self._listening.close()
        self.path.unlink(missing_ok=True)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with self._changed:
                if self._closed:
                    connection.close()
                    continue
                waiting = [each for each, known in self._connections.items() if not known]
                for oldest in waiting[: max(0, len(waiting) + 1 - MOST_WAITING)]:
                    with contextlib.suppress(OSError):
                        oldest.shutdown(socket.SHUT_RDWR)  # whoever serves it closes it
                self._connections[connection] = False
            threading.Thread(target=self._serve, args=(connection,), name="borrower", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with contextlib.suppress(OSError), connection, connection.makefile("rb") as lines:
                connection.settimeout(PATIENCE)
                try:
                    claim = decode_claim(lines.readline(LONGEST_LINE))
                except msgspec.MsgspecError:
                    return
                following = self._grant(connection, claim)
                if following is None:
                    return
                connection.settimeout(None)
                connection.sendall(encode(Welcome(following)) + b"\n")
                if claim.version == VERSION:
                    self._lend(connection, lines)
                else:
                    connection.sendall(encode(Hello(VERSION)) + b"\n")
                    self.complaint = (
                        f"Viva on the host speaks version {claim.version} of the desk's protocol, "
                        f"and this one version {VERSION}: install the same Viva on both."
                    )
        finally:
            with self._changed:
                self._connections.pop(connection, None)
                if self._holder is connection:
                    self._holder = None
                self._changed.notify_all()

    def _grant(self, connection: socket.socket, claim: Claim) -> str | None:
        """The next token, if this claim's is right and the desk is free, or is so soon."""
        with self._changed:
            if not secrets.compare_digest(claim.token.encode(), self.token.encode()):
                return None
            self._connections[connection] = True
            free = self._changed.wait_for(lambda: self._closed or self._holder is None, PATIENCE)
            if not free or self._closed or claim.token != self.token:
                return None
            self.token = secrets.token_hex(32)
            self._holder = connection
            return self.token

    def _lend(self, connection: socket.socket, lines: IO[bytes]) -> None:
        to_host = _ToHost(connection)
        desk = DeskClient(self._options, to_host.put)
        to_host.greeted = lambda: desk.send(Tone("open"))
        desk.start()
        try:
            for message in _checked(lines):
                desk.send(message)
        except _Untoward as error:
            self.complaint = f"The host was cut off from the microphone and the voice: {error}."
        finally:
            desk.close()
            to_host.end()


class _ToHost(threading.Thread):
    """Writes the desk's lines to the host, in order; what may be dropped is, when the line is slow."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(name="to-host", daemon=True)
        self._connection = connection
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self.greeted: Callable[[], None] = lambda: None
        """Called when a desk that has a microphone has said hello."""
        self.start()

    def put(self, message: FromDesk) -> None:
        """Queue a line of the desk's; returns at once."""
        if isinstance(message, Level | Partial) and self._lines.qsize() >= ENOUGH:
            return
        if isinstance(message, Hello) and message.source == "microphone":
            self.greeted()
        if (
            isinstance(message, Trouble) and message.kind == "desk-lost"
        ):  # its text names a path of this machine
            text = "The microphone and the voice of your own machine failed twice: type your answers."
            message = msgspec.structs.replace(message, text=text)
        self._lines.put(encode(message) + b"\n")

    def end(self) -> None:
        """Write no more."""
        self._lines.put(None)
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self.join(0.5)

    def run(self) -> None:
        """Write until the end, or until the host is gone: its reader notices that."""
        with contextlib.suppress(OSError):
            while (line := self._lines.get()) is not None:
                self._connection.sendall(line)


def _checked(lines: IO[bytes]) -> Iterator[ToDesk]:
    """The host's lines until it says goodbye, each of them one that a desk may be sent.

    Raises:
        _Untoward: it sent something else, or too much.
    """
    second, count = 0, 0
    while line := lines.readline(LONGEST_LINE):
        now = int(time.monotonic())
        second, count = now, count + 1 if now == second else 1
        if count > MOST_LINES:
            raise _Untoward("it sent too many lines")
        if not line.endswith(b"\n"):
            if len(line) < LONGEST_LINE:  # the end of the connection came first
                return
            raise _Untoward("it sent a line that is too long")
        try:
            message = decode_to_desk(line)
        except msgspec.MsgspecError:
            raise _Untoward("it sent what is no line for a desk") from None
        if isinstance(message, Bye):
            return
        said = (
            (message.text,)
            if isinstance(message, Say)
            else message.say
            if isinstance(message, Prepare)
            else ()
        )
        if len(said) > MOST_SENTENCES or any(len(text) > LONGEST_TEXT for text in said):
            raise _Untoward("it sent too much to speak")
        if isinstance(message, Listen):
            message = msgspec.structs.replace(message, skip=0.0)
        yield message
