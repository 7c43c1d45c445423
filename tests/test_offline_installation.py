"""The administrator's page, as it is written: Viva fetched on one machine, and installed with no network."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from models.speech.catalogue import DEFAULT_MODEL
from models.speech.fetch import PUBLISHER, SHA256
from tests.needs import need_index

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "administrator.md").read_text("utf-8")
SECTION = PAGE.split("\n## Installing without a network\n")[1].split("\n## ")[0]
FETCH, INSTALL, CHECK = re.findall(r"^```bash\n(.*?)^```", SECTION, re.DOTALL | re.MULTILINE)
PARTS = ("pyproject.toml", "requirements.lock", "README.md", "LICENSE", "viva_voce.py", "docs/viva.1")
PATH = f"{Path(sys.executable).parent}:{os.defpath}"


def shell(script: str, folder: Path, environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a block of the page in that folder."""
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env={**os.environ, "PATH": PATH, **environ},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def test_viva_is_installed_without_a_network(tmp_path: Path) -> None:
    checkout, host = tmp_path / "checkout", tmp_path / "host"
    for package in ("tui", "questions", "models"):
        shutil.copytree(ROOT / package, checkout / package, ignore=shutil.ignore_patterns("__pycache__"))
    (checkout / "docs").mkdir()
    for part in PARTS:
        shutil.copy(ROOT / part, checkout / part)
    fetched = shell(FETCH, checkout, {"HOME": pwd.getpwuid(os.getuid()).pw_dir})  # where pip keeps a cache
    need_index(fetched.stderr)
    assert fetched.returncode == 0, fetched.stderr

    host.mkdir()
    (checkout / "wheels").rename(host / "wheels")
    opt, programs = tmp_path / "opt", tmp_path / "bin"
    programs.mkdir()
    here = INSTALL.replace("sudo ", "").replace("/opt/viva", str(opt))
    here = here.replace("/usr/local/bin", str(programs))
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_FIND_LINKS": "", "PIP_NO_COMPILE": "1"}
    installed = shell(here, host, {**nowhere, "PATH": f"{programs}:{PATH}"})
    assert installed.returncode == 0, installed.stderr
    asked = shell("command -v viva && viva --help", host, {"PATH": f"{programs}:{os.defpath}"})
    assert asked.stdout.startswith(f"{programs}/viva\n"), asked.stderr
    assert "practice" in asked.stdout

    wheel = next((host / "wheels").glob("viva_voce-*.whl"))
    wheel.write_bytes(wheel.read_bytes()[:-1])
    changed = shell(here, host, nowhere)
    assert changed.returncode != 0
    assert wheel.name in changed.stdout + changed.stderr
    shutil.rmtree(opt)  # 250 MB, which pytest would keep


def test_the_models_checksum_is_the_one_that_viva_checks() -> None:
    assert f'echo "{SHA256[DEFAULT_MODEL]}  {DEFAULT_MODEL}.zip" | sha256sum --check\n' == CHECK
    assert f"{PUBLISHER}{DEFAULT_MODEL}.zip" in SECTION
