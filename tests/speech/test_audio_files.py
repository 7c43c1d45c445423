import os
import signal
import time
from pathlib import Path

import pytest
import soundfile

from models.speech.files import check_audio
from models.speech.protocol import (
    DeskOptions,
    Ended,
    Exhausted,
    Hello,
    Level,
    Listen,
    Listening,
    Segment,
    Stop,
    Stopped,
    Trouble,
)
from tests.audio import wait_until
from tests.speech.desks import AMIABLE, Desk, desk
from tests.speech.sounds import convert, pcm, real_voice

ILL_DISPOSED = "sense_and_sensibility_01_austen_64kb-0890.wav"


def files(*paths: Path, **options: bool | str) -> DeskOptions:
    return DeskOptions(
        recogniser="pocketsphinx",
        audio=tuple(map(str, paths)),
        speak=False,
        fast=bool(options.get("fast", True)),
        keep=str(options.get("keep", "")),
    )


@pytest.mark.parametrize(
    ("name", "rate", "channels", "subtype"),
    [
        ("answer.wav", 16_000, 1, "PCM_16"),
        ("answer.wav", 32_000, 1, "PCM_16"),
        ("answer.wav", 96_000, 6, "FLOAT"),
        ("answer.flac", 44_100, 2, "PCM_24"),
        ("answer.aiff", 22_050, 1, "PCM_16"),
    ],
)
def test_any_format_rate_and_channels_are_heard(
    tmp_path: Path, name: str, rate: int, channels: int, subtype: str
) -> None:
    path = convert(real_voice(AMIABLE), tmp_path / name, rate, channels, subtype)
    with desk(files(path)) as under_test:
        words = under_test.answer(1, Ended)
        assert "have been made" in words
        assert under_test.wait(Stopped).seconds == pytest.approx(3.29, abs=0.02)


def test_each_answer_takes_the_next_file_and_then_there_is_none(tmp_path: Path) -> None:
    with desk(files(real_voice(AMIABLE), real_voice(ILL_DISPOSED))) as under_test:
        hello = under_test.wait(Hello)
        assert (hello.source, hello.device) == ("files", "2 audio files")
        assert "have been made" in under_test.answer(1, Ended)
        assert "rather selfish" in under_test.answer(2, Ended)
        assert all(word.end <= 5.3 for segment in under_test.all(Segment, turn=2) for word in segment.words)
        under_test.send(Listen(3))
        under_test.wait(Exhausted, turn=3)
        under_test.send(Stop(3))
        under_test.wait(Stopped, turn=3)


def test_levels_carry_how_much_was_heard_to_the_end(tmp_path: Path) -> None:
    with desk(files(real_voice(AMIABLE))) as under_test:
        under_test.answer(1, Ended)
        levels = under_test.all(Level)
        assert levels[-1].seconds == pytest.approx(3.29, abs=0.02)
        assert under_test.lines.index(levels[-1]) < under_test.lines.index(under_test.wait(Ended))
        assert max(level.voiced for level in levels) > 1
        assert all(-60 < level.dbfs < 0 for level in levels[1:-1])
        assert 1.5 < under_test.wait(Stopped).voiced < 3.2


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\x24\0\0\0WAVEfmt "])
def test_a_bad_file_is_one_sentence_and_the_next_answer_takes_the_next_file(
    tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "bad.wav"
    bad.write_bytes(content)
    with desk(files(bad, real_voice(AMIABLE))) as under_test:
        assert under_test.answer(1, Ended) == ""
        trouble = under_test.wait(Trouble)
        assert (trouble.kind, trouble.deaf) == ("file", False)
        assert "bad.wav" in trouble.text
        assert "\n" not in trouble.text
        assert "have been made" in under_test.answer(2, Ended)


def test_a_file_cut_short_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = convert(real_voice(AMIABLE), tmp_path / "whole.flac", 16_000, 1)
    cut = tmp_path / "cut.flac"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with desk(files(cut)) as under_test:
        assert under_test.answer(1, Ended).startswith("he might even")


def test_files_are_checked_before_an_interview(tmp_path: Path) -> None:
    good = convert(real_voice(AMIABLE), tmp_path / "good.aiff", 48_000, 2)
    assert check_audio(str(good)) is None
    (tmp_path / "text.wav").write_text("words")
    soundfile.write(str(tmp_path / "answer.ogg"), [0.0] * 800, 8000)
    soundfile.write(str(tmp_path / "empty.wav"), [], 8000)
    for name, complaint in (
        ("gone.wav", "There is no audio file"),
        ("", "is not a file"),
        ("text.wav", "cannot be read as audio"),
        ("answer.ogg", "is OGG: use WAV, FLAC or AIFF"),
        ("empty.wav", "holds no sound"),
    ):
        problem = check_audio(str(tmp_path / name))
        assert problem is not None
        assert complaint in problem
        assert "\n" not in problem


def test_a_file_is_read_at_the_speed_of_speech_unless_fast(tmp_path: Path) -> None:
    with desk(files(real_voice(AMIABLE), fast=False)) as under_test:
        under_test.wait(Hello)
        under_test.send(Listen(1))
        under_test.wait(Listening)
        before = time.monotonic()
        under_test.wait(Ended)
        assert time.monotonic() - before > 2.5


def test_a_restarted_desk_reads_the_same_file_on(tmp_path: Path) -> None:
    with desk(files(real_voice(AMIABLE), real_voice(ILL_DISPOSED), fast=False)) as under_test:
        under_test.send(Listen(1))
        under_test.wait(Level)
        os.kill(under_test.process(), signal.SIGKILL)
        under_test.wait(Ended, turn=1)
        under_test.send(Stop(1))
        assert under_test.wait(Stopped, turn=1).seconds == pytest.approx(3.29, abs=0.15)
        wait_until(lambda: len(under_test.all(Hello)) == 2, 10, "the second hello")
        assert "rather" in _rest(under_test)


def _rest(under_test: Desk) -> str:
    return under_test.answer(2, Ended)


def test_answers_are_kept_where_that_is_asked_for(tmp_path: Path) -> None:
    source = real_voice(AMIABLE)
    folder = tmp_path / "kept"
    with desk(files(source, keep=str(folder))) as under_test:
        under_test.answer(12, Ended)
    (kept,) = folder.iterdir()
    assert kept.name == "turn-012.flac"
    assert kept.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert pcm(kept)[:20_000] == pcm(source)[:20_000]


def test_an_answer_that_cannot_be_kept_is_heard_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with desk(files(real_voice(AMIABLE), keep=str(tmp_path / "file" / "kept"))) as under_test:
        assert "have been made" in under_test.answer(1, Ended)
        assert under_test.troubles() == ["internal"]
