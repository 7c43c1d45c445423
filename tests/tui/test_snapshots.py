"""Pictures of the screens: every state, at 80×24 and 120×36, dark, light, high contrast and without colours.

Recorded with `make snapshots`, on the locked versions only.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot

from models.interview.events import Rules
from models.records.settings import Settings
from models.speech.protocol import Device, Devices
from models.view import Published
from questions.plan import Plan
from tests.models.interview_builders import Held
from tests.tui.stage import LEVELS, SPOKEN, StagedApp, followed_up, interview, listening, partial, plan, view
from tui.screens import soundcheck
from tui.screens.soundcheck import SoundCheckScreen
from tui.widgets.answer_line import AnswerLine

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
COLOURS = pytest.mark.parametrize(
    "theme", ["viva-dark", "viva-light", "viva-contrast", "ansi-dark", "no-colour"]
)
Compare = Callable[..., bool]

LONG = (
    "Explain, in as much detail as you can, "
    + "what happens between the socket and the view, and back again, " * 5
)


def long_plan() -> Plan:
    planned = plan(
        3, title="A subject with a very long title indeed, longer than the line", topic="And a long topic"
    )
    first = planned.rounds[0]
    question = msgspec.structs.replace(first.questions[0], ask=LONG)
    return msgspec.structs.replace(
        planned, rounds=(msgspec.structs.replace(first, questions=(question,)), *planned.rounds[1:])
    )


def long_answer() -> Held:
    held = interview(planned=long_plan())
    held.open(at=0.0)
    for number in range(30):
        held.hear(
            f"sentence {number} of an answer that goes on and on and never seems to come to its point", at=50
        )
    return held


def paused() -> Held:
    from models.interview import commands as c

    held = listening(SPOKEN)
    held.do(c.Pause())
    return held


STATES: dict[str, Callable[[], list[Published]]] = {
    "opening": lambda: [view(interview(Rules(breath=60)))],
    "exam-opening": lambda: [view(interview(Rules(breath=60, mode="exam")))],
    "asking": lambda: [view(interview(), speaking=True)],
    "listening": lambda: [
        view(listening(SPOKEN)),
        partial("and the request context carries request and sess"),
        LEVELS[2],
    ],
    "nothing-said": lambda: [view(listening())],
    "follow-up": lambda: [view(followed_up())],
    "amber": lambda: [view(listening(SPOKEN, used=140))],
    "over": lambda: [view(listening(SPOKEN, used=200))],
    "paused": lambda: [view(paused())],
    "typed": lambda: [view(listening(SPOKEN), ear="typed", listening=False)],
    "not-saved": lambda: [view(listening(SPOKEN), saved=False)],
    "long": lambda: [view(long_answer())],
}


def staged(home: Path, items: list[Published], theme: str = "viva-dark", **settings: object) -> StagedApp:
    chosen = "viva-dark" if theme == "no-colour" else theme
    return StagedApp(*items, home=home, settings=Settings(theme=chosen, **settings))  # type: ignore[arg-type]


@SIZES
@pytest.mark.parametrize("state", STATES)
def test_interview(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], state: str) -> None:
    async def focused(pilot: Pilot[None]) -> None:
        while state == "typed" and not isinstance(pilot.app.focused, AnswerLine):
            await pilot.pause()
        await pilot.pause()

    assert snap_compare(staged(tmp_path, STATES[state]()), terminal_size=size, run_before=focused)


@COLOURS
def test_interview_in_colours(
    snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    if theme == "no-colour":
        monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(staged(tmp_path, STATES["amber"](), theme), terminal_size=(80, 24))


@pytest.mark.parametrize("keys", [["s"], ["q"], ["e"], ["question_mark"], ["t", "h", "i"]], ids="-".join)
def test_interview_dialogs(snap_compare: Compare, tmp_path: Path, keys: list[str]) -> None:
    assert snap_compare(staged(tmp_path, STATES["listening"]()), terminal_size=(80, 24), press=keys)


@pytest.mark.parametrize("first", ["listening", "lobby"])
def test_a_window_too_small(snap_compare: Compare, tmp_path: Path, first: str) -> None:
    items = STATES[first]() if first != "lobby" else []
    assert snap_compare(staged(tmp_path, items), terminal_size=(60, 15))


async def packs_read(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@SIZES
@COLOURS
def test_lobby_of_a_newcomer(
    snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], theme: str
) -> None:
    if theme == "no-colour":
        monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(staged(tmp_path, [], theme), terminal_size=size, run_before=packs_read)


@pytest.fixture
def microphones(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Devices(
        (Device(0, "Built-in Microphone", 48000, True), Device(1, "USB headset", 16000)), (), (), ()
    )
    monkeypatch.setattr(soundcheck, "list_devices", lambda: found)


@SIZES
@pytest.mark.usefixtures("microphones")
def test_sound_check_without_an_ear(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    async def open_check(pilot: Pilot[None]) -> None:
        await packs_read(pilot)
        pilot.app.push_screen(SoundCheckScreen())
        await pilot.pause()
        await packs_read(pilot)

    app = staged(tmp_path, [], recogniser="none", speak=False)
    assert snap_compare(app, terminal_size=size, run_before=open_check)
