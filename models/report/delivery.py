"""How it was said: measures, the candidate's own average, and the timeline of an answer."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean

from models.assessment.delivery import FILLERS, PAUSE, measure
from models.interview.turn import Turn
from models.report.report import Average, Delivery, Span, Word
from models.report.summary import Summary


def delivery(turns: Sequence[Turn], minutes: float) -> Delivery:
    """How these answers were said, in the minutes that were given for them."""
    found = measure(turns, minutes)
    return Delivery(
        words=found.words,
        talked=found.talked,
        pace=found.pace,
        pauses=found.pauses,
        longest_pause=found.longest_pause,
        pause_share=found.pause_share,
        first_word=found.first_word,
        fillers=found.fillers,
        fillers_per_100=_per_100(found.fillers, found.words),
        hedges=found.hedges,
        hedges_per_100=_per_100(found.hedges, found.words),
        repeats=found.repeats,
        repeats_per_100=_per_100(found.repeats, found.words),
        talk_share=found.share,
    )


def _per_100(number: int, words: int) -> float | None:
    return round(100 * number / words, 1) if words else None


def average(history: Sequence[Summary]) -> Average | None:
    """The means over a history, each over the interviews that have it; `None` where there is no history."""
    if not history:
        return None
    said = [entry.delivery for entry in history]
    return Average(
        interviews=len(history),
        score=_mean(entry.result.score for entry in history),
        pace=_mean(found.pace for found in said),
        pause_share=_mean(found.pause_share for found in said),
        first_word=_mean(found.first_word for found in said),
        fillers_per_100=_mean(found.fillers_per_100 for found in said),
        hedges_per_100=_mean(found.hedges_per_100 for found in said),
        repeats_per_100=_mean(found.repeats_per_100 for found in said),
        talk_share=_mean(found.talk_share for found in said),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return round(fmean(found), 3) if found else None


def timeline(words: Iterable[Word]) -> tuple[Span, ...]:
    """Speech, fillers and pauses from an answer's first word to its last; empty without times."""
    return tuple(_spans(words))


def _spans(words: Iterable[Word]) -> Iterator[Span]:
    speech: tuple[float, float] | None = None
    end: float | None = None
    for word in words:
        if word.start is None or word.end is None:
            continue
        end = word.start if end is None else end
        start = max(word.start, end)
        paused, filler = start - end >= PAUSE, word.text.lower() in FILLERS
        if speech and (paused or filler):
            yield Span("speech", *speech, "")
            speech = None
        if paused:
            yield Span("pause", end, start, "")
        end = max(start, word.end)
        if filler:
            yield Span("filler", start, end, word.text)
        else:
            speech = (speech[0] if speech else start, end)
    if speech:
        yield Span("speech", *speech, "")
