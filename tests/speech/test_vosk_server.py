"""A vosk-server as the real one is: its loop, defaults and exact end message, with a real Vosk inside."""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import vosk
from rapidfuzz import fuzz
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from models.speech.protocol import DeskOptions, Ended, Hello, Listen, Stop, Stopped, Trouble
from models.speech.recognisers import vosk_server
from models.speech.recognisers.base import RecogniserError
from models.speech.recognisers.vosk_server import VoskServer
from tests.speech.desks import AMIABLE, desk
from tests.speech.sounds import hear, korean_model, pcm, real_voice, silence, text


class VoskLike:
    """asr_server.py's `recognize`, which replies once to each block, and fails on a compact end message."""

    def __init__(self) -> None:
        vosk.SetLogLevel(-1)
        self.model = vosk.Model(korean_model())
        self.configs: list[dict[str, Any]] = []
        self.blocks = 0
        self.breaks_after: list[int] = []
        """After how many blocks each connection is broken; the first of them for the first connection."""

    def __call__(self, connection: ServerConnection) -> None:
        recogniser, rate = None, 8000.0
        breaks_after = self.breaks_after.pop(0) if self.breaks_after else None
        came = 0
        try:
            while True:
                message = connection.recv()
                if isinstance(message, str) and "config" in message:
                    self.configs.append(json.loads(message)["config"])
                    rate = float(self.configs[-1].get("sample_rate", rate))
                    continue
                if recogniser is None:
                    recogniser = vosk.KaldiRecognizer(self.model, rate)
                    recogniser.SetWords(True)
                if message == '{"eof" : 1}':
                    connection.send(recogniser.FinalResult())
                    return
                if isinstance(message, str):
                    connection.close(1011)
                    return
                self.blocks += 1
                came += 1
                ended = recogniser.AcceptWaveform(message)
                connection.send(recogniser.Result() if ended else recogniser.PartialResult())
                if came == breaks_after:
                    connection.socket.close()
                    return
        except ConnectionClosed:
            return


def served(handler: Callable[[ServerConnection], None]) -> Iterator[tuple[str, Server]]:
    with serve(handler, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}", server
        server.shutdown()
        thread.join(10)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server shares this process's two cores with the tests beside it."""
    monkeypatch.setattr(vosk_server, "STALLED", 60.0)


@pytest.fixture(scope="module")
def vosk_like() -> VoskLike:
    return VoskLike()


@pytest.fixture
def address(vosk_like: VoskLike) -> Iterator[str]:
    for where, _ in served(vosk_like):
        yield where


def test_it_hears_what_vosk_hears(address: str, vosk_like: VoskLike) -> None:
    recogniser = VoskServer(address)
    sound = pcm(real_voice(AMIABLE))
    segments, hypotheses = hear(recogniser, sound + silence(2) + sound)
    assert len(segments) >= 2
    assert hypotheses
    assert all(segment.words for segment in segments)
    assert segments[-1].end < 9
    assert vosk_like.configs[-1]["sample_rate"] == 16_000
    recogniser.close()


@pytest.mark.fault(29)
def test_a_connection_that_breaks_loses_no_word(address: str, vosk_like: VoskLike) -> None:
    sound = pcm(real_voice(AMIABLE))
    unbroken, _ = hear(VoskServer(address), sound)
    vosk_like.breaks_after = [12, 20]
    broken, _ = hear(VoskServer(address), sound)
    assert fuzz.ratio(text(broken), text(unbroken)) > 80  # Vosk dithers
    assert broken[0].start == pytest.approx(unbroken[0].start, abs=0.4)
    assert broken[-1].end == pytest.approx(unbroken[-1].end, abs=0.4)


@pytest.mark.fault(29)
def test_a_server_that_stays_away_is_one_sentence(vosk_like: VoskLike) -> None:
    for where, server in served(vosk_like):
        recogniser = VoskServer(where.replace("ws://", "ws://me:secret@"))
        server.shutdown()
        server.socket.close()
        vosk_like.breaks_after = []
        recogniser.close()
        with pytest.raises(RecogniserError) as failure:
            hear(recogniser, silence(1))
        assert "cannot be reached: type your answers" in str(failure.value)
        assert "secret" not in str(failure.value)


@pytest.mark.fault(29)
@pytest.mark.parametrize("address", ["ws://127.0.0.1:9", "wss://127.0.0.1:9", "ws://", "ws://no such host"])
def test_a_wrong_address_is_one_sentence(address: str) -> None:
    with pytest.raises(RecogniserError) as failure:
        VoskServer(address)
    assert "\n" not in str(failure.value)


@pytest.mark.fault(29)
def test_something_else_that_speaks_websockets_is_found_out() -> None:
    def chatty(connection: ServerConnection) -> None:
        for _ in connection:
            connection.send("Welcome to the chat!")

    for where, _ in served(chatty):
        recogniser = VoskServer(where)
        with pytest.raises(RecogniserError, match="does not answer as a vosk-server does"):
            hear(recogniser, silence(1))
        recogniser.close()


def test_the_desk_hears_a_file_over_it(address: str) -> None:
    options = DeskOptions(recogniser=address, audio=(str(real_voice(AMIABLE)),), fast=True, speak=False)
    with desk(options) as under_test:
        assert under_test.wait(Hello).recogniser.startswith("vosk-server 127.0.0.1:")
        assert under_test.answer(1, Ended)


@pytest.mark.fault(29)
def test_a_desk_without_its_server_is_deaf_and_goes_on() -> None:
    options = DeskOptions(
        recogniser="ws://127.0.0.1:9", audio=(str(real_voice(AMIABLE)),), fast=True, speak=False
    )
    with desk(options) as under_test:
        trouble = under_test.wait(Trouble)
        assert (trouble.kind, trouble.deaf) == ("no-recogniser", True)
        under_test.send(Listen(1), Stop(1))
        under_test.wait(Stopped, turn=1)
