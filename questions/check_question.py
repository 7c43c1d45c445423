"""Checks one question at a time: what is missing, too long, given away, or would be judged wrongly."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations

import msgspec

from questions.decode import Severity
from questions.pack import KeyPoint, Question, Term
from questions.wording import Wording

SPOKEN_SECONDS = 15
WORDS_PER_MINUTE = 170  # the voice's own pace
SPOKEN_WORDS = SPOKEN_SECONDS * WORDS_PER_MINUTE // 60
PHRASINGS = 4
"""Accepted phrasings help the judge more than any cleverness, up to about five."""
POINTS = range(3, 7)
ANSWER_WORDS = range(60, 151)
FULL_MARKS = 95.0
CLOSE = 12
"""Words: how near to each other the groups of a misconception must occur to betray it."""
GIVEN_AWAY = 0.6
"""The share of a claim's own words that a probe may hold."""
GIVEN_AWAY_WITH_MUST = 0.4
"""The same for a probe that also holds whatever the claim cannot do without."""

_NEGATIONS = frozenset(
    ("no", "not", "never", "nothing", "neither", "nor", "without", "cannot", "instead", "rather", "wrong")
)
_ARTICLES = frozenset(("a", "an", "the"))


class Marks(msgspec.Struct, frozen=True):
    """What a judge thinks of an answer."""

    score: float
    """From 0 to 100."""
    missed: tuple[str, ...] = ()
    """Ids of the points that did not earn full credit."""
    betrayed: tuple[str, ...] = ()
    """Ids of the misconceptions that it would challenge."""


Judge = Callable[[Question, tuple[Term, ...], str], Marks]
"""Marks an answer to a question, given the pack's terms."""
QuestionJudge = Callable[[str], Marks]
Found = Iterator[tuple[str, str, Severity]]
"""Keys, texts and severities of problems of one question, topic or term."""


def check_question(question: Question, wording: Wording, judge: QuestionJudge | None) -> Found:
    """Every problem of a question: key, text and severity of each.

    `wording` knows the pack's terms, and `judge` marks an answer to this question. Without a judge, what it
    would say is guessed from the words alone.
    """
    yield from _completeness(question)
    yield from _lengths(question)
    yield from _shared_phrasings(question, wording)
    for point in question.points:
        yield from _must(question.ask, point, wording)
        yield from _parts(point, wording)
        yield from _opposites(point, wording)
        if point.probe and (phrasing := _given_away(question.ask, point, wording)):
            yield f"point[{point.id}].probe", f"contains its answer: “{phrasing}”", "warning"
    if judge is None:
        yield from _by_words(question, wording)
    else:
        yield from _by_judge(question, judge, wording)


def _completeness(question: Question) -> Found:
    for key, value in (("hint", question.hint), ("answer", question.answer), ("sources", question.sources)):
        if not value or (isinstance(value, str) and not value.strip()):
            yield key, "is empty", "warning"
    for number, source in enumerate(question.sources, 1):
        if not re.match(r"https?://[^\s/]+", source):
            yield f"sources[{number}]", "is no web address (https://…)", "error"
    if len(question.points) not in POINTS:
        text = f"has {len(question.points)} key points; {POINTS[0]} to {POINTS[-1]} are judged best"
        yield "point", text, "warning"
    if not question.depths:
        yield (
            "depth",
            "is missing: what to ask when everything was covered (why, trade-off, example)",
            "warning",
        )
    for point in question.points:
        key = f"point[{point.id}]"
        if len(point.phrasings) < PHRASINGS:
            text = f"has {len(point.phrasings)} phrasings, says included: give {PHRASINGS} or more, as spoken"
            yield f"{key}.also", text, "warning"
        if not point.probe:
            yield f"{key}.probe", "is missing", "warning"


def _lengths(question: Question) -> Found:
    spoken = [("ask", question.ask), ("hint", question.hint)]
    spoken += [(f"point[{point.id}].probe", point.probe) for point in question.points]
    spoken += [(f"misconception[{m.id}].probe", m.probe) for m in question.misconceptions]
    spoken += [(f"depth[{number}].probe", depth.probe) for number, depth in enumerate(question.depths, 1)]
    for key, text in spoken:
        count = len(text.split())
        if count > SPOKEN_WORDS:
            limit = f"{SPOKEN_WORDS} words can be spoken in {SPOKEN_SECONDS} seconds"
            yield key, f"has {count} words: {limit}", "error"
    count = len(question.answer.split())
    if question.answer.strip() and count not in ANSWER_WORDS:
        limits = f"{ANSWER_WORDS[0]} to {ANSWER_WORDS[-1]}"
        yield "answer", f"has {count} words; a spoken answer has {limits}", "warning"


def _shared_phrasings(question: Question, wording: Wording) -> Found:
    normal = [
        (point, key, [s for s in wording.stems(text) if s not in _ARTICLES])
        for point, key, text in _phrasings(question)
    ]
    for (first, first_key, said), (second, key, again) in combinations(normal, 2):
        if said == again:
            yield key, f"is the same phrasing as {first_key}", "warning" if first is second else "error"


def _phrasings(question: Question) -> list[tuple[KeyPoint, str, str]]:
    """Every phrasing of every point, with its point and its key."""
    return [
        (point, f"point[{point.id}].{'says' if number == 0 else f'also[{number}]'}", text)
        for point in question.points
        for number, text in enumerate(point.phrasings)
    ]


def _must(ask: str, point: KeyPoint, wording: Wording) -> Found:
    for number, group in enumerate(point.must, 1):
        key = f"point[{point.id}].must[{number}]"
        having = [phrasing for phrasing in point.phrasings if wording.holds(phrasing, group)]
        if not having:
            yield key, f"no phrasing of the point has any of: {', '.join(group)}", "error"
        echoes = [member for member in group if wording.says(ask, member)]
        rest = tuple(member for member in group if member not in echoes)
        if having and echoes and all(wording.holds(phrasing, rest) for phrasing in having):
            said = ", ".join(echoes)
            yield key, f"the question itself says it, and no phrasing needs it: {said}", "warning"


def _parts(point: KeyPoint, wording: Wording) -> Found:
    for number, group in enumerate(point.made_of, 1):
        if not any(wording.holds(phrasing, group) for phrasing in point.phrasings):
            text = "no phrasing of the point says this part of it: add words of theirs, or leave it out"
            yield f"point[{point.id}].parts[{number}]", text, "warning"


def _opposites(point: KeyPoint, wording: Wording) -> Found:
    for number, opposite in enumerate(point.opposites, 1):
        key = f"point[{point.id}].opposite[{number}]"
        both = set(map(tuple, map(wording.stems, opposite.right))) & set(
            map(tuple, map(wording.stems, opposite.wrong))
        )
        if both:
            yield key, f"“{' '.join(both.pop())}” is both right and wrong", "error"


def _given_away(ask: str, point: KeyPoint, wording: Wording) -> str:
    """The phrasing that a probe gives away, beyond what the question itself says; empty where it does not."""
    probe = wording.content(point.probe)
    complete = all(wording.holds(f"{ask} {point.probe}", group) for group in point.must)
    for phrasing in point.phrasings:
        own = wording.content(phrasing) - wording.content(ask)
        share = GIVEN_AWAY_WITH_MUST if point.must and complete else GIVEN_AWAY
        if len(own) >= 3 and len(own & probe) > share * len(own):
            return phrasing
    return ""


def _by_words(question: Question, wording: Wording) -> Found:
    texts = [("the model answer", question.answer), *((key, text) for _, key, text in _phrasings(question))]
    for point, key, text in _phrasings(question):
        if lacking := _lacking(point, text, wording):
            yield key, f"could not earn its point alone{lacking}", "warning"
        for number, slot in enumerate(point.opposites, 1):
            said = wording.holds(text, slot.wrong) and not wording.holds(text, slot.right)
            if said and not _NEGATIONS.intersection(wording.stems(text)):
                yield f"point[{point.id}].opposite[{number}].wrong", f"{key} says it: “{text}”", "warning"
    for misconception in question.misconceptions:
        for name, text in texts:
            part = wording.close(text, misconception.betrayed, CLOSE)
            if part and not _NEGATIONS.intersection(part.split()):
                yield (
                    f"misconception[{misconception.id}].betrayed",
                    f"{name} satisfies it: “{part}”",
                    "warning",
                )
                break


def _lacking(point: KeyPoint, text: str, wording: Wording) -> str:
    """Which `must` group a phrasing has nothing of, as the end of a sentence; empty where it has them all."""
    groups = enumerate(point.must, 1)
    return next(
        (f": it has nothing of must[{n}]" for n, group in groups if not wording.holds(text, group)), ""
    )


def _by_judge(question: Question, judge: QuestionJudge, wording: Wording) -> Found:
    if question.answer.strip():
        marks = judge(question.answer)
        if marks.score < FULL_MARKS:
            missed = f"; not fully heard: {', '.join(marks.missed)}" if marks.missed else ""
            yield "answer", f"the model answer earns {marks.score:.0f} of 100{missed}", "error"
        for betrayed in marks.betrayed:
            yield (
                f"misconception[{betrayed}].betrayed",
                "the model answer would be challenged for it",
                "error",
            )
    for point, key, text in _phrasings(question):
        marks = judge(text)
        if point.id in marks.missed:
            yield key, f"said alone, it does not earn its point{_lacking(point, text, wording)}", "warning"
        for betrayed in marks.betrayed:
            yield f"misconception[{betrayed}].betrayed", f"{key} would be challenged for it", "error"
