"""A real PortAudio stream from a virtual microphone; and, without sound, what can be wrong with one."""

from collections.abc import Iterator
from typing import Any

import pytest

from models.speech import portaudio
from models.speech.client import list_devices
from models.speech.microphone import Block, Lost, Microphone, MicrophoneError
from models.speech.protocol import (
    DeskOptions,
    Hello,
    Hush,
    Level,
    Listen,
    Listening,
    Said,
    Say,
    Saying,
    Stop,
    Stopped,
    Trouble,
)
from tests.audio import VirtualMicrophone, virtual_microphone, wait_until
from tests.needs import need_program
from tests.speech.desks import AMIABLE, desk
from tests.speech.sounds import real_voice

LISTENING = DeskOptions(recogniser="pocketsphinx")
QUESTION = "Flask has two contexts. What does each one carry?"


@pytest.fixture
def microphone(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualMicrophone]:
    """A microphone that hears what the loudspeaker plays, as a laptop's does."""
    with virtual_microphone(hears_itself=True) as virtual:
        for name, value in virtual.environment.items():
            monkeypatch.setenv(name, value)
        yield virtual


@pytest.mark.audio
def test_an_answer_is_heard_and_the_question_is_not(microphone: VirtualMicrophone) -> None:
    need_program("espeak-ng", "espeak-ng")
    with desk(LISTENING) as under_test:
        hello = under_test.wait(Hello)
        assert hello.source == "microphone"
        assert hello.device
        under_test.send(Say(1, QUESTION), Listen(1))
        under_test.wait(Saying, id=1)
        assert under_test.wait(Said, id=1).spoken
        under_test.wait(Listening, turn=1)
        assert under_test.lines.index(Listening(1)) > under_test.lines.index(Said(1))
        microphone.play(real_voice(AMIABLE))
        wait_until(lambda: under_test.partials(1), 10, "a partial")
        under_test.send(Stop(1))
        stopped = under_test.wait(Stopped, turn=1)
        heard = under_test.words(1)
        assert "might" in heard, under_test.lines
        assert "flask" not in heard
        assert "carry" not in heard
        assert stopped.seconds > 3
        assert stopped.voiced > 1.5
        assert max(level.dbfs for level in under_test.all(Level)) > -30


@pytest.mark.audio
def test_a_sentence_is_hushed_at_once_and_the_ear_is_open_again(microphone: VirtualMicrophone) -> None:
    need_program("espeak-ng", "espeak-ng")
    with desk(LISTENING) as under_test:
        under_test.send(Listen(1))
        under_test.wait(Level)
        before = under_test.all(Level)[-1].seconds
        under_test.send(Say(1, QUESTION * 5))  # some twenty seconds
        under_test.wait(Saying, id=1)
        under_test.send(Hush())
        assert under_test.wait(Said, seconds=5, id=1).spoken
        wait_until(lambda: under_test.all(Level)[-1].seconds > before + 1, 10, "the ear")
        under_test.send(Stop(1))
        under_test.wait(Stopped)
        assert under_test.words(1) == ""


@pytest.mark.fault(27)
@pytest.mark.audio
def test_a_microphone_that_gives_nothing_is_told_apart_from_one_that_is_gone(
    microphone: VirtualMicrophone,
) -> None:
    with desk(LISTENING) as under_test:
        silent = under_test.wait(Trouble)
        assert (silent.kind, silent.deaf) == ("silent-microphone", False)
        under_test.send(Listen(1))
        under_test.wait(Level)
        microphone.kill()
        wait_until(lambda: under_test.troubles() == ["silent-microphone", "microphone-lost"], 15, "the loss")
        assert under_test.all(Trouble)[-1].deaf
        under_test.send(Stop(1))
        under_test.wait(Stopped, turn=1)
        under_test.send(Listen(2))
        under_test.wait(Listening, turn=2)  # the answer is typed


@pytest.mark.audio
def test_devices_are_listed_by_a_process_of_their_own(microphone: VirtualMicrophone) -> None:
    devices = list_devices()
    assert [device.name for device in devices.inputs if device.default] == ["default"]
    assert devices.outputs
    assert all(device.rate > 0 for device in devices.inputs)
    with desk(DeskOptions(recogniser="pocketsphinx", device="no such thing")) as under_test:
        trouble = under_test.wait(Trouble)
        assert (trouble.kind, trouble.deaf) == ("no-microphone", True)
        assert "no such thing" in trouble.text
        assert "default" in trouble.text


class FakeError(Exception):
    """As sounddevice's PortAudioError: a text and a code."""


class FakeStream:
    active = True
    latency = 0.02

    def __init__(self, **settings: Any) -> None:
        self.settings = settings

    def start(self) -> None: ...

    def close(self, ignore_errors: bool = True) -> None:
        self.active = False

    def give(self, pcm: bytes, frames: int) -> None:
        self.settings["callback"](memoryview(pcm), frames, None, None)


class FakeSound:
    """sounddevice, with these devices; `refuses` says of a stream's settings with which code it fails."""

    PortAudioError = FakeError

    def __init__(
        self, *devices: tuple[str, int, int], refuses: dict[tuple[int, int], int] | None = None
    ) -> None:
        self._devices = [
            {
                "index": n,
                "name": name,
                "max_input_channels": many,
                "max_output_channels": 0,
                "default_samplerate": rate,
            }
            for n, (name, many, rate) in enumerate(devices)
        ]
        self._refuses = refuses or {}
        self.streams: list[FakeStream] = []
        self.default = type("Default", (), {"device": (0, -1)})

    def query_devices(self) -> list[dict[str, Any]]:
        return self._devices

    def RawInputStream(self, **settings: Any) -> FakeStream:
        if code := self._refuses.get((settings["samplerate"], settings["channels"])):
            raise FakeError("Error opening RawInputStream", code)
        self.streams.append(FakeStream(**settings))
        return self.streams[-1]


def opened(monkeypatch: pytest.MonkeyPatch, sound: FakeSound, wanted: str = "") -> list[Block | Lost]:
    monkeypatch.setattr(portaudio, "load", lambda: sound)
    blocks: list[Block | Lost] = []
    Microphone(wanted, blocks.append).open()
    return blocks


def test_a_device_that_has_not_16_khz_or_one_channel_is_resampled(monkeypatch: pytest.MonkeyPatch) -> None:
    refuses = {(16_000, 1): -9997, (44_100, 1): -9998}
    sound = FakeSound(("Studio", 2, 44_100), refuses=refuses)
    blocks = opened(monkeypatch, sound)
    (stream,) = sound.streams
    assert (stream.settings["samplerate"], stream.settings["channels"]) == (44_100, 2)
    for _ in range(10):
        stream.give(b"\x00\x10\x00\x10" * 4410, 4410)
    came = [block for block in blocks if isinstance(block, Block)]
    samples = sum(len(block.pcm) // 2 for block in came)
    assert 15_000 < samples <= 16_000
    assert int.from_bytes(came[-1].pcm[-2:], "little") == pytest.approx(0x1000, abs=20)
    assert came[0].seconds == pytest.approx(0.1)
    assert came[0].began < came[0].came


@pytest.mark.fault(27)
@pytest.mark.parametrize(
    ("sound", "wanted", "kind", "words"),
    [
        (FakeSound(), "", "no-microphone", "There is no microphone"),
        (FakeSound(("Speaker", 0, 48_000)), "", "no-microphone", "There is no microphone"),
        (FakeSound(("Built-in", 1, 48_000)), "7", "no-microphone", "0 Built-in"),
        (FakeSound(("Built-in", 1, 48_000)), "headset", "no-microphone", "0 Built-in"),
        (
            FakeSound(("Built-in", 1, 48_000), refuses={(16_000, 1): -9985}),
            "",
            "microphone-busy",
            "Another program",
        ),
        (
            FakeSound(("Odd", 1, 8000), refuses={(16_000, 1): -9997, (8000, 1): -9999}),
            "",
            "no-microphone",
            "cannot be opened",
        ),
    ],
)
def test_what_is_wrong_with_a_microphone_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, sound: FakeSound, wanted: str, kind: str, words: str
) -> None:
    with pytest.raises(MicrophoneError) as failure:
        opened(monkeypatch, sound, wanted)
    assert failure.value.kind == kind
    assert words in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_device_is_found_by_its_number_or_a_part_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    for wanted, index in (("1", 1), ("usb", 1), ("USB Headset", 1), ("built", 0), ("", 0)):
        sound = FakeSound(
            ("Built-in", 1, 48_000), ("USB Headset", 1, 48_000), ("USB Headset mono", 1, 16_000)
        )
        opened(monkeypatch, sound, wanted)
        assert sound.streams[0].settings["device"] == index


@pytest.mark.fault(27)
def test_a_stream_that_ends_by_itself_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = FakeSound(("USB Headset", 1, 48_000))
    blocks = opened(monkeypatch, sound)
    sound.streams[0].settings["finished_callback"]()
    assert blocks == [Lost()]


@pytest.mark.fault(27)
def test_without_portaudio_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise portaudio.SoundError("PortAudio is not installed, so there is no sound (Debian: ...).")

    monkeypatch.setattr(portaudio, "load", missing)
    with pytest.raises(MicrophoneError, match="PortAudio is not installed") as failure:
        Microphone("", lambda block: None).open()
    assert failure.value.kind == "no-microphone"
