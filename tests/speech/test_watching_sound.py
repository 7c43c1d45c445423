from models.speech.answer import Answer
from models.speech.microphone import Block
from models.speech.protocol import FromDesk, Listen, Trouble
from models.speech.recognisers.base import Final, Recogniser, Result
from models.speech.watch import DEAD_AFTER, QUIET_AFTER, Watch
from questions.pack import Term
from tests.speech.sounds import noise, silence


class Deaf(Recogniser):
    """Hears nothing in anything."""

    def start(self, terms: tuple[Term, ...]) -> None: ...

    def accept(self, pcm: bytes) -> "list[Result]":  # type: ignore[override]
        return []

    def finish(self) -> "list[Final]":  # type: ignore[override]
        return []


class Listener:
    """A watch on a microphone whose blocks are given one after another, 100 ms each."""

    def __init__(self) -> None:
        self.lines: list[FromDesk] = []
        self.watch = Watch(self.lines.append)
        self.now = 100.0
        self.answer = Answer(Listen(1), Deaf(), None, self.lines.append)

    def hear(self, pcm: bytes, late: float = 0.0) -> None:
        self.now += 0.1 + late
        block = Block(pcm, self.now - 0.1, self.now, 0.1)
        self.watch.hear(block)
        self.watch.count(block)
        self.answer.hear(pcm)
        self.watch.look(self.answer)

    def told(self) -> list[str]:
        return [line.kind for line in self.lines if isinstance(line, Trouble)]


def test_nothing_but_zeros_is_said_once() -> None:
    listener = Listener()
    for _ in range(round(DEAD_AFTER * 10) - 1):
        listener.hear(silence(0.1))
    assert listener.told() == []
    for _ in range(100):
        listener.hear(silence(0.1))
    assert listener.told() == ["silent-microphone"]


def test_zeros_after_sound_are_a_gate_and_no_trouble() -> None:
    listener = Listener()
    listener.hear(noise(0.1, 2000))
    for _ in range(50):
        listener.hear(silence(0.1))
    assert listener.told() == []


def test_a_microphone_that_hears_next_to_nothing_is_said_once() -> None:
    listener = Listener()
    for _ in range(round(QUIET_AFTER * 10) + 20):
        listener.hear(noise(0.1, 20))
    assert listener.told() == ["quiet-microphone"]


def test_a_normal_room_with_one_sentence_is_not_quiet() -> None:
    listener = Listener()
    for n in range(150):
        listener.hear(noise(0.1, 1500 if 20 < n < 30 else 20))
    assert listener.told() == []


def test_sound_that_is_missing_is_counted_by_the_clock() -> None:
    listener = Listener()
    listener.watch.begin()
    for n in range(50):
        listener.hear(noise(0.1, 500), late=0.4 if n in (20, 30) else 0.0)
    assert round(listener.watch.end(), 3) == 0.8
    assert listener.told() == ["missing-sound"]


def test_jitter_and_interruptions_are_not_missing_sound() -> None:
    listener = Listener()
    listener.watch.begin()
    for n in range(50):
        listener.hear(noise(0.1, 500), late=0.05 if n % 2 else -0.05)
    listener.now += 30
    listener.watch.interrupt()
    listener.hear(noise(0.1, 500))
    assert listener.watch.end() == 0
    assert listener.told() == []
