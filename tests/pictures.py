"""Draws the pictures of the README from the real screens: `make pictures`."""

import asyncio
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from models.view import Published
from tests.tui.stage import LEVELS, SPOKEN, StagedApp, followed_up, listening, partial, view
from tui.app import VivaApp

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = (90, 26)


async def draw(app: VivaApp, name: str) -> None:
    """Run the app, and write what it shows."""
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        picture = app.export_screenshot(title="viva")
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)  # nothing is fetched
    steady = re.sub(r"terminal-\d+", f"terminal-{name}", picture)  # the number changes with each run
    (FOLDER / f"{name}.svg").write_text(steady, "utf-8")


async def main() -> None:
    """Draw every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    speaking = partial("and the request context carries request and sess")
    heard: list[Published] = [view(listening(SPOKEN)), speaking, LEVELS[2]]
    screens: dict[str, Sequence[Published]] = {
        "lobby": [],
        "interview": heard,
        "follow-up": [view(followed_up())],
    }
    for name, items in screens.items():
        with tempfile.TemporaryDirectory() as home:
            await draw(StagedApp(*items, home=Path(home)), name)
            print(FOLDER / f"{name}.svg")


if __name__ == "__main__":
    asyncio.run(main())
