"""A language model's endpoint on this machine, which behaves as a test wants it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

BETTER = "You spoke of current app. At which moment can you begin to use it?"


class Endpoint(ThreadingHTTPServer):
    """A server that answers with `reply`, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply: Callable[[Handler], None] = completion(BETTER)
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, json.loads(body)))
        self.server.reply(self)

    def log_message(self, *_: object) -> None:
        pass


def raw(body: bytes, status: int = 200, **headers: str) -> Callable[[Handler], None]:
    def reply(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def completion(text: str) -> Callable[[Handler], None]:
    return raw(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode())


def silence(handler: Handler) -> None:
    handler.server.over.wait(30)


def drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.over.wait(0.05):
        try:
            handler.wfile.write(b" ")
        except OSError:
            return


@contextmanager
def serving() -> Iterator[Endpoint]:
    """An endpoint that runs until it is left."""
    server = Endpoint()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()
