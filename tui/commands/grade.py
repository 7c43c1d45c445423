"""`viva grade PACK QUESTION [FILE]`: judge a text with no interview, for scripts and for authors of packs."""

import shutil
import sys
import textwrap
from pathlib import Path
from typing import Any

import click

from models.assessment import judge
from models.assessment.followup import follow_ups
from models.assessment.score import weighed
from models.interview.judgement import Assessment, Evidence, FollowUp, PointJudgement
from models.interview.turn import Turn
from models.interview.words import Utterance
from models.records.packs import library
from questions.library import LibraryError
from questions.pack import Pack, Question
from questions.untrusted import clean
from tui.refusal import Refusal

LONGEST = 100_000
"""Characters of an answer; a whole interview has a tenth of that."""
MAX_WIDTH = 100
_MARKS = {"said": "✓", "partly": "◐", "not said": "○", "not heard": "?"}
_GATES = {
    "empty": "Nothing was answered.",
    "don't know": "It says that it does not know.",
    "question said back": "It only says the question back.",
    "off topic": "It is about something else.",
    "no sentence": "The words make no sentences.",
}


@click.command()
@click.argument("pack")
@click.argument("question")
@click.argument("file", default="-")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
def grade(pack: str, question: str, file: str, as_json: bool) -> None:
    """Judge the answer in FILE (standard input if left out, or -) to QUESTION of PACK.

    PACK is an id, or the path of a pack's folder. Nothing is kept.
    """
    try:
        opened = library().open_for(pack, question)
    except LibraryError as error:
        raise Refusal(str(error)) from None
    asked = opened.question(question)
    if asked is None:
        from questions.plan import no_question

        raise Refusal(no_question(opened, question))
    said = Utterance(_read(file), source="typed")
    turn = Turn(number=1, question=asked.id, asked=asked.ask, utterances=(said,))
    assessment = judge.assess(asked, (turn,), opened.terms)
    ranked = follow_ups(asked, assessment, (turn,))
    following = ranked[0] if ranked else None
    if as_json:
        import json

        click.echo(json.dumps(_as_json(opened, asked, assessment, following), indent=2, ensure_ascii=False))
        return
    for line in _lines(asked, assessment, following):
        click.echo(line)


def _read(file: str) -> str:
    try:
        if file == "-":
            if sys.stdin.isatty():
                click.echo("Type the answer; end it with Ctrl-D on a line of its own.", err=True)
            text = sys.stdin.buffer.read(4 * LONGEST + 1).decode()
        else:
            with Path(file).open("rb") as opened:
                text = opened.read(4 * LONGEST + 1).decode()
    except OSError as error:
        raise Refusal(f"{clean(file)} cannot be read: {error.strerror}. Give a text file, or - .") from None
    except UnicodeDecodeError:
        raise Refusal(f"{clean(file)} is not text in UTF-8. Give a text file, or - .") from None
    if len(text) > LONGEST:
        raise Refusal(f"{clean(file)} has more than {LONGEST:,} characters. Give one answer.")
    return text


def _score(asked: Question, assessment: Assessment) -> float | None:
    value = None if assessment.gate == "empty" else weighed(asked, assessment)
    return None if value is None else round(value, 1)


def _as_json(
    pack: Pack, asked: Question, assessment: Assessment, following: FollowUp | None
) -> dict[str, Any]:
    says = {misconception.id: misconception.says for misconception in asked.misconceptions}
    judged = {judgement.point: judgement for judgement in assessment.points}
    return {
        "pack": pack.info.id,
        "question": asked.id,
        "judge": judge.NAME,
        "score": _score(asked, assessment),
        "gate": assessment.gate,
        "points": [
            {
                "id": point.id,
                "says": point.says,
                "weight": point.weight,
                "verdict": judged[point.id].verdict,
                "credit": judged[point.id].credit,
                "similarity": judged[point.id].similarity,
                "reversed": judged[point.id].reversed,
                "evidence": _evidence(judged[point.id].evidence),
            }
            for point in asked.points
        ],
        "misconceptions": [
            {"id": c.misconception, "says": says[c.misconception], "evidence": _evidence(c.evidence)}
            for c in assessment.challenges
        ],
        "next": following
        and {
            "text": following.text,
            "reason": following.reason,
            "target": following.target,
            "why": following.why,
        },
    }


def _evidence(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [{"text": piece.text, "first": piece.first, "last": piece.last} for piece in evidence]


def _lines(asked: Question, assessment: Assessment, following: FollowUp | None) -> list[str]:
    score = _score(asked, assessment)
    lines = ["no score" if score is None else f"{score:.0f} of 100"]
    if assessment.gate:
        lines.append(_GATES.get(assessment.gate, ""))
    lines.append("")
    for point in asked.points:
        judgement = assessment.judgement(point.id)
        if judgement is not None:
            lines += _wrapped(f"{_MARKS[judgement.verdict]} {_verdict(judgement)}: {point.says}", 0, 2)
            lines += _quoted(judgement.evidence)
    for challenge in assessment.challenges:
        says = next(m.says for m in asked.misconceptions if m.id == challenge.misconception)
        lines += _wrapped(f"! misconception: {says}", 0, 2)
        lines += _quoted(challenge.evidence)
    if following is not None:
        lines += ["", *_wrapped(f"next ({following.why}): {following.text}", 0, 2)]
    return lines


def _verdict(judgement: PointJudgement) -> str:
    return "the reverse said" if judgement.reversed else judgement.verdict


def _quoted(evidence: tuple[Evidence, ...]) -> list[str]:
    return _wrapped(" … ".join(f"“{piece.text}”" for piece in evidence), 4, 4) if evidence else []


def _wrapped(text: str, first: int, rest: int) -> list[str]:
    width = min(shutil.get_terminal_size().columns, MAX_WIDTH)
    return textwrap.wrap(
        clean(text), max(20, width), initial_indent=" " * first, subsequent_indent=" " * rest
    )
