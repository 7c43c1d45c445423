"""Checks a pack's terms, and finds the words of its points that should be terms."""

import re
from collections.abc import Collection, Iterable, Iterator

from questions.decode import Severity
from questions.pack import Question, Term
from questions.wording import stem, words

# CMUdict's phones, without stress.
PHONES = frozenset(
    """
    AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH
    """.split()  # noqa: SIM905 (a list would be a page long)
)
_TECHNICAL = re.compile(r"\w*(?:[A-Za-z]_|_[A-Za-z]|[a-z][A-Z]|[A-Z]{2}|[A-Za-z]{2}\d|\d[A-Za-z]{2})\w*|@\w+")


Found = tuple[str, str, Severity]
"""Key, text and severity of a problem."""


class Unglossed:
    """Tells the words of a pack that need a term and have none, each once."""

    def __init__(self, terms: Iterable[Term], dictionary: Collection[str] = ()) -> None:
        """`dictionary` holds the words that a recogniser knows; without one, a word is told by its look."""
        self._glossed = {run for term in terms for run in _runs(term)}
        self._dictionary = dictionary
        self._told: set[tuple[str, ...]] = set()

    def of(self, question: Question) -> Iterator[Found]:
        """Those in the points of a question: key, text and severity of each problem."""
        for point in question.points:
            spoken = [("says", point.says), *((f"also[{n}]", text) for n, text in enumerate(point.also, 1))]
            written = [(f"must[{n}]", member) for n, group in enumerate(point.must, 1) for member in group]
            for key, text in spoken:
                yield from self._told_of(
                    f"point[{point.id}].{key}", [*_TECHNICAL.findall(text), *self._odd(text)]
                )
            for key, text in written:
                yield from self._told_of(f"point[{point.id}].{key}", _TECHNICAL.findall(text))

    def _odd(self, text: str) -> list[str]:
        """The words that the dictionary does not have, even without an ending."""
        found = [word for word in words(text) if word.isalpha() and len(word) > 1] if self._dictionary else []
        return [
            w
            for w in found
            if not any(form in self._dictionary for form in (w, w.removesuffix("s"), stem(w)))
        ]

    def _told_of(self, key: str, needy: Iterable[str]) -> Iterator[Found]:
        for word in needy:
            form = tuple(map(stem, words(word)))
            if form and form not in self._glossed and form not in self._told:
                self._told.add(form)
                yield key, f"{word} is a word for the glossary, and no [[term]] writes it", "warning"


def term_problems(terms: Iterable[tuple[str, Term]]) -> Iterator[tuple[str, Found]]:
    """What is wrong with the terms of a pack's files, each with its file."""
    written: dict[tuple[str, ...], str] = {}
    heard: dict[tuple[str, ...], str] = {}
    for file, term in terms:
        key = f"term[{term.write}]"
        form = tuple(words(term.write))
        if not form:
            yield file, (f"{key}.write", "has no letter or digit", "error")
        elif form in written:
            yield file, (key, f"is there more than once, as {written[form]} too", "error")
        written.setdefault(form, term.write)
        for number, phones in enumerate(term.phones, 1):
            unknown = [phone for phone in phones.split() if phone not in PHONES]
            if unknown:
                text = f"{unknown[0]} is no ARPAbet phone (there are {', '.join(sorted(PHONES))})"
                yield file, (f"{key}.phones[{number}]", text, "error")
        for number, misheard in enumerate(term.heard, 1):
            other = heard.setdefault(tuple(words(misheard)), term.write)
            if other != term.write:
                yield file, (f"{key}.heard[{number}]", f"“{misheard}” is also heard for {other}", "warning")


def _runs(term: Term) -> Iterator[tuple[str, ...]]:
    """Every run of stems within a term as it is written or said: "Flask-Login" glosses login as well."""
    for form in (term.write, term.say):
        found = tuple(map(stem, words(form)))
        yield from (found[i:j] for i in range(len(found)) for j in range(i + 1, len(found) + 1))
