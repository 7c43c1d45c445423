"""Finds packs in the folders it is given, and reads one when it is chosen.

Counting a pack means parsing it, so counts are kept in a cache; a list of packs then costs a look at each
file's size and time.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from questions.decode import INFO_FILE, Decoded, Problem, decode, decode_info, toml_files
from questions.pack import LEVELS, Pack, PackInfo
from questions.untrusted import clean
from questions.usable import unusable

BUILT_IN = Path(__file__).resolve().parent / "packs"
"""The folder of the packs that come with Viva."""
CACHE_FILE = "packs.json"
MAX_PACKS = 200


class LibraryError(Exception):
    """A pack that cannot be had; its text is one sentence for the user."""


class UnknownPackError(LibraryError):
    """There is no pack of that name; the sentence names those that there are."""


class BrokenPackError(LibraryError):
    """There is such a pack, and something in it keeps it from being used."""

    def __init__(self, name: str, folder: Path, problems: Sequence[Problem]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        path = clean(str(folder))
        super().__init__(f"Cannot use the pack {name}: {problems[0]}{more}. See: viva packs check {path}")
        self.problems = tuple(problems)


class Counts(msgspec.Struct, frozen=True):
    """How much a pack holds."""

    questions: int
    topics: int
    levels: dict[str, int]
    """Questions of each level, easiest first."""
    points: int
    phrasings: int
    minutes: float
    """Minutes of all questions together."""
    errors: int
    """What keeps the pack from being used; 0 in a pack that can be asked."""


class Entry(msgspec.Struct, frozen=True):
    """A pack that was found, as a list shows it."""

    id: str
    """The pack's id; its folder's name where `pack.toml` cannot be read."""
    info: PackInfo | None
    folder: Path
    hides: Path | None = None
    """The folder of a pack with the same id in an earlier folder, whose place this one takes."""


class _Cached(msgspec.Struct, frozen=True):
    files: tuple[tuple[str, int, int], ...]
    """Name, size in bytes and time in nanoseconds of each file when they were counted."""
    info: PackInfo | None
    counts: Counts


class _Cache(msgspec.Struct, frozen=True):
    version: int = 1
    packs: dict[str, _Cached] = {}
    """By folder."""


class Library:
    """The packs of some folders: those that come with Viva, the machine's, the user's own.

    Of two packs with one id the one in the later folder is used: a user's own takes a built-in one's place.
    """

    def __init__(self, folders: Sequence[Path], cache: Path | None = None, *, by_path: bool = True) -> None:
        """Look in these folders, in this order, and `by_path` in any that is named by its path.

        Counts are kept in the folder `cache`, if there is one.
        """
        self._folders = tuple(folders)
        self._by_path = by_path
        self._cache_file = cache / CACHE_FILE if cache else None
        self._cache: _Cache | None = None

    def entries(self) -> tuple[Entry, ...]:
        """Every pack, by id; quick, as no more than each `pack.toml` is read."""
        found: dict[str, Entry] = {}
        for folder in (pack for root in self._folders for pack in _pack_folders(root)):
            cached = self._cached(folder)
            info = cached.info if cached else decode_info(folder)
            name = info.id if info else clean(folder.name)
            hidden = found.get(name)
            found[name] = Entry(name, info, folder, hidden.folder if hidden else None)
        return tuple(found[name] for name in sorted(found))

    def counts(self, entry: Entry) -> Counts:
        """How much a pack holds: from the cache, unless one of its files has changed."""
        cached = self._cached(entry.folder)
        if cached is None:
            files = _signature(entry.folder)
            decoded = decode(entry.folder)
            cached = _Cached(files, decoded.info, _count(decoded))
            self._keep(entry.folder, cached)
        return cached.counts

    def open(self, name: str) -> Pack:
        """Read the pack of an id, or of a path to its folder.

        Raises `UnknownPackError` or `BrokenPackError`.
        """
        folder = self.folder(name)
        decoded = decode(folder)
        pack = decoded.pack()
        problems = unusable(decoded)
        if pack is None or problems:
            raise BrokenPackError(clean(name), folder, problems)
        return pack

    def open_for(self, name: str, question: str) -> Pack:
        """Of such a pack one question, by its id of now or of old, and every term.

        The files of other topics are not parsed, and a fault in another question does not matter. The whole
        pack where no question has that id. Raises `UnknownPackError` or `BrokenPackError`.
        """
        decoded = decode(self.folder(name), question)
        pack = decoded.pack()
        known = pack is not None and pack.question(question) is not None
        return pack if pack and known and not unusable(decoded) else self.open(name)

    def folder(self, name: str) -> Path:
        """The folder of the pack of an id, or of a path; raises `UnknownPackError`."""
        entries = self.entries()
        for entry in entries:
            if entry.id == name:
                return entry.folder
        known = ", ".join(entry.id for entry in entries) or "none"
        if not self._by_path:
            raise UnknownPackError(f"There is no pack {clean(name)}. Packs: {known}.")
        path = Path(name)
        path = path.parent if path.name == INFO_FILE else path
        with suppress(OSError, ValueError):
            if (path / INFO_FILE).is_file():
                return path
            if os.sep in name or name in (".", ".."):
                missing = f"{path} has no {INFO_FILE}" if path.is_dir() else f"There is no folder {path}"
                raise UnknownPackError(f"{clean(missing)}. Give the path of a pack's folder.")
        raise UnknownPackError(
            f"There is no pack {clean(name)}. Packs: {known}. The path of a pack's folder will do too."
        )

    def _cached(self, folder: Path) -> _Cached | None:
        if self._cache is None:
            self._cache = _read_cache(self._cache_file)
        cached = self._cache.packs.get(str(folder))
        return cached if cached and cached.files == _signature(folder) else None

    def _keep(self, folder: Path, cached: _Cached) -> None:
        cache = self._cache or _Cache()
        there = {path: kept for path, kept in cache.packs.items() if Path(path).is_dir()}
        self._cache = _Cache(packs={**there, str(folder): cached})
        if self._cache_file:
            with suppress(OSError):  # a cache that cannot be kept costs time, and nothing else
                _write_atomically(self._cache_file, msgspec.json.encode(self._cache))


def _pack_folders(root: Path) -> list[Path]:
    try:
        folders = [
            Path(entry) for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith(".")
        ]
    except OSError:
        return []
    return sorted(folder for folder in folders if (folder / INFO_FILE).exists())[:MAX_PACKS]


def _signature(folder: Path) -> tuple[tuple[str, int, int], ...]:
    found = []
    for name in toml_files(folder):
        with suppress(OSError):
            status = (folder / name).stat()
            found.append((name, status.st_size, status.st_mtime_ns))
    return tuple(found)


def _count(decoded: Decoded) -> Counts:
    questions = [question for _, question in decoded.questions]
    levels = Counter(question.level for question in questions)
    points = [point for question in questions for point in question.points]
    return Counts(
        questions=len(questions),
        topics=len({question.topic for question in questions}),
        levels={level: levels[level] for level in LEVELS},
        points=len(points),
        phrasings=sum(len(point.phrasings) for point in points),
        minutes=sum((question.minutes for question in questions), 0.0),
        errors=len(unusable(decoded)),
    )


def _read_cache(file: Path | None) -> _Cache:
    if file is not None:
        # A damaged cache, or one of another version, is as good as none.
        with suppress(OSError, msgspec.DecodeError, RecursionError):
            cache = msgspec.json.decode(file.read_bytes(), type=_Cache)
            if cache.version == _Cache().version:
                return cache
    return _Cache()


def _write_atomically(file: Path, data: bytes) -> None:
    """Write a file of mode 0600 so that a reader sees the old one or the new one, and never a part."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
