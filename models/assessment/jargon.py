"""Misheard terms: what a recogniser wrote for a technical word, and what was probably said.

What it wrote is kept; only the judge reads the repaired text.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from models.assessment.text import Token, tokens
from models.interview.judgement import Misheard
from models.interview.turn import Turn
from questions.pack import KeyPoint, Question, Term

_LONGEST = 6
"""Words in the longest mishearing that is looked for."""


def _plain(text: str) -> str:
    return " ".join(token.text for token in tokens(text))


@lru_cache(maxsize=256)
def in_play(question: Question, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms that the question, its rubric or its model answer name."""
    texts = [question.ask, question.answer]
    for point in question.points:
        texts += [*point.phrasings, *(member for group in point.must for member in group)]
        texts += [member for slot in point.opposites for member in (*slot.right, *slot.wrong)]
    for misconception in question.misconceptions:
        texts += [misconception.says, *(member for group in misconception.betrayed for member in group)]
    spoken = f" {' '.join(_plain(text) for text in texts)} "
    return tuple(term for term in terms if f" {_plain(term.write)} " in spoken)


def named_in(point: KeyPoint, terms: Sequence[Term]) -> set[str]:
    """How the terms are written that a key point names."""
    texts = [*point.phrasings, *(member for group in point.must for member in group)]
    spoken = f" {' '.join(_plain(text) for text in texts)} "
    return {term.write for term in terms if f" {_plain(term.write)} " in spoken}


def repair(
    found: Sequence[Token],
    terms: Sequence[Term],
    aliases: Mapping[str, str],
    turn: Turn,
    words: Collection[str],
) -> tuple[list[Token], tuple[Misheard, ...]]:
    """The tokens with misheard terms put right, and what was changed; typed words are left as they are."""
    if turn.typed:
        return list(found), ()
    known = {_plain(heard): term.write for term in terms for heard in (*term.heard, term.say) if heard}
    known |= {_plain(heard): said for heard, said in aliases.items()}
    written = {_plain(term.write) for term in terms}
    raw = turn.transcript.split()
    out: list[Token] = []
    changes: list[Misheard] = []
    at = 0
    while at < len(found):
        for size in range(min(_LONGEST, len(found) - at), 0, -1):
            run = found[at : at + size]
            heard = " ".join(token.text for token in run)
            said = known.get(heard)
            if said is None or heard in written:
                continue
            first, last = run[0].first, run[-1].last
            changes.append(Misheard(turn.number, first, last, " ".join(raw[first : last + 1]), said))
            out += [Token(t.text, t.stem, first, last, repaired=True) for t in tokens(said, words)]
            at += size
            break
        else:
            out.append(found[at])
            at += 1
    return out, tuple(changes)
