"""Plain mode, run as a person runs it: asked, answered, followed up, reported; killed, and gone on with."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from models.records.paths import Places
from tests.program import VIVA, run
from tests.words import utterances

TYPED = ("--plain", "--recogniser", "none", "--no-voice")
ANSWER = (
    "The application context carries current app and g. It is pushed when a request arrives, "
    "before the view, and popped when the request is over. The request context carries request and session."
)


def test_a_typed_interview_ends_with_a_report_that_quotes_the_answer() -> None:
    done = run(
        "practice", "flask", *TYPED, "--question", "two-contexts", "--probes", "0", typed=f"{ANSWER}\n\n"
    )
    assert done.returncode == 0, done.stderr
    assert "Flask has two contexts." in done.stdout
    assert "application context carries current app and g" in re.sub(r"\s+", " ", done.stdout).lower()
    assert "viva report" in done.stdout


def test_a_follow_up_says_why_it_is_asked() -> None:
    typed = "The application context carries current app and g.\n\nI do not know\n\nI do not know\n\n"
    done = run("practice", "flask", *TYPED, "--question", "two-contexts", typed=typed)
    assert re.search(r"Follow-up \([^)]+\):", done.stdout), done.stdout


def test_the_same_seed_makes_the_same_interview() -> None:
    first, second = (
        run("practice", "flask", *TYPED, "--seed", "7", "--questions", "3", "--probes", "0", typed="\n" * 6)
        for _ in range(2)
    )
    asked = [line for line in first.stdout.splitlines() if line.startswith("Question")]
    assert len(asked) == 3
    assert (
        re.findall(r"^  \S.*$", first.stdout, re.MULTILINE)[:3]
        == re.findall(r"^  \S.*$", second.stdout, re.MULTILINE)[:3]
    )


def test_answers_come_from_a_file_one_a_paragraph(tmp_path: Path) -> None:
    answers = tmp_path / "answers.txt"
    answers.write_text(f"{ANSWER}\n\nIt is popped\nwhen the request is over.\n\nThat is all.\n")
    done = run("practice", "flask", "--plain", "--answers", str(answers), "--question", "two-contexts")
    assert done.returncode == 0, done.stderr
    assert "It is popped when the request is over." in re.sub(r"\s+", " ", done.stdout)


def test_the_json_report_has_points_and_their_evidence(places: Places) -> None:
    run("practice", "flask", *TYPED, "--question", "two-contexts", "--probes", "0", typed=f"{ANSWER}\n\n")
    done = run("report", "last", "--format", "json")
    report = json.loads(done.stdout)
    points = report["rounds"][0]["questions"][0]["points"]
    said = [point for point in points if point["mark"] == "said"]
    assert said, points
    assert all(point["evidence"] for point in said)


def test_an_interview_that_was_left_goes_on_where_it_was(places: Places) -> None:
    done = run("practice", "flask", *TYPED, "--question", "two-contexts", typed="the first half\n/quit\n")
    assert "viva resume" in done.stdout
    again = run("resume", *TYPED, typed="and the second half\n\n\n\n\n\n")
    assert "the first half and the second half" in re.sub(r"\s+", " ", again.stdout)


@pytest.mark.fault(1)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_saves_what_was_said(number: signal.Signals, places: Places) -> None:
    with _typing("--question", "two-contexts") as viva:
        assert viva.stdin
        assert viva.stdout
        _say(viva, "said before the signal")
        viva.send_signal(number)
        assert viva.wait(timeout=20) == 130
    assert "said before the signal" in _words(places)


@pytest.mark.fault(5)
def test_fifty_kills_in_mid_answer_lose_no_acknowledged_line(
    places: Places, record_property: Callable[[str, object], None]
) -> None:
    """What was printed was committed before: kill −9 leaves it in the journal, every time."""
    lost: list[str] = []
    for number in range(50):
        with _typing("--question", "two-contexts") as viva:
            lines = [f"line {number} {part}" for part in ("one", "two", "three")]
            for line in lines:
                _say(viva, line)
            viva.kill()
        words = _words(places)
        lost += [line for line in lines if line not in words]
    record_property("words_lost", sum(len(line.split()) for line in lost))
    assert lost == []


def _typing(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [VIVA, "practice", "flask", *TYPED, "--live", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
        preexec_fn=_heed_interrupts,
    )


def _heed_interrupts() -> None:
    """What a shell starts in the background ignores SIGINT, and so does all that it starts in turn."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _say(viva: subprocess.Popen[str], line: str) -> None:
    """Type a line, and wait until it is shown as part of the answer."""
    assert viva.stdin
    assert viva.stdout
    viva.stdin.write(line + "\n")
    viva.stdin.flush()
    for shown in viva.stdout:
        if shown.strip() == f"| {line}":
            return
    pytest.fail("the line was never shown")


def _words(places: Places) -> str:
    return " ".join(utterances(places.journal, latest=1)[-1])


def test_what_was_not_given_is_as_the_settings_have_it(places: Places) -> None:
    for setting in (("recogniser", "none"), ("speak", "off"), ("probes", "0")):
        assert run("settings", *setting).returncode == 0
    done = run("practice", "flask", "--plain", "--question", "two-contexts", typed="current app\n\n")
    assert "typed answers" in done.stdout
    assert "Follow-up" not in done.stdout
    again = run(
        "practice", "flask", "--plain", "--question", "two-contexts", "--probes", "1", typed="x y\n\n\n"
    )
    assert "Follow-up" in again.stdout


def test_a_point_said_only_when_it_was_asked_again_is_reported(places: Places) -> None:
    typed = (
        "The application context carries current app and g, and it is pushed when a request comes in.\n\n"
        "The request context carries the request and the session.\n\nI do not know.\n\n"
    )
    done = run("practice", "flask", *TYPED, "--question", "two-contexts", typed=typed)
    assert done.returncode == 0, done.stderr
    assert "STUDY NEXT" in done.stdout


def test_a_job_advertisement_chooses_the_topics_and_its_words_are_said(
    tmp_path: Path, places: Places
) -> None:
    advert = tmp_path / "advert.md"
    advert.write_text(
        "# Backend developer\n\nYou write Jinja templates and guard forms against CSRF and XSS.\n"
    )
    done = run("practice", "flask", *TYPED, "--job", str(advert), "--probes", "0", typed="\n" * 8)
    assert done.returncode == 0, done.stderr
    told = re.sub(r"\s+", " ", done.stdout)
    assert "The advertisement names:" in told
    assert "CSRF" in told
    assert "Security" in told

    saved = run("practice", "flask", "--job", str(advert), "--save-plan", str(tmp_path / "plan.json"))
    assert "The advertisement names:" in saved.stdout, saved.stderr
