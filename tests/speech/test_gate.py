import pytest

from models.speech import gate as module
from models.speech.gate import AFTER, Gate


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_what_viva_says_is_not_heard_and_what_was_said_before_is(clock: Clock) -> None:
    now = clock
    moved: list[float] = []
    gate = Gate(lambda: moved.append(now.now))
    assert gate.wait(99.9, 100) == 0
    gate.close()
    assert gate.wait(100.1, 100.2) is None
    assert gate.wait(99.95, 100.05) is None  # half before, half after
    now.now = 103
    assert gate.wait(99.8, 99.9) == 0  # looked at late
    gate.open()
    assert gate.wait(102.9, 103) == pytest.approx(0.1 + AFTER)
    assert gate.wait(103.1, 103.2) == pytest.approx(AFTER - 0.1)
    assert gate.wait(103 + AFTER, 103.3) == 0
    assert moved == [100, 103]


def test_it_opens_after_the_last_of_several_sentences(clock: Clock) -> None:
    now = clock
    gate = Gate(lambda: None)
    gate.close()
    now.now = 101
    gate.close()
    now.now = 102
    gate.open()
    assert gate.wait(102.5, 102.6) is None
    now.now = 104
    gate.open()
    assert gate.wait(104.2, 104.3) == 0
