"""The labelled answers in `tests/data/judging`, and how well verdicts agree with them."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from rapidfuzz import fuzz

import questions
from models.assessment.judge import assess
from models.interview.judgement import Verdict
from models.interview.turn import Turn
from models.interview.words import Utterance, Word
from questions.library import Library
from questions.pack import KeyPoint, Pack, Question

DATA = Path(__file__).parents[1] / "data" / "judging"
FILES = ("answers.toml", "independent.toml")
"""The labelled answers: those of one hand, and those that others wrote and labelled."""
OWN_WORDS = "own_words.toml"
"""Answers that share no wording with the packs, labelled by their writers alone: for tuning only."""
LEVELS: tuple[Verdict, ...] = ("not said", "partly", "said")

Pairs = Sequence[tuple[Verdict, Verdict]]
"""What was labelled, and what was judged."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer, and the points that it makes."""

    kind: Literal["strong", "partial", "vague", "mixed", "wrong", "off topic", "own words"]
    text: str
    said: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()

    def label(self, point: str) -> Verdict:
        """How that point was labelled."""
        return "said" if point in self.said else "partly" if point in self.partly else "not said"


class _Answered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pack: str
    question: str

    def of(self, pack: Pack) -> Question:
        """The question itself."""
        found = pack.question(self.question)
        if found is None:
            raise LookupError(f"{self.pack} has no question {self.question}")
        return found


class Labelled(_Answered, frozen=True):
    """The labelled answers to one question."""

    half: Literal["tuning", "reporting"]
    answers: tuple[Answer, ...] = msgspec.field(name="answer")


class Right(_Answered, frozen=True):
    """Right answers to one question, in which nothing may be taken for wrong."""

    answers: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: tuple[Labelled, ...]


class _RightFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: tuple[Right, ...]


@cache
def packs() -> dict[str, Pack]:
    """The packs that come with Viva."""
    library = Library([Path(questions.__path__[0]) / "packs"])
    return {entry.id: library.open(entry.id) for entry in library.entries()}


@cache
def labelled(*files: str) -> tuple[Labelled, ...]:
    """The labelled answers of some files, or of all."""
    texts = [(DATA / name).read_text() for name in files or FILES]
    return tuple(each for text in texts for each in msgspec.convert(tomllib.loads(text), _File).question)


@cache
def right_answers() -> tuple[Right, ...]:
    """Right answers that contrast, warn, and deny what is wrong."""
    return msgspec.convert(tomllib.loads((DATA / "right.toml").read_text()), _RightFile).question


def taken_for_wrong() -> Iterator[tuple[str, str, bool]]:
    """Pack and question of each of them, and whether the judge takes something in it for wrong."""
    for each in right_answers():
        pack = packs()[each.pack]
        question = each.of(pack)
        for text in each.answers:
            assessment = assess(question, (turn(question, spoken(text)),), pack.terms)
            wrong = bool(assessment.challenges) or any(point.reversed for point in assessment.points)
            yield each.pack, each.question, wrong


def spoken(text: str) -> Utterance:
    """The text as a recogniser that hears perfectly would give it, sure of each word."""
    words = text.split()
    return Utterance(
        " ".join(words), words=tuple(Word(w, at * 0.4, at * 0.4 + 0.3) for at, w in enumerate(words))
    )


def turn(question: Question, said: Utterance) -> Turn:
    """An answer to a question."""
    return Turn(number=1, question=question.id, asked=question.ask, utterances=(said,))


def verdicts(half: str, *files: str) -> Iterator[tuple[Verdict, Verdict]]:
    """Label and verdict of every pair of a half, in some files or in all; what was not heard was not said."""
    for each in labelled(*files):
        if each.half != half:
            continue
        pack = packs()[each.pack]
        question = each.of(pack)
        for answer in each.answers:
            for judged in assess(question, (turn(question, spoken(answer.text)),), pack.terms).points:
                got: Verdict = "not said" if judged.verdict == "not heard" else judged.verdict
                yield answer.label(judged.point), got


def fuzzy(point: KeyPoint, text: str) -> float:
    """The plain baseline: `token_set_ratio` with the best phrasing, from 0 to 1."""
    return max(fuzz.token_set_ratio(phrasing, text) for phrasing in point.phrasings) / 100


def f1(pairs: Pairs, level: Verdict) -> float:
    """F1 of one level against the rest."""
    right = sum(label == got == level for label, got in pairs)
    wrong = sum((label == level) != (got == level) for label, got in pairs)
    return 2 * right / (2 * right + wrong) if right else 0.0


def macro_f1(pairs: Pairs) -> float:
    """The mean F1 of the three levels."""
    return sum(f1(pairs, level) for level in LEVELS) / len(LEVELS)
