"""A desk lent to another machine: what that machine gets, and all that it does not get."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from models.speech.handshake import LONGEST_LINE, Claim, decode_welcome
from models.speech.lend import LONGEST_TEXT, MOST_LINES, MOST_WAITING, LentDesk
from models.speech.protocol import (
    VERSION,
    DeskOptions,
    Hello,
    Hush,
    Listen,
    Listening,
    Prepare,
    Said,
    Say,
    Segment,
    Stop,
    Stopped,
    Trouble,
    decode_from_desk,
    encode,
)
from models.speech.remote import RemoteDesk
from tests.audio import wait_until
from tests.program import desks_of
from tests.speech.desks import Desk, scripted


class Borrower(Desk):
    """The other machine's side."""

    def __init__(self, where: str, token: Path, hears: bool = True) -> None:
        super().__init__(DeskOptions(), None)
        self.client = RemoteDesk(where, token, self._deliver, hears=hears)
        self.client.start()


class Lender:
    """The laptop: a lent desk with a script, and the token file as the other machine has it."""

    def __init__(self, folder: Path, short: Path) -> None:
        self.script = folder / "script.json"
        options = scripted(folder, [{"at": 0.3, "segment": "the application context"}])
        self.desk = LentDesk(options, short)
        self.token = short / "token"
        self.token.write_text(self.desk.token)
        self.desk.start()

    def borrow(self, hears: bool = True) -> Borrower:
        return Borrower(str(self.desk.path), self.token, hears)

    @property
    def desks(self) -> int:
        """How many desks run for this lender."""
        return len(desks_of(self.script.parent))

    def connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(10)
        connection.connect(str(self.desk.path))
        return connection

    def claim(self, connection: socket.socket, token: str | None = None, version: int = VERSION) -> None:
        connection.sendall(encode(Claim(self.desk.token if token is None else token, version)) + b"\n")


@pytest.fixture
def lender(tmp_path: Path) -> Iterator[Lender]:
    with tempfile.TemporaryDirectory(prefix="viva-") as short:  # a socket's path has 107 bytes at most
        found = Lender(tmp_path, Path(short))
        yield found
        found.desk.close()
        assert found.desks == 0


def test_the_other_machine_hears_what_is_said_here(lender: Lender) -> None:
    borrower = lender.borrow()
    assert borrower.answer(1, Segment) == "the application context"
    borrower.client.close()
    wait_until(lambda: lender.desks == 0, 3, "the end of the desk")


def test_one_interview_after_the_other_can_have_it(lender: Lender) -> None:
    for _ in range(2):
        borrower = lender.borrow()
        assert borrower.answer(1, Segment) == "the application context"
        borrower.client.close()


def test_where_only_the_voice_is_wanted_nothing_is_heard(lender: Lender) -> None:
    borrower = lender.borrow(hears=False)
    assert borrower.wait(Hello).source == "none"
    borrower.client.close()


@pytest.mark.fault(30)
def test_nothing_runs_before_the_token_was_given(lender: Lender) -> None:
    connection = lender.connect()
    assert lender.desks == 0
    lender.claim(connection, token="0" * 64)
    assert connection.recv(100) == b""
    assert lender.desks == 0
    connection.close()


def test_a_token_is_good_for_one_connection(lender: Lender) -> None:
    used = lender.desk.token
    first = lender.connect()
    lender.claim(first)
    following = decode_welcome(first.makefile("rb").readline()).next
    assert following == lender.desk.token != used
    second = lender.connect()
    lender.claim(second, token=used)
    assert second.recv(100) == b""
    first.close()
    second.close()


def test_a_desk_that_is_lent_is_not_lent_twice(lender: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.speech.lend.PATIENCE", 0.5)
    borrower = lender.borrow()
    borrower.wait(Hello)
    second = lender.connect()
    lender.claim(second)  # even with the right token
    assert second.recv(100) == b""
    assert borrower.answer(1, Segment) == "the application context"
    assert lender.desks == 1
    second.close()
    borrower.client.close()


LIES = {
    "garbage": b"\xff\x00 rubbish\n",
    "no object": b"[1, 2]\n",
    "options for a desk": msgspec.json.encode(DeskOptions("vosk", "/etc", audio=("/etc/passwd",))) + b"\n",
    "options in a line": b'{"type":"listen","turn":"/etc/passwd","options":{"model":"/etc"}}\n',
    "an unknown line": b'{"type":"open","path":"/etc/passwd"}\n',
    "a line from a desk": encode(Hello(VERSION)) + b"\n",
    "an endless line": b" " * LONGEST_LINE,
    "an endless sentence": encode(Say(1, "a" * (LONGEST_TEXT + 1))) + b"\n",
    "endless sentences": encode(Prepare(say=("a",) * 100)) + b"\n",
    "a flood": (encode(Hush()) + b"\n") * (2 * MOST_LINES + 1),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_host_that_lies_is_cut_off(lender: Lender, lie: str) -> None:
    connection = lender.connect()
    lender.claim(connection)
    lines = connection.makefile("rb")
    decode_welcome(lines.readline())
    assert decode_from_desk(lines.readline()) == Hello(
        VERSION, "Scripted", device="1 scripted answers", source="script"
    )
    connection.sendall(LIES[lie])
    assert lines.readline() == b""
    wait_until(lambda: lender.desks == 0, 3, "the end of the desk")
    assert lender.desk.complaint.startswith("The host was cut off")
    connection.close()


def test_the_host_cannot_choose_what_is_opened(lender: Lender) -> None:
    """Fields that a line does not have are not passed on."""
    connection = lender.connect()
    lender.claim(connection)
    lines = connection.makefile("rb")
    decode_welcome(lines.readline())
    connection.sendall(b'{"type":"listen","turn":1,"model":"/etc","audio":["/etc/passwd"],"keep":"/etc"}\n')
    heard = next(line for line in map(decode_from_desk, lines) if isinstance(line, Segment))
    assert heard.text == "the application context"
    connection.close()


def test_the_microphone_closes_when_the_line_drops(lender: Lender) -> None:
    borrower = lender.borrow()
    borrower.send(Listen(1))
    borrower.wait(Listening)
    assert lender.desks == 1
    link = borrower.client._process
    assert link is not None
    link.kill()
    wait_until(lambda: lender.desks == 0, 3, "the end of the desk")


def test_when_the_line_drops_the_answers_are_typed(lender: Lender) -> None:
    borrower = lender.borrow()
    borrower.send(Listen(1))
    borrower.wait(Segment)
    borrower.send(Stop(1))
    borrower.wait(Stopped, turn=1)
    borrower.send(Listen(2))
    borrower.wait(Listening, turn=2)
    lender.desk.close()
    lost = borrower.wait(Trouble, kind="desk-lost")
    assert lost.deaf
    assert lost.text == "The line to the microphone on your own machine was lost: type your answers."
    borrower.send(Stop(2), Say(1, "Go on."))
    borrower.wait(Stopped, turn=2)
    assert not borrower.wait(Said, id=1).spoken
    borrower.client.close()


def test_where_nobody_lends_a_desk_the_answers_are_typed(tmp_path: Path) -> None:
    token = tmp_path / "token"
    for where in (str(tmp_path / "none"), "127.0.0.1:1", "nonsense"):
        token.write_text("0" * 64)
        borrower = Borrower(where, token)
        borrower.send(Listen(1))
        assert "cannot be reached" in borrower.wait(Trouble, deaf=True).text
        borrower.wait(Listening, turn=1)
        borrower.client.close()


def test_a_desk_of_another_version_is_not_used(lender: Lender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.speech.remote.VERSION", VERSION + 1)
    borrower = lender.borrow()
    assert f"version {VERSION} of the desk's protocol" in borrower.wait(Trouble, deaf=True).text
    wait_until(lambda: lender.desk.complaint, 3, "the laptop's word on it")
    assert f"version {VERSION + 1} of the desk's protocol" in lender.desk.complaint
    assert lender.desks == 0
    borrower.client.close()


@pytest.mark.fault(30)
def test_strangers_who_hold_every_place_keep_nobody_out(lender: Lender) -> None:
    strangers = [lender.connect() for _ in range(3 * MOST_WAITING)]
    borrower = lender.borrow()
    assert borrower.answer(1, Segment) == "the application context"
    assert lender.desks == 1
    for stranger in strangers[:MOST_WAITING]:
        assert stranger.recv(100) == b""
    borrower.client.close()
    for stranger in strangers:
        stranger.close()


@pytest.mark.fault(30)
def test_the_socket_is_for_its_owner_alone(lender: Lender) -> None:
    assert lender.desk.path.stat().st_mode & 0o777 == 0o600
