"""How a report says things to a person: the words and marks that its text, Markdown, HTML and PDF share.

No meaning is carried by a symbol alone: each mark stands beside its word.
"""

from collections.abc import Callable
from typing import NamedTuple

from models.counting import counted
from models.report.report import (
    Attempt,
    Average,
    Delivery,
    Mark,
    Point,
    Question,
    Report,
    Result,
    Round,
    Turn,
)

SYMBOLS: dict[Mark, str] = {
    "said": "✓",
    "after a probe": "◐",
    "partly": "◐",
    "partly, after a probe": "◐",
    "the other way round": "○",
    "not said": "○",
    "not heard": "?",
}
LABELS: dict[Mark, str] = {
    "said": "said",
    "after a probe": "said after a probe",
    "partly": "said partly",
    "partly, after a probe": "said partly, after a probe",
    "the other way round": "said the other way round",
    "not said": "not said",
    "not heard": "not heard",
}

COMMENT = "From the language model, which does not judge"


def clock(seconds: float) -> str:
    """Minutes and seconds: "2:05"."""
    whole = round(max(0.0, seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def share(part: float) -> str:
    """A share as a percentage; a part that is neither none nor all is never rounded to it."""
    percent = round(part * 100)
    return f"{min(99, max(1, percent)) if 0 < part < 1 else percent} %"


def score(value: float | None) -> str:
    """A score as people read it."""
    return "no score" if value is None else f"{value:.0f} of 100"


def result(found: Result) -> str:
    """The score, or that there is none."""
    return "Too little to score" if found.score is None else f"{found.score:.0f} of 100"


def rests_on(found: Result) -> list[str]:
    """Sentences that say what the result rests on, and how sure it is."""
    if not found.asked:
        return ["No question was asked."]
    lines = [f"{found.answered} of {counted(found.asked, 'question')} answered."]
    if found.planned > found.asked:
        left = found.planned - found.asked
        lines.append(f"{counted(left, 'planned question was', 'planned questions were')} not asked.")
    if found.why:
        lines.append(sentence(found.why.removeprefix("Too little to score: ")))
    if found.points:
        lines.append(f"{found.judged} of {counted(found.points, 'point')} could be judged.")
    if found.sureness is not None:
        lines.append(f"The recogniser was sure of {share(found.sureness)} of the words.")
    elif found.answered:
        lines.append("Every answer was typed.")
    return lines


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    return text if not text else text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def circumstances(report: Report) -> str:
    """How it was held, when and for how long, on one line."""
    parts: list[str] = [report.mode]
    if report.when is not None:
        parts.append(report.when.strftime("%Y-%m-%d %H:%M"))
    parts.append(f"{clock(report.lasted)} of {clock(report.minutes * 60)} planned")
    if report.ended != "complete":
        parts.append(report.ended or "not finished")
    return " · ".join(parts)


def heard_by(report: Report) -> str:
    """What listened."""
    kinds = {turn.input for question in report.questions for turn in question.turns} - {""}
    if kinds <= {"typed"}:
        return "Answers were typed."
    if report.input == "typed":
        return "The first answers were spoken, the last ones typed."
    typed = ", and some were typed" if "typed" in kinds else ""
    return f"Answers were heard by {report.input or 'a recogniser'}{typed}."


def round_line(round_: Round) -> str:
    """What a round came to."""
    answered = f"{round_.answered} of {len(round_.questions)} answered"
    return answered if round_.score is None else f"{score(round_.score)}, {answered}"


def facts(question: Question) -> list[str]:
    """What there is to know about a question beside its points."""
    if question.state == "not asked":
        return [f"level {question.level}", "not asked"]
    found = [f"level {question.level}"]
    found.append(f"scored {score(question.score)}" if question.score is not None else question.state)
    found.append(f"{clock(question.used)} of {clock(question.minutes * 60)}")
    over = question.used - question.minutes * 60
    if question.overtime:
        found.append(f"{clock(over)} overtime" if over >= 1 else "time ran out")
    if question.attempt > 1:
        found.append(f"attempt {question.attempt}")
    if question.hint:
        found.append("hint used")
    return found


def mark(point: Point) -> str:
    """A point's mark in words, and what the judge thought where the candidate disagreed."""
    judged = LABELS[point.judged]
    if point.reversed and point.judged != "the other way round":
        judged += ", and elsewhere the other way round"
    if point.overruled is None:
        return judged
    return f"{'said' if point.overruled else 'not said'}, as you ruled; the judge: {judged}"


def quote(text: str) -> str:
    """The text in quotation marks."""
    return f"“{text}”"


def answer_title(turn: Turn) -> str:
    """How an answer came, and how long it took."""
    if not turn.words:
        return "Skipped" if turn.skipped else "No answer"
    details: list[str] = [turn.input]
    if turn.listened:
        details.append(clock(turn.listened))
    if turn.skipped:
        details.append("then skipped")
    return f"Answer ({', '.join(part for part in details if part)})"


def remarks(turn: Turn) -> list[str]:
    """What a reader must know to judge a transcript."""
    found = [f"Heard {quote(m.heard)}, probably {quote(m.probably)}." for m in turn.misheard]
    if turn.heard:
        found.append(f"Corrected; heard was: {quote(turn.heard)}")
    if turn.unfinished:
        found.append("The last words were still being recognised when the answer ended.")
    if turn.missing >= 0.5:
        found.append(f"The microphone failed to give {turn.missing:.1f} seconds of it.")
    return found


def probe_title(turn: Turn) -> str:
    """Why a probe was asked."""
    return f"Follow-up, because {turn.why}" if turn.why else "Follow-up"


class Row(NamedTuple):
    """One measure of a delivery, as a person reads it."""

    name: str
    value: str
    own: str = ""
    """The candidate's own average, where there is one."""
    field: str = ""
    """The field of `Delivery` and `Average` that the two compare; empty where there is none."""


def delivery_rows(found: Delivery, average: Average | None) -> list[Row]:
    """How it was said, measure by measure; nothing where nothing was spoken."""
    if not found.words:
        return []

    def row(name: str, field: str, value: str, form: Callable[[float], str]) -> Row | None:
        if getattr(found, field) is None:
            return None
        own = getattr(average, field, None)
        return Row(name, value, "" if own is None else f"your average {form(own)}", field)

    per_100 = (("Fillers", "fillers"), ("Hedges", "hedges"), ("Repeats", "repeats"))
    pauses = f"{share(found.pause_share or 0)} of the time, the longest {found.longest_pause:.1f} s"
    rows = (
        Row("Spoken", f"{counted(found.words, 'word')} in {clock(found.talked)}"),
        row("Pace", "pace", f"{found.pace or 0:.0f} words a minute", "{:.0f}".format),
        row("Pauses", "pause_share", pauses if found.pauses else "none", share),
        row("First word", "first_word", f"after {found.first_word or 0:.1f} s", "{:.1f} s".format),
        *(row(name, f"{field}_per_100", _rate(found, field), "{:.1f}".format) for name, field in per_100),
        row("Talk time", "talk_share", f"{share(found.talk_share or 0)} of the time given", share),
    )
    return [each for each in rows if each is not None]


def _rate(found: Delivery, field: str) -> str:
    number, rate = getattr(found, field), getattr(found, f"{field}_per_100")
    return f"{number}, {rate or 0:.1f} in 100 words" if number else "none"


def length(attempt: Attempt | Question) -> int:
    """How many words an attempt has, spoken or typed, probes included."""
    return sum(len(turn.words) for turn in attempt.turns)


def attempt_line(attempt: Attempt) -> str:
    """An earlier attempt in one line."""
    return f"Attempt {attempt.number}: {score(attempt.score)}, {counted(length(attempt), 'word')}"
