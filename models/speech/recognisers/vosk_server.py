"""A vosk-server: the recogniser of a thin client, on a machine that many share."""

import json
import re
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import msgspec
from websockets.exceptions import InvalidURI, WebSocketException
from websockets.sync.client import ClientConnection, connect

from models.speech.protocol import RATE
from models.speech.recognisers.base import Final, Hypothesis, Recogniser, RecogniserError, Result
from models.speech.recognisers.kaldi import finals, partial
from questions.pack import Term

OPENING = 3.0
"""Seconds for a connection to open."""
STALLED = 8.0
"""Seconds without a reply after which the server is given up; a client waits longer for its desk."""
AHEAD = 20
"""Blocks that may wait for their reply before the next is sent: 2 s."""
AWAY, BETWEEN = 8.0, 0.3
"""Seconds for which a server that went away is looked for, and between two looks: systemd starts one again in
five, and a balancer has another at once."""
BREAKS = 5
"""How often in an answer a connection may break: a server that always breaks will not be better."""
LONGEST = 600
"""Blocks since the last segment that are kept to be sent again: 60 s."""

CONFIG = json.dumps({"config": {"sample_rate": RATE, "words": True, "max_alternatives": 0}})
"""Always sent: the server believes in 8,000 Hz."""
END = '{"eof" : 1}'
"""To be sent to the letter: the server compares the text, spaces and all."""


class VoskServer(Recogniser):
    """One connection for each answer; the server replies once to each block.

    What was said since the last segment is kept, and sent again over a new connection if the old one breaks:
    no word is lost by it.
    """

    def __init__(self, address: str) -> None:
        """Open the first connection, so that a wrong address is known at once."""
        self._address = address
        self._shown_address = re.sub(r"//[^/@]*@", "//", address)
        self._connection: ClientConnection | None = None
        self._opened = ExitStack()
        self._reset()
        try:
            self._connect()
        except (OSError, WebSocketException) as error:
            raise self._lost(error) from error

    def _lost(self, error: Exception) -> RecogniserError:
        if isinstance(error, ssl.SSLCertVerificationError):
            return RecogniserError(
                f"The certificate of the vosk-server {self._shown_address} is not trusted"
                f" ({error.verify_message}): type your answers."
            )
        text = f"The vosk-server {self._shown_address} cannot be reached: type your answers."
        return RecogniserError(text)

    def _reset(self) -> None:
        self._blocks: deque[bytes] = deque()
        """The blocks since the last segment."""
        self._sent = self._replied = 0
        """How many of them were sent, and how many have a reply."""
        self._begun = 0.0
        """The second of the answer with which they begin."""
        self._offset = 0.0
        """The second of the answer with which the connection began."""
        self._breaks = 0
        self._shown = ""

    def start(self, terms: tuple[Term, ...]) -> None:
        """Begin an answer; the terms are not used, for a list of phrases would replace the vocabulary."""
        self._reset()

    def accept(self, pcm: bytes) -> Iterator[Result]:
        """Send a block, and yield what has come back of those before it."""
        self._blocks.append(pcm)
        yield from self._persist(self._send)
        while len(self._blocks) > LONGEST:
            self._forget(1)

    def finish(self) -> Iterator[Final]:
        """Say that the answer has ended, and wait for the rest."""
        for result in self._persist(self._end):
            if isinstance(result, Final):
                yield result
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection = None
        with suppress(OSError, WebSocketException):  # it may be broken
            self._opened.close()

    def _connect(self) -> ClientConnection:
        try:
            opening = connect(self._address, open_timeout=OPENING, close_timeout=0.5)
            connection = self._opened.enter_context(opening)
            connection.send(CONFIG)
        except InvalidURI as error:
            raise RecogniserError(f"{self._shown_address} is no address of a vosk-server.") from error
        self._connection = connection
        self._offset, self._sent, self._replied = self._begun, 0, 0
        return connection

    def _persist(self, step: Callable[[list[Result]], None]) -> Iterator[Result]:
        """Do a step, and yield what came of it, even where the server was then lost for good."""
        results: list[Result] = []
        try:
            self._repeat(step, results)
        except RecogniserError:
            yield from results
            raise
        yield from results

    def _repeat(self, step: Callable[[list[Result]], None], results: list[Result]) -> None:
        """Do a step; where the connection breaks, do it again over a new one, from what is kept."""
        while True:
            try:
                step(results)
                return
            except msgspec.MsgspecError as error:
                raise RecogniserError(
                    f"{self._shown_address} does not answer as a vosk-server does."
                ) from error
            except (OSError, WebSocketException) as error:
                self._breaks += 1
                self._look_for_it(error if self._breaks > BREAKS else None)

    def _look_for_it(self, error: Exception | None) -> None:
        """Open another connection; give up at once after an `error`, or when the server stays away."""
        self.close()
        deadline = time.monotonic() + AWAY
        while error is None:
            try:
                self._connect()
                return
            except (OSError, WebSocketException) as failure:
                self.close()
                if time.monotonic() > deadline:
                    error = failure
                threading.Event().wait(BETWEEN)
        raise self._lost(error) from error

    def _send(self, results: list[Result]) -> None:
        connection = self._connection or self._connect()
        while self._sent < len(self._blocks):
            connection.send(self._blocks[self._sent])
            self._sent += 1
            self._receive(connection, results, AHEAD)

    def _end(self, results: list[Result]) -> None:
        self._send(results)
        connection = self._connection or self._connect()
        self._receive(connection, results, 0)
        connection.send(END)
        results.extend(finals(str(connection.recv(timeout=STALLED)), self._offset))

    def _receive(self, connection: ClientConnection, results: list[Result], ahead: int) -> None:
        """Take the replies that are there, and wait for one while more blocks than `ahead` have none."""
        while self._replied < self._sent:
            wait = self._sent - self._replied > ahead
            try:
                reply = connection.recv(timeout=STALLED if wait else 0)
            except TimeoutError:
                if wait:
                    raise
                return
            self._take(str(reply), results)

    def _take(self, reply: str, results: list[Result]) -> None:
        """Take the reply to the oldest block that had none; a segment lets go of the blocks that made it."""
        self._replied += 1
        if '"partial"' in reply:
            text = partial(reply)
            if text != self._shown:
                self._shown = text
                results.append(Hypothesis(text))
            return
        self._shown = ""
        results.extend(finals(reply, self._offset))
        self._forget(self._replied)

    def _forget(self, blocks: int) -> None:
        for _ in range(blocks):
            self._begun += len(self._blocks.popleft()) / 2 / RATE
        self._sent = max(0, self._sent - blocks)
        self._replied = max(0, self._replied - blocks)
