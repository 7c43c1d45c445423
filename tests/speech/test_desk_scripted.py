import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from models.speech.protocol import (
    VERSION,
    Ended,
    Exhausted,
    Hello,
    Level,
    Listen,
    Listening,
    Partial,
    Said,
    Say,
    Segment,
    Stop,
    Stopped,
    Trouble,
    decode_from_desk,
)
from tests.speech.desks import desk, scripted


def test_it_says_first_what_listens(tmp_path: Path) -> None:
    with desk(scripted(tmp_path, [])) as under_test:
        hello = under_test.wait(Hello)
        assert under_test.lines[0] is hello
        assert (hello.version, hello.recogniser, hello.source, hello.voice) == (
            VERSION,
            "Scripted",
            "script",
            "",
        )


def test_an_answer_is_opened_heard_and_closed_in_order(tmp_path: Path) -> None:
    script = [
        {"at": 0.3, "partial": "the application"},
        {"at": 0.6, "segment": "the application context", "seconds": 0.6, "confidence": 0.8},
        {"segment": "and the request context", "closing": True},
    ]
    with desk(scripted(tmp_path, script)) as under_test:
        under_test.send(Listen(7))
        under_test.wait(Segment, turn=7)
        under_test.send(Stop(7))
        stopped = under_test.wait(Stopped, turn=7)
        kinds = [type(line).__name__ for line in under_test.lines if not isinstance(line, Level | Hello)]
        assert kinds == ["Listening", "Partial", "Segment", "Segment", "Stopped"]
        first, last = under_test.all(Segment)
        assert (first.text, last.text) == ("the application context", "and the request context")
        assert [word.confidence for word in first.words] == [0.8, 0.8, 0.8]
        assert 0 <= first.start < first.end <= stopped.seconds
        assert first.words[0].start == first.start
        assert first.words[-1].end == pytest.approx(first.end)


def test_an_answer_that_goes_on_counts_on(tmp_path: Path) -> None:
    with desk(scripted(tmp_path, [{"at": 0.2, "segment": "further words", "seconds": 0.2}])) as under_test:
        under_test.send(Listen(1, since=41.5))
        segment = under_test.wait(Segment)
        under_test.send(Stop(1))
        assert segment.start == pytest.approx(41.5, abs=0.11)
        assert under_test.wait(Stopped).seconds >= 41.7


def test_an_answer_paused_goes_on_where_it_was(tmp_path: Path) -> None:
    script = [{"at": 0.1, "segment": "before"}, {"at": 0.4, "segment": "after"}, {"at": 0.5, "do": "end"}]
    with desk(scripted(tmp_path, script, [{"segment": "next turn"}])) as under_test:
        under_test.send(Listen(1))
        under_test.wait(Segment, text="before")
        under_test.send(Stop(1))
        heard = under_test.wait(Stopped).seconds
        under_test.send(Listen(1, since=heard))
        under_test.wait(Ended, turn=1)
        assert under_test.words(1) == "before after"
        under_test.send(Stop(1), Listen(2))
        assert under_test.wait(Segment, turn=2).text == "next turn"


def test_levels_and_partials_come_no_more_often_than_they_may(tmp_path: Path) -> None:
    many = [{"at": n / 10, "partial": f"word {n}"} for n in range(1, 100)]
    with desk(scripted(tmp_path, [*many, {"at": 10, "do": "end"}], fast=True)) as under_test:
        under_test.answer(1, Ended)
        seconds = [level.seconds for level in under_test.all(Level)]
        assert all(later - earlier >= 0.249 for earlier, later in pairwise(seconds[:-1]))
        assert 5 <= len(seconds) <= 41
        assert seconds[-1] == pytest.approx(10.1)  # the newest is never dropped
        assert 1 <= len(under_test.partials(1)) <= 31  # a reader that falls behind loses the oldest


def test_the_first_partial_of_a_segment_comes_at_once(tmp_path: Path) -> None:
    script = [
        {"at": 0.1, "partial": "one"},
        {"at": 0.2, "segment": "one two"},
        {"at": 0.3, "partial": "three"},
        {"at": 0.4, "do": "end"},
    ]
    with desk(scripted(tmp_path, script, fast=True)) as under_test:
        under_test.answer(1, Ended)
        assert under_test.partials(1) == ["one", "three"]


def test_a_script_that_is_used_up_can_say_so(tmp_path: Path) -> None:
    options = scripted(tmp_path, [{"segment": "only", "at": 0.1}], fast=True, after="exhausted")
    with desk(options) as under_test:
        assert under_test.answer(1, Ended) == "only"
        under_test.send(Listen(2))
        under_test.wait(Exhausted, turn=2)
        under_test.send(Stop(2))
        under_test.wait(Stopped, turn=2)
        assert not under_test.all(Listening, turn=2)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(None, "No such file"), ("{", "truncated"), ('{"turns": [[{"sgment": "x"}]]}', "sgment")],
)
def test_a_script_that_cannot_be_used_makes_it_deaf(
    tmp_path: Path, content: str | None, complaint: str
) -> None:
    options = scripted(tmp_path, [])
    if content is None:
        Path(options.model).unlink()
    else:
        Path(options.model).write_text(content)
    with desk(options) as under_test:
        trouble = under_test.wait(Trouble)
        assert (trouble.kind, trouble.deaf) == ("no-recogniser", True)
        assert complaint in trouble.text
        under_test.send(Listen(1), Stop(1))
        under_test.wait(Listening, turn=1)
        under_test.wait(Stopped, turn=1)


def test_a_desk_that_does_not_speak_says_so_at_once(tmp_path: Path) -> None:
    with desk(scripted(tmp_path, [])) as under_test:
        under_test.send(Say(3, "Flask has two contexts."))
        assert under_test.wait(Said) == Said(3, spoken=False)
        assert under_test.troubles() == []


def test_lines_that_are_none_are_passed_over(tmp_path: Path) -> None:
    options = msgspec.json.encode(scripted(tmp_path, [{"segment": "heard"}]))
    lines = options + b"\n"
    lines += b'\xff\xfe\n{"type":"shout"}\n{}\n[1]\n{"type":"listen","turn":1}\n{"type":"stop","turn":1}\n'
    command = [sys.executable, "-I", "-m", "models.speech.desk"]
    child = subprocess.run(command, input=lines, capture_output=True, timeout=30)
    assert child.returncode == 0
    out = [decode_from_desk(line) for line in child.stdout.splitlines()]
    assert [line for line in out if isinstance(line, Trouble | Partial)] == []
    assert isinstance(out[0], Hello)
    assert child.stderr == b""


def test_it_ends_at_the_end_of_its_input(tmp_path: Path) -> None:
    options = msgspec.json.encode(scripted(tmp_path, [{"at": 0, "do": "hang"}]))
    command = [sys.executable, "-I", "-m", "models.speech.desk"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin
    assert child.stdout
    with child.stdout:
        child.stdin.write(options + b"\n")
        child.stdin.flush()
        assert b"hello" in child.stdout.readline()
        child.stdin.write(b'{"type":"listen","turn":1}\n')
        child.stdin.close()
        assert child.wait(10) == 0
