"""Disks that misbehave for real: small file systems, which a test fills or makes read-only."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class SmallDisk:
    """A mounted tmpfs of one megabyte."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "viva-test", str(folder)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"needs a file system that can be mounted: {done.stderr.strip()}")

    def fill(self) -> None:
        """Leave not a byte free."""
        with (self.folder / "ballast").open("ab", buffering=0) as file:
            for size in (65536, 4096, 1):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError:
                    pass

    def free(self) -> None:
        """Make room again."""
        (self.folder / "ballast").unlink()

    def write_protect(self) -> None:
        """Let nothing be written any more."""
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True)

    def unmount(self) -> None:
        """Take it away, whoever still uses it."""
        subprocess.run(["umount", "-l", str(self.folder)], check=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """A small disk for the length of a test; skips where none can be mounted."""
    if os.getuid() != 0:
        pytest.skip("needs root, to mount a small disk")
    folder.mkdir()
    disk = SmallDisk(folder)
    try:
        yield disk
    finally:
        disk.unmount()
