"""A JSON Schema of the pack format, for editors that complete and check TOML by one."""

import ast
import inspect
from typing import Any, Literal

import msgspec

from questions import pack

Part = Literal["topic", "pack"]
PARTS: tuple[Part, ...] = ("topic", "pack")
"""A topic's file, and `pack.toml`."""


def schema(part: Part) -> dict[str, Any]:
    """The JSON Schema of a topic's file or of `pack.toml`, with the docstrings of the structs' fields."""
    root: type[msgspec.Struct] = pack.PackFile if part == "topic" else pack.PackInfo
    found = msgspec.json.schema(root)
    for name, definition in found["$defs"].items():
        described = _descriptions(name)
        for key, value in definition["properties"].items():
            if key in described:
                value["description"] = described[key]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def _descriptions(name: str) -> dict[str, str]:
    """The docstrings under a struct's fields, by the fields' names in TOML."""
    struct = getattr(pack, name)
    keys = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
    body = ast.parse(inspect.getsource(struct)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, note in zip(body.body, body.body[1:], strict=False):
        match field, note:
            case ast.AnnAssign(target=ast.Name(id=key)), ast.Expr(value=ast.Constant(value=str(text))):
                found[keys[key]] = text
    return found
