"""Runs blocks of Python, each in a process of its own: `{"id": "code"}` on standard input, failures out.

The blocks are forked from one interpreter, so that a library is imported once and not for each of them.
"""

import importlib.util
import json
import os
import runpy
import sys
import tempfile
import traceback
from pathlib import Path

SHARED = ("flask", "flask_sqlalchemy", "sqlalchemy")
"""What most blocks import: loaded before the first of them."""
SECONDS = 60
"""After which a block that has not ended is ended."""


def failure(name: str, code: str) -> str:
    """Run a block as a script in a folder of its own; the last lines of its traceback, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "block.py"
        script.write_text(code, encoding="utf-8")
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.chdir(folder)
            status = 0
            try:
                import signal

                signal.alarm(SECONDS)
                sys.argv = [str(script)]
                runpy.run_path(str(script), run_name="__main__")
            except SystemExit as end:
                status = int(bool(end.code))
            except BaseException:
                os.write(writer, traceback.format_exc()[-2_000:].encode())
                status = 1
            os._exit(status)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            told = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return f"{name}: {told or f'ended with {status}'}" if status else ""


def main() -> None:
    """Run every block, and print those that failed as a JSON array."""
    for module in SHARED:
        if importlib.util.find_spec(module):
            __import__(module)
    blocks: dict[str, str] = json.load(sys.stdin)
    failed = [told for name, code in blocks.items() if (told := failure(name, code))]
    print(json.dumps(failed))


if __name__ == "__main__":
    main()
