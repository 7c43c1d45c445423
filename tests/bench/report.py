"""How long the report of a sixty-minute interview takes."""

import statistics
import time
from collections.abc import Callable
from functools import partial

from models.interview import events as e
from models.interview.evolve import fold
from models.interview.judgement import Assessment, Evidence, FollowUp, PointJudgement
from models.interview.state import Interview
from models.interview.words import Utterance, Word
from models.report import html, json, markdown, text
from models.report.build import build
from questions.pack import KeyPoint, Question
from questions.plan import Plan, Round

ROUNDS, QUESTIONS, TURNS = 5, 4, 3
"""Twenty questions of three minutes, each with two probes."""
WORDS = 140
"""Words an answer: a minute's worth."""
RUNS = 15


def interview() -> Interview:
    """Sixty minutes of spoken answers: 8,400 words with their times."""
    questions = [_question(n) for n in range(ROUNDS * QUESTIONS)]
    rounds = tuple(
        Round(f"t{n}", f"Topic {n}", 12, tuple(questions[n * QUESTIONS : (n + 1) * QUESTIONS]))
        for n in range(ROUNDS)
    )
    journal: list[e.Event] = [
        e.InterviewStarted(at=0, interview="bench", plan=Plan("p", "Pack", "1", rounds), rules=e.Rules())
    ]
    for n, question in enumerate(questions):
        for m in range(TURNS):
            journal += _answer(n * TURNS + m + 1, question)
    return fold([*journal, e.Ended(at=3600)])


def _question(n: int) -> Question:
    points = tuple(KeyPoint(id=f"p{k}", says=f"Claim {k} of question {n}.", weight=k) for k in (1, 2, 3, 4))
    return Question(
        id=f"q{n}", topic=f"t{n // QUESTIONS}", level="mid", minutes=3, ask=f"Question {n}?", points=points
    )


def _answer(turn: int, question: Question) -> list[e.Event]:
    at = turn * 60.0
    probe = FollowUp("And why?", "not said", "p1", "you have not said why") if (turn - 1) % TURNS else None
    words = tuple(
        Word("um" if n % 25 == 0 else f"word{n}", n * 0.42, n * 0.42 + 0.33, 0.9 if n % 9 else 0.4)
        for n in range(WORDS)
    )
    utterances = [
        Utterance(" ".join(word.text for word in part), start=part[0].start, end=part[-1].end, words=part)
        for part in (words[n : n + 14] for n in range(0, WORDS, 14))
    ]
    said = " ".join(word.text for word in words[3:15])
    judged = tuple(
        PointJudgement(point.id, "said", 1.0, evidence=(Evidence(turn, said, 3, 14),))
        for point in question.points
    )
    return [
        e.Asked(at=at, turn=turn, question=question.id, text=question.ask, probe=probe),
        e.ListeningBegan(at=at, turn=turn),
        *(e.UtteranceAdded(at=at + u.end, turn=turn, utterance=u) for u in utterances),
        e.AnswerClosed(at=at + 59, turn=turn, voiced=50.0),
        e.Assessed(at=at + 59, turn=turn, assessment=Assessment(judged)),
    ]


def milliseconds(work: Callable[[], object]) -> float:
    """The median CPU time of several runs: other work on the machine does not count."""
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return 1000 * statistics.median(taken)


def rows() -> list[tuple[str, str, str]]:
    """What was measured, its value, and the goal where there is one."""
    held = interview()
    report = build(held)
    forms = {"text": text.render, "Markdown": markdown.render, "HTML": html.render, "JSON": json.render}
    computed = milliseconds(partial(build, held))
    return [
        ("report of a sixty-minute interview, computed", f"{computed:.1f} ms of CPU", "≤ 50 ms"),
        *(
            (f"the same, written as {name}", f"{milliseconds(partial(render, report)):.1f} ms of CPU", "")
            for name, render in forms.items()
        ),
    ]


if __name__ == "__main__":
    for row in rows():
        print(" | ".join(row))
