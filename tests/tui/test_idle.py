"""The idle limit on the screen and in plain mode: nobody's interview is left open on a shared machine."""

from pathlib import Path

from models.idle import IdleLimit
from models.interview.evolve import fold
from models.records.journal import Journal
from tests.models.test_idle import LIMIT, Clock
from tests.program import PATIENCE, VIVA
from tests.pty import Terminal, isolated
from tests.tui.kept import drawn
from tests.tui.stage import StagedApp


def shared(home: Path, minutes: float) -> dict[str, str]:
    """A machine whose administrator ends what is idle for so many minutes."""
    file = home / "etc" / "viva" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f"[limits]\nidle_minutes = {minutes}\n")
    return isolated(home, XDG_CONFIG_DIRS=str(home / "etc"))


def kept(home: Path) -> tuple[str, str]:
    """The id of the interview in the journal, and what was said in it; it can be resumed."""
    journal = Journal(home / "data" / "viva" / "viva.db")
    (entry,) = journal.entries(unfinished=True)
    state = fold(journal.events(entry.id))
    journal.close()
    return entry.id, " ".join(turn.transcript for turn in state.turns)


def test_a_lobby_that_nobody_looks_at_ends(tmp_path: Path) -> None:
    with Terminal([VIVA], shared(tmp_path, 0.02), 80, 24) as terminal:
        assert terminal.wait_for_end(PATIENCE) == 0
        assert "Nothing happened for 0.02 minutes." in terminal.text
        assert terminal.broken_modes() == []


def test_an_interview_that_nobody_sits_is_saved_with_what_was_being_typed(tmp_path: Path) -> None:
    command = [VIVA, "practice", "flask", "--recogniser", "none", "--no-voice", "--question", "two-contexts"]
    with Terminal(command, shared(tmp_path, 0.1), 80, 24) as terminal:
        terminal.wait_for("begins")
        terminal.send("\r")
        terminal.wait_for("two contexts")
        terminal.send("half a sen")
        assert terminal.wait_for_end(PATIENCE) == 0
        name, said = kept(tmp_path)
        assert said == "half a sen"
        told = f"Nothing happened for 0.1 minutes. Saved. Go on with: viva resume {name}"
        assert "".join(told.split()) in "".join(terminal.text.split())
        assert terminal.broken_modes() == []


def test_plain_mode_ends_too(tmp_path: Path) -> None:
    command = [VIVA, "practice", "flask", "--plain", "--recogniser", "none", "--no-voice"]
    with Terminal(command, shared(tmp_path, 0.02), 80, 24) as terminal:
        assert terminal.wait_for_end(PATIENCE) == 0
        name, _ = kept(tmp_path)
        assert "(Nothing happened for 0.02 minutes.)" in terminal.text
        assert f"Saved. Go on with: viva resume {name}" in terminal.text


def test_a_question_of_plain_modes_lobby_waits_no_longer(tmp_path: Path) -> None:
    with Terminal([VIVA, "--plain"], shared(tmp_path, 0.05), 80, 24) as terminal:
        terminal.wait_for("Subject")
        terminal.send("1\r")
        terminal.wait_for("Topic")
        assert terminal.wait_for_end(PATIENCE) == 0
        assert "Nothing happened for 0.05 minutes." in terminal.text


async def test_a_key_keeps_a_screen_open_and_only_a_key(tmp_path: Path) -> None:
    clock = Clock()
    app = StagedApp(home=tmp_path)
    app.idle = IdleLimit(LIMIT, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await drawn(pilot)
        clock.now = LIMIT - 1
        await pilot.press("tab")
        clock.now = LIMIT + 1
        app.end_if_idle()
        assert not app.farewell
        clock.now = 2 * LIMIT
        app.end_if_idle()
        assert app.farewell.startswith("Nothing happened for 15 minutes.")
