"""How an answer was said. Each figure is compared with the speaker's own earlier ones, never with a norm.

The measures are those of the literature on fluency: speech and articulation rate, silent and filled pauses,
repairs (Skehan 2003; De Jong 2016). Typed and corrected words have no times and are left out of every figure.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from models.interview.turn import Turn
from models.interview.words import Word

PAUSE = 0.5
"""Seconds without a word that count as a pause; shorter gaps are articulation. De Jong and Bosker (2013) put
the border at 0.25 s for times made by hand; recognisers place the ends of words less exactly."""
UNWORDED = 0.6
"""Seconds of voice beyond its words that make one filler which the recogniser dropped."""
FILLERS = frozenset(
    ["um", "uh", "uhm", "umm", "er", "erm", "ah", "eh", "hm", "hmm", "mm", "mhm", "uhh", "ehm"]
)
"""Sounds that fill a pause."""
HEDGES = (
    "i think",
    "i guess",
    "i believe",
    "i suppose",
    "maybe",
    "perhaps",
    "probably",
    "kind of",
    "sort of",
    "more or less",
    "or something",
    "not sure",
    "i would say",
    "basically",
)
"""Words that take back some of what they are said about (after Lakoff 1973)."""

_HEDGES = re.compile(rf"\b(?:{'|'.join(HEDGES)})\b")


class Delivery(msgspec.Struct, frozen=True):
    """How some answers were said."""

    words: int
    """Words spoken, fillers left out."""
    talked: float
    """Seconds from the start of a word to its end, and gaps shorter than a pause."""
    pace: float | None
    """Words a minute of `talked`."""
    pauses: int
    """Gaps of at least `PAUSE` seconds between two words of an answer."""
    longest_pause: float
    """The longest of them, in seconds."""
    pause_share: float | None
    """The share of the time from an answer's first word to its last that was pauses."""
    fillers: int
    """Filler words, and stretches of voice in which the recogniser heard no word."""
    hedges: int
    """Phrases such as "I think" and "sort of"."""
    repeats: int
    """Words said twice running, and starts of a phrase said again ("the app the app context")."""
    share: float | None
    """The share of the time given that was talked."""
    first_word: float | None
    """Mean seconds from the opening of the ear to an answer's first word."""


def measure(turns: Sequence[Turn], minutes: float) -> Delivery:
    """How these answers were said, in the `minutes` given for them."""
    spoken = [_timed(turn) for turn in turns]
    answers = [words for words in spoken if words]
    words = [word for answer in answers for word in answer]
    gaps = [after.start - before.end for answer in answers for before, after in pairwise(answer)]
    pauses = [gap for gap in gaps if gap >= PAUSE]
    spans = sum(answer[-1].end - answer[0].start for answer in answers)
    talked = max(0.0, spans - sum(pauses))
    plain = [word for word in words if word.text.lower() not in FILLERS]
    said = [" ".join(word.text.lower() for word in answer) for answer in answers]
    return Delivery(
        words=len(plain),
        talked=round(talked, 2),
        pace=round(60 * len(plain) / talked, 1) if talked >= 1 else None,
        pauses=len(pauses),
        longest_pause=round(max(pauses, default=0.0), 2),
        pause_share=round(sum(pauses) / spans, 3) if spans else None,
        fillers=len(words) - len(plain) + sum(map(_dropped_fillers, turns, spoken)),
        hedges=sum(len(_HEDGES.findall(text)) for text in said),
        repeats=sum(_repeats([word.text.lower() for word in answer]) for answer in answers),
        share=round(talked / (60 * minutes), 3) if minutes and words else None,
        first_word=round(sum(a[0].start for a in answers) / len(answers), 2) if answers else None,
    )


def _timed(turn: Turn) -> list[Word]:
    return sorted((word for u in turn.heard for word in u.words), key=lambda word: word.start)


def _dropped_fillers(turn: Turn, words: Sequence[Word]) -> int:
    """Voice without words: recognisers drop most "ums", but a level meter does not."""
    if not words or turn.replaced:
        return 0
    worded = sum(word.end - word.start for word in words)
    return int(max(0.0, turn.voiced - worded) / UNWORDED)


def _repeats(words: Sequence[str]) -> int:
    """How often one to three words are said twice running; each run counts once."""
    count, at, last = 0, 0, len(words)
    while at < last:
        sizes = (n for n in (3, 2, 1) if at + 2 * n <= last and words[at] == words[at + n])
        size = next((n for n in sizes if words[at : at + n] == words[at + n : at + 2 * n]), 0)
        count += size > 0
        at += size or 1
    return count
