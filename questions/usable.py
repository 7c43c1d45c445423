"""What keeps a pack from being asked, apart from all that would only make it better."""

from collections import Counter
from collections.abc import Iterator

from questions.decode import INFO_FILE, Decoded, Problem, problem
from questions.pack import Question


def unusable(decoded: Decoded) -> list[Problem]:
    """The problems that keep a pack from being asked: what cannot be read, and ids that name two things."""
    problems = list(decoded.problems)
    problems += [problem(*found) for found in _ids(decoded)]
    for file, question in decoded.questions:
        problems += [problem(file, question.id, *found) for found in _part_ids(question)]
    if not decoded.questions and not decoded.problems:
        problems.append(problem(INFO_FILE, "", "", "the pack has no questions"))
    return problems


def _ids(decoded: Decoded) -> Iterator[tuple[str, str, str, str]]:
    times = Counter(question.id for _, question in decoded.questions)
    older = Counter(old for _, question in decoded.questions for old in set(question.was))
    files: dict[str, str] = {}
    for file, question in decoded.questions:
        if question.id in files:
            yield file, question.id, "id", f"another question, in {files[question.id]}, has this id"
        files.setdefault(question.id, file)
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
