"""Technical terms in recognised speech, before and after repair, and false repairs in prose that has none."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models.assessment import jargon
from models.assessment.text import tokens
from models.interview.judgement import Misheard
from models.interview.turn import Turn
from questions.pack import Pack, Question, Term
from tests.bench.judging_set import labelled, packs, spoken, turn
from tests.bench.judging_speech import Recognised, recognised


class Found(NamedTuple):
    """Occurrences of terms in recognised speech against those in what was spoken."""

    said: int
    right: int
    wrong: int

    @property
    def recall(self) -> float:
        return self.right / self.said if self.said else 0.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    def __add__(self, other: object) -> "Found":
        assert isinstance(other, Found)
        return Found(self.said + other.said, self.right + other.right, self.wrong + other.wrong)


def _spoken_text(each: Recognised, question: Question) -> str:
    if each.answer < 0:
        return question.answer
    return next(
        found.answers[each.answer].text
        for found in labelled()
        if (found.pack, found.question) == (each.pack, each.question)
    )


def _counted(text: str, terms: Sequence[Term]) -> Counter[str]:
    """How often each term occurs in a text, as it is written or said."""
    plain = f" {' '.join(token.stem for token in tokens(text))} "
    counts: Counter[str] = Counter()
    for term in terms:
        forms = {" ".join(t.stem for t in tokens(form)) for form in (term.write, term.say) if form}
        counts[term.write] = sum(plain.count(f" {form} ") for form in forms)
    return counts


def _compared(wanted: Counter[str], got: Counter[str]) -> Found:
    right = sum((wanted & got).values())
    return Found(wanted.total(), right, got.total() - right)


def repaired(answer: Turn, terms: tuple[Term, ...], threshold: float) -> tuple[str, tuple[Misheard, ...]]:
    """The transcript with repairs put in, and the repairs."""
    found, changes = jargon.repair(tokens(answer.transcript), terms, {}, answer, frozenset(), threshold)
    return " ".join(token.text for token in found), changes


def measure(
    *, dictionary: bool, threshold: float = jargon.THRESHOLD, half: int | None = None
) -> tuple[Found, Found]:
    """Terms before and after repair; `half` is 0 or 1 for every other recording, `None` for all."""
    before = after = Found(0, 0, 0)
    kept = [each for each in recognised() if each.dictionary == dictionary and each.pack in packs()]
    for number, each in enumerate(kept):
        pack = packs()[each.pack]
        question = pack.question(each.question)
        if question is None or (half is not None and number % 2 != half):
            continue
        terms = jargon.in_play(question, pack.terms)
        wanted = _counted(_spoken_text(each, question), terms)
        answer = turn(question, each.utterance)
        before += _compared(wanted, _counted(answer.transcript, terms))
        after += _compared(wanted, _counted(repaired(answer, terms, threshold)[0], terms))
    return before, after


def _questions_with_terms() -> Iterator[tuple[Pack, Question, tuple[Term, ...]]]:
    for pack in packs().values():
        for question in pack.questions:
            if terms := jargon.in_play(question, pack.terms):
                yield pack, question, terms


def false_repairs(prose: str, threshold: float = jargon.THRESHOLD) -> tuple[int, int]:
    """Repairs made in prose without terms, cut into answers to questions that have some, and its words."""
    words = re.findall(r"[a-z']+", prose.lower())
    asked = list(_questions_with_terms())
    made = 0
    for number, start in enumerate(range(0, len(words), 100)):
        if not asked:
            break
        _, question, terms = asked[number % len(asked)]
        answer = turn(question, spoken(" ".join(words[start : start + 100])))
        made += len(repaired(answer, terms, threshold)[1])
    return made, len(words)
