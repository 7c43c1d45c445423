"""Starts a new pack: a commented folder that passes its own check."""

import re
from pathlib import Path

from questions.untrusted import clean

TEMPLATE = Path(__file__).resolve().parent / "template"


class NewPackError(ValueError):
    """A pack that cannot be started; its text is one sentence."""


def new_pack(name: str, parent: Path) -> Path:
    """Write the template as a pack called `name` into a new folder under `parent`, and return the folder.

    Raises `NewPackError` where the name is no id, or the folder is there or cannot be written.
    """
    if len(name) > 60 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        text = f"Cannot call a pack {clean(name)}. Use lower-case words joined by hyphens, such as my-pack."
        raise NewPackError(text)
    folder = parent / name
    try:
        folder.mkdir()
        for source in sorted(TEMPLATE.glob("*.toml")):
            text = source.read_text(encoding="utf-8").replace('"PACK"', f'"{name}"')
            (folder / source.name).write_text(text, encoding="utf-8")
    except FileExistsError as error:
        raise NewPackError(f"There is a {clean(str(folder))} already. Choose another name.") from error
    except OSError as error:
        raise NewPackError(f"Cannot write {clean(str(folder))}: {error.strerror}.") from error
    return folder
