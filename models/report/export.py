"""Writes a report to a file: over no other one unless told to, whole or not at all, for its owner only."""

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from models.report import csv, html, json, markdown, pdf, text
from models.report.report import Report
from questions.untrusted import clean

FORMS = ("text", "markdown", "html", "pdf", "json", "csv")
SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".json": "json",
    ".csv": "csv",
}
_RENDERERS: dict[str, Callable[[Report], str]] = {
    "text": text.render,
    "markdown": markdown.render,
    "html": html.render,
    "json": json.render,
}


class ExportError(Exception):
    """A report cannot be written; says so in one sentence."""


def form_of(path: Path) -> str:
    """The form that a file's name asks for. Raises `ExportError`."""
    try:
        return SUFFIXES[path.suffix.lower()]
    except KeyError:
        known = ", ".join(SUFFIXES)
        raise ExportError(f"{_name(path)} does not say its format: name one, or end it in {known}.") from None


def render(
    reports: Iterable[Report],
    form: str,
    *,
    names: Sequence[str] = (),
    chromium: str | None = None,
    scratch: Path | None = None,
) -> bytes:
    """Reports in a form, as UTF-8 or PDF; only CSV takes several, whose first column says whose each is.

    A PDF is printed by the browser `chromium`, in a folder that is made in `scratch`. Raises `ExportError`.
    """
    if form not in FORMS:
        raise ExportError(f"There is no format {clean(form)}: take {', '.join(FORMS)}.")
    if form == "csv":
        return csv.render(reports, names).encode()
    reports = tuple(reports)
    if len(reports) != 1:
        raise ExportError(f"A {form} file holds one report and not {len(reports)}: take csv for several.")
    if form == "pdf":
        try:
            return pdf.render(html.render(reports[0]), chromium, scratch)
        except pdf.NoPdf as error:
            raise ExportError(str(error)) from None
    return _RENDERERS[form](reports[0]).encode()


def write(
    reports: Report | Iterable[Report],
    form: str | None,
    path: Path,
    *,
    force: bool = False,
    names: Sequence[str] = (),
    chromium: str | None = None,
) -> None:
    """Write reports to a file of mode 0600, in a form or in the one that its suffix asks for.

    Raises `ExportError`. Only `force` replaces an existing file, and what is there is never half of either.
    """
    form = form or form_of(path)
    reports = (reports,) if isinstance(reports, Report) else reports
    try:
        _check(path, force)
        _put(render(reports, form, names=names, chromium=chromium, scratch=path.parent), path, force)
    except FileExistsError:
        raise ExportError(f"{_name(path)} exists, and is not overwritten without --force.") from None
    except OSError as error:
        reason = (error.strerror or "the system refused").lower()
        raise ExportError(f"{_name(path)} cannot be written: {reason}.") from None


def _check(path: Path, force: bool) -> None:
    if path.is_dir():
        raise ExportError(f"{_name(path)} is a folder: name a file.")
    if os.path.lexists(path):
        if not force:
            raise FileExistsError
        if not path.is_file():
            raise ExportError(f"{_name(path)} is no ordinary file, and is left alone.")
    elif not path.parent.is_dir():
        raise ExportError(f"There is no folder {_name(path.parent)}: create it first.")


def _put(data: bytes, path: Path, force: bool) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".viva-")  # made with mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if force:
            Path(name).replace(path)
        else:
            _name_new(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _name_new(name: str, path: Path) -> None:
    """Give a finished file its name; raises `FileExistsError` where another one came to have it meanwhile."""
    try:
        os.link(name, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: take the name, then fill it
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        Path(name).replace(path)


def _name(path: Path) -> str:
    return clean(str(path))
