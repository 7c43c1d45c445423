"""Finds every problem of a pack at once: what keeps it from being read, and what would make it judge badly.

An *error* makes the pack unusable or its judgements wrong; a *warning* makes it worse than it could be. Run
it with `viva packs check PATH`, or `python -m questions.check PATH`, which does not try the model answers.
"""

import sys
from collections import Counter
from collections.abc import Collection, Iterable
from functools import partial
from itertools import chain
from pathlib import Path

from questions.check_question import Found, Judge, Marks, check_question
from questions.decode import INFO_FILE, Decoded, Problem, decode, problem
from questions.glossary import Unglossed, term_problems
from questions.usable import unusable
from questions.wording import Wording

__all__ = ["Judge", "Marks", "Problem", "check", "check_decoded", "main", "summary"]


def check(folder: Path, judge: Judge | None = None, dictionary: Collection[str] = ()) -> list[Problem]:
    """Every problem of the pack in a folder, file by file.

    The model answers and phrasings are tried on `judge`; words of phrasings that are neither terms nor in the
    `dictionary` of a recogniser are told.
    """
    return check_decoded(decode(folder), judge, dictionary)


def check_decoded(
    decoded: Decoded, judge: Judge | None = None, dictionary: Collection[str] = ()
) -> list[Problem]:
    """Every problem of a pack that was read already."""
    terms = tuple(term for _, term in decoded.terms)
    wording, unglossed = Wording(terms), Unglossed(terms, dictionary)
    problems = unusable(decoded)
    problems += [problem(INFO_FILE, "", *found) for found in _topics(decoded)]
    problems += [problem(file, "", *found) for file, found in term_problems(decoded.terms)]
    for file, question in decoded.questions:
        marks = partial(judge, question, terms) if judge else None
        found = chain(check_question(question, wording, marks), unglossed.of(question))
        problems += [problem(file, question.id, *each) for each in found]
    order = {name: number for number, name in enumerate(dict.fromkeys(p.file for p in problems))}
    return sorted(problems, key=lambda p: (p.file != INFO_FILE, order[p.file]))


def _topics(decoded: Decoded) -> Found:
    if decoded.info is None:
        return
    titled = Counter(topic.id for topic in decoded.info.topics)
    asked = dict.fromkeys(question.topic for _, question in decoded.questions)
    for topic, times in titled.items():
        if times > 1:
            yield f"topic[{topic}]", "is there more than once", "error"
        if topic not in asked and decoded.questions and not decoded.problems:
            yield f"topic[{topic}]", "has no question", "warning"
    for topic in asked:
        if topic not in titled:
            yield f"topic[{topic}]", "questions have this topic, and no [[topic]] gives its title", "warning"


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
