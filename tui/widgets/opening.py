"""What stands before each round: what is coming, and a moment to breathe."""

from textual.content import Content
from textual.widgets import Static

from models.counting import counted
from models.interview.state import Interview

RULES = {
    "practice": "Hints, pauses and corrections are allowed.",
    "exam": "An exam: no hints, no pauses; time-up ends an answer.",
}


class Opening(Static):
    """The opening of a round."""

    def show(self, state: Interview) -> None:
        """Draw the present round; the first one says what the whole interview is."""
        part = state.present_round
        if part is None or state.plan is None:
            return
        asked = counted(len(part.questions), "question")
        lines = [
            Content.styled(f"Round {state.round + 1} of {len(state.plan.rounds)}", "dim"),
            Content.styled(part.title, "bold"),
            Content(f"{asked}, {counted(part.minutes, 'minute')}"),
            Content(""),
        ]
        if state.round == 0:
            whole = counted(len(state.plan.questions), "question")
            lines += [
                Content(f"{whole} in all. {RULES[state.rules.mode]}"),
                Content(
                    "Answer aloud as you would to a person. Headphones keep the voice out of your answer."
                ),
            ]
        else:
            lines.append(Content("Take a breath."))
        self.update(Content("\n").join([*lines, Content(""), Content("⏎ begins")]))
