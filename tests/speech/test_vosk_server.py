"""A vosk-server as the real one is, with a real Vosk inside: killed, cut off, behind TLS and a balancer."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import vosk
from rapidfuzz import fuzz
from websockets.sync.server import ServerConnection

from models.speech.protocol import DeskOptions, Ended, Hello, Listen, Stop, Stopped, Trouble
from models.speech.recognisers import vosk_server
from models.speech.recognisers.base import Final, RecogniserError, Result
from models.speech.recognisers.vosk_server import VoskServer
from tests.audio import virtual_microphone, wait_until
from tests.needs import need_program
from tests.program import VIVA
from tests.pty import ROOT, Terminal, isolated
from tests.speech.asr_server import AsrServer, free_port, listens, refuse, served, server
from tests.speech.desks import AMIABLE, desk
from tests.speech.sounds import blocks, hear, korean_model, pcm, real_voice, silence, text
from tests.words import utterances


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server shares this process's two cores with the tests beside it."""
    monkeypatch.setattr(vosk_server, "STALLED", 60.0)
    monkeypatch.setattr(vosk_server, "AWAY", 60.0)


@pytest.fixture(scope="module")
def vosk_like() -> AsrServer:
    vosk.SetLogLevel(-1)
    return AsrServer(vosk.Model(korean_model()))


@pytest.fixture
def address(vosk_like: AsrServer) -> Iterator[str]:
    with served(vosk_like) as (where, _):
        yield where


def test_it_hears_what_vosk_hears(address: str, vosk_like: AsrServer) -> None:
    recogniser = VoskServer(address)
    sound = pcm(real_voice(AMIABLE))
    segments, hypotheses = hear(recogniser, sound + silence(2) + sound)
    assert segments  # Vosk dithers: the pause ends a segment nearly always
    assert hypotheses
    assert all(segment.words for segment in segments)
    assert segments[-1].end < 9
    assert vosk_like.configs[-1]["sample_rate"] == 16_000
    recogniser.close()


@pytest.mark.fault(29)
def test_a_connection_that_breaks_loses_no_word(address: str, vosk_like: AsrServer) -> None:
    sound = pcm(real_voice(AMIABLE))
    unbroken, _ = hear(VoskServer(address), sound)
    vosk_like.breaks_after = [12, 20]
    broken, _ = hear(VoskServer(address), sound)
    _check_same(broken, unbroken)


def _check_same(broken: list[Final], unbroken: list[Final]) -> None:
    assert fuzz.ratio(text(broken), text(unbroken)) > 80  # Vosk dithers
    assert broken[0].start == pytest.approx(unbroken[0].start, abs=0.4)
    assert broken[-1].end == pytest.approx(unbroken[-1].end, abs=0.4)


@pytest.mark.fault(29)
def test_a_server_that_is_killed_and_started_again_loses_no_word() -> None:
    spoken = pcm(real_voice(AMIABLE))
    sound = spoken + silence(1) + spoken
    with server() as running:
        unbroken, _ = hear(VoskServer(running.address), sound)
        recogniser = VoskServer(running.address)
        recogniser.start(())
        results: list[Result] = []
        for number, block in enumerate(blocks(sound)):
            if number == 90:  # a segment is there, and the next is under way
                assert any(isinstance(result, Final) for result in results)
                running.kill()
                running.start()
            results += recogniser.accept(block)
        results += recogniser.finish()
    _check_same([result for result in results if isinstance(result, Final)], unbroken)


@pytest.mark.fault(29)
def test_a_segment_that_came_before_the_server_died_is_kept(
    vosk_like: AsrServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The segment and the death arrive in one step."""
    monkeypatch.setattr(vosk_server, "AWAY", 0.5)
    monkeypatch.setattr(vosk_server, "AHEAD", 10_000)  # no reply is looked for until the answer ends
    vosk_like.ends_segment = True
    sound = pcm(real_voice(AMIABLE))
    results: list[Result] = []
    with served(vosk_like) as (where, running):
        recogniser = VoskServer(where)
        recogniser.start(())
        for block in blocks(sound):
            recogniser._blocks.append(block)
        monkeypatch.setattr(vosk_like, "breaks", lambda: refuse(running))
        vosk_like.breaks_after = [len(recogniser._blocks)]
        with pytest.raises(RecogniserError, match="type your answers"):
            results += recogniser.finish()
    assert any(isinstance(result, Final) for result in results)


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost that signs itself, and a server's context with it."""
    openssl = need_program("openssl", "openssl")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True, timeout=30,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context


def test_a_certificate_that_the_machine_trusts_secures_the_line(
    vosk_like: AsrServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, context = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with served(vosk_like, context) as (where, _):
        assert where.startswith("wss://")
        segments, _ = hear(VoskServer(where), pcm(real_voice(AMIABLE)))
    assert segments


def test_a_certificate_that_nobody_trusts_is_one_sentence(vosk_like: AsrServer, tmp_path: Path) -> None:
    _, context = _certificate(tmp_path)
    with served(vosk_like, context) as (where, _), pytest.raises(RecogniserError) as failure:
        VoskServer(where)
    assert str(failure.value).startswith(f"The certificate of the vosk-server {where} is not trusted (self")


@contextmanager
def _balancer(folder: Path, *servers: str) -> Iterator[str]:
    """HAProxy with the documentation's example, as it is written but for the addresses."""
    haproxy = shutil.which("haproxy") or pytest.skip("needs haproxy, which CI does not install")
    port = free_port()
    text = (ROOT / "docs" / "examples" / "haproxy-vosk.cfg").read_text()
    there = [where.removeprefix("ws://") for where in servers]
    for theirs, ours in zip(
        ("    bind 10.0.0.5:2700\n", "10.0.0.11:2700", "10.0.0.12:2700"),
        (f"    bind 127.0.0.1:{port}\n", *there),
        strict=True,
    ):
        assert text.count(theirs) == 1
        text = text.replace(theirs, ours)
    config = folder / "haproxy.cfg"
    config.write_text(text)
    subprocess.run([haproxy, "-c", "-f", config], check=True, capture_output=True, timeout=30)
    process = subprocess.Popen(
        [haproxy, "-db", "-f", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: listens(port), 30, "the balancer")
        yield f"ws://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.fault(29)
def test_behind_a_balancer_another_server_goes_on_where_one_died(
    vosk_like: AsrServer, tmp_path: Path
) -> None:
    sound = pcm(real_voice(AMIABLE))
    one, two = AsrServer(vosk_like.model), AsrServer(vosk_like.model)
    with ExitStack() as stack:
        (first, dying), (second, _) = (stack.enter_context(served(handler)) for handler in (one, two))
        unbroken, _ = hear(VoskServer(second), sound)
        address = stack.enter_context(_balancer(tmp_path, first, second))
        sessions = [VoskServer(address), VoskServer(address)]
        wait_until(lambda: (one.live, two.live) == (1, 1), 30, "a session on each server")
        one.breaks, one.breaks_after = (lambda: refuse(dying)), [12]
        two.blocks = 0
        for session in sessions:
            heard, _ = hear(session, sound)
            _check_same(heard, unbroken)
    assert one.blocks == 12
    assert two.blocks > 12


@pytest.mark.fault(29)
def test_a_server_that_stays_away_is_one_sentence(
    vosk_like: AsrServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vosk_server, "AWAY", 0.5)
    with served(vosk_like) as (where, running):
        recogniser = VoskServer(where.replace("ws://", "ws://me:secret@"))
        running.shutdown()
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

    with served(chatty) as (where, _):
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


@pytest.mark.audio
@pytest.mark.fault(29)
def test_when_the_server_dies_for_good_the_answer_goes_on_typed(tmp_path: Path) -> None:
    """On the full screen, with a microphone: what was heard stays, one sentence says why, a line opens."""
    with virtual_microphone() as microphone, server() as running:
        command = [VIVA, "practice", "flask", "--question", "two-contexts", "--no-voice", "--finish", "off"]
        environ = isolated(tmp_path, **microphone.environment)
        with Terminal([*command, "--recogniser", running.address], environ) as terminal:
            terminal.wait_for("begins")
            terminal.send("\r")
            terminal.wait_for("● listening · vosk-server")
            microphone.play(real_voice(AMIABLE))
            terminal.wait_for(lambda: _heard(tmp_path) != "")
            heard = _heard(tmp_path)
            running.kill()
            terminal.wait_for("cannot be reached", 60)
            terminal.wait_for("your turn · typed")
            terminal.send("and what I type\r")
            terminal.wait_for("› and what I type")
        assert f"{heard} and what I type" == _heard(tmp_path)


def _heard(home: Path) -> str:
    (said,) = utterances(home / "data" / "viva" / "viva.db")
    return " ".join(said)
