"""One question of a report: its points, the words that they rest on, and a model answer beside one's own."""

from pathlib import Path
from time import monotonic

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from models.interview import commands as c
from models.records.recordings import parts_of
from models.report import wording
from models.report.report import Point, Question, Turn
from models.speech.replay import Replay
from tui.screens import report_lines as lines
from tui.screens.replaying import Place, moved, start_of, timed, word_at
from tui.screens.report_keys import UNKEPT, KeptReport, ReportKeys
from tui.widgets.chart import Timeline, score_bar, timeline_words
from tui.widgets.footer import Footer

TICK = 0.1
"""Seconds between two looks at which word the replay is at."""


class QuestionScreen(ReportKeys):
    """What became of one question."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = (
        "Up and down go through the points of a good answer. In the transcript, words between brackets are "
        "the evidence of the point whose number follows them; those of the chosen point are reversed. Words "
        "in italics are words that the recogniser was unsure of. + says that you did say the chosen point, - "
        "that you did not: the score follows you, and the judge's opinion stays beside it. v replays the "
        "answer as fast as it was said, from the word that left and right choose: with sound, where the "
        "answers were kept (--keep-audio)."
    )
    BINDINGS = [
        Binding(
            "plus,equals_sign", "overrule(True)", "said", key_display="+", tooltip="I did say this point"
        ),
        Binding("minus", "overrule(False)", "not said", key_display="-", tooltip="I did not say this point"),
        Binding("space", "page", "more", key_display="␣", tooltip="The next page of the answer"),
        Binding("c", "compare", "compare", tooltip="Beside your last answer to it before"),
        Binding("v", "replay", "replay", tooltip="From the chosen word on; heard, where it was recorded"),
        Binding("left", "word(-1)", "word before", show=False, priority=True),
        Binding("right", "word(1)", "word after", show=False, priority=True),
        Binding("n", "go(1)", "next", tooltip="The next question", show=False),
        Binding("p", "go(-1)", "previous", tooltip="The question before", show=False),
        Binding("question_mark,f1", "app.help", "help", key_display="?"),
        Binding("escape,q", "leave", "back", key_display="Esc", tooltip="Back to the report"),
    ]

    points = query_one("#points", OptionList)
    reading = query_one("#reading", VerticalScroll)

    def __init__(self, kept: KeptReport, question: str) -> None:
        super().__init__()
        self.kept = kept
        self._question = question
        self._place: Place | None = None
        """The word that is chosen, or that the replay is at."""
        self._clock: Timer | None = None
        self._begun = 0.0
        self._replay: Replay | None = None

    def compose(self) -> ComposeResult:
        """The question and its points on top; one's own answer and a model answer below."""
        yield Static("", id="title")
        yield Static("", id="asked")
        yield OptionList(id="points", compact=True)
        with VerticalScroll(id="reading", can_focus=False), Horizontal(id="answers"):
            yield Vertical(id="own")
            yield Static("", id="model")
        yield Footer()

    def on_mount(self) -> None:
        """Begin with the first point."""
        self.points.focus()
        self.draw()

    @property
    def chosen(self) -> Question:
        """The question that is open."""
        return self.kept.question(self._question)

    @property
    def _point(self) -> Point | None:
        at = self.points.highlighted
        return self.chosen.points[at] if at is not None and at < len(self.chosen.points) else None

    def draw(self) -> None:
        """Draw the question as it stands now."""
        question = self.chosen
        facts = " · ".join(wording.facts(question))
        self.query_one("#title", Static).update(
            Content.assemble(
                (f"Question {question.number} of {len(self.kept.report.questions)}", "bold"),
                f"   {facts}  ",
                score_bar(question.score, 10) if question.score is not None else "",
            )
        )
        self.query_one("#asked", Static).update(Content.styled(question.ask, "bold"))
        at = self.points.highlighted or 0
        self.points.clear_options()
        self.points.add_options(
            [Option(lines.point_line(point, n), id=point.id) for n, point in enumerate(question.points, 1)]
        )
        self.points.highlighted = min(at, len(question.points) - 1) if question.points else None
        self.query_one("#model", Static).update(lines.model_answer(question))
        own = self.query_one("#own", Vertical)
        own.remove_children()
        own.mount_all(self._own(question))

    def _own(self, question: Question) -> list[Static | Timeline]:
        """One's own answer: what was noted of it, then each turn with its timeline."""
        notes = [question.note] if question.note else []
        notes += [f"{wording.COMMENT}: {question.comment}"] if question.comment else []
        notes += [f"Hint: {question.hint}"] if question.hint else []
        parts: list[Static | Timeline] = [
            Static(Content.styled("Your answer", "bold $text-primary")),
            *(Static(Content.styled(note, "dim")) for note in notes),
            *(Static(lines.challenge_lines(challenge)) for challenge in question.challenges),
        ]
        for turn in question.turns:
            parts.append(Static(lines.turn_heading(turn), classes="heading"))
            parts.append(Static(self._transcript(turn), classes="transcript"))
            if turn.timeline:
                parts.append(Timeline(turn.timeline))
                parts.append(Static(Content.styled(timeline_words(turn.timeline), "dim")))
        if not question.turns:
            parts.append(Static(Content(f"It was {question.state}." if question.state != "answered" else "")))
        return parts

    @property
    def replaying(self) -> bool:
        """Whether a replay is under way."""
        return self._clock is not None

    def _transcript(self, turn: Turn) -> Content:
        return lines.transcript_lines(
            self.chosen, turn, self.kept.report.input, self._point, self._word(turn)
        )

    def _word(self, turn: Turn) -> int | None:
        return self._place.word if self._place is not None and self._place.turn == turn.number else None

    def _draw_words(self) -> None:
        transcripts = self.query(".transcript").results(Static)
        for turn, shown in zip(self.chosen.turns, transcripts, strict=False):
            shown.update(self._transcript(turn))

    @on(OptionList.OptionHighlighted, "#points")
    def light(self) -> None:
        """Show the words that the chosen point rests on."""
        if self._clock is None:
            evidence = self._point.evidence if self._point else ()
            self._place = Place(evidence[0].turn, evidence[0].first) if evidence else None
            self._show_place()
        self._draw_words()

    def _show_place(self) -> None:
        """Scroll to the answer with the word that is chosen."""
        transcripts = self.query(".transcript").results(Static)
        for turn, shown in zip(self.chosen.turns, transcripts, strict=False):
            if self._word(turn) is not None:
                self.reading.scroll_to_widget(shown, animate=False)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        if action in ("overrule", "compare", "replay"):
            return self.chosen.state == "answered"
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Back to the report."""
        self.dismiss()

    def action_overrule(self, said: bool) -> None:
        """Disagree with the judge about the chosen point; the judge's opinion stays beside it."""
        if self._point is not None:
            self.keep(c.Overrule(self._question, self._point.id, said))

    def action_compare(self) -> None:
        """Show this answer beside earlier ones."""
        try:
            earlier = self.kept.earlier(self.chosen)
        except UNKEPT as error:
            self.notify(str(error), severity="error")
            return
        if earlier:
            from tui.screens.report_compare import CompareScreen

            self.app.push_screen(CompareScreen(self.chosen, earlier, self.kept.report.input))
        else:
            self.notify("There is no earlier answer to this question. r asks it again.")

    def action_word(self, step: int) -> None:
        """Choose the word before, or after, from which to replay."""
        self._silence()
        self._place = moved(timed(self.chosen.turns), self._place, step)
        self._show_place()
        self._draw_words()

    def action_replay(self) -> None:
        """Go through the answer again from the chosen word on, as fast as it was said; or stop."""
        if self._clock is not None:
            self._silence()
            return
        if self._place is None or self._place not in timed(self.chosen.turns):
            self._place = moved(timed(self.chosen.turns), None, 0)
        if self._place is None:
            self.notify("Only what was spoken, and not corrected, can be replayed.")
            return
        turn = self._turn_of(self._place)
        start = start_of(turn, self._place)
        parts = parts_of(self.kept.places, self.kept.interview, turn.number)
        if parts:
            self._replay = Replay(parts, start)
        self._begun = monotonic() - start
        self._clock = self.set_interval(TICK, self._move_on)
        self._draw_words()

    def _turn_of(self, place: Place) -> Turn:
        return next(turn for turn in self.chosen.turns if turn.number == place.turn)

    def _move_on(self) -> None:
        if self._place is None:
            return
        if self._replay is not None and self._replay.over and (trouble := self._replay.trouble):
            self.notify(f"{trouble} The words go on alone.", severity="warning")
            self._end_sound()
        turn = self._turn_of(self._place)
        if self._replay is not None and not self._replay.began:
            self._begun = monotonic() - start_of(turn, self._place)
        place = word_at(turn, monotonic() - self._begun)
        if place is None:
            if self._replay is None or self._replay.over:
                self._silence()
        elif place != self._place:
            self._place = place
            self._draw_words()

    def _end_sound(self) -> None:
        if self._replay is not None:
            self._replay.stop()
            self._replay = None

    def _silence(self) -> None:
        """Stop where the replay is."""
        self._end_sound()
        if self._clock is not None:
            self._clock.stop()
            self._clock = None

    def on_unmount(self) -> None:
        """No sound outlives its screen."""
        self._silence()

    def action_page(self) -> None:
        """Read on; after the end, from the start."""
        if self.reading.scroll_offset.y >= self.reading.max_scroll_y:
            self.reading.scroll_home(animate=False)
        else:
            self.reading.scroll_page_down(animate=False)

    def action_go(self, step: int) -> None:
        """Another question, in the order of the report; after the last, the first."""
        self._silence()
        self._place = None
        names = [question.id for question in self.kept.report.questions]
        self._question = names[(names.index(self._question) + step) % len(names)]
        self.points.highlighted = None
        self.draw()
        self.reading.scroll_home(animate=False)
        self.refresh_bindings()
