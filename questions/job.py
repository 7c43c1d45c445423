"""Weighs a pack's topics by what a job advertisement or a CV names."""

import re
from collections import Counter, defaultdict
from math import log
from pathlib import Path

import msgspec

from questions.pack import Pack, Question
from questions.plan import Glossary
from questions.untrusted import clean
from questions.wording import common_stems, read, stem, words

MAX_JOB_BYTES = 1_000_000
TITLE, TERM, WORD = 3.0, 2.0, 1.0
"""How much it says that a text has a word of a topic's title, a term, or another word of its questions."""
OFTEN = 0.25
"""The share of a topic's questions that must have a word for the topic to be about it."""
TIMES = 3
"""How often one word counts at most: advertisements repeat themselves."""
FAINT = 0.1
"""A topic under this share of the heaviest one was named in passing."""

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
Phrase = tuple[str, ...]
"""A word or term as stems."""


class JobError(ValueError):
    """A file that cannot be an advertisement or a CV; its text is one sentence."""


class TopicWeight(msgspec.Struct, frozen=True):
    """How much of an advertisement or CV is about one topic."""

    topic: str
    title: str
    share: float
    """From 0 to 1; the shares of all topics together are 1."""
    words: tuple[str, ...]
    """The words that say so, as they stand in the text, the weightiest first."""


def read_job(path: Path) -> str:
    """The text of an advertisement or a CV, plain or Markdown; raises `JobError`."""
    name = clean(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(MAX_JOB_BYTES + 1)
    except OSError as error:
        raise JobError(f"Cannot read {name}: {error.strerror}.") from error
    if len(data) > MAX_JOB_BYTES:
        raise JobError(
            f"Cannot read {name}: it is over {MAX_JOB_BYTES // 1_000_000} MB. Give the text alone."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise JobError(f"Cannot read {name}: it is not text. Give a text or Markdown file.")
    return clean(text, newlines=True)


def weigh(text: str, pack: Pack) -> tuple[TopicWeight, ...]:
    """The topics that a text names, heaviest first; none where it names none.

    A word weighs more the fewer topics it belongs to (inverse document frequency, topics as documents).
    """
    about = _vocabulary(pack)
    spread = Counter(phrase for phrases in about.values() for phrase in phrases)
    named = _occurrences(_ADDRESS.sub(" ", text), spread)
    weights: dict[str, dict[Phrase, float]] = {}
    for topic, phrases in about.items():
        weights[topic] = {
            phrase: factor * min(len(named[phrase]), TIMES) * log(len(about) / spread[phrase])
            for phrase, factor in phrases.items()
            if phrase in named and (spread[phrase] < len(about) or len(about) == 1)
        }
    totals = {
        topic: sum(found.values()) if len(about) > 1 else float(bool(found))
        for topic, found in weights.items()
    }
    most = max(totals.values(), default=0.0)
    kept = {topic: total for topic, total in totals.items() if total > FAINT * most}
    return tuple(
        TopicWeight(
            topic, pack.topic_title(topic), total / sum(kept.values()), _quoted(weights[topic], named)
        )
        for topic, total in sorted(kept.items(), key=lambda item: -item[1])
    )


def _quoted(weights: dict[Phrase, float], named: dict[Phrase, list[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(named[phrase][0] for phrase in sorted(weights, key=lambda p: -weights[p])))


def _vocabulary(pack: Pack) -> dict[str, dict[Phrase, float]]:
    """What each topic is about: words and terms, and how much each says."""
    glossary = Glossary(pack.terms)
    topics: dict[str, list[Question]] = defaultdict(list)
    for question in pack.questions:
        topics[question.topic].append(question)
    result: dict[str, dict[Phrase, float]] = {}
    for topic, questions in topics.items():
        phrases: dict[Phrase, float] = {}
        has = Counter(word for question in questions for word in _asked(question))
        # A word of a single question may be there by chance.
        often = {word: n / len(questions) for word, n in has.items() if n > 1}
        phrases.update({(word,): WORD * share for word, share in often.items() if share >= OFTEN})
        terms = Counter(tuple(map(stem, words(t.write))) for q in questions for t in glossary.of(q))
        phrases.update({phrase: TERM * n / len(questions) for phrase, n in terms.items()})
        title = words(f"{pack.topic_title(topic)} {topic}")
        phrases.update({(stem(word),): TITLE for word in title})
        result[topic] = {
            phrase: factor for phrase, factor in phrases.items() if not common_stems().issuperset(phrase)
        }
    return result


def _asked(question: Question) -> set[str]:
    texts = [question.ask]
    for point in question.points:
        texts += [point.says, *(member for group in point.must for member in group)]
    return {stem(word) for text in texts for word in words(text) if len(word) > 1}


def _occurrences(text: str, phrases: Counter[Phrase]) -> dict[Phrase, list[str]]:
    """Where the phrases occur in a text, as they stand there."""
    tokens = read(text)
    stems = [stem(word) for word, _, _ in tokens]
    longest = max(map(len, phrases), default=0)
    found: dict[Phrase, list[str]] = defaultdict(list)
    for i in range(len(stems)):
        for length in range(1, min(longest, len(stems) - i) + 1):
            phrase = tuple(stems[i : i + length])
            if phrase in phrases:
                quoted = text[tokens[i][1] : tokens[i + length - 1][2]]
                found[phrase].append(" ".join(quoted.split()))
    return found
