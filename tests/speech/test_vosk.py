import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from models.speech.protocol import DeskOptions, Ended, Hello, Level, Partial, Segment
from models.speech.recognisers.base import RecogniserError
from models.speech.recognisers.kaldi import finals, partial
from models.speech.recognisers.vosk import Vosk
from tests.speech.desks import AMIABLE, desk
from tests.speech.sounds import convert, hear, korean_model, pcm, real_voice, silence, text


@pytest.fixture(scope="module")
def recogniser() -> Vosk:
    return Vosk(korean_model())


def test_speech_gives_partials_segments_times_and_confidences(recogniser: Vosk) -> None:
    sound = pcm(real_voice(AMIABLE))
    segments, hypotheses = hear(recogniser, sound + silence(2.5) + sound)
    assert len(segments) >= 2  # the first one is not lost to the last
    assert hypotheses
    assert len(set(hypotheses)) > 3
    words = [word for segment in segments for word in segment.words]
    assert all(0 <= word.confidence <= 1 for word in words)
    assert all(word.start <= word.end for word in words)
    assert all(earlier.end <= later.start + 0.05 for earlier, later in pairwise(words))
    assert segments[0].end < 4
    assert segments[-1].start > 5.5
    assert segments[-1].end < 9.2


def test_each_answer_begins_anew(recogniser: Vosk) -> None:
    sound = pcm(real_voice(AMIABLE))
    first, _ = hear(recogniser, sound)
    assert list(recogniser.finish()) == []
    second, _ = hear(recogniser, sound)
    assert (
        fuzz.ratio(text(first), text(second)) > 80
    )  # it dithers: the same sound is not always the same text
    assert second[0].start < 1


def test_silence_has_no_words(recogniser: Vosk) -> None:
    segments, hypotheses = hear(recogniser, silence(3))
    assert segments == []
    assert set(hypotheses) <= {""}


@pytest.mark.fault(26)
@pytest.mark.parametrize("missing", ["graph/HCLr.fst", "am/final.mdl", "ivector"])
def test_half_a_model_is_refused_in_one_sentence(tmp_path: Path, missing: str) -> None:
    """Vosk itself loads some of these, and fails when a recogniser is built, or ends the process."""
    from models.speech.catalogue import trouble_with

    model = Path(korean_model())
    half = tmp_path / "vosk-model-half"
    half.mkdir()
    for path in model.rglob("*"):
        target = half / path.relative_to(model)
        if missing in str(path.relative_to(model)):
            continue
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path)
    problem = trouble_with(half)
    assert problem is not None
    assert "vosk-model-half" in problem


@pytest.mark.fault(26)
def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecogniserError, match="cannot be loaded"):
        Vosk(str(tmp_path))
    shutil.rmtree(tmp_path)


def test_what_vosk_says_is_read_strictly_enough() -> None:
    words = '{"conf": 1.2, "end": 0.5, "start": 0.1, "word": "flask"}, '
    words += '{"conf": 0.5, "end": 0.7, "start": 0.6, "word": "[unk]"}'
    result = f'{{"result": [{words}], "text": "flask [unk]"}}'
    (segment,) = finals(result, offset=10)
    assert (segment.text, segment.start, segment.end) == ("flask", 10.1, 10.5)
    assert segment.words[0].confidence == 1
    assert list(finals('{"text": ""}')) == []
    assert partial('{"partial": "the app"}') == "the app"


def test_the_desk_hears_a_file_with_it(tmp_path: Path) -> None:
    path = convert(real_voice(AMIABLE), tmp_path / "answer.flac", 44_100, 2)
    options = DeskOptions(recogniser="vosk", model=korean_model(), audio=(str(path),), fast=True, speak=False)
    with desk(options) as under_test:
        assert under_test.wait(Hello).recogniser == "Vosk ko"
        assert under_test.answer(1, Ended)
        assert under_test.all(Partial)
        assert under_test.all(Level)[-1].seconds == pytest.approx(3.29, abs=0.02)
        assert all(segment.words for segment in under_test.all(Segment))
