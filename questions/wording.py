"""Compares texts by the words in them: stems, whole phrases, and a pack's terms in any of their forms."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from questions.pack import Group, Term

GAP = 2
"""Words that may stand between two neighbours of a phrase: people say "the g object", "current, um, app"."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

COMMON = frozenset(
    """
    a an and any are as at be because been before behind being but by can could did do does doing done each
    for from get gets give given gives go goes had has have having how i if in into is it its just large let
    like make makes many may me mean means might more most must my need needs not of on one only or our out
    own say says see should show small so some such take takes tell than that the their them then there
    these they thing things this those to two up us use used uses using want was way we were what when where
    which while who whose why will with work working works would you your
    """.split()  # noqa: SIM905 (a list would be a page long)
)
"""Words too common in questions and answers to give anything away."""


def words(text: str) -> list[str]:
    """The words of a text, lower-case; names are taken apart (`current_app` is current, app)."""
    return [word for word, _, _ in read(text)]


def read(text: str) -> list[tuple[str, int, int]]:
    """The words of a text, each with where it starts and ends there."""
    return [(m[0].lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)]


def stem(word: str) -> str:
    """A word without its English ending (Snowball)."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Any:
    import snowballstemmer  # 30 ms that whoever only lists packs need not wait for

    found = snowballstemmer.stemmer("english")
    found.maxCacheSize = 0  # in C it keeps ten thousand; it takes a microsecond
    return found


def find(phrase: Sequence[str], within: Sequence[str]) -> bool:
    """Whether the words of a phrase stand in a text in order, at most `GAP` others between neighbours."""
    ends = {at for at, word in enumerate(within) if phrase and word == phrase[0]}
    for wanted in phrase[1:]:
        after = {at for end in ends for at in range(end + 1, min(end + GAP + 2, len(within)))}
        ends = {at for at in after if within[at] == wanted}
    return bool(ends)


class Wording:
    """Reads texts as stems, with every spoken or misheard form of a pack's terms as its written one."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._known: dict[str, list[str]] = {}
        self._written: dict[tuple[str, ...], tuple[str, ...]] = {}
        for term in terms:
            written = tuple(words(term.write))
            for form in (term.say, *term.heard):
                spoken = tuple(words(form))
                if written and spoken and spoken != written:
                    self._written.setdefault(spoken, written)
        self._longest = max(map(len, self._written), default=0)

    def stems(self, text: str) -> list[str]:
        """The text's stems, terms in their written form."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> list[str]:
        found = words(text)
        result: list[str] = []
        i = 0
        while i < len(found):
            for length in range(min(self._longest, len(found) - i), 0, -1):
                written = self._written.get(tuple(found[i : i + length]))
                if written is not None:
                    result.extend(map(stem, written))
                    i += length
                    break
            else:
                result.append(stem(found[i]))
                i += 1
        return result

    def content(self, text: str) -> set[str]:
        """The stems that carry meaning."""
        return set(self.stems(text)) - common_stems()

    def holds(self, text: str, group: Group) -> bool:
        """Whether any member of a group occurs in the text."""
        stems = self.stems(text)
        return any(find(self.stems(member), stems) for member in group)

    def says(self, text: str, phrase: str) -> bool:
        """Whether the words of a phrase stand in the text, with none between them."""
        return f" {' '.join(self.stems(phrase))} " in f" {' '.join(self.stems(text))} "

    def close(self, text: str, groups: Iterable[Group], window: int) -> str:
        """The first `window` words in a row, as stems, with a member of every group; empty for none."""
        stems = self.stems(text)
        phrases = [[self.stems(member) for member in group] for group in groups]
        if not all(any(find(phrase, stems) for phrase in group) for group in phrases):
            return ""
        for start in range(max(1, len(stems) - window + 1)):
            part = stems[start : start + window]
            if all(any(find(phrase, part) for phrase in group) for group in phrases):
                return " ".join(part)
        return ""


@cache
def common_stems() -> frozenset[str]:
    """The stems of `COMMON`."""
    return frozenset(map(stem, COMMON))
