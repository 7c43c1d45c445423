"""A vosk-server: its published asr_server.py step for step, with a real Vosk inside.

Its own file is not part of this project. As there: the defaults (8,000 Hz, words, no alternatives), a message
with "config" in it, the end and reset messages to the letter, one reply to each block, and a connection that
fails with 1011 on anything else. `python -m tests.speech.asr_server MODEL` takes the same variables.
Where VIVA_TESTS_VOSK_SERVER holds a command that runs the real one, `server` runs that instead.
"""

import json
import os
import shlex
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import vosk
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.audio import wait_until
from tests.pty import ROOT
from tests.speech.sounds import korean_model


class AsrServer:
    """`recognize` for each connection, and notes of what came."""

    def __init__(self, model: vosk.Model) -> None:
        self.model = model
        self.configs: list[dict[str, Any]] = []
        self.blocks = 0
        self.live = 0
        """How many connections are open."""
        self.breaks_after: list[int] = []
        """After how many blocks each connection is broken; the first of them for the first connection."""
        self.ends_segment = False
        """Whether the last reply before a break is a segment; when one ends by itself is for Vosk to say."""
        self.breaks: Callable[[], None] = lambda: None
        """Called before a connection is broken."""

    def __call__(self, connection: ServerConnection) -> None:
        self.live += 1
        try:
            self._recognise(connection)
        except ConnectionClosed:
            return
        finally:
            self.live -= 1

    def _recognise(self, connection: ServerConnection) -> None:
        recogniser = None
        rate, words, alternatives, phrases = 8000.0, True, 0, None
        came = 0
        while True:
            message = connection.recv()
            if isinstance(message, str) and "config" in message:
                config = json.loads(message)["config"]
                self.configs.append(config)
                phrases = config.get("phrase_list", phrases)
                rate = float(config.get("sample_rate", rate))
                words = bool(config.get("words", words))
                alternatives = int(config.get("max_alternatives", alternatives))
                continue
            if recogniser is None:
                grammar = [json.dumps(phrases, ensure_ascii=False)] if phrases else []
                recogniser = vosk.KaldiRecognizer(self.model, rate, *grammar)
                recogniser.SetWords(words)
                recogniser.SetMaxAlternatives(alternatives)
            if message == '{"eof" : 1}':
                connection.send(recogniser.FinalResult())
                return
            if message == '{"reset" : 1}':
                connection.send(recogniser.FinalResult())
                continue
            if isinstance(message, str):  # AcceptWaveform fails on it
                connection.close(1011)
                return
            self.blocks += 1
            came += 1
            ended = recogniser.AcceptWaveform(message)
            breaking = bool(self.breaks_after) and came == self.breaks_after[0]
            ended = ended or (breaking and self.ends_segment)
            connection.send(recogniser.Result() if ended else recogniser.PartialResult())
            if breaking:
                self.breaks_after.pop(0)
                self.breaks()
                connection.socket.close()
                return


@contextmanager
def served(
    handler: Callable[[ServerConnection], None], secured: ssl.SSLContext | None = None
) -> Iterator[tuple[str, Server]]:
    """Serve a handler in this process; its address, and the server."""
    with serve(handler, "127.0.0.1", 0, ssl=secured) as server:
        port = server.socket.getsockname()[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"wss://localhost:{port}" if secured else f"ws://127.0.0.1:{port}", server
        finally:
            server.shutdown()
            thread.join(10)


def refuse(server: Server) -> None:
    """Take no connection any more, as a server that died; those that are open are left alone."""
    server.socket.shutdown(socket.SHUT_RDWR)


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something on loopback takes connections."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class ServerProcess:
    """A vosk-server in a process of its own, that can be killed and started again."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"ws://127.0.0.1:{port}"
        self._command = shlex.split(os.environ.get("VIVA_TESTS_VOSK_SERVER", "")) or [
            sys.executable, "-m", "tests.speech.asr_server",
        ]  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start it; it listens once its model is loaded."""
        environ = {
            **os.environ, "VOSK_SERVER_INTERFACE": "127.0.0.1", "VOSK_SERVER_PORT": str(self.port),
        }  # fmt: skip
        self.process = subprocess.Popen(
            [*self._command, korean_model()], env=environ, cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def listens(self) -> bool:
        """Whether it takes connections."""
        assert self.process.poll() is None, "the vosk-server ended"
        return listens(self.port)

    def kill(self) -> None:
        """End it as a crash does."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def server() -> Iterator[ServerProcess]:
    """A vosk-server that listens on loopback."""
    running = ServerProcess(free_port())
    try:
        wait_until(running.listens, 60, "the vosk-server")
        yield running
    finally:
        running.kill()


def main(model: str) -> None:
    """Serve until killed."""
    vosk.SetLogLevel(-1)
    interface = os.environ.get("VOSK_SERVER_INTERFACE", "0.0.0.0")
    with serve(
        AsrServer(vosk.Model(model)), interface, int(os.environ.get("VOSK_SERVER_PORT", "2700"))
    ) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
