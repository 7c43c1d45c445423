"""Where things are kept: the only module, with `tui.cli`, that reads the environment.

`platformdirs` decides the folders, or `VIVA_HOME` does, under which everything then lies. Folders are 0700
and files 0600, whatever the umask: a shared machine's other users see nothing.
"""

import contextlib
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import platformdirs

from viva_voce import RESTRICTED


class FolderError(Exception):
    """A folder cannot be used; its sentence says which, why, and what to do."""


class Places(msgspec.Struct, frozen=True):
    """The folders of one person."""

    config: Path
    """Settings."""
    data: Path
    """The journal, models, packs of one's own."""
    cache: Path
    """What can be computed again."""
    state: Path
    """Logs."""
    restricted: bool = False
    """Whether only packs and models of the system's count."""
    passing: bool = False
    """Whether `data` is thrown away in the end, as after a demonstration."""
    site: tuple[Path, ...] = ()
    """Where the administrator's defaults and limits may be, the most important first; see `read_site`."""

    @property
    def journal(self) -> Path:
        """The SQLite file that holds every interview."""
        return self.data / "viva.db"

    @property
    def settings(self) -> Path:
        """The settings, as TOML."""
        return self.config / "settings.toml"

    @property
    def models(self) -> Path:
        """The store of recognition models."""
        return self.data / "models"

    @property
    def desk_log(self) -> Path:
        """What the desk's libraries print."""
        return self.state / "desk.log"

    @property
    def recordings(self) -> Path:
        """Answers kept as sound, where that was asked for."""
        return self.data / "recordings"


def find_places(environ: Mapping[str, str] = os.environ) -> Places:
    """This person's folders; nothing is created."""
    home, narrow, site = environ.get("VIVA_HOME"), RESTRICTED in environ, _site_files()
    if home:
        root = Path(home).expanduser().absolute()
        own = (root / "config", root / "data", root / "cache", root / "state")
        return Places(*own, restricted=narrow, site=site)
    found = platformdirs.PlatformDirs("viva", appauthor=False)
    own = (found.user_config_path, found.user_data_path, found.user_cache_path, found.user_state_path)
    return Places(*own, restricted=narrow, site=site)


def apart(places: Places, folder: Path) -> Places:
    """The same folders, but for what is kept of interviews: that goes to `folder`, and is thrown away."""
    return msgspec.structs.replace(places, data=folder, passing=True)


def pack_folders(places: Places) -> tuple[Path, ...]:
    """Where packs are looked for; of two with one id the later folder's counts: one's own comes last."""
    import questions

    built_in = Path(questions.__file__).parent / "packs"
    own = () if places.restricted else (places.data / "packs",)
    return (built_in, *(site / "packs" for site in _site_folders()), *own)


def model_folders(places: Places, environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """Where recognition models are looked for: Viva's store, then where Vosk itself looks."""
    systems = (*(site / "models" for site in _site_folders()), Path("/usr/share/vosk"))
    if places.restricted:
        return systems
    named = environ.get("VOSK_MODEL_PATH")
    return (
        places.models,
        *systems[:-1],
        *([Path(named)] if named else []),
        systems[-1],
        Path.home() / ".cache" / "vosk",
    )


class DeskAddress(msgspec.Struct, frozen=True):
    """Where `viva ssh` left the way to the desk of the machine that somebody sits at."""

    where: str
    """A socket's path or HOST:PORT; where nothing answers, answers are typed."""
    token: Path
    """The file that holds what the next connection must give."""


def desk_address(environ: Mapping[str, str] = os.environ) -> DeskAddress | None:
    """The desk that another machine lends to this session, if one does."""
    where, token = environ.get("VIVA_DESK"), environ.get("VIVA_DESK_TOKEN")
    return DeskAddress(where, Path(token)) if where and token else None


def runtime_folder(places: Places, environ: Mapping[str, str] = os.environ) -> Path:
    """Where sockets and locks are made, and nobody else can put anything; nothing is created."""
    named = environ.get("XDG_RUNTIME_DIR")
    return Path(named) if named and _is_ours_alone(Path(named)) else places.state


def microphone_lock(places: Places) -> Path:
    """The file whose lock is the right to this machine's microphone, for all interviews of this person.

    It has the machine's name: where it is in a home that several machines share, so are its locks.
    """
    return runtime_folder(places) / f"viva-microphone-{os.uname().nodename}.lock"


def _is_ours_alone(folder: Path) -> bool:
    try:
        found = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022


def search_path(environ: Mapping[str, str] = os.environ) -> str:
    """Where programs are looked for."""
    return environ.get("PATH", os.defpath)


def _site_files() -> tuple[Path, ...]:
    """The administrator's files; the last is where no variable of the environment can point elsewhere."""
    joined = platformdirs.PlatformDirs("viva", appauthor=False, multipath=True).site_config_dir
    fixed = "/Library/Application Support/viva" if sys.platform == "darwin" else "/etc/xdg/viva"
    folders = [folder for folder in joined.split(os.pathsep) if Path(folder).is_absolute()]
    return tuple(
        Path(folder, "config.toml")
        for folder in (*dict.fromkeys(f for f in folders if Path(f) != Path(fixed)), fixed)
    )


def _site_folders() -> tuple[Path, ...]:
    joined = platformdirs.PlatformDirs("viva", appauthor=False, multipath=True).site_data_dir
    return tuple(Path(folder) for folder in joined.split(os.pathsep) if folder)


def private_folder(path: Path) -> Path:
    """Create the folder, mode 0700, and return it.

    Raises:
        FolderError: it is a link, not a folder, somebody else's, or cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise FolderError(f"The folder {path} is a link. Replace it with a folder, or set VIVA_HOME.")
        if found.st_uid != os.getuid():
            raise FolderError(
                f"The folder {path} belongs to somebody else. Set VIVA_HOME to one of your own."
            )
        if stat.S_IMODE(found.st_mode) & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise FolderError(
            f"Cannot make the folder {path}: {error.strerror}. Make room or set VIVA_HOME."
        ) from None
    return path


def private_file(path: Path) -> Path:
    """Create the file if it is missing, mode 0600, never through a link, and return it.

    A file that is there is not opened: closing it would drop all of this process's locks of it, SQLite's too,
    and two interviews would spoil one journal.

    Raises:
        FolderError: it is a link, not a file, somebody else's, or cannot be made.
    """
    private_folder(path.parent)
    try:
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.getuid():
            raise FolderError(f"{path} is not a file of your own. Move it away, or set VIVA_HOME.")
        if stat.S_IMODE(found.st_mode) & 0o077:
            path.chmod(0o600)  # nobody else can put a link here: the folder is private
    except OSError as error:
        raise FolderError(f"Cannot use {path}: {error.strerror}. Move it away, or set VIVA_HOME.") from None
    return path
