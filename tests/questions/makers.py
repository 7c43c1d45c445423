"""Packs made up for tests: as values, as strategies, and as folders of TOML."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st

from questions.new import TEMPLATE
from questions.pack import LEVELS, KeyPoint, Level, Pack, PackInfo, Question, Term, Topic


def a_question(
    name: str,
    topic: str = "first",
    level: Level = "mid",
    minutes: float = 3.0,
    *,
    ask: str = "What is it?",
    was: tuple[str, ...] = (),
) -> Question:
    point = KeyPoint("only", "It is what it is.")
    return Question(name, topic, level, minutes, ask, (point,), was=was)


def a_pack(questions: Sequence[Question], terms: Sequence[Term] = (), topics: Sequence[str] = ()) -> Pack:
    titled = tuple(Topic(topic, topic.capitalize()) for topic in topics)
    info = PackInfo("made-up", "Made up", "1.0", "en", "Made for a test.", "CC0-1.0", topics=titled)
    return Pack(info, tuple(questions), tuple(terms))


TOPICS = ("first", "second", "third", "fourth", "fifth")


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """Packs of up to thirty questions on up to five topics, some of them untitled."""
    count = draw(st.integers(1, 30))
    questions = [
        a_question(
            f"q{number}",
            draw(st.sampled_from(TOPICS)),
            draw(st.sampled_from(LEVELS)),
            draw(st.integers(1, 30)) / 2,
        )
        for number in range(count)
    ]
    return a_pack(questions, topics=draw(st.lists(st.sampled_from(TOPICS), unique=True)))


def toml(value: Any) -> str:
    """A value as inline TOML. Its strings are JSON's, which TOML reads alike but for DEL."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(key)} = {toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


def document(table: dict[str, Any]) -> str:
    return "".join(f"{toml(key)} = {toml(value)}\n" for key, value in table.items())


def write_pack(folder: Path, pack: Pack) -> Path:
    """A pack as a folder: `pack.toml`, and one file with all that it holds."""
    raw = msgspec.to_builtins(pack)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(document(raw["info"]), encoding="utf-8")
    rest = {"question": raw["questions"], "term": raw.get("terms", ())}
    (folder / "questions.toml").write_text(document(rest), encoding="utf-8")
    return folder


def good_folder(folder: Path) -> Path:
    """A folder with nothing wrong in it: the template of new packs."""
    shutil.copytree(TEMPLATE, folder)
    info = folder / "pack.toml"
    info.write_text(info.read_text(encoding="utf-8").replace('"PACK"', '"good"'), encoding="utf-8")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace what is in a file of the folder exactly once."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {name}"
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
