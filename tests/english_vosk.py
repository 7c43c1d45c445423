"""Says, near the end of CI, whether the tests that need an English Vosk model were run."""

from models.records.paths import find_places, model_folders
from models.speech.catalogue import find_models


def find_english() -> str | None:
    """The folder of an English Vosk model on this machine, if there is one."""
    models = find_models(model_folders(find_places()))
    return next((model.path for model in models if model.language.startswith("en")), None)


if __name__ == "__main__":
    found = find_english()
    print(f"English Vosk tested with {found}" if found else "ENGLISH VOSK NOT TESTED: no model was found")
