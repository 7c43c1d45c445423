"""Answers made to fool the judge, over every question of every pack.

Each row counts answers on which the judge holds, and its false alarms on real answers.
"""

import random
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.assessment import jargon
from models.assessment.judge import assess
from models.assessment.lexicon import word_set
from models.assessment.phrases import Match, find, find_any, index, negates
from models.assessment.rubric import Point, compiled
from models.assessment.text import Token, tokens
from models.interview.judgement import Assessment
from models.interview.turn import Turn
from models.interview.words import Utterance
from questions.pack import Pack, Question, Term

_VERBS = word_set(
    """is are was were has have can will must should may does do needs need runs run gets get carries holds
    keeps gives takes returns calls lives loads makes means knows finds stores reads writes sends goes comes
    happens belongs share shares works answers raises wins beats sees becomes turns contains accepts limits"""
)
_AUXILIARIES = word_set("is are was were can will must should may does do")


class Row(NamedTuple):
    """What one kind of attack, or of false alarm, came to."""

    name: str
    held: int
    tried: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.held / self.tried if self.tried else 0.0


def judged(question: Question, terms: tuple[Term, ...], text: str) -> Assessment:
    """The judge's opinion of a written answer."""
    said = Utterance(text, source="typed")
    turn = Turn(number=1, question=question.id, asked=question.ask, utterances=(said,))
    return assess(question, (turn,), terms)


def _replaced(words: Sequence[str], first: int, last: int, new: str) -> str:
    end = words[last][len(words[last].rstrip(".,;:?!")) :]
    return " ".join([*words[:first], new + end, *words[last + 1 :]])


def _with_not(words: Sequence[str], first: int, last: int) -> str:
    """The phrase with "not" where a speaker puts it: after its auxiliary, before its verb, or before it."""
    for at in range(first, last + 1):
        if words[at].lower() in _AUXILIARIES:
            return " ".join([*words[: at + 1], "not", *words[at + 1 :]])
    for at in range(first, last + 1):
        if words[at].lower() in _VERBS:
            return " ".join([*words[:at], "never", *words[at:]])
    return " ".join([*words[:first], "not", *words[first:]])


def turned(question: Question, terms: tuple[Term, ...], how: str) -> Iterator[tuple[str, str]]:
    """For each point with slots: its id, and the model answer with every right side of them turned round."""
    rubric = compiled(question, jargon.in_play(question, terms), "")
    for point in rubric.points:
        if not point.opposites:
            continue
        text = " ".join(question.answer.split())
        changed = _turn(text, point, rubric.vocabulary, how)
        if changed == text:  # the model answer words it otherwise: take a phrasing that has the slot
            said = next(
                (p for p in point.point.phrasings if _turn(p, point, rubric.vocabulary, how) != p), ""
            )
            changed = _turn(said, point, rubric.vocabulary, how)
        if changed:
            yield point.id, changed


def _turn(text: str, point: Point, vocabulary: frozenset[str], how: str) -> str:
    for (right, _), slot in zip(point.opposites, point.point.opposites, strict=True):
        for _ in range(6):  # each occurrence, one after the other
            found = tokens(text, vocabulary)
            places = index(found)
            matches = find_any(right, found, places)
            if how == "negated":
                matches = [match for match in matches if not _has_negation(found, match)]
            if not matches:
                break
            match = max(matches, key=lambda m: (m.last - m.first, -m.first))
            words = text.split()
            first, last = found[match.first].first, found[match.last].last
            if how == "swapped":
                which = next(n for n, phrase in enumerate(right) if match in find(phrase, found, places))
                text = _replaced(words, first, last, slot.wrong[min(which, len(slot.wrong) - 1)])
            else:
                text = _with_not(words, first, last)
    return text


def _has_negation(found: Sequence[Token], match: Match) -> bool:
    return any(negates(found, at) for at in range(max(0, match.first - 4), match.last + 1))


def opposites(packs: Sequence[Pack]) -> Iterator[Row]:
    """Points with slots, said the wrong way round; and model answers that are taken to be."""
    for how in ("swapped", "negated"):
        held = tried = 0
        for pack in packs:
            for question in pack.questions:
                for turned_point, text in turned(question, pack.terms, how):
                    judgement = judged(question, pack.terms, text).judgement(turned_point)
                    tried += 1
                    held += judgement is not None and judgement.verdict != "said"
        yield Row(f"{how} slots: not said", held, tried)
    for name, wording in (("model answers", str), ("model answers, no punctuation", _unpunctuated)):
        points = [
            judgement
            for pack in packs
            for question in pack.questions
            for judgement in judged(question, pack.terms, wording(question.answer)).points
            if (point := question.point(judgement.point)) and point.opposites
        ]
        yield Row(f"{name}: not said", sum(j.verdict != "said" for j in points), len(points))


def _unpunctuated(text: str) -> str:
    """As recognisers write."""
    return re.sub(r"[.,;:!?]+(?=\s|$)", "", text.lower())


def gates(packs: Sequence[Pack]) -> Iterator[Row]:
    """Answers that must earn nothing, one of each kind for every question."""
    rows: dict[str, list[bool]] = {}
    for pack in packs:
        others = [q for other in packs if other is not pack for q in other.questions]
        for question in pack.questions:
            for name, text in _worthless(question, others):
                held = not any(judgement.credit for judgement in judged(question, pack.terms, text).points)
                rows.setdefault(name, []).append(held)
    for name, holds in rows.items():
        yield Row(name, sum(holds), len(holds))


def _worthless(question: Question, others: Sequence[Question]) -> Iterator[tuple[str, str]]:
    chosen = random.Random(question.id)
    words = question.answer.split()
    chosen.shuffle(words)
    keyword = max((group[0] for point in question.points for group in point.must), key=len, default="python")
    yield "empty", " "
    yield "I don't know", "um i do not really know that i have never used it sorry"
    yield "question said back", f"so you ask me {question.ask.lower().rstrip('?')} hmm let me think"
    yield "one keyword repeated", " ".join([keyword] * 12)
    yield "answer to a question of another pack", chosen.choice(others).answer
    yield "shuffled words", " ".join(words)
