"""Starting a pack, its documentation, and the schema that editors use."""

import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from models.assessment.marks import marks
from questions import pack as structs
from questions.check import check
from questions.decode import decode
from questions.new import NewPackError, new_pack
from questions.schema import PARTS, Part, schema

DOCS = Path(__file__).parents[2] / "docs" / "packs.md"


def test_a_new_pack_passes_its_own_check(tmp_path: Path) -> None:
    folder = new_pack("my-own", tmp_path)
    assert folder == tmp_path / "my-own"
    assert check(folder, marks) == []
    found = decode(folder).pack()
    assert found
    assert found.info.id == "my-own"


def test_a_new_pack_shows_every_key_of_the_format(tmp_path: Path) -> None:
    text = "".join(path.read_text() for path in new_pack("my-own", tmp_path).iterdir())
    for struct in (structs.PackInfo, structs.Question, structs.KeyPoint, structs.Misconception, structs.Term):
        for field in msgspec.structs.fields(struct):
            assert re.search(rf"\b{field.encode_name}\b", text), field.encode_name


@pytest.mark.parametrize("name", ["", "My", "a b", "../up", "a--b", "-a", "a\n", "x" * 61, "é", "a\x1b[2J"])
def test_a_pack_is_named_like_an_id(tmp_path: Path, name: str) -> None:
    parent = tmp_path / "parent"
    parent.mkdir()
    before = set(tmp_path.iterdir())
    with pytest.raises(NewPackError, match="Use lower-case words joined by hyphens") as error:
        new_pack(name, parent)
    assert str(error.value).isprintable()
    assert list(parent.iterdir()) == []
    assert set(tmp_path.iterdir()) == before


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(NewPackError, match=r"mine already\. Choose another name"):
        new_pack("mine", tmp_path)
    assert (tmp_path / "mine").read_text() == "precious"


def test_a_folder_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(NewPackError, match=r"Cannot write .*: No such file or directory\."):
        new_pack("mine", tmp_path / "nowhere")


def test_the_documented_example_is_a_pack(tmp_path: Path) -> None:
    info, topic = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "pack.toml").write_text(info)
    (tmp_path / "history.toml").write_text(topic)
    problems = check(tmp_path)
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    assert decode(tmp_path).pack()
    for struct in (structs.PackInfo, structs.Question, structs.KeyPoint, structs.Misconception, structs.Term):
        documented = info if struct is structs.PackInfo else topic
        for field in msgspec.structs.fields(struct):
            assert re.search(rf"\b{field.encode_name}\b", documented), field.encode_name


def _allows(rule: dict[str, Any], value: Any, definitions: dict[str, Any]) -> bool:
    """Whether a JSON Schema, as far as it names keys, allows a value."""
    if "$ref" in rule:
        return _allows(definitions[rule["$ref"].removeprefix("#/$defs/")], value, definitions)
    if isinstance(value, dict):
        return (
            rule["additionalProperties"] is False
            and set(rule["required"]) <= set(value) <= set(rule["properties"])
            and all(_allows(rule["properties"][key], each, definitions) for key, each in value.items())
        )
    if isinstance(value, list):
        return rule["type"] == "array" and all(_allows(rule["items"], each, definitions) for each in value)
    return "enum" in rule or rule["type"] in ("string", "integer", "number")


@pytest.mark.parametrize(("part", "name"), [("pack", "pack.toml"), ("topic", "history.toml")])
def test_the_schema_allows_the_template_and_no_misspelt_key(tmp_path: Path, part: Part, name: str) -> None:
    table = tomllib.loads((new_pack("mine", tmp_path) / name).read_text())
    found = schema(part)
    root = {"$ref": found["$ref"]}
    assert _allows(root, table, found["$defs"])
    tables = table["question"][0] if part == "topic" else table
    tables["titel"] = "x"
    assert not _allows(root, table, found["$defs"])


def test_the_schema_says_what_keys_are_for() -> None:
    assert set(PARTS) == {"topic", "pack"}
    point = schema("topic")["$defs"]["KeyPoint"]["properties"]
    assert point["must"]["description"] == "What the claim cannot do without: one member of every group."
    assert "description" in schema("pack")["$defs"]["PackInfo"]["properties"]["subject_version"]
