"""The turns of a report: each word of a transcript with its time and confidence, and what was misheard."""

from collections.abc import Sequence
from typing import Literal

from models.interview.judgement import Assessment
from models.interview.turn import Turn as Spoken
from models.interview.words import Utterance
from models.report.delivery import timeline
from models.report.report import Misheard, Turn, Word


def turn(spoken: Spoken, assessment: Assessment | None) -> Turn:
    """One question or probe, and its answer as it was judged."""
    heard = spoken.utterances[: spoken.replaced]
    timed = [word for utterance in spoken.utterances for word in _words(utterance)]
    return Turn(
        number=spoken.number,
        asked=spoken.asked,
        probe=spoken.probe is not None,
        why=spoken.probe.why if spoken.probe else "",
        reason=spoken.probe.reason if spoken.probe else "",
        target=spoken.probe.target if spoken.probe else "",
        words=words(spoken),
        heard=" ".join(utterance.text for utterance in heard if utterance.text),
        input=_input(spoken),
        unfinished=any(utterance.unfinished for utterance in spoken.heard),
        skipped=spoken.skipped,
        hinted=spoken.hinted,
        listened=round(spoken.listened, 1),
        voiced=round(spoken.voiced, 1),
        missing=round(spoken.missing, 1),
        misheard=tuple(
            Misheard(first=m.first, last=m.last, heard=m.heard, probably=m.probably)
            for m in (assessment.misheard if assessment else ())
            if m.turn == spoken.number
        ),
        timeline=timeline(timed),
    )


def words(spoken: Spoken) -> tuple[Word, ...]:
    """The words of `transcript.split()`, which evidence counts by, with times where there are any."""
    corrected = (_plain(text) for text in (spoken.corrected or "").split())
    return (*corrected, *(word for utterance in spoken.heard for word in _words(utterance)))


def _words(utterance: Utterance) -> Sequence[Word]:
    texts = utterance.text.split()
    if len(texts) != len(utterance.words):
        return [_plain(text) for text in texts]
    return [
        Word(text, word.start, word.end, word.confidence)
        for text, word in zip(texts, utterance.words, strict=True)
    ]


def _plain(text: str) -> Word:
    return Word(text, None, None, None)


def _input(spoken: Spoken) -> Literal["spoken", "typed", "corrected", ""]:
    if spoken.blank:
        return ""
    if spoken.corrected is not None:
        return "corrected"
    return "typed" if spoken.typed else "spoken"
