"""Deletes all that Viva keeps of a person; nothing else in its folders is touched."""

import shutil
from pathlib import Path

import msgspec

from models.counting import counted
from models.records.journal import Journal, JournalError
from models.records.paths import Places


class Held(msgspec.Struct, frozen=True):
    """One kind of thing that is kept."""

    what: str
    paths: tuple[Path, ...]
    bytes: int


def held(places: Places) -> list[Held]:
    """What is kept, kind by kind; what there is nothing of is left out."""
    kinds = {
        _interviews(places): sorted(places.data.glob(f"{places.journal.name}*")),
        "recordings of answers": [places.recordings],
        "recognition models": [places.models],
        "packs of questions of your own": [places.data / "packs"],
        "settings": sorted(places.config.glob(f"{places.settings.name}*")),
        "logs and crash reports": sorted(places.state.glob("*")),
        "what can be computed again": sorted(places.cache.glob("*")),
    }
    found = []
    for what, paths in kinds.items():
        there = tuple(path for path in paths if path.is_symlink() or path.exists())
        if there:
            found.append(Held(what, there, sum(map(_size, there))))
    return found


def purge(places: Places, found: list[Held]) -> None:
    """Delete it, and then Viva's folders as far as they are empty. Raises `OSError`."""
    for kind in found:
        for path in kind.paths:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    for folder in {places.data, places.config, places.state, places.cache}:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _interviews(places: Places) -> str:
    try:
        journal = Journal.open_to_read(places.journal)
    except JournalError:
        return "interviews"
    try:
        number = journal.count()
    finally:
        journal.close()
    return counted(number, "interview")


def _size(path: Path) -> int:
    """Bytes of a file, or of all in a folder; a link counts for itself."""
    if path.is_symlink() or not path.is_dir():
        return path.lstat().st_size
    return sum(_size(inner) for inner in path.iterdir())
