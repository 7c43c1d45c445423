"""What holds of an interview whatever comes, in whatever order."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from models.interview import commands as c
from models.interview import events as e
from models.interview.decide import decide
from models.interview.evolve import evolve, fold
from models.interview.state import Interview
from models.interview.timing import next_deadline
from models.interview.words import Utterance
from tests.models.interview_builders import assessed, follow_up, plan

TURNS = st.integers(0, 6)
WORDS = st.sampled_from(["one", "two words", "", "  ", "g holds data"])
COMMANDS: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(c.EarOpened, TURNS),
    st.builds(c.EarShut, TURNS),
    st.builds(c.Hear, TURNS, st.builds(Utterance, WORDS, st.sampled_from(["speech", "typed"]))),
    st.builds(c.SpeechHeard, st.booleans()),
    st.builds(c.EarClosed, TURNS),
    st.builds(
        c.Judged,
        TURNS,
        st.sampled_from([assessed("said", "partly"), assessed("not said", gate="empty"), assessed()]),
        st.sampled_from([(), (follow_up("why?"), follow_up("what?", "p2"))]),
    ),
    st.builds(c.Correct, TURNS, WORDS),
    st.builds(c.NoAudioLeft, TURNS),
    st.builds(c.Pause, st.sampled_from(["key", "suspend", "quit", "correcting", "lost"])),
    st.builds(c.Finish, st.sampled_from(["key", "file"])),
    st.sampled_from(
        [
            c.Proceed(),
            c.KeepThinking(),
            c.AskHint(),
            c.Skip(),
            c.TakeSkipBack(),
            c.Redo(),
            c.Resume(),
            c.TimePassed(),
            c.ChangeInput("typed"),
            c.Trouble("no-voice", "The voice is lost."),
            c.Overrule("one", "p1", True),
            c.Grade("two", 2),
            c.Begin("again", plan(["x"])),
        ]
    ),
)
STEPS = st.lists(st.tuples(COMMANDS, st.floats(-5, 90)), max_size=60)
RULES = st.builds(
    e.Rules,
    mode=st.sampled_from(["practice", "exam"]),
    probes=st.integers(0, 3),
    finish=st.sampled_from([None, 3.0, 6.0]),
    breath=st.sampled_from([0.0, 5.0]),
)


def held(rules: e.Rules, steps: list[tuple[c.Command, float]]) -> tuple[Interview, list[e.Event]]:
    state, events, now = Interview(), list[e.Event](), 0.0
    for command, later in [(c.Begin("i1", plan(["one", "two"], ["three"]), rules), 0.0), *steps]:
        now += later
        for event in decide(state, command, now):
            state = evolve(state, event)
            events.append(event)
    return state, events


@settings(max_examples=300, deadline=None)
@given(RULES, STEPS)
def test_no_order_of_commands_loses_a_word(rules: e.Rules, steps: list[tuple[c.Command, float]]) -> None:
    state, events = held(rules, steps)
    said = [(event.turn, event.utterance) for event in events if isinstance(event, e.UtteranceAdded)]
    kept = [(turn.number, utterance) for turn in state.turns for utterance in turn.utterances]
    assert sorted(said, key=lambda pair: pair[0]) == kept
    offered = sum(
        isinstance(command, c.Hear) and bool(command.utterance.text.strip()) and command.turn >= 1
        for command, _ in steps
    )
    assert len(said) <= offered


@settings(max_examples=300, deadline=None)
@given(RULES, STEPS)
def test_time_never_goes_back(rules: e.Rules, steps: list[tuple[c.Command, float]]) -> None:
    state, events = held(rules, steps)
    times = [event.at for event in events]
    assert times == sorted(times)
    assert all(answer.used >= 0 for answer in state.answers.values())
    assert all(turn.listened >= 0 for turn in state.turns)


@settings(max_examples=300, deadline=None)
@given(RULES, STEPS)
def test_reading_a_journal_twice_gives_the_same_interview(
    rules: e.Rules, steps: list[tuple[c.Command, float]]
) -> None:
    state, events = held(rules, steps)
    written = [msgspec.json.encode(event) for event in events]
    read = [msgspec.json.decode(line, type=e.Event) for line in written]
    assert fold(read) == fold(events) == state


@settings(max_examples=300, deadline=None)
@given(RULES, STEPS)
def test_an_interview_can_always_be_ended(rules: e.Rules, steps: list[tuple[c.Command, float]]) -> None:
    state, _ = held(rules, steps)
    now = state.at
    for command in (c.End(), c.TimePassed(), c.Judged(len(state.turns), assessed("said", "said"))):
        now = max(now, next_deadline(state) or now)
        for event in decide(state, command, now):
            state = evolve(state, event)
    assert state.phase == "done"


@settings(max_examples=200, deadline=None)
@given(RULES, STEPS)
def test_an_interview_left_alone_with_its_answers_comes_to_its_end(
    rules: e.Rules, steps: list[tuple[c.Command, float]]
) -> None:
    """Whoever only answers, and is judged, gets through every question: nothing waits for ever."""
    state, _ = held(rules, steps)
    now = state.at
    for _step in range(200):
        if state.phase == "done":
            break
        number = len(state.turns)
        commands: dict[str, list[c.Command]] = {
            "between": [c.Proceed()],
            "asking": [c.EarOpened(number)],
            "listening": [c.EarOpened(number), c.Finish()],
            "closing": [c.EarClosed(number)],
            "judging": [c.Judged(number, assessed("said", "said"))],
        }
        for command in [c.Resume(), *commands[state.phase]]:
            now += 1.0
            for event in decide(state, command, now):
                state = evolve(state, event)
    assert state.phase == "done"
