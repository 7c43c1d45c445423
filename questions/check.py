"""Finds every problem of a pack at once: what keeps it from being read, and what would make it judge badly.

An *error* makes the pack unusable or its judgements wrong; a *warning* makes it worse than it could be. Run
it with `viva packs check PATH`, or `python -m questions.check PATH`, which does not try the model answers.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path

import msgspec

from questions.decode import INFO_FILE, Decoded, Problem, Severity, decode, problem
from questions.pack import KeyPoint, Question, Term
from questions.wording import Wording, words

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

# CMUdict's phones, without stress.
PHONES = frozenset(
    """
    AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH
    """.split()  # noqa: SIM905 (a list would be a page long)
)
_TECHNICAL = re.compile(r"\w*(?:[A-Za-z]_|_[A-Za-z]|[a-z][A-Z]|[A-Z]{2}|[A-Za-z]{2}\d|\d[A-Za-z]{2})\w*|@\w+")
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
Found = Iterator[tuple[str, str, Severity]]
"""Keys, texts and severities of problems of one question, topic or term."""


def check(folder: Path, judge: Judge | None = None) -> list[Problem]:
    """Every problem of the pack in a folder, file by file; the model answers are tried on `judge`."""
    return check_decoded(decode(folder), judge)


def check_decoded(decoded: Decoded, judge: Judge | None = None) -> list[Problem]:
    """Every problem of a pack that was read already."""
    problems = unusable(decoded)
    terms = tuple(term for _, term in decoded.terms)
    wording = Wording(terms)
    problems += [problem(INFO_FILE, "", *found) for found in _topics(decoded)]
    for file, term in decoded.terms:
        problems += [
            problem(file, "", f"term[{term.write}]{key}", text, level) for key, text, level in _term(term)
        ]
    problems += [problem(file, "", key, text, level) for file, key, text, level in _glossary(decoded)]
    glossed = {form for term in terms for form in _runs(term)}
    for file, question in decoded.questions:
        for part in (
            _completeness(question),
            _lengths(question),
            _rubric(question, wording),
            _marks(question, terms, judge),
        ):
            problems += [problem(file, question.id, *found) for found in part]
        problems += [problem(file, question.id, *found) for found in _unglossed(question, glossed)]
    order = {name: number for number, name in enumerate(dict.fromkeys(p.file for p in problems))}
    return sorted(problems, key=lambda p: (p.file != INFO_FILE, order[p.file]))


def unusable(decoded: Decoded) -> list[Problem]:
    """The problems that keep a pack from being asked: what cannot be read, and ids that name two things."""
    problems = list(decoded.problems)
    problems += [problem(*found) for found in _ids(decoded)]
    for file, question in decoded.questions:
        problems += [problem(file, question.id, *found) for found in _part_ids(question)]
    if decoded.info is not None and not decoded.questions:
        problems.append(problem(INFO_FILE, "", "", "the pack has no questions"))
    return problems


def _topics(decoded: Decoded) -> Found:
    if decoded.info is None:
        return
    titled = Counter(topic.id for topic in decoded.info.topics)
    asked = dict.fromkeys(question.topic for _, question in decoded.questions)
    for topic, times in titled.items():
        if times > 1:
            yield f"topic[{topic}]", "is there more than once", "error"
        if topic not in asked and decoded.questions:
            yield f"topic[{topic}]", "has no question", "warning"
    for topic in asked:
        if topic not in titled:
            yield f"topic[{topic}]", "questions have this topic, and no [[topic]] gives its title", "warning"


def _ids(decoded: Decoded) -> Iterator[tuple[str, str, str, str]]:
    times = Counter(question.id for _, question in decoded.questions)
    older = Counter(old for _, question in decoded.questions for old in set(question.was))
    files: dict[str, str] = {}
    for file, question in decoded.questions:
        first = files.setdefault(question.id, file)
        if times[question.id] > 1 and (first, question) != (file, question):
            yield file, question.id, "id", f"another question in {first} has this id"
        elif times[question.id] > 1 and first != file:
            yield file, question.id, "id", f"the same question is in {first}"
        for number, old in enumerate(question.was, 1):
            key = f"was[{number}]"
            if old in times:
                yield (
                    file,
                    question.id,
                    key,
                    f"{old} is the id of another question: no history could follow it",
                )
            elif older[old] > 1 or question.was.count(old) > 1:
                yield file, question.id, key, f"{old} is listed more than once"


def _part_ids(question: Question) -> Iterator[tuple[str, str]]:
    for name, ids in (
        ("point", [point.id for point in question.points]),
        ("misconception", [misconception.id for misconception in question.misconceptions]),
    ):
        for part, times in Counter(ids).items():
            if times > 1:
                yield f"{name}[{part}]", "is there more than once"


def _term(term: Term) -> Found:
    for number, phones in enumerate(term.phones, 1):
        unknown = [phone for phone in phones.split() if phone not in PHONES]
        if unknown:
            yield (
                f".phones[{number}]",
                f"{unknown[0]} is no ARPAbet phone (there are {', '.join(sorted(PHONES))})",
                "error",
            )
    if not words(term.write):
        yield ".write", "has no letter or digit", "error"


def _glossary(decoded: Decoded) -> Iterator[tuple[str, str, str, Severity]]:
    written: dict[str, str] = {}
    heard: dict[tuple[str, ...], str] = {}
    for file, term in decoded.terms:
        first = written.setdefault(term.write.lower(), file)
        if sum(other.write.lower() == term.write.lower() for _, other in decoded.terms) > 1 and first != file:
            yield file, f"term[{term.write}]", f"is also in {first}", "error"
        for number, form in enumerate(term.heard, 1):
            other = heard.setdefault(tuple(words(form)), term.write)
            if other != term.write:
                yield (
                    file,
                    f"term[{term.write}].heard[{number}]",
                    f"“{form}” is also heard for {other}",
                    "warning",
                )


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


def _rubric(question: Question, wording: Wording) -> Found:
    yield from _shared_phrasings(question, wording)
    for point in question.points:
        yield from _must(point, wording)
        yield from _opposites(point, wording)
        if point.probe and (words_given := _given_away(question.ask, point, wording)):
            yield f"point[{point.id}].probe", f"contains its answer: {words_given}", "warning"
    right = [("the model answer", question.answer)]
    right += [(f"point[{point.id}]", phrasing) for point in question.points for phrasing in point.phrasings]
    for misconception in question.misconceptions:
        for name, text in right:
            part = wording.close(text, misconception.betrayed, CLOSE)
            if part and not _NEGATIONS.intersection(part.split()):
                yield f"misconception[{misconception.id}].betrayed", f"{name} satisfies it: “{part}”", "error"
                break


def _shared_phrasings(question: Question, wording: Wording) -> Found:
    keyed = [
        (point.id, f"point[{point.id}].{'says' if number == 0 else f'also[{number}]'}", phrasing)
        for point in question.points
        for number, phrasing in enumerate(point.phrasings)
    ]
    normal = [tuple(s for s in wording.stems(phrasing) if s not in _ARTICLES) for _, _, phrasing in keyed]
    for (a, first), (b, second) in combinations(enumerate(keyed), 2):
        if normal[a] == normal[b]:
            same = first[0] == second[0]
            yield second[1], f"is the same phrasing as {first[1]}", "warning" if same else "error"


def _must(point: KeyPoint, wording: Wording) -> Found:
    for number, group in enumerate(point.must, 1):
        key = f"point[{point.id}].must[{number}]"
        without = [n for n, phrasing in enumerate(point.phrasings) if not wording.holds(phrasing, group)]
        if len(without) == len(point.phrasings):
            yield key, f"no phrasing of the point has any of: {', '.join(group)}", "error"
            continue
        for n in without:
            name = "says" if n == 0 else f"also[{n}]"
            text = f"could never earn the point: it has none of must[{number}]: {', '.join(group)}"
            yield f"point[{point.id}].{name}", text, "warning"


def _opposites(point: KeyPoint, wording: Wording) -> Found:
    for number, opposite in enumerate(point.opposites, 1):
        key = f"point[{point.id}].opposite[{number}]"
        both = set(map(tuple, map(wording.stems, opposite.right))) & set(
            map(tuple, map(wording.stems, opposite.wrong))
        )
        if both:
            yield key, f"“{' '.join(both.pop())}” is both right and wrong", "error"
        for phrasing in point.phrasings:
            if wording.holds(phrasing, opposite.wrong) and not wording.holds(phrasing, opposite.right):
                yield f"{key}.wrong", f"a phrasing of the point says it: “{phrasing}”", "error"


def _given_away(ask: str, point: KeyPoint, wording: Wording) -> str:
    """The phrasing that a probe gives away, beyond what the question itself says; empty where it does not."""
    probe = wording.content(point.probe)
    complete = all(wording.holds(f"{ask} {point.probe}", group) for group in point.must)
    for phrasing in point.phrasings:
        own = wording.content(phrasing) - wording.content(ask)
        share = GIVEN_AWAY_WITH_MUST if point.must and complete else GIVEN_AWAY
        if len(own) >= 3 and len(own & probe) > share * len(own):
            return f"“{phrasing}”"
    return ""


def _marks(question: Question, terms: tuple[Term, ...], judge: Judge | None) -> Found:
    if judge is None or not question.answer.strip():
        return
    marks = judge(question, terms, question.answer)
    if marks.score < FULL_MARKS:
        missed = f"; not fully heard: {', '.join(marks.missed)}" if marks.missed else ""
        yield "answer", f"the model answer earns {marks.score:.0f} of 100{missed}", "error"
    for misconception in marks.betrayed:
        yield (
            f"misconception[{misconception}].betrayed",
            "the model answer would be challenged for it",
            "error",
        )


def _unglossed(question: Question, glossed: set[tuple[str, ...]]) -> Found:
    seen: set[str] = set()
    for point in question.points:
        texts = [("says", point.says)]
        texts += [(f"also[{number}]", text) for number, text in enumerate(point.also, 1)]
        texts += [(f"must[{number}]", m) for number, group in enumerate(point.must, 1) for m in group]
        for key, text in texts:
            for word in _TECHNICAL.findall(text):
                form = tuple(words(word))
                if form and form not in glossed and word not in seen:
                    seen.add(word)
                    yield (
                        f"point[{point.id}].{key}",
                        f"{word} looks like a term, and no [[term]] writes it",
                        "warning",
                    )


def _runs(term: Term) -> Iterable[tuple[str, ...]]:
    """Every run of words within a term's forms: "Flask-Login" glosses Flask as well."""
    for form in (term.write, term.say, *term.heard):
        found = tuple(words(form))
        yield from (found[i:j] for i in range(len(found)) for j in range(i + 1, len(found) + 1))


def summary(problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are, in words."""
    count = Counter(found.severity for found in problems)
    if not count:
        return "no problem"
    named = [f"{n} {name}{'' if n == 1 else 's'}" for name in ("error", "warning") if (n := count[name])]
    return " and ".join(named)


def main(paths: list[str]) -> int:
    """Check packs without trying their model answers; 1 if one has an error."""
    failed = False
    for path in paths:
        problems = check(Path(path))
        failed = failed or any(found.severity == "error" for found in problems)
        for found in problems:
            print(found)
        print(f"{Path(path).name}: {summary(problems)}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
