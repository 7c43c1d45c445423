"""The report's screens: what stands where, what each key does, and what a hostile answer does not."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from models.choices import Choices
from models.interview.evolve import fold
from models.records.journal import Journal
from models.records.recordings import folder_of
from models.report.report import Span
from tests.models.report import golden
from tests.models.report.sample import FIRST, FIRST_AGAIN
from tests.tui.kept import SAMPLE, kept_app, open_report, until
from tests.tui.stage import StagedApp
from tui.screens.report import ReportScreen
from tui.screens.report_compare import CompareScreen
from tui.screens.report_delivery import DeliveryScreen
from tui.screens.report_lines import study_lines
from tui.screens.report_question import QuestionScreen
from tui.widgets.chart import score_bar, timeline_line, timeline_words


class Shown:
    """A report on the screen."""

    def __init__(self, app: StagedApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.sat: list[Choices] = []
        app.sit = self.sat.append  # type: ignore[method-assign, assignment]

    def text(self, *selectors: str) -> str:
        """What the widgets say."""
        found = [
            str(part.content) for name in selectors for part in self.app.screen.query(name).results(Static)
        ]
        return "\n".join(found)

    def lines(self, name: str) -> list[str]:
        """The lines of a list."""
        return [str(option.prompt) for option in self.app.screen.query_one(name, OptionList).options]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def journal(self) -> Journal:
        return Journal(self.app.places.journal)


Open = Callable[..., AbstractAsyncContextManager[Shown]]


@pytest.fixture
def report(tmp_path: Path) -> Open:
    @asynccontextmanager
    async def open_screen(*keys: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Shown]:
        app = kept_app(tmp_path)
        async with app.run_test(size=size, notifications=True) as pilot:
            await open_report(pilot, *keys)
            yield Shown(app, pilot)

    return open_screen


async def test_the_result_what_it_rests_on_and_what_to_study_stand_on_top(report: Open) -> None:
    async with report() as shown:
        assert shown.text("#result").startswith("37 of 100")
        assert "5 of 6 questions answered." in shown.text("#result")
        assert "10 of 12 points could be judged." in shown.text("#result")
        assert "1 Both are pushed when a request arrives." in shown.text("#study Static")
        assert "flask.palletsprojects.com/en/stable/appcontext/" in shown.text("#study Static")
        below = shown.app.screen.query_one("#questions").region
        above = [part.region for part in shown.app.screen.query("#study Static")]
        assert len(above) == 7
        assert all(part.height and part.bottom <= below.y for part in above)


async def test_each_question_is_one_line_with_its_marks_and_its_score(report: Open) -> None:
    async with report() as shown:
        lines = shown.lines("#questions")
        assert lines[0].startswith("Contexts   33 of 100")
        assert lines[1].split()[:3] == ["1", "✓◐○✓", "50"]
        assert next(line for line in lines if "skipped" in line).split()[0] == "4"
        questions = shown.app.screen.query_one("#questions", OptionList)
        assert questions.virtual_size.height == len(lines), "no line is broken"


async def test_a_question_shows_its_points_its_evidence_and_a_model_answer(report: Open) -> None:
    async with report("enter") as shown:
        assert "said the other way round ×3  Both are pushed" in shown.lines("#points")[2]
        assert "said, as you ruled; the judge: not said" in shown.lines("#points")[3]
        assert "[the application context carries current app and g]1" in shown.text(".transcript")
        assert "[it is pushed after the view]3" in shown.text(".transcript")
        assert "Follow-up, because you said only part of what the request" in shown.text(".heading")
        assert "4 pauses (·), the longest 10.2 s; 2 fillers (▒): um, uh" in shown.text("#own Static")
        assert "0:46 of 3:00" in shown.text("#title")
        assert "Flask pushes both when a request arrives" in shown.text("#model")


async def test_a_long_point_hangs_from_its_number(report: Open) -> None:
    async with report("enter") as shown:
        points = shown.app.screen.query_one("#points", OptionList)
        drawn = [points.render_line(y).text for y in range(points.size.height)]
        starts = [line[:2] for line in drawn if line.strip()]
        assert "  " in starts, "no point is long enough to tell"
        assert all(start == "  " or start[0].isdigit() for start in starts)


async def test_the_model_answer_stands_beside_ones_own_where_there_is_room(report: Open) -> None:
    async with report("enter", size=(120, 36)) as shown:
        own, model = (shown.app.screen.query_one(name).region for name in ("#own", "#model"))
        assert own.y == model.y
        assert own.right <= model.x


async def test_the_model_answer_stands_under_ones_own_where_there_is_none(report: Open) -> None:
    async with report("enter") as shown:
        own, model = (shown.app.screen.query_one(name).region for name in ("#own", "#model"))
        assert model.y >= own.bottom


async def test_an_overruling_changes_the_score_and_keeps_the_judges_opinion(report: Open) -> None:
    async with report("enter", "down", "down", "plus") as shown:
        assert "✓ said, as you ruled; the judge: said the other way round" in shown.lines("#points")[2]
        assert "scored 88 of 100" in shown.text("#title")
        await shown.press("minus")
        assert "scored 50 of 100" in shown.text("#title")
        await shown.press("escape")
        assert isinstance(shown.app.screen, ReportScreen)
        journal = shown.journal()
        assert fold(journal.events(SAMPLE)).answers["two-contexts"].overruled == {
            "cli": True,
            "pushed-when": False,
        }
        journal.close()


async def test_what_was_overruled_is_in_the_list_on_coming_back(report: Open) -> None:
    async with report("enter", "down", "down", "plus", "escape") as shown:
        assert shown.lines("#questions")[1].split()[:3] == ["1", "✓◐✓✓", "88"]
        assert shown.text("#result").startswith("44 of 100")


@pytest.mark.parametrize("opened", [(), ("enter",)], ids=["list", "question"])
async def test_a_grade_moves_the_card_and_not_the_score(report: Open, opened: tuple[str, ...]) -> None:
    async with report(*opened) as shown:
        await shown.press("2")
        journal = shown.journal()
        assert fold(journal.events(SAMPLE)).answers["two-contexts"].grade == 2
        journal.close()
        assert "50 of 100" in shown.text("#title") or shown.text("#result").startswith("37")


async def test_a_question_that_was_not_asked_cannot_be_graded_or_taken_again(report: Open) -> None:
    async with report("end", "up") as shown:
        at = shown.app.screen.query_one("#questions", OptionList).highlighted
        assert "not asked" in shown.lines("#questions")[at or 0]
        await shown.press("2", "r")
        assert shown.sat == []
        journal = shown.journal()
        assert "cli-runner" not in fold(journal.events(SAMPLE)).answers
        journal.close()


async def test_retaking_asks_that_question_alone(report: Open) -> None:
    async with report("down") as shown:
        await shown.press("r")
        assert [(one.pack, one.question, one.minutes) for one in shown.sat] == [
            ("flask", ("g-lifetime",), None)
        ]


async def test_drilling_asks_the_weak_ones_the_weakest_first(report: Open) -> None:
    async with report() as shown:
        await shown.press("d")
        asked = shown.sat[0].question
        assert set(asked) == {"two-contexts", "g-lifetime", "wsgi", "proxy-fix", "session-transaction"}
        assert asked.index("g-lifetime") < asked.index("two-contexts")


@pytest.mark.parametrize(
    ("key", "suffix", "begins"), [("h", ".html", "<!doctype"), ("t", ".txt", "VIVA REPORT")]
)
async def test_an_export_goes_to_a_new_file_in_the_folder_viva_was_started_in(
    report: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, suffix: str, begins: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with report() as shown:
        await shown.press("x")
        await shown.press(key)
        written = tmp_path / f"viva-{SAMPLE}{suffix}"
        await until(shown.pilot, written.exists)
        assert written.read_text().lower().startswith(begins.lower())
        written.write_text("mine")
        await shown.press("x")
        await shown.press(key)
        assert written.read_text() == "mine"


async def test_the_last_line_opens_the_delivery_with_a_timeline_of_each_spoken_answer(report: Open) -> None:
    async with report("end", "enter") as shown:
        assert isinstance(shown.app.screen, DeliveryScreen)
        assert "152 words a minute" in shown.text("#told Static")
        assert len(shown.app.screen.query("Timeline")) == 6
        await shown.press("escape")
        assert isinstance(shown.app.screen, ReportScreen)


async def test_n_and_p_go_through_the_questions(report: Open) -> None:
    async with report("enter", "n") as shown:
        assert shown.text("#title").startswith("Question 2 of 7")
        assert "you seemed to say g keeps its values between requests" in shown.text("#own Static")
        await shown.press("p", "p")
        assert shown.text("#title").startswith("Question 7 of 7")
        assert "It was not asked." in shown.text("#own Static")


async def test_an_answer_stands_beside_the_one_before_it(report: Open) -> None:
    async with report("enter", "n", "n", "n", "n", "c", size=(120, 36)) as shown:
        assert isinstance(shown.app.screen, CompareScreen)
        assert "17 of 100 → 67 of 100" in shown.text("#measures")
        assert "+ gained: said, was not said  app.test_client calls" in shown.text("#changes")
        assert "- lost: not said, was said partly" in shown.text("#changes")
        assert "curl" in shown.text("#before")
        assert "[use the test client and call get]1" in shown.text("#after")
        before, after = (shown.app.screen.query_one(name).region for name in ("#before", "#after"))
        assert before.y == after.y
        await shown.press("escape")
        assert shown.lines("#points")


async def test_without_an_earlier_answer_there_is_nothing_to_compare(report: Open) -> None:
    async with report("enter", "c") as shown:
        assert isinstance(shown.app.screen, QuestionScreen)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def underlined(shown: Shown) -> str:
    """The word that the replay is at."""
    for part in shown.app.screen.query(".transcript").results(Static):
        content = part.content
        assert isinstance(content, Content)
        for span in content.spans:
            if "underline" in str(span.style):
                return content.plain[span.start : span.end]
    return ""


async def test_without_a_recording_the_words_replay_as_fast_as_they_were_said(
    report: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr("tui.screens.report_question.monotonic", clock)
    async with report("enter", "left", "left") as shown:
        await shown.press("right")
        word = underlined(shown)
        await shown.press("v")
        assert underlined(shown) == word
        clock.now += FIRST_AGAIN.words[-1].start - FIRST.words[1].start + 0.01
        await until(shown.pilot, lambda: underlined(shown) == "one")
        clock.now += 60.0
        screen = shown.app.screen
        assert isinstance(screen, QuestionScreen)
        await until(shown.pilot, lambda: not screen.replaying)
        assert (word, underlined(shown)) == ("the", "one"), "the last word stays chosen"


async def test_a_recording_is_heard_from_the_chosen_word_on_and_stopped_by_the_same_key(
    report: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[tuple[list[str], float]] = []
    stopped: list[bool] = []

    class Played:
        began, over, trouble = True, False, ""

        def __init__(self, files: Sequence[Path], seconds: float) -> None:
            played.append(([path.name for path in files], seconds))

        def stop(self) -> None:
            stopped.append(True)

    monkeypatch.setattr("tui.screens.report_question.Replay", Played)
    async with report("enter") as shown:
        folder = folder_of(shown.app.places, SAMPLE)
        folder.mkdir(parents=True)
        for name in ("turn-001.flac", "turn-001-2.flac", "turn-001-10.flac", "turn-002.flac"):
            (folder / name).touch()
        await shown.press("v")
        parts = ["turn-001.flac", "turn-001-2.flac", "turn-001-10.flac"]
        assert played == [(parts, FIRST.words[1].start)], "from the first word of the chosen point's evidence"
        assert stopped == []
        await shown.press("v")
        assert stopped == [True]
        await shown.press("v", "escape")
        assert stopped == [True, True], "no sound outlives its screen"


async def test_what_was_typed_or_corrected_cannot_be_replayed(report: Open) -> None:
    async with report("enter", *"nnnn", "v") as shown:
        screen = shown.app.screen
        assert isinstance(screen, QuestionScreen)
        assert not screen.replaying


async def test_q_leaves_the_report(report: Open) -> None:
    async with report() as shown:
        await shown.press("q")
        assert not isinstance(shown.app.screen, ReportScreen)


async def test_a_report_that_was_not_saved_is_shown_all_the_same(report: Open) -> None:
    async with report() as shown:
        journal = shown.journal()
        interview = fold(journal.events(SAMPLE))
        journal.delete(SAMPLE)
        journal.close()
        shown.app.show_report(interview, shown.app.places)
        await shown.pilot.pause()
        assert shown.text("#result").startswith("37 of 100")


async def test_the_chosen_points_words_stand_out(report: Open) -> None:
    async with report("enter") as shown:
        assert isinstance(shown.app.screen, QuestionScreen)

        def reversed_words() -> str:
            content = shown.app.screen.query(".transcript").results(Static).__next__().content
            assert isinstance(content, Content)
            return " ".join(
                content.plain[span.start : span.end] for span in content.spans if "reverse" in str(span.style)
            )

        assert "carries current app and g" in reversed_words()
        await shown.press("down", "down")
        assert "it is pushed after the view" in reversed_words()


SPANS = (
    Span("speech", 0.0, 4.0, ""),
    Span("pause", 4.0, 6.0, ""),
    Span("filler", 6.0, 6.2, "um"),
    Span("speech", 6.2, 10.0, ""),
)


def test_a_timeline_shows_speech_pauses_and_however_short_a_filler() -> None:
    assert timeline_line(SPANS, 10).plain == "▄▄▄▄··▒▄▄▄"
    assert len(timeline_line(SPANS, 77).plain) == 77
    assert timeline_line((), 10).plain == ""
    told = timeline_words(SPANS)
    assert told == "0:10 from the first word to the last; 1 pause (·), the longest 2.0 s; 1 filler (▒): um"


def test_a_score_is_a_bar_as_long_as_it_is_high() -> None:
    assert score_bar(50, 10).plain == "━━━━━─────"
    assert score_bar(0, 4).plain == "────"
    assert score_bar(100, 4).plain == "━━━━"
    assert score_bar(None, 3).plain == "╌╌╌"


@pytest.mark.parametrize(
    ("answered", "judged", "says"),
    [
        (0, 0, "Nothing was answered"),
        (2, 0, "Nothing could be judged"),
        (2, 5, "Nothing that could be judged was left out"),
        (2, 9, "Nothing was left out"),
    ],
)
def test_nothing_to_study_is_no_praise_where_nothing_was_judged(
    answered: int, judged: int, says: str
) -> None:
    result = msgspec.structs.replace(golden.report().result, answered=answered, judged=judged, points=9)
    shown = study_lines(msgspec.structs.replace(golden.report(), result=result, study=()))
    assert [str(line).startswith(says) for line, _ in shown] == [True]
