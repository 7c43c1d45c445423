"""Technical terms in recognised speech, before and after repair, and false repairs in prose that has none."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import cycle
from typing import NamedTuple

from models.assessment import jargon
from models.assessment.lexicon import COMMON, FUNCTION_WORDS
from models.assessment.rubric import compiled
from models.assessment.text import Token, tokens, vocabulary
from models.interview.judgement import Misheard
from models.interview.turn import Turn
from models.interview.words import Utterance, Word
from questions.pack import Question, Term
from tests.bench.judging_set import packs, turn
from tests.bench.judging_speech import Half, recognised


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


class Counted(NamedTuple):
    """How often each term occurs in a text."""

    whole: Counter[str]
    """Those that are not part of a longer one: of "Flask-Login" only that, and not "Flask"."""
    within: Counter[str]
    """All of them, also those that are part of a word: the SQL of "SQLAlchemy"."""


class _Form(NamedTuple):
    """One way to write a term."""

    words: tuple[str, ...]
    write: str
    exact: bool
    """Whether it has no other forms than the plural: a name in capitals, and what is spelled as it sounds."""

    def is_said(self, run: Sequence[Token]) -> bool:
        """Whether that is what these words of the same stems say: "tests" is not TESTING."""
        said = tuple(token.text for token in run)
        return not self.exact or said in (self.words, (*self.words[:-1], f"{self.words[-1]}s"))


@lru_cache(maxsize=64)
def _forms(terms: tuple[Term, ...], *, as_spoken: bool) -> dict[tuple[str, ...], _Form]:
    """How each term is written, said, and, in what is written as it is spoken, misheard; by its stems.

    Everyday words such as GET and PUT are left out: nobody can tell them from the verb.
    """
    words = _joined(terms)
    texts = [(text, term, term.write.isupper()) for term in terms for text in (term.write, term.say) if text]
    texts += [(text, term, True) for term in terms for text in term.heard if as_spoken]
    found: dict[tuple[str, ...], _Form] = {}
    for text, term, exact in texts:
        form = tokens(text, words)
        if len(form) > 1 or form[0].text not in COMMON | FUNCTION_WORDS:
            found.setdefault(_stems(form), _Form(tuple(token.text for token in form), term.write, exact))
    return found


def _joined(terms: tuple[Term, ...]) -> frozenset[str]:
    """What is one word, however it is written: "java script", "w s g i", "web sockets"."""
    words = vocabulary([term.write for term in terms])
    return words | {f"{word}s" for word in words}


def counted(text: str, terms: tuple[Term, ...], *, as_spoken: bool = False) -> Counted:
    """How often each term occurs, as it is written or said, as one word or as several, and in the plural.

    A text that is written `as_spoken`, as the labelled answers are, names a term also where it spells its
    sound: "whiskey" for WSGI.
    """
    forms = _forms(terms, as_spoken=as_spoken)
    whole: Counter[str] = Counter()
    within: Counter[str] = Counter()
    free = 0
    for at, size, write in _occurrences(tokens(text, _joined(terms)), forms):
        within[write] += 1
        if at >= free:
            whole[write] += 1
            free = at + size
    apart = Counter(write for _, _, write in _occurrences(tokens(text), forms))
    return Counted(whole, within | apart)


def _occurrences(
    found: Sequence[Token], forms: Mapping[tuple[str, ...], _Form]
) -> Iterator[tuple[int, int, str]]:
    """Where terms begin, over how many tokens, and how they are written; at one place the longest first."""
    longest = max(map(len, forms), default=0)
    for at in range(len(found)):
        for size in range(min(longest, len(found) - at), 0, -1):
            run = found[at : at + size]
            form = forms.get(_stems(run))
            if form is not None and form.is_said(run):
                yield at, size, form.write


def _stems(run: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.stem for token in run)


def compared(meant: Counted, got: Counted) -> Found:
    """What was found of what was meant; part of a longer term is neither missed nor wrong."""
    wrong = got.whole - (meant.whole | meant.within)
    return Found(meant.whole.total(), (meant.whole & got.whole).total(), wrong.total())


def repaired(
    question: Question, terms: tuple[Term, ...], answer: Turn, recogniser: str = ""
) -> tuple[str, tuple[Misheard, ...]]:
    """The transcript as the judge reads it, with repairs put in, and the repairs."""
    words = compiled(question, terms, "").vocabulary
    found, changes = jargon.repair(tokens(answer.transcript, words), terms, {}, answer, words, recogniser)
    return " ".join(token.text for token in found), changes


def measure(half: Half, *, dictionary: bool) -> tuple[Found, Found]:
    """Terms before and after repair, in the recordings of one half and one setting."""
    before = after = Found(0, 0, 0)
    for each in recognised():
        question = packs()[each.pack].question(each.question)
        if question is None or each.half != half or each.dictionary != dictionary:
            continue
        terms = jargon.in_play(question, packs()[each.pack].terms)
        meant = counted(each.text, terms, as_spoken=True)
        answer = turn(question, each.utterance)
        before += compared(meant, counted(answer.transcript, terms))
        recogniser = "PocketSphinx" if dictionary else ""
        after += compared(meant, counted(repaired(question, terms, answer, recogniser)[0], terms))
    return before, after


def _questions_with_terms() -> Iterator[tuple[Question, tuple[Term, ...]]]:
    for pack in packs().values():
        for question in pack.questions:
            if terms := jargon.in_play(question, pack.terms):
                yield question, terms


def _heard(words: Sequence[str], sure: Iterator[float]) -> Utterance:
    """Words as a recogniser gives them, each as sure as it was of a word that it really heard."""
    heard = [Word(word, at * 0.4, at * 0.4 + 0.3, next(sure)) for at, word in enumerate(words)]
    return Utterance(" ".join(words), words=tuple(heard))


def false_repairs(prose: str) -> tuple[int, int]:
    """Repairs made in prose without terms, cut into answers to questions that have some, and its words."""
    words = re.findall(r"[a-z']+", prose.lower())
    asked = list(_questions_with_terms())
    sure = cycle([word[3] for each in recognised() for word in each.words])
    made = 0
    for number, start in enumerate(range(0, len(words), 100)):
        question, terms = asked[number % len(asked)]
        answer = turn(question, _heard(words[start : start + 100], sure))
        made += len(repaired(question, terms, answer)[1])
    return made, len(words)
