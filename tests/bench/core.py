"""What the pure interview costs: forty minutes of it, decided and evolved with no session around it."""

import time
from collections.abc import Callable, Iterator

from models.interview import commands as c
from models.interview.events import Rules
from models.interview.evolve import fold
from models.interview.words import Utterance, Word
from tests.bench.table import MILLISECONDS, Row, figure
from tests.models.interview_builders import Held, assessed, follow_up, plan

TIMES = 15
QUESTIONS, TURNS = 8, 3
"""Eight questions of five minutes, each with two probes."""
SEGMENTS = 25
"""Four seconds each: a hundred seconds of speech in an answer."""
WORDS = 10


def interview() -> Held:
    """Forty minutes: six hundred segments, and the partials and countdowns between them."""
    names = [f"q{number}" for number in range(QUESTIONS)]
    held = Held(c.Begin("bench", plan(names[:4], names[4:], minutes=5.0), Rules(), "Vosk small en-us"))
    while held.state.phase != "done":
        if held.state.phase == "between":
            held.do(c.Proceed())
        _answer(held)
    return held


def _answer(held: Held) -> None:
    turn = held.turn
    held.do(c.EarOpened(turn))
    for number in range(SEGMENTS):
        for _partial in range(WORDS // 2):
            held.do(c.SpeechHeard(), held.now + 0.8)
        held.do(c.Hear(turn, _utterance(number)))
        held.do(c.TimePassed())
    held.do(c.Finish())
    held.do(c.EarClosed(turn))
    asked = held.state.turns_of(held.state.turns[-1].question)
    more = (follow_up(f"And why, for the {len(asked)}. time?", "p2"),) if len(asked) < TURNS else ()
    held.do(c.Judged(turn, assessed("said", "not said"), more))


def _utterance(number: int) -> Utterance:
    start = 4.0 * number
    words = tuple(Word(f"word{at}", start + 0.4 * at, start + 0.4 * at + 0.3, 0.9) for at in range(WORDS))
    return Utterance(" ".join(word.text for word in words), "speech", start, start + 4, words)


def rows() -> Iterator[Row]:
    """Going through the interview, and reading its journal."""
    held = interview()
    heard = sum(len(turn.utterances) for turn in held.state.turns)
    minutes = held.state.at / 60
    assert heard == QUESTIONS * TURNS * SEGMENTS, heard
    yield figure(
        f"{minutes:.0f} min interview through the pure core, {heard} segments, CPU",
        [_milliseconds(interview) for _ in range(TIMES)], MILLISECONDS, 50,
    )  # fmt: skip
    yield figure(
        f"the same, folded from its {len(held.events)} events, CPU",
        [_milliseconds(lambda: fold(held.events)) for _ in range(TIMES)], MILLISECONDS,
    )  # fmt: skip


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)
