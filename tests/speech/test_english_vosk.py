"""Runs wherever an English Vosk model is found; where none is, it says so in words that are looked for."""

import pytest
from rapidfuzz import fuzz

from models.records.paths import find_places, model_folders
from models.speech.catalogue import Model, find_models
from models.speech.recognisers.vosk import Vosk
from tests.speech.desks import AMIABLE
from tests.speech.sounds import hear, pcm, real_voice, silence, text

FOLDERS = model_folders(find_places())
"""Where this machine's models are: taken before a test is given a home of its own."""


def english_model() -> Model:
    """An English model on this machine."""
    found = [model for model in find_models(FOLDERS) if model.language.startswith("en")]
    if not found:
        pytest.skip("ENGLISH VOSK NOT TESTED")
    return found[0]


def test_the_english_model_hears_a_persons_sentence() -> None:
    recogniser = Vosk(english_model().path)
    segments, hypotheses = hear(recogniser, silence(0.5) + pcm(real_voice(AMIABLE)) + silence(1))
    heard = text(segments)
    assert fuzz.ratio(heard, "he might even have been made amiable himself") > 75, heard
    assert len(hypotheses) > 3
    assert all(0 <= word.confidence <= 1 for segment in segments for word in segment.words)
