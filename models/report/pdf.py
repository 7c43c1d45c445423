"""The report as PDF: the HTML form, printed by a Chromium or Chrome that is already on the machine."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "brave-browser",
)
"""Programs that print alike; all of them are Chromium."""
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
"""Where macOS has them, which is on no PATH."""
PATIENCE = 60.0
"""Seconds after which a browser is ended that does not print."""

_OPTIONS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # a report needs nothing from the network
)


class NoPdf(Exception):
    """There is no PDF; says in a sentence why, and what to do instead."""


def find(path: str | None) -> str | None:
    """The browser that would print, looked for along a PATH and in macOS's places."""
    found = (shutil.which(name, path=path or "") for name in NAMES)
    here = (place for place in PLACES if os.access(place, os.X_OK))
    return next((program for program in (*found, *here) if program), None)


def render(page: str, chromium: str | None, scratch: Path | None = None) -> bytes:
    """A page of HTML as PDF. Raises `NoPdf`.

    A browser in a sandbox of its own, such as a snap, sees no `/tmp`: `scratch` is a folder that it can see.
    """
    if chromium is None:
        raise NoPdf(
            "A PDF is printed by Chromium or Chrome, and none was found: export as HTML,"
            " open that in any browser, and print it to a PDF there."
        )
    near = scratch and scratch.absolute()  # a relative path makes no file: address
    with tempfile.TemporaryDirectory(prefix="viva-", dir=near, ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "report.html"), Path(folder, "report.pdf")
        source.write_text(page, "utf-8")
        command = [chromium, *_OPTIONS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}"]
        if os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium refuses root otherwise; the page has no script
        try:
            subprocess.run(
                [*command, source.as_uri()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
            return target.read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            raise NoPdf(
                f"{Path(chromium).name} did not print the PDF: export as HTML,"
                " open that in any browser, and print it to a PDF there."
            ) from None
