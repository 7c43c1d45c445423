"""SemEval-2013 Task 7: how well the judge's likeness orders graded short answers. No parameter is
estimated; the form of the likeness was picked by hand on the training sets, and is reported on the test sets.

The data (Dzikovska et al., CC BY-SA 3.0) is measured from where it lies, and is not part of the project.
"""

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.assessment.likeness import likeness, prepare
from models.assessment.rubric import compiled
from models.assessment.text import tokens
from questions.pack import KeyPoint, Question

FILE = Path(__file__).parents[2].parent / "shared" / "data" / "semeval2013" / "semeval-3way.zip"
SETS = {
    "Beetle UA": ("test/2way/beetle/test-unseen-answers", 0.87),
    "Beetle UQ": ("test/2way/beetle/test-unseen-questions", 0.78),
    "SciEntsBank UA": ("test/2way/sciEntsBank/test-unseen-answers", 0.82),
    "SciEntsBank UQ": ("test/2way/sciEntsBank/test-unseen-questions", 0.83),
    "SciEntsBank UD": ("test/2way/sciEntsBank/test-unseen-domains", 0.80),
}
"""Each test set's folder in the archive, and the AUC that is aimed at."""


def auc(scored: Sequence[tuple[float, bool]]) -> float:
    """The chance that a correct answer scores above another one (Mann-Whitney; ties count half)."""
    ordered = sorted(scored)
    right = sum(correct for _, correct in ordered)
    ranks, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end][0] == ordered[at][0]:
            end += 1
        ranks += sum(correct for _, correct in ordered[at:end]) * (at + 1 + end) / 2
        at = end
    return (ranks - right * (right + 1) / 2) / (right * (len(ordered) - right))


def graded(folder: str) -> Iterator[tuple[Question, str, bool]]:
    """Every answer of a set: its question with the references as phrasings, its text, its grade."""
    with zipfile.ZipFile(FILE) as archive:
        for name in sorted(archive.namelist()):
            if not (name.startswith(folder) and name.endswith(".xml")):
                continue
            root = ET.fromstring(archive.read(name))
            first, *others = [e.text.strip() for e in root.iter("referenceAnswer") if e.text]
            point = KeyPoint("reference", first, tuple(others))
            ask = (root.findtext("questionText") or "").strip()
            question = Question(id="q", topic="t", level="mid", minutes=1, ask=ask, points=(point,))
            for answer in root.iter("studentAnswer"):
                yield question, (answer.text or "").strip(), answer.get("accuracy") == "correct"


def score(question: Question, answer: str) -> float:
    """The judge's likeness of an answer to its references."""
    rubric = compiled(question, (), "")
    alike = likeness(rubric, prepare(tokens(answer, rubric.vocabulary), rubric))[0]
    return max((one for each in alike.values() for one in each), default=0.0)


def measure() -> Iterator[tuple[str, float, float]]:
    """Each set's name, its AUC, and the goal; nothing where the data is absent."""
    if FILE.exists():
        for name, (folder, goal) in SETS.items():
            yield name, auc([(score(q, text), correct) for q, text, correct in graded(folder)]), goal


def prose(words: int) -> str:
    """The first so many words of the training answers: English with no terms of programming."""
    if not FILE.exists():
        return ""
    said = (text for _, text, _ in graded("training/2way/sciEntsBank"))
    return " ".join(" ".join(said).split()[:words])
