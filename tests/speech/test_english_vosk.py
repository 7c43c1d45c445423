"""Runs wherever an English Vosk model is found; where none is, it says so in words that are looked for."""

import os
from pathlib import Path

import pytest

from models.speech.catalogue import Model, find_models
from models.speech.recognisers.vosk import Vosk
from tests.speech.desks import AMIABLE
from tests.speech.sounds import hear, pcm, real_voice, silence, text


def english_model() -> Model:
    """An English model in the folders where Vosk looks, or in a package."""
    named = os.environ.get("VOSK_MODEL_PATH")
    folders = [Path(named)] if named else []
    folders += [Path("/usr/share/vosk"), Path("~/.cache/vosk").expanduser()]
    found = [model for model in find_models(folders) if model.language.startswith("en")]
    if not found:
        pytest.skip("ENGLISH VOSK NOT TESTED")
    return found[0]


def test_the_english_model_hears_a_persons_sentence() -> None:
    recogniser = Vosk(english_model().path)
    segments, hypotheses = hear(recogniser, silence(0.5) + pcm(real_voice(AMIABLE)) + silence(1))
    heard = text(segments)
    assert "might even have been made amiable himself" in heard
    assert len(hypotheses) > 3
    assert all(0 <= word.confidence <= 1 for segment in segments for word in segment.words)
