"""The store: Vosk models that Viva installed, each in a folder of its name, whole or not there."""

import os
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from models.speech.catalogue import CatalogueError, Model, describe, is_model, trouble_with

LARGEST = 8_000_000_000
"""Bytes of an unpacked model; the largest of Vosk's has 4."""
MOST = 5_000
"""Files in a model; Vosk's have some 20."""
CHUNK = 1 << 20

_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")
_HALF_MADE = ".half-made-"


def add(source: Path, store: Path, name: str = "") -> Model:
    """Install a model from its zip or folder, tested by building a recogniser; raises `CatalogueError`.

    It is made under a name that nothing looks for and renamed at the end: cut off at any point, nothing
    half-made is ever taken for a model. What an earlier run left behind is removed.
    """
    if not source.exists():
        raise CatalogueError(f"There is no {source}.")
    with half_made(store) as folder:
        try:
            if source.is_dir():
                made = _copy(source, folder)
            elif zipfile.is_zipfile(source):
                made = _extract(source, folder)
            else:
                raise CatalogueError(f"{source.name} is neither a zip nor a folder.")
        except (
            OSError,
            zipfile.BadZipFile,
            zipfile.LargeZipFile,
            NotImplementedError,
            RuntimeError,
        ) as error:
            what = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise CatalogueError(f"{source.name} cannot be unpacked: {what}".rstrip(".") + ".") from error
        name = name or (made.name if made != folder else source.name.removesuffix(".zip"))
        if not _NAME.match(name):
            raise CatalogueError(f"{name!r} is no name for a model: rename the folder.")
        if (store / name).exists():
            raise CatalogueError(f"{name} is installed already; first: viva models remove {name}")
        if problem := trouble_with(made):
            raise CatalogueError(problem.replace(made.name, source.name, 1))
        for path in (made, *made.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
        made.rename(store / name)
    return describe(store / name, str(store))


def remove(name: str, store: Path) -> None:
    """Remove a model that Viva installed; raises `CatalogueError` for any other."""
    if not _NAME.match(name) or not is_model(store / name):
        there = ", ".join(sorted(path.name for path in store.glob("[!.]*") if is_model(path))) or "none"
        raise CatalogueError(f"Viva installed no model {name}. It installed: {there}.")
    with half_made(store) as folder:
        (store / name).rename(folder / name)


@contextmanager
def half_made(store: Path) -> Iterator[Path]:
    """A folder in the store that is gone afterwards, with those that processes which ended left behind."""
    try:
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in store.glob(f"{_HALF_MADE}*"):
            if not _alive(old.name.removeprefix(_HALF_MADE).split("-")[0]):
                shutil.rmtree(old, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{_HALF_MADE}{os.getpid()}-", dir=store))
    except OSError as error:
        raise CatalogueError(f"Models cannot be kept in {store}: {error.strerror}.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


def _copy(source: Path, folder: Path) -> Path:
    """Copy a model's folder; links are not followed, and refused."""
    if not is_model(source):
        raise CatalogueError(f"{source} is not a Vosk model: it holds no am/final.mdl.")
    files = sorted(source.rglob("*"))
    if any(path.is_symlink() or not (path.is_file() or path.is_dir()) for path in files):
        raise CatalogueError(f"{source} holds links or special files: copy the files themselves.")
    _bound(len(files), sum(path.stat().st_size for path in files if path.is_file()), folder)
    named = source.absolute()
    made = folder / (named.parent.name if named.name == "model" else named.name)
    for path in files:
        target = made / path.relative_to(source)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    return made


def _extract(source: Path, folder: Path) -> Path:
    """Unpack a zip, none of whose members may lie outside, be a link, or be larger than it says."""
    with zipfile.ZipFile(source) as archive:
        members = archive.infolist()
        _bound(len(members), sum(member.file_size for member in members), folder)
        for member in members:
            path = PurePosixPath(member.filename.replace("\\", "/"))
            kind = stat.S_IFMT(member.external_attr >> 16)
            if path.is_absolute() or ".." in path.parts or ":" in member.filename or not path.parts:
                raise CatalogueError(f"{source.name} is not safe: it holds the path {member.filename!r}.")
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise CatalogueError(f"{source.name} is not safe: {member.filename!r} is a link.")
            target = folder.joinpath(*path.parts)
            if member.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as packed, target.open("xb") as unpacked:
                shutil.copyfileobj(packed, unpacked, CHUNK)  # zipfile stops at the size that it says
    found = [path for path in (folder, *sorted(folder.iterdir())) if path.is_dir() and is_model(path)]
    if not found:
        raise CatalogueError(f"{source.name} holds no Vosk model: there is no am/final.mdl in it.")
    return found[0]


def _bound(files: int, size: int, folder: Path) -> None:
    if files > MOST or size > LARGEST:
        raise CatalogueError(f"That is no model: it has {files} files, {size / 1e9:.1f} GB unpacked.")
    if size > shutil.disk_usage(folder).free:
        raise CatalogueError(f"The disk is too full: {size / 1e6:.0f} MB are needed in {folder.parent}.")
