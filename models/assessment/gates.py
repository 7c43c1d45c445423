"""Answers that earn nothing whatever words they hold, and transcripts that are too doubtful to judge."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from models.assessment.lexicon import word_set
from models.assessment.rubric import Rubric, weight
from models.assessment.text import Token, content
from models.interview.words import Word

Gate = Literal["", "empty", "don't know", "question said back", "off topic", "no sentence", "not judged"]

FLOORS = {"vosk": 0.5, "pocketsphinx": 0.3}
"""Confidence under which a word of a recogniser counts as doubtful. PocketSphinx: in `recognised.json` of
`tests/data/judging` a fifth of the words of intelligible speech are under it; of a robotic voice that it did
not understand it was half. Vosk's has not been measured, for want of an English model."""
DOUBTFUL = 0.25
"""Share of doubtful words from which a point that was not covered counts as *not heard*."""
TOO_DOUBTFUL = 0.5
"""Share of doubtful words over which an answer is not judged."""

_DONT_KNOW = re.compile(
    r"\b(?:(?:do not|did not|never) (?:really |actually |even )?(?:know|remember|recall|learn\w*)"
    r"|(?:did not|never) (?:hear|heard|used?)"
    r"|(?:have|had|got) (?:no|not a|not any) (?:idea|clue)|no (?:idea|clue)"
    r"|not (?:a clue|sure|certain|familiar)|(?:can|could) not (?:say|remember|recall|answer|tell)"
    r"|have not (?:heard|used|learned|learnt|come across)"
    r"|(?:i )?(?:pass|skip) (?:on )?(?:this|that|it|one)|next question|beats me|forgot|forgotten|blank)\b"
)
_TRIED = 10
"""With fewer telling words than these beside "I don't know", nothing was answered."""


def floor(recogniser: str) -> float:
    """The floor of a recogniser, by its name as people read it; the lowest for one that is not known."""
    name = recogniser.lower()
    return next((value for known, value in FLOORS.items() if name.startswith(known)), min(FLOORS.values()))


def sureness(words: Sequence[Word], recogniser: str = "") -> float:
    """The share of words that the recogniser was sure of; 1 where it gave none."""
    least = floor(recogniser)
    return sum(word.confidence >= least for word in words) / len(words) if words else 1.0


_DETERMINERS = word_set("a an the")
_BARE = word_set(
    "is are was were be been am has have had do does did can could will would should may might must"
)
_PREPOSITIONS = word_set("of to in on at by for from with into through during")
_LINKS = word_set("and or but because so which")
_PRONOUNS = word_set("i he she they we it you")
_NEVER_AFTER = (
    (_DETERMINERS, _DETERMINERS | _BARE | _PREPOSITIONS | _LINKS | _PRONOUNS),
    (
        _PREPOSITIONS,
        (_PREPOSITIONS - {"to"}) | _LINKS | {"is", "are", "was", "were", "has", "had", "does", "did"},
    ),
    (_LINKS, word_set("of is are was were has")),
    (_PRONOUNS, _DETERMINERS | (_PREPOSITIONS - {"to", "in", "on"})),
    (_BARE, word_set("of and or but") | (_PRONOUNS & {"i", "he"})),
)
"""Pairs of function words that hardly ever stand together in a sentence."""
_DISORDER = 0.115
"""Share of such pairs among all that could be one, from which words are not in the order of sentences."""
_SLIPS = 5
"""Fewer such pairs than these prove nothing: people break off, and recognisers mishear small words."""
_OFF_TOPIC = 0.43
"""The share, by weight, of telling words that belong to the question, under which an answer is off topic.
Chosen on the labelled answers of `tests/data/judging` and on answers to questions of other packs."""
_ENOUGH = 8
"""Telling words from which that share means something."""


def disorder(answer: Sequence[Token]) -> float:
    """How much of an answer's function words stand where no sentence has them, from 0 to 1."""
    chances = broken = 0
    for token, following in itertools.pairwise(answer):
        for before, after in _NEVER_AFTER:
            if token.text in before and not token.ends:
                chances += 1
                broken += following.text in after
    return broken / chances if broken >= _SLIPS else 0.0


def _besides_not_knowing(answer: Sequence[Token]) -> list[Token] | None:
    """What is left of an answer without its "I don't know"; `None` where it says no such thing."""
    text = " ".join(token.text for token in answer)
    spared: set[int] = set()
    for found in _DONT_KNOW.finditer(text):
        first = text.count(" ", 0, found.start())
        spared |= set(range(first, first + found.group().count(" ") + 1))
    return [token for at, token in enumerate(answer) if at not in spared] if spared else None


def gate(answer: Sequence[Token], rubric: Rubric, *, probing: bool) -> Gate:
    """Why an answer earns nothing, if it does; a short answer to a probe may say back what it was asked."""
    if not answer:
        return "empty"
    said = content(answer)
    telling = {token.stem for token in said} - rubric.own
    known = telling & rubric.stems
    if not said:
        return "empty"
    if (besides := _besides_not_knowing(answer)) is not None:
        rest = {token.stem for token in content(besides)} - rubric.own
        if len(rest & rubric.stems) < 3 and len(rest) < _TRIED:
            return "don't know"
    back = {token.stem for token in said} & rubric.own
    if not probing and len(known) <= 1 and len(back) >= max(2, len(telling) - len(known)):
        return "question said back"
    counts = Counter(token.stem for token in said)
    if counts.total() >= 6 and len(counts) < counts.total() / 3 and len(counts) <= 4:
        return "no sentence"
    if disorder(answer) >= _DISORDER:
        return "no sentence"
    share = sum(map(weight, telling & rubric.topic)) / max(sum(map(weight, telling)), 1e-9)
    if (len(telling) >= _ENOUGH and share < _OFF_TOPIC) or (len(telling) >= _ENOUGH / 2 and not known):
        return "off topic"
    return ""
