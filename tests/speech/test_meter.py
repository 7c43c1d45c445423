import pytest

from models.speech.meter import SILENCE, Meter, dbfs
from tests.speech.desks import AMIABLE
from tests.speech.sounds import blocks, noise, pcm, real_voice, silence


def test_levels_are_in_dbfs() -> None:
    assert dbfs(32768) == 0
    assert dbfs(3276.8) == pytest.approx(-20)
    assert dbfs(0) == SILENCE
    meter = Meter()
    assert meter.level() == (SILENCE, SILENCE)
    meter.hear(silence(0.25))
    assert meter.level() == (SILENCE, SILENCE)
    meter.hear(noise(0.25, 328))
    rms, peak = meter.level()
    assert rms == pytest.approx(-40, abs=1)
    assert -36 < peak < -25
    assert meter.level() == (SILENCE, SILENCE)


def test_voice_is_counted_and_a_breath_does_not_interrupt_it() -> None:
    meter = Meter()
    runs = []
    for block in blocks(silence(1) + pcm(real_voice(AMIABLE)) + silence(1)):
        meter.hear(block)
        runs.append(meter.run)
    assert max(runs) > 1.5
    assert runs[5] == 0
    assert runs[-1] == 0
    assert 2 < meter.voiced < 3.4


def test_hiss_is_no_voice() -> None:
    meter = Meter()
    for block in blocks(noise(4, 60)):
        meter.hear(block)
    assert meter.voiced < 0.4  # what countdowns are cancelled by
    assert meter.run == 0
