"""Answers kept as sound, where that was asked for: a folder for each interview, and so many of them."""

import shutil
from pathlib import Path

from models.records.paths import Places

MOST = 1_000_000_000
"""Bytes of recordings that are kept: about fourteen hours of speech. The oldest interviews' go first."""


def folder_of(places: Places, interview: str) -> Path:
    """Where an interview's answers are kept; it need not exist."""
    return places.recordings / Path(interview).name


def parts_of(places: Places, interview: str, turn: int) -> tuple[Path, ...]:
    """The files of one answer, in the order in which they were heard: the ear may have been shut in it."""
    folder = folder_of(places, interview)
    first = folder / f"turn-{turn:03}.flac"
    later = sorted(folder.glob(f"turn-{turn:03}-*.flac"), key=lambda path: (len(path.name), path.name))
    return tuple(path for path in (first, *later) if path.is_file() and not path.is_symlink())


def forget(places: Places, interview: str) -> None:
    """Delete what was kept of an interview's sound. Raises `OSError`."""
    folder = folder_of(places, interview)
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)


def bound(places: Places, most: int = MOST) -> list[str]:
    """Delete the recordings of the oldest interviews until no more than `most` bytes are left; their ids."""
    if not places.recordings.is_dir():
        return []
    folders = [path for path in places.recordings.iterdir() if path.is_dir() and not path.is_symlink()]
    latest_first = sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)
    total, gone = 0, []
    for folder in latest_first:
        total += sum(path.stat().st_size for path in folder.iterdir())
        if total > most:
            forget(places, folder.name)
            gone.append(folder.name)
    return gone
