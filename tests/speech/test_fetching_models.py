"""Models fetched from a real HTTP server, which behaves as badly as servers do."""

import hashlib
import io
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from models.speech import fetch, store
from models.speech.catalogue import DEFAULT_MODEL, VOSK_NAMES, CatalogueError
from models.speech.fetch import get


def _zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(f"{DEFAULT_MODEL}/am/final.mdl", bytes(200_000))
        archive.writestr(f"{DEFAULT_MODEL}/conf/model.conf", "--min-active=200\n")
    return data.getvalue()


MODEL = _zip()


class Server(ThreadingHTTPServer):
    """Serves what `behave` writes; counts the requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behave: Callable[[Handler], None] = whole
        self.requests: list[str] = []
        self.release = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/models/"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        self.server.behave(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name)
        """Print nothing."""

    def head(self, size: int | None = None) -> None:
        self.send_response(200)
        if size is not None:
            self.send_header("Content-Length", str(size))
        self.end_headers()


def whole(handler: Handler) -> None:
    handler.head(len(MODEL))
    handler.wfile.write(MODEL)


def without_size(handler: Handler) -> None:
    handler.head()
    handler.wfile.write(MODEL)


def cut_off(handler: Handler) -> None:
    handler.head(len(MODEL))
    handler.wfile.write(MODEL[: len(MODEL) // 2])
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def cut_off_once(handler: Handler) -> None:
    (cut_off if len(handler.server.requests) == 1 else whole)(handler)


def says_less(handler: Handler) -> None:
    handler.head(len(MODEL) - 1000)
    handler.wfile.write(MODEL[:-1000])


def wrong_file(handler: Handler) -> None:
    page = b"<html>Please log in to the hotel's network</html>"
    handler.head(len(page))
    handler.wfile.write(page)


def not_found(handler: Handler) -> None:
    handler.send_error(404)


def stalls(handler: Handler) -> None:
    handler.head(len(MODEL))
    handler.wfile.write(MODEL[:100_000])
    handler.wfile.flush()
    handler.server.release.wait(20)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.release.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture(autouse=True)
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's model is the pinned one, the publisher cannot be reached, and any model works."""
    monkeypatch.setattr(fetch, "SHA256", {DEFAULT_MODEL: hashlib.sha256(MODEL).hexdigest()})
    monkeypatch.setattr(fetch, "PUBLISHER", "http://127.0.0.1:9/")
    monkeypatch.setattr(store, "trouble_with", lambda path: None)


@pytest.mark.parametrize("behave", [whole, without_size, cut_off_once])
def test_a_model_is_fetched_checked_and_installed(
    server: Server, models: Path, behave: Callable[[Handler], None]
) -> None:
    server.behave = behave
    progress: list[tuple[int, int]] = []
    model = get(DEFAULT_MODEL, models, server.address, lambda came, total: progress.append((came, total)))
    assert [path.name for path in models.iterdir()] == [DEFAULT_MODEL]
    assert (Path(model.path) / "am" / "final.mdl").stat().st_size == 200_000
    assert set(server.requests) == {f"/models/{DEFAULT_MODEL}.zip"}
    assert progress[-1][0] >= len(MODEL) or progress[-1][1] == 0
    assert all(came <= total for came, total in progress if total)


@pytest.mark.parametrize(
    ("behave", "complaint"),
    [
        (cut_off, "cut off"),
        (says_less, "checksum differs"),
        (wrong_file, "checksum differs"),
        (not_found, "404"),
        (stalls, "stopped sending"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_leaves_nothing(
    server: Server,
    models: Path,
    behave: Callable[[Handler], None],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetch, "STALLED", 0.5)
    server.behave = behave
    with pytest.raises(CatalogueError) as failure:
        get(DEFAULT_MODEL, models, server.address)
    assert complaint in str(failure.value)
    assert "cannot be reached" in str(failure.value)  # the publisher, tried after the mirror
    assert "\n" not in str(failure.value)
    assert list(models.iterdir()) == []


def test_the_publisher_is_asked_where_the_mirror_fails(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "PUBLISHER", server.address)
    get(DEFAULT_MODEL, models, "http://127.0.0.1:9/mirror")
    assert [path.name for path in models.iterdir()] == [DEFAULT_MODEL]


def test_cancelled_it_leaves_nothing(server: Server, models: Path) -> None:
    class Cancelled(Exception):
        pass

    def cancel(came: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        get(DEFAULT_MODEL, models, server.address, cancel)
    assert list(models.iterdir()) == []
    get(DEFAULT_MODEL, models, server.address)  # and may be begun again


def test_a_model_that_does_not_work_is_not_installed(
    server: Server, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "trouble_with", lambda path: f"{path.name} is no working Vosk model.")
    with pytest.raises(CatalogueError, match="no working Vosk model"):
        get(DEFAULT_MODEL, models, server.address)
    assert list(models.iterdir()) == []


def test_an_endless_file_is_given_up(server: Server, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    with pytest.raises(CatalogueError, match="larger than any model"):
        get(DEFAULT_MODEL, models, server.address)
    assert list(models.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "mirror", "complaint"),
    [
        ("vosk-model-klingon", "", "It has: vosk-model-small-en-us-0.15"),
        ("../../etc", "", "has no model"),
        (DEFAULT_MODEL, "ftp://mirror", "http:// or https://"),
        (DEFAULT_MODEL, "/tmp/mirror", "http:// or https://"),
    ],
)
def test_bad_names_and_addresses_are_one_sentence(
    models: Path, name: str, mirror: str, complaint: str
) -> None:
    with pytest.raises(CatalogueError, match=complaint):
        get(name, models, mirror)
    assert not models.exists()


def test_a_model_that_is_there_is_not_fetched_again(server: Server, models: Path) -> None:
    get(DEFAULT_MODEL, models, server.address)
    with pytest.raises(CatalogueError, match="installed already"):
        get(DEFAULT_MODEL, models, server.address)
    assert len(server.requests) == 1


def test_the_offered_model_is_among_the_known_and_pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert VOSK_NAMES[0] == DEFAULT_MODEL
    assert len(fetch.SHA256[DEFAULT_MODEL]) == 64
    assert fetch.PUBLISHER.startswith("https://")
