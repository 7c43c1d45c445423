"""Composes a plan: the rounds of one interview, each with its questions and minutes."""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby
from math import inf
from pathlib import Path
from typing import Any, Literal

import msgspec

from questions.decode import faults
from questions.pack import LEVELS, Level, Pack, Question, Term
from questions.untrusted import clean
from questions.wording import stem, words

DEFAULT_MINUTES = 20.0
MAX_MINUTES = 240.0
QUESTIONS_A_ROUND = 2
"""How many questions a round should have before the next topic is opened."""
MAX_PLAN_BYTES = 8_000_000
NAMED = 12
"""How many valid values a sentence names before it names only the nearest."""


class Round(msgspec.Struct, frozen=True, omit_defaults=True):
    """Questions on one topic, asked within one time."""

    topic: str
    title: str
    minutes: float
    questions: tuple[Question, ...]


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """The rounds of one interview, and the terms of their questions."""

    pack: str
    title: str
    pack_version: str
    rounds: tuple[Round, ...]
    terms: tuple[Term, ...] = ()
    seed: int = 0

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which it is asked."""
        return tuple(question for part in self.rounds for question in part.questions)

    @property
    def minutes(self) -> float:
        """The minutes of all rounds."""
        return sum(part.minutes for part in self.rounds)


class PlanError(ValueError):
    """A plan that cannot be made or read; its text is one sentence that names the valid values."""


def compose(
    pack: Pack,
    *,
    minutes: float | None = None,
    questions: int | None = None,
    ids: Sequence[str] = (),
    topics: Sequence[str] = (),
    level: Level | str | None = None,
    seed: int,
    avoid: Collection[str] = frozenset(),
    due: Sequence[str] = (),
    weights: Mapping[str, float] | None = None,
) -> Plan:
    """Choose questions and put them in rounds; the same arguments always give the same plan.

    `ids` are asked exactly as they stand, and nothing else is then considered. Otherwise questions of the
    `topics` and the `level` fill the `minutes` (20 where neither minutes nor a number of `questions` is
    given) without exceeding them, unless the shortest question alone does. Those that are `due` are chosen
    before all others, those to `avoid` only when no other is left. Topics get an equal share, or one by
    their `weights` (0 leaves a topic out, but all 0 are as none). Rounds come in the pack's order of topics,
    and questions within one from easier to harder. Raises `PlanError`.
    """
    pool = _pool(pack, minutes, questions, topics, level)
    if ids:
        return _plan(pack, _named(pack, ids), seed)
    if minutes is None:
        minutes = inf if questions else DEFAULT_MINUTES
    chosen = _Choice(pack, pool, minutes, questions or len(pool), seed, spread=not topics, weights=weights)
    avoided = {question.id for old in avoid if (question := pack.question(old))}
    wanted = [question for old in due if (question := pack.question(old)) and question.id not in avoided]
    fresh = [question for question in pool if question.id not in avoided and chosen.weighs(question)]
    chosen.fill(fresh, wanted)
    if all(question.id in chosen.ids for question in fresh):
        chosen.fill([question for question in pool if question.id in avoided and chosen.weighs(question)], ())
    order = _topic_order(pack)
    place = {question.id: number for number, question in enumerate(pack.questions)}
    picked = sorted(
        chosen.questions, key=lambda q: (order.index(q.topic), LEVELS.index(q.level), place[q.id])
    )
    return _plan(pack, picked, seed)


def _pool(
    pack: Pack, minutes: float | None, questions: int | None, topics: Sequence[str], level: str | None
) -> list[Question]:
    """The questions of the topics and level asked for, once every wish was found possible."""
    if minutes is not None and not 1 <= minutes <= MAX_MINUTES:
        raise PlanError(f"Minutes must be from 1 to {MAX_MINUTES:g}, not {minutes:g}.")
    if level is not None and level not in LEVELS:
        raise PlanError(f"There is no level {clean(level)}. Levels: {', '.join(LEVELS)}.")
    there = _topic_order(pack)
    for topic in topics:
        if topic not in there:
            raise PlanError(
                f"There is no topic {clean(topic)} in {pack.info.id}. Topics: {', '.join(there)}."
            )
    pool = [q for q in pack.questions if q.topic in (topics or there) and level in (None, q.level)]
    if not pool:
        found = {q.level for q in pack.questions if q.topic in (topics or there)}
        levels = ", ".join(name for name in LEVELS if name in found)
        where = f"on {', '.join(topics)}" if topics else f"in {pack.info.id}"
        raise PlanError(f"There is no {level} question {where}. Levels there: {levels}.")
    if questions is not None and not 1 <= questions <= len(pool):
        raise PlanError(f"The number of questions must be from 1 to {len(pool)}, not {questions}.")
    return pool


def _named(pack: Pack, ids: Sequence[str]) -> list[Question]:
    chosen: list[Question] = []
    for wanted in ids:
        question = pack.question(wanted)
        if question is None:
            raise PlanError(no_question(pack, wanted))
        if question in chosen:
            raise PlanError(f"Question {question.id} is named twice. Name each once.")
        chosen.append(question)
    return chosen


def no_question(pack: Pack, wanted: str) -> str:
    """The sentence for a question that a pack does not have; it names those it has, or the nearest."""
    there = [question.id for question in pack.questions]
    text = f"There is no question {clean(wanted)} in {pack.info.id}"
    if len(there) <= NAMED:
        return f"{text}. Questions: {', '.join(there)}."
    near = get_close_matches(wanted, there, n=3, cutoff=0.4) or there[:3]
    return f"{text}. Nearest: {', '.join(near)}. All {len(there)}: viva packs show {pack.info.id}"


def _topic_order(pack: Pack) -> list[str]:
    """The topics that have questions: titled ones in the order of `pack.toml`, then others as they come."""
    asked = dict.fromkeys(question.topic for question in pack.questions)
    titled = [topic.id for topic in pack.info.topics if topic.id in asked]
    return list(dict.fromkeys([*titled, *asked]))


class _Choice:
    """Picks questions one by one while there is room, each for the topic furthest behind its share."""

    def __init__(
        self,
        pack: Pack,
        pool: Sequence[Question],
        minutes: float,
        limit: int,
        seed: int,
        *,
        spread: bool,
        weights: Mapping[str, float] | None,
    ) -> None:
        self.questions: list[Question] = []
        self._room = minutes
        self._limit = limit
        self._random = random.Random(seed)
        topics = [topic for topic in _topic_order(pack) if any(q.topic == topic for q in pool)]
        weighed = {t: max(0.0, weights.get(t, 0.0)) if weights is not None else 1.0 for t in topics}
        if not any(weighed.values()):
            weighed = dict.fromkeys(topics, 1.0)
        self._weights = {topic: weight for topic, weight in weighed.items() if weight}
        # Heavier topics tend to come first: keys of Efraimidis and Spirakis (2006).
        keys = {topic: self._random.random() ** (1 / weight) for topic, weight in self._weights.items()}
        self._topics = sorted(self._weights, key=lambda topic: -keys[topic])
        mean = sum(question.minutes for question in pool) / len(pool)
        expected = min(limit, minutes / mean)
        self._open = max(1, round(expected / QUESTIONS_A_ROUND)) if spread else len(self._topics)

    @property
    def ids(self) -> set[str]:
        return {question.id for question in self.questions}

    def weighs(self, question: Question) -> bool:
        """Whether the question's topic has a share."""
        return question.topic in self._weights

    def fill(self, candidates: Sequence[Question], first: Sequence[Question]) -> None:
        """Take what is to come first, then fill the room that is left, all from the candidates."""
        allowed = {question.id for question in candidates}
        for question in first:
            if question.id in allowed and self._fits(question) and question.id not in self.ids:
                self._take(question)
        begun = dict.fromkeys(
            question.topic for question in self.questions if question.topic in self._weights
        )
        self._topics = list(dict.fromkeys([*begun, *self._topics]))
        shuffled = [question for question in candidates if question.id not in self.ids]
        self._random.shuffle(shuffled)
        queues = {topic: [q for q in shuffled if q.topic == topic] for topic in self._topics}
        opened = max(self._open, len(begun))
        while ready := {t: q for t in self._topics if (q := next(filter(self._fits, queues[t]), None))}:
            behind = [topic for topic in self._topics[:opened] if topic in ready]
            if not behind:
                opened += 1
                continue
            topic = min(behind, key=self._share)
            queues[topic].remove(ready[topic])
            self._take(ready[topic])
        if not self.questions and shuffled:
            self._take(min(shuffled, key=lambda question: question.minutes))

    def _fits(self, question: Question) -> bool:
        return question.minutes <= self._room and len(self.questions) < self._limit

    def _take(self, question: Question) -> None:
        self.questions.append(question)
        self._room -= question.minutes

    def _share(self, topic: str) -> float:
        """What the topic's share would come to with one question more, relative to its weight."""
        return (1 + sum(question.topic == topic for question in self.questions)) / self._weights[topic]


def _plan(pack: Pack, chosen: Sequence[Question], seed: int) -> Plan:
    rounds = []
    for topic, group in groupby(chosen, key=lambda question: question.topic):
        asked = tuple(group)
        minutes = sum(question.minutes for question in asked)
        rounds.append(Round(topic, pack.topic_title(topic), minutes, asked))
    glossary = Glossary(pack.terms)
    spoken = {term for question in chosen for term in glossary.of(question)}
    terms = tuple(term for term in pack.terms if term in spoken)
    return Plan(pack.info.id, pack.info.title, pack.info.version, tuple(rounds), terms, seed)


class Glossary:
    """A pack's terms by their stems, so that those which a question speaks of are soon found."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Read every form of the terms: written, spoken and misheard."""
        self._forms = [
            (term, {form for text in (term.write, term.say, *term.heard) if (form := _stemmed(text))})
            for term in terms
        ]

    def of(self, question: Question) -> tuple[Term, ...]:
        """The terms of which some form occurs in a question's texts."""
        texts = [*question.compared, question.hint, *(point.probe for point in question.points)]
        texts += [misconception.probe for misconception in question.misconceptions]
        texts += [depth.probe for depth in question.depths]
        said = f" {' . '.join(map(_stemmed, texts))} "
        return tuple(term for term, forms in self._forms if any(f" {form} " in said for form in forms))


@lru_cache(maxsize=2)  # the question in play, and the next one
def terms_of(question: Question, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms of which some form, written, spoken or misheard, occurs in a question's texts."""
    return Glossary(terms).of(question)


def _stemmed(text: str) -> str:
    return " ".join(map(stem, words(text)))


class _PlanFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plan as it is handed out."""

    viva_plan: Literal[1]
    """The version of the form."""
    plan: Plan


def save_plan(plan: Plan, path: Path) -> None:
    """Write a plan to a file that `load_plan` reads; raises `PlanError` where it cannot be written."""
    data = msgspec.json.format(msgspec.json.encode(_PlanFile(1, plan)), indent=1)
    try:
        path.write_bytes(data + b"\n")
    except OSError as error:
        raise PlanError(f"Cannot write the plan {clean(str(path))}: {error.strerror}.") from error


def load_plan(path: Path) -> Plan:
    """Read a plan that was handed out; raises `PlanError` where it is none, or not of this version."""
    name = clean(str(path))
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PLAN_BYTES + 1)
    except OSError as error:
        raise PlanError(f"Cannot read the plan {name}: {error.strerror}.") from error
    if len(data) > MAX_PLAN_BYTES:
        raise PlanError(f"Cannot read the plan {name}: it is over {MAX_PLAN_BYTES // 1_000_000} MB.")
    try:
        raw: Any = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise PlanError(f"{name} is no plan. --save-plan writes one.") from error
    if not isinstance(raw, dict) or "viva_plan" not in raw:
        raise PlanError(f"{name} is no plan. --save-plan writes one.")
    if raw["viva_plan"] != 1:
        raise PlanError(f"{name} is a plan of another version of Viva. This one reads version 1.")
    found = list(faults(raw, _PlanFile))
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise PlanError(f"{name} is a damaged plan: {clean(found[0][0])} {clean(found[0][1])}{more}.")
    plan = msgspec.convert(raw, _PlanFile).plan
    ids = [question.id for question in plan.questions]
    if not ids or len(set(ids)) < len(ids):
        raise PlanError(
            f"{name} is a damaged plan: it {'asks a question twice' if ids else 'has no question'}."
        )
    return plan
