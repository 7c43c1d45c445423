import os
import signal
import time
from pathlib import Path

import pytest

from models.speech.desk import LONGEST_LOG
from models.speech.protocol import (
    Ended,
    Hello,
    Level,
    Listen,
    Listening,
    Prepare,
    Said,
    Say,
    Segment,
    Stop,
    Stopped,
    Trouble,
)
from tests.audio import wait_until
from tests.speech.desks import desk, is_alive, scripted


@pytest.mark.fault(6)
@pytest.mark.parametrize("failure", ["abort", "exit", "hang", "freeze", "rubbish"])
def test_a_desk_that_fails_is_replaced_once_and_the_answer_goes_on(tmp_path: Path, failure: str) -> None:
    script = [
        {"at": 0.2, "segment": "said before"},
        {"at": 0.5, "do": failure},
        {"at": 0.9, "segment": "said after"},
        {"at": 1.0, "do": "end"},
    ]
    with desk(scripted(tmp_path, script), silence=1.5) as under_test:
        under_test.send(Listen(4))
        under_test.wait(Ended, turn=4)
        under_test.send(Stop(4))
        under_test.wait(Stopped, turn=4)
        assert under_test.words(4) == "said before said after"
        assert under_test.troubles() == ["desk-restarted"]
        before, after = under_test.all(Segment)
        assert after.end > before.end
        seconds = [level.seconds for level in under_test.all(Level)]
        assert seconds == sorted(seconds)
        assert len(under_test.all(Hello)) == 2


@pytest.mark.fault(6)
@pytest.mark.parametrize("failure", ["abort", "freeze"])
def test_after_the_second_failure_answers_are_typed(tmp_path: Path, failure: str) -> None:
    script = [
        {"at": 0.1, "segment": "said"},
        {"at": 0.3, "do": failure},
        {"at": 0.7, "do": failure, "always": True},
    ]
    with desk(scripted(tmp_path, script), silence=1.5) as under_test:
        under_test.send(Listen(1))
        lost = under_test.wait(Trouble, kind="desk-lost")
        assert lost.deaf
        assert under_test.troubles() == ["desk-restarted", "desk-lost"]
        assert under_test.words(1) == "said"
        under_test.send(Stop(1), Say(5, "Next question."), Listen(2), Stop(2))
        under_test.wait(Stopped, turn=1)
        assert under_test.wait(Said, id=5) == Said(5, spoken=False)
        under_test.wait(Listening, turn=2)
        under_test.wait(Stopped, turn=2)


@pytest.mark.fault(6)
def test_a_sentence_is_never_said_twice(tmp_path: Path) -> None:
    options = scripted(tmp_path, [{"at": 0, "do": "freeze"}])
    with desk(options, silence=1.5) as under_test:
        under_test.wait(Hello)
        os.kill(under_test.process(), signal.SIGSTOP)
        under_test.send(Prepare(say=("What is WSGI?",)), Say(1, "What is WSGI?"))
        os.kill(under_test.process(), signal.SIGKILL)
        assert under_test.wait(Said) == Said(1, spoken=False)
        under_test.wait(Trouble, kind="desk-restarted")
        wait_until(lambda: len(under_test.all(Hello)) == 2, 20, "the second hello")
        assert len(under_test.all(Said)) == 1


@pytest.mark.fault(6)
def test_a_desk_killed_as_it_closes_the_ear_has_stopped(tmp_path: Path) -> None:
    with desk(scripted(tmp_path, [{"at": 0.1, "segment": "said"}], [{"segment": "next"}])) as under_test:
        under_test.send(Listen(1))
        under_test.wait(Segment)
        os.kill(under_test.process(), signal.SIGSTOP)
        under_test.send(Stop(1))
        os.kill(under_test.process(), signal.SIGKILL)
        under_test.wait(Stopped, turn=1)
        under_test.send(Listen(2))
        assert under_test.wait(Segment, turn=2).text == "next"


@pytest.mark.fault(6)
@pytest.mark.parametrize("number", [0, signal.SIGSTOP, signal.SIGKILL])
def test_it_is_closed_within_two_seconds_whatever_its_state(tmp_path: Path, number: int) -> None:
    with desk(scripted(tmp_path, [])) as under_test:
        under_test.send(Listen(1))
        under_test.wait(Level)
        process = under_test.process()
        os.kill(process, number)
        before = time.monotonic()
        under_test.client.close()
        assert time.monotonic() - before < 5  # two, and what a busy machine adds
        assert not is_alive(process)
        count = len(under_test.lines)
        under_test.send(Listen(2))
        assert len(under_test.lines) == count


@pytest.mark.fault(6)
def test_a_desk_that_cannot_start_leaves_typed_answers(tmp_path: Path) -> None:
    from models.speech.client import DeskClient
    from models.speech.protocol import DeskOptions, FromDesk

    lines: list[FromDesk] = []
    client = DeskClient(DeskOptions(), lines.append, python="/bin/false")
    client.start()
    wait_until(lambda: any(isinstance(line, Trouble) and line.deaf for line in lines), 10, "desk-lost")
    client.send(Listen(1))
    wait_until(lambda: Listening(1) in lines, 10, "listening")
    client.close()


@pytest.mark.fault(7)
def test_its_libraries_print_into_its_log_and_not_into_its_lines(tmp_path: Path) -> None:
    with desk(scripted(tmp_path, [{"at": 0.1, "do": "abort"}])) as under_test:
        under_test.send(Listen(1))
        under_test.wait(Trouble, kind="desk-restarted")
    log = tmp_path / "desk.log"
    assert "Fatal Python error: Aborted" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_a_log_that_has_grown_long_begins_anew(tmp_path: Path) -> None:
    log = tmp_path / "desk.log"
    log.write_bytes(b"x" * (LONGEST_LOG + 1))
    with desk(scripted(tmp_path, [{"at": 0.1, "do": "abort"}])) as under_test:
        under_test.send(Listen(1))
        under_test.wait(Trouble, kind="desk-restarted")
    assert log.read_text().startswith("Fatal Python error: Aborted")


def test_a_log_that_grows_long_meanwhile_begins_anew_too(tmp_path: Path) -> None:
    log = tmp_path / "desk.log"
    with desk(scripted(tmp_path, [{"at": 0.1, "segment": "said"}])) as under_test:
        under_test.wait(Hello)
        with log.open("ab") as file:  # as a library does that complains without end
            file.write(b"x" * (LONGEST_LOG + 1))
        under_test.send(Listen(1))
        under_test.wait(Listening)
        assert log.stat().st_size < LONGEST_LOG
