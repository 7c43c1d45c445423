"""Finding the rubric's phrases in an answer, and whether what surrounds them turns them round."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from models.assessment.lexicon import ARTICLES, NEGATORS, SKIPPED_IN_PHRASES, word_set
from models.assessment.text import Token, tokens

_GAP = 2
"""How many words may stand between two neighbours of a phrase."""
_REACH = 5
"""How many words after a negator it still governs, within its clause."""
_OF_THINGS = word_set("no without nothing none nobody")
_NEAR = 2
"""How many a negator of things governs: "no session is signed", not "it does no harm when it is signed"."""
_BARRIERS = word_set("and but because so when while whereas if since until unless except instead rather")
"""Words that end what a negator governs."""
_BEGINNERS = word_set("i we he she they")
"""Words that begin another clause, also where nothing was written that would part the two."""
_DEMANDING = word_set("that mean means say says think thinks believe know guarantee guarantees")
"""Words after which that clause is what was denied: "it does not mean they are pushed"."""
_NO_NEGATION = {("not", "only"), ("not", "just"), ("no", "matter"), ("not", "sure"), ("not", "necessarily")}
"""A negator and the word after it that together negate nothing."""
_CONTRASTS = {("instead", "of"), ("rather", "than")}
"""What puts one thing in the place of another, which follows."""
_SUBJECTS = word_set("i it they you we he she this that these those the a an both each there")
"""Words before which "no" only answers a question."""
_SENTENCE = 14
"""How many words before a phrase its sentence may have begun."""
_OPENING_DENIALS = (
    "not true that",
    "not the case that",
    "not so that",
    "false that",
    "wrong that",
    "myth that",
    *(f"{who} {thinks}" for who in ("people", "many", "some") for thinks in ("think", "believe")),
    *(f"{you} might think" for you in ("you", "one")),
)
_DENIALS = word_set("wrong false myth mistake misconception mistaken incorrect untrue")


Places = Mapping[str, Sequence[int]]
"""Where each stem stands among the tokens of an answer."""


class Phrase(NamedTuple):
    """A phrase of the rubric, ready to be looked for."""

    text: str
    stems: tuple[str, ...]


class Match(NamedTuple):
    """Where a phrase was found: the indices of its tokens, rising."""

    places: tuple[int, ...]

    @property
    def first(self) -> int:
        """Its first token."""
        return self.places[0]

    @property
    def last(self) -> int:
        """Its last token."""
        return self.places[-1]


def phrase(text: str, vocabulary: Collection[str], *, strict: bool = False) -> Phrase:
    """Prepare a phrase. Articles need not be said, nor auxiliaries unless it is strict."""
    found = tokens(text, vocabulary)
    skipped = ARTICLES if strict else SKIPPED_IN_PHRASES
    kept = [token.stem for token in found if token.text not in skipped]
    return Phrase(text, tuple(kept or [token.stem for token in found]))


def index(answer: Sequence[Token]) -> dict[str, list[int]]:
    """Where each stem stands."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(answer):
        places.setdefault(token.stem, []).append(at)
    return places


def find(wanted: Phrase, answer: Sequence[Token], places: Places) -> list[Match]:
    """Every place where the words of a phrase stand in order, with small gaps, in one sentence."""
    if not wanted.stems:
        return []
    matches = []
    for start in places.get(wanted.stems[0], ()):
        found = [start]
        for stem in wanted.stems[1:]:
            after = (at for at in places.get(stem, ()) if found[-1] < at <= found[-1] + 1 + _GAP)
            following = next(after, None)
            if following is None:
                break
            found.append(following)
        else:
            if not any(answer[at].stops for at in range(found[0], found[-1])):
                matches.append(Match(tuple(found)))
    return matches


def find_any(group: Sequence[Phrase], answer: Sequence[Token], places: Places) -> list[Match]:
    """Every place where any of the phrases stands, in order."""
    return sorted({match for wanted in group for match in find(wanted, answer, places)})


def negates(answer: Sequence[Token], at: int) -> bool:
    """Whether the token there turns a claim round: "not", but not "not only", "no, it is" or "is none"."""
    following = answer[at + 1].text if at + 1 < len(answer) else ""
    if answer[at].text == "no" and (answer[at].ends or following in _SUBJECTS):
        return False
    if answer[at].text == "none" and following != "of":  # Python's
        return False
    return answer[at].text in NEGATORS and (answer[at].text, following) not in _NO_NEGATION


def negated(answer: Sequence[Token], match: Match) -> bool:
    """Whether a negator in its clause governs a match, or its sentence denies it."""
    count = sum(negates(answer, at) for at in range(match.first, match.last) if at not in match.places)
    at = match.first - 1
    while at >= max(0, match.first - _REACH) and not answer[at].ends and answer[at].text not in _BARRIERS:
        if answer[at].text in _BEGINNERS and at and answer[at - 1].text not in _DEMANDING:
            break
        reach = _NEAR if answer[at].text in _OF_THINGS else _REACH
        count += match.first - at <= reach and negates(answer, at)
        at -= 1
    return count % 2 == 1 or _called_untrue(answer, match)


def replaced(answer: Sequence[Token], match: Match) -> bool:
    """Whether a match is what something else is said to be "instead of", "rather than" or "unlike"."""
    for at in range(match.first - 1, max(-1, match.first - _REACH), -1):
        if answer[at].ends:
            return False
        if answer[at].text == "unlike" or (answer[at - 1].text, answer[at].text) in _CONTRASTS:
            return True
    return False


def _called_untrue(answer: Sequence[Token], match: Match) -> bool:
    """Whether the sentence begins "it is not true that", or goes on "... is wrong"."""
    before: list[str] = []
    for at in range(match.first - 1, max(-1, match.first - 1 - _SENTENCE), -1):
        if answer[at].stops or answer[at].text == "but":
            break
        before.insert(0, answer[at].text)
    opening = " ".join(before)
    if any(denial in opening for denial in _OPENING_DENIALS):
        return True
    after = [token.text for token in answer[match.last + 1 : match.last + 5]]
    return after[:1] in (["is"], ["was"]) and bool(_DENIALS & set(after))


def denied(answer: Sequence[Token], first: int, last: int, own: Collection[int]) -> bool:
    """Whether a negator in, just before or just after these tokens, or a denial, takes back what they say.

    The places in `own` belong to the phrases found there, so a negator among them is part of what is said.
    """
    if _called_untrue(answer, Match((first, last))):
        return True
    begin = first
    while begin > max(0, first - 4) and not (answer[begin - 1].stops or answer[begin - 1].text in _BARRIERS):
        begin -= 1
    for at in range(begin, min(len(answer), last + 7)):
        if at not in own and (negates(answer, at) or answer[at].text in _DENIALS):
            return True
        if at >= last and answer[at].stops:
            break
    return False
