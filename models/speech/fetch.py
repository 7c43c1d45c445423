"""Models fetched over the network: from a mirror or their publisher, checked, tested, then installed."""

import logging
from collections.abc import Callable
from pathlib import Path

from models.speech.catalogue import DEFAULT_MODEL, VOSK_NAMES, CatalogueError, Model
from models.speech.store import LARGEST, add, half_made

PUBLISHER = "https://alphacephei.com/vosk/models/"
SHA256 = {DEFAULT_MODEL: "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498"}
"""Pinned checksums: of the model that Viva offers. Ten public files agree on it."""
STALLED = 30
"""Seconds without a byte after which a server is given up."""
CHUNK = 1 << 16

Progress = Callable[[int, int], None]
"""Called with the bytes that came and their total (0 if unknown); what it raises cancels the fetch."""


class _Bar:
    """The progress bar that pooch drives."""

    def __init__(self, progress: Progress) -> None:
        self.total = 0
        self._progress, self._came = progress, 0

    def update(self, size: int) -> None:
        self._came += size
        if self._came > LARGEST:
            raise ValueError("it is larger than any model")
        self._progress(min(self._came, self.total) if self.total else self._came, self.total)

    def reset(self) -> None:
        self._came = 0

    def close(self) -> None:
        pass


def get(name: str, store: Path, mirror: str = "", progress: Progress = lambda came, total: None) -> Model:
    """Fetch one of Vosk's models by name and install it; raises `CatalogueError`.

    The mirror's address, where there is one, is tried first, then the publisher's; each twice, from the
    beginning. Cancelled or cut off, nothing is left.
    """
    if name not in VOSK_NAMES:
        raise CatalogueError(f"Vosk has no model {name}. It has: {', '.join(VOSK_NAMES)}.")
    if mirror and not mirror.startswith(("http://", "https://")):
        raise CatalogueError(f"{mirror} is no address: a mirror begins with http:// or https://.")
    if (store / name).exists():
        raise CatalogueError(f"{name} is installed already.")
    problems = []
    for base in filter(None, (mirror, PUBLISHER)):
        url = f"{base.rstrip('/')}/{name}.zip"
        with half_made(store) as folder:
            try:
                return add(_download(url, SHA256.get(name), folder, progress), store, name)
            except (OSError, ValueError, CatalogueError) as error:  # requests' errors are OSErrors
                problems.append(f"{url}: {_why(error)}")
    raise CatalogueError(f"{name} could not be fetched. {' '.join(problems)}")


def _download(url: str, sha256: str | None, folder: Path, progress: Progress) -> Path:
    import pooch

    pooch.get_logger().setLevel(logging.ERROR)
    downloader = pooch.HTTPDownloader(progressbar=_Bar(progress), chunk_size=CHUNK, timeout=STALLED)
    one = pooch.create(folder, "", registry={"model.zip": sha256}, urls={"model.zip": url}, retry_if_failed=1)
    return Path(one.fetch("model.zip", downloader=downloader))


def _why(error: Exception) -> str:
    """An error of the network in a few plain words."""
    if isinstance(error, CatalogueError):
        return str(error)
    text = str(error)
    if "hash" in text:
        return "what it sent is not that model (its checksum differs)."
    if isinstance(error, ValueError):
        return f"{text}."
    response = getattr(error, "response", None)
    if response is not None:
        return f"it answered {response.status_code} {response.reason}."
    for words, plain in (
        (("timed out", "Timeout"), "it stopped sending."),
        (("IncompleteRead", "Connection broken", "aborted", "reset"), "it was cut off."),
        (("resolve", "resolution", "Name or service"), "there is no such server, or no network."),
        (("refused", "unreachable"), "the server cannot be reached."),
        (("No space",), "the disk is full."),
    ):
        if any(word in text for word in words):
            return plain
    return f"{type(error).__name__}."
