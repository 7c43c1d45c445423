"""Answers that earn nothing whatever words they hold, and transcripts that are too doubtful to judge."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from models.assessment.lexicon import word_set
from models.assessment.rubric import Rubric
from models.assessment.text import Token, content
from models.interview.words import Word

Gate = Literal["", "empty", "don't know", "question said back", "off topic", "no sentence", "not judged"]

FLOOR = 0.5
"""Confidence under which a word counts as doubtful."""
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
_REMAINDER = 5
"""With fewer content words than these beside "I don't know", nothing was answered."""


def sureness(words: Sequence[Word], floor: float = FLOOR) -> float:
    """The share of words that the recogniser was sure of; 1 where it gave none."""
    return sum(word.confidence >= floor for word in words) / len(words) if words else 1.0


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
_DISORDER = 0.17
"""Share of such pairs among all that could be one, from which words are not in the order of sentences."""


def disorder(answer: Sequence[Token]) -> float:
    """How much of an answer's function words stand where no sentence has them, from 0 to 1."""
    chances = broken = 0
    for token, following in itertools.pairwise(answer):
        for before, after in _NEVER_AFTER:
            if token.text in before and not token.ends:
                chances += 1
                broken += following.text in after
    return broken / chances if chances >= 5 else 0.0


def gate(answer: Sequence[Token], rubric: Rubric, *, probing: bool) -> Gate:
    """Why an answer earns nothing, if it does; a short answer to a probe need not be a sentence."""
    if not answer:
        return "empty"
    telling = [token for token in content(answer) if token.stem not in rubric.own]
    plain = " ".join(token.text for token in answer)
    if _DONT_KNOW.search(plain):
        left = [t for t in content(list(answer)) if t.stem in rubric.known and t.stem not in rubric.own]
        if len({token.stem for token in left}) < 3 and len(telling) < 2 * _REMAINDER:
            return "don't know"
    if not telling:
        return "question said back" if content(answer) else "empty"
    said_back = [token for token in content(answer) if token.stem in rubric.own]
    if not probing and len(said_back) >= 3 and len({t.stem for t in telling}) <= 1:
        return "question said back"
    counts = Counter(token.stem for token in content(answer))
    if len(answer) >= 8 and counts.total() >= 6 and len(counts) / counts.total() < 0.34 and len(counts) <= 4:
        return "no sentence"
    if disorder(answer) >= _DISORDER:
        return "no sentence"
    if len(telling) >= 4 and not any(token.stem in rubric.known for token in telling):
        return "off topic"
    return ""
