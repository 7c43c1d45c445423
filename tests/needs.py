"""What a test needs from the machine: without it the test skips and says what to install.

With `VIVA_TESTS=all`, as in CI, a missing part fails the test instead.
"""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest


def _missing(sentence: str) -> None:
    if os.environ.get("VIVA_TESTS") == "all":
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def need_program(name: str, package: str) -> str:
    """The path of a program, or a skip that names the system package that brings it."""
    found = shutil.which(name)
    if found is None:
        _missing(f"needs {name}: install {package} (Debian: apt-get install {package})")
    return found or ""


def need_file(path: str, package: str) -> str:
    """The path of a file that a system package brings, or a skip that names the package."""
    if not Path(path).exists():
        _missing(f"needs {path}: install {package} (Debian: apt-get install {package})")
    return path


def need_module(name: str) -> None:
    """Skip where a Python package of the test extra is not installed."""
    if importlib.util.find_spec(name) is None:
        _missing(f"needs the Python package {name}: make test installs it")


def need_index(said: str) -> None:
    """Skip where pip said that it could not reach an index of packages."""
    if "No matching distribution" in said or "NewConnectionError" in said:
        _missing("needs the index of Python packages: connect to a network")


def need_sound_library() -> None:
    """Skip where PortAudio, which sounddevice loads, is not installed."""
    try:
        import sounddevice  # noqa: F401
    except OSError:
        _missing("needs PortAudio: install libportaudio2 (Debian: apt-get install libportaudio2)")
