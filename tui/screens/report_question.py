"""One question of a report: its points, the words that they rest on, and a model answer beside one's own."""

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from models.interview import commands as c
from models.report import wording
from models.report.report import Point, Question, Turn
from tui.screens import report_lines as lines
from tui.screens.report_keys import UNKEPT, KeptReport, ReportKeys
from tui.widgets.chart import Timeline, score_bar, timeline_words


class QuestionScreen(ReportKeys):
    """What became of one question."""

    CSS_PATH = Path(__file__).with_suffix(".tcss")
    HELP = (
        "Up and down go through the points of a good answer. In the transcript, words between brackets are "
        "the evidence of the point whose number follows them; those of the chosen point are reversed. Words "
        "in italics are words that the recogniser was unsure of. + says that you did say the chosen point, - "
        "that you did not: the score follows you, and the judge's opinion stays beside it."
    )
    BINDINGS = [
        Binding(
            "plus,equals_sign", "overrule(True)", "said", key_display="+", tooltip="I did say this point"
        ),
        Binding("minus", "overrule(False)", "not said", key_display="-", tooltip="I did not say this point"),
        Binding("space", "page", "read on", key_display="␣", tooltip="The next page of the answer"),
        Binding("c", "compare", "compare", tooltip="Beside your last answer to it before"),
        Binding("n", "go(1)", "next", tooltip="The next question"),
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

    def compose(self) -> ComposeResult:
        """The question and its points on top; one's own answer and a model answer below."""
        yield Static("", id="title")
        yield Static("", id="asked")
        yield OptionList(id="points", compact=True)
        with VerticalScroll(id="reading", can_focus=False), Horizontal(id="answers"):
            yield Vertical(id="own")
            yield Static("", id="model")
        yield Footer(compact=True, show_command_palette=False)

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

    def _transcript(self, turn: Turn) -> Content:
        return lines.transcript_lines(self.chosen, turn, self.kept.report.input, self._point)

    @on(OptionList.OptionHighlighted, "#points")
    def light(self) -> None:
        """Show the words that the chosen point rests on."""
        point = self._point
        rests_on = {evidence.turn for evidence in point.evidence} if point else set()
        transcripts = self.query(".transcript").results(Static)
        for turn, shown in zip(self.chosen.turns, transcripts, strict=False):
            shown.update(self._transcript(turn))
            if turn.number in rests_on:
                self.reading.scroll_to_widget(shown, animate=False)
                rests_on = set()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what there is nothing for."""
        if action in ("overrule", "compare"):
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

    def action_page(self) -> None:
        """Read on; after the end, from the start."""
        if self.reading.scroll_offset.y >= self.reading.max_scroll_y:
            self.reading.scroll_home(animate=False)
        else:
            self.reading.scroll_page_down(animate=False)

    def action_go(self, step: int) -> None:
        """Another question, in the order of the report; after the last, the first."""
        names = [question.id for question in self.kept.report.questions]
        self._question = names[(names.index(self._question) + step) % len(names)]
        self.points.highlighted = None
        self.draw()
        self.reading.scroll_home(animate=False)
        self.refresh_bindings()
