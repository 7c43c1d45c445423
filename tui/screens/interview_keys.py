"""Which keys of the interview mean something as it stands."""

from models.interview.state import Interview

CHANGING = ("hint", "skip", "take_back", "pause", "correct", "redo", "verdict", "type", "think")
"""The actions that mean something only at times."""


def means_something(action: str, state: Interview) -> bool:
    """Whether an action does anything now; keys whose action does not are hidden."""
    practice = state.rules.mode == "practice"
    answering = state.phase in ("asking", "listening") and not state.paused
    match action:
        case "hint":
            question = state.question
            hinted = question is not None and any(t.hinted for t in state.turns_of(question.id))
            return practice and answering and not hinted and bool(question and question.hint)
        case "pause":
            return practice
        case "correct" | "redo":
            return practice and answering
        case "verdict":
            return practice and not state.paused and state.last_judged is not None
        case "take_back":
            return practice and answering and bool(state.skipped_last)
        case "skip" | "type" | "think":
            return answering
        case _:
            return True
