"""What the packs claim is true: their code runs against the real libraries."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from questions.library import BUILT_IN, Library
from tests.needs import need_module

MODULES = {
    "flask": (
        "flask",
        "flask_sqlalchemy",
        "flask_login",
        "flask_restful",
        "flask_wtf",
        "flask_migrate",
        "asgiref",
    ),
    "python": (),
    "backend": ("flask", "sqlalchemy"),
}
"""What the code of each pack runs against."""


@pytest.mark.parametrize("name", sorted(MODULES))
def test_the_code_of_every_question_runs(name: str, tmp_path: Path) -> None:
    for module in MODULES[name]:
        need_module(module)
    pack = Library([BUILT_IN]).open(name)
    blocks = {question.id: question.code for question in pack.questions if question.code.strip()}
    assert blocks
    environment = {"PATH": os.defpath, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-I", str(Path(__file__).with_name("run_blocks.py"))],
        input=json.dumps(blocks),
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    failed: list[str] = json.loads(done.stdout.splitlines()[-1])
    assert not failed, "\n".join(failed)
