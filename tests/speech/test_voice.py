import subprocess
import sys
import threading
import wave
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from models.speech import portaudio, voice
from models.speech.gate import Gate
from models.speech.playback import Sound, play, tone
from models.speech.protocol import FromDesk, Said, Say, Saying, Tone, Trouble
from models.speech.voice import Voice, VoiceError, synthesise
from tests.audio import wait_until
from tests.needs import need_program

SENTENCE = "Flask has two contexts."


def seconds(sound: Sound) -> float:
    return len(sound.pcm) / 2 / sound.rate


@pytest.fixture
def espeak() -> None:
    need_program("espeak-ng", "espeak-ng")


@pytest.mark.usefixtures("espeak")
def test_a_sentence_becomes_sound() -> None:
    sound = synthesise(SENTENCE, "", 170, seconds=30)
    assert 0.8 < seconds(sound) < 4
    assert numpy.abs(numpy.frombuffer(sound.pcm, "int16")).max() > 1000


@pytest.mark.usefixtures("espeak")
def test_it_is_spoken_as_fast_and_by_whom_one_wants() -> None:
    fast, slow = (seconds(synthesise(SENTENCE, "", rate, seconds=30)) for rate in (250, 100))
    assert fast < 0.7 * slow
    scot = synthesise(SENTENCE, "scotland", 170, seconds=30)
    assert scot.pcm != synthesise(SENTENCE, "", 170, seconds=30).pcm


BUSY = """
import sys
from models.speech import synthesis
synthesis._lend_espeak()
from pyttsx3.drivers import _espeak
set_parameter = _espeak.SetParameter
def late(parameter, value, relative):
    if value == 100 and parameter == _espeak.RATE:
        _espeak.SetParameter = set_parameter
        _espeak.Key(b"It is still about something else. " * 50)
    return set_parameter(parameter, value, relative)
_espeak.SetParameter = late
sys.argv = ["synthesis", *sys.argv[1:]]
synthesis.main()
"""
"""Sets the rate while eSpeak's own thread is busy, as now and then it is."""


@pytest.mark.usefixtures("espeak")
def test_a_busy_engine_does_not_lose_the_rate(tmp_path: Path) -> None:
    path = tmp_path / "sentence.wav"
    command = [sys.executable, "-I", "-c", BUSY, str(path), "100"]
    subprocess.run(command, input=SENTENCE.encode(), timeout=60, check=True)
    with wave.open(str(path)) as file:
        spoken = file.getnframes() / file.getframerate()
    assert spoken > 1.3 * seconds(synthesise(SENTENCE, "", 200, seconds=30))


@pytest.mark.usefixtures("espeak")
def test_an_unknown_voice_is_one_sentence() -> None:
    with pytest.raises(VoiceError, match="There is no voice called nobody"):
        synthesise(SENTENCE, "nobody", 170, seconds=30)


def test_a_voice_that_hangs_is_given_up() -> None:
    with pytest.raises(VoiceError, match="did not answer in time"):
        synthesise(SENTENCE, "", 170, seconds=0.01)


def test_where_the_system_has_no_espeak_the_bundled_one_speaks(tmp_path: Path) -> None:
    path = tmp_path / "sentence.wav"
    code = (
        "import sys; from models.speech import synthesis; synthesis._SYSTEM = ('libnone.so.9',);"
        f"sys.argv = ['synthesis', {str(path)!r}, '170']; synthesis.main()"
    )
    child = subprocess.run([sys.executable, "-I", "-c", code], input=SENTENCE.encode(), timeout=60)
    assert child.returncode == 0
    assert path.stat().st_size > 20_000


@pytest.mark.usefixtures("espeak")
def test_voices_are_listed_as_json() -> None:
    command = [sys.executable, "-I", "-m", "models.speech.synthesis", "--voices"]
    child = subprocess.run(command, capture_output=True, timeout=60, check=True)
    assert b'"gmw/en' in child.stdout


class Speaker:
    """A loudspeaker that keeps what it is given; `plays` is called for each sound."""

    def __init__(self, plays: Callable[[Callable[[], bool]], None] = lambda hushed: None) -> None:
        self.played: list[Sound] = []
        self._plays = plays

    def __call__(self, sound: Sound, hushed: Callable[[], bool], began: Callable[[], None]) -> None:
        self.played.append(sound)
        began()
        self._plays(hushed)


def speaking(
    monkeypatch: pytest.MonkeyPatch, speaker: Callable[..., None]
) -> tuple[Voice, list[FromDesk], list[str]]:
    """A voice with this loudspeaker, what it posts, and the sentences that it had synthesised."""
    synthesised: list[str] = []

    def fake(text: str, name: str, rate: int) -> Sound:
        synthesised.append(text)
        return Sound(text.encode(), 16_000)

    monkeypatch.setattr(voice, "synthesise", fake)
    monkeypatch.setattr(voice, "play", speaker)
    lines: list[FromDesk] = []
    under_test = Voice("", 170, True, Gate(lambda: None), lines.append)
    under_test.start()
    return under_test, lines, synthesised


def test_a_sentence_made_ahead_of_time_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    speaker = Speaker()
    under_test, lines, synthesised = speaking(monkeypatch, speaker)
    under_test.prepare(("first", "second"))
    under_test.say(Say(1, "second"))
    wait_until(lambda: Said(1) in lines, 10, "said")
    assert lines == [Saying(1), Said(1)]
    assert sorted(synthesised) == ["first", "second"]
    assert [sound.pcm for sound in speaker.played] == [b"second"]


def test_hush_ends_the_present_sentence_and_those_that_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    def until_hushed(hushed: Callable[[], bool]) -> None:
        wait_until(hushed, 10, "the hush")

    speaker = Speaker(until_hushed)
    under_test, lines, _ = speaking(monkeypatch, speaker)
    under_test.say(Say(1, "long"))
    under_test.say(Say(2, "waiting"))
    wait_until(lambda: Saying(1) in lines, 10, "saying")
    under_test.hush()
    wait_until(lambda: len(lines) == 3, 10, "both said")
    assert lines == [Saying(1), Said(1), Said(2, spoken=False)]
    under_test.say(Say(3, "after the hush"))
    wait_until(lambda: Saying(3) in lines, 10, "the next")
    under_test.hush()


def test_hush_does_not_wait_for_a_sentence_that_is_still_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    under_test, lines, _ = speaking(monkeypatch, Speaker())
    release = threading.Event()

    def slow(text: str, name: str, rate: int) -> Sound:
        release.wait(20)
        return Sound(b"", 16_000)

    monkeypatch.setattr(voice, "synthesise", slow)
    under_test.say(Say(1, "slow"))
    under_test.hush()
    wait_until(lambda: Said(1, spoken=False) in lines, 10, "said")
    release.set()


def test_without_a_loudspeaker_it_is_said_once_and_every_sentence_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*_: object) -> None:
        raise portaudio.SoundError("There is no loudspeaker.")

    under_test, lines, _ = speaking(monkeypatch, none)
    under_test.say(Say(1, "first"))
    under_test.sound(Tone("open"))
    under_test.say(Say(2, "second"))
    wait_until(lambda: Said(2, spoken=False) in lines, 10, "said")
    assert lines == [
        Trouble("no-voice", "There is no loudspeaker."),
        Said(1, spoken=False),
        Said(2, spoken=False),
    ]


@pytest.mark.parametrize("name", ["open", "minute", "closed"])
def test_tones_are_short_soft_and_do_not_click(name: str) -> None:
    sound = tone(name)
    samples = numpy.frombuffer(sound.pcm, "int16").astype(int)
    assert 0.1 < seconds(sound) < 0.3
    assert 1000 < numpy.abs(samples).max() < 6000
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 400


def test_playing_where_nothing_plays_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nothing:
        PortAudioError = type("PortAudioError", (Exception,), {})

        def query_devices(self) -> list[object]:
            return []

    monkeypatch.setattr(portaudio, "load", Nothing)
    with pytest.raises(portaudio.SoundError, match="There is no loudspeaker"):
        play(tone("open"), lambda: False, lambda: None)


@pytest.mark.usefixtures("espeak")
def test_nothing_of_a_sentence_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    synthesise(SENTENCE, "", 170, seconds=30)
    assert list(folder.iterdir()) == []
