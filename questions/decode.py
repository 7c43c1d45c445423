"""Decodes a pack's folder: strictly, and with every problem at once rather than the first one only.

A pack is written by somebody else, perhaps a stranger. So nothing outside of its folder is read, nothing
in it is large, and no character that a terminal would obey gets past this module.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec

from questions.pack import Pack, PackInfo, Question, Term, Text
from questions.untrusted import UNSAFE, clean

MAX_FILE_BYTES = 1_000_000
MAX_FILES = 100
MAX_QUESTIONS = 2_000
MAX_TERMS = 2_000
INFO_FILE = "pack.toml"
LONG_KEY = 16
"""Dots of a key that is too long."""
_LONG_KEY = re.compile(
    rb"""(?<![\w\\-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.){0,200}+"|'[^'\n]{0,200}+')[ \t]*+\.[ \t]*+){%d}"""
    % LONG_KEY
)
"""A dotted key that takes tomllib memory by the square of its length."""
_TABLE = re.compile(rb"""^(?=[ \t]*\[\[[ \t]*["']?(?:question|term)["']?[ \t]*\]\])""", re.MULTILINE)
"""Where a question begins, or a term."""
_TERMS = re.compile(rb"""term["']?[ \t]*[].=]""")
"""What stands in every table that holds terms, and seldom in another."""

Severity = Literal["error", "warning"]
S = TypeVar("S", bound=msgspec.Struct)


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong with a pack, and where. Its texts are safe to print."""

    file: str
    question: str
    """The question's id, or its number in the file where it has none; empty for what is of no question."""
    key: str
    """The path to the value, such as `point[app-carries].must[2]`, counted from 1; empty for a whole file."""
    text: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.file, self.question, self.key) if part)
        return f"{where}: {self.severity}: {self.text}"


def problem(file: str, question: str, key: str, text: str, severity: Severity = "error") -> Problem:
    """A `Problem` whose texts, which may quote the pack, are made safe to print."""
    return Problem(clean(file), clean(question), clean(key), clean(text), severity)


class Decoded(msgspec.Struct, frozen=True):
    """What could be read of a pack's folder, with the file of each part, and every problem met on the way."""

    info: PackInfo | None
    questions: tuple[tuple[str, Question], ...]
    """Each with the name of its file, in the order of files and then of the file."""
    terms: tuple[tuple[str, Term], ...]
    problems: tuple[Problem, ...]

    def pack(self) -> Pack | None:
        """The pack, unless something kept it from being read whole."""
        if self.info is None or any(p.severity == "error" for p in self.problems):
            return None
        return Pack(self.info, tuple(q for _, q in self.questions), tuple(t for _, t in self.terms))


def decode(folder: Path, wanted: str = "") -> Decoded:
    """Read a pack's folder: `pack.toml` and one TOML file a topic, in the order of their names.

    With a `wanted` id, of all questions only the one that has or had it, and no file without its name or
    terms: what judging it takes, in a fraction of the time.
    """
    problems: list[Problem] = []
    info: PackInfo | None = None
    questions: list[tuple[str, Question]] = []
    terms: list[tuple[str, Term]] = []
    names = toml_files(folder)
    if INFO_FILE not in names:
        problems.append(problem(INFO_FILE, "", "", "is missing: every pack has one, with its id and title"))
    if len(names) > MAX_FILES:
        text = f"a pack has at most {MAX_FILES} TOML files, and this folder has {len(names)}"
        problems.append(problem(INFO_FILE, "", "", text))
    for name in names[:MAX_FILES]:
        table = _read(folder, name, problems, wanted if name != INFO_FILE else "")
        if table is None:
            continue
        if name == INFO_FILE:
            info = _convert(table, PackInfo, name, "", "", problems)
            continue
        stray = sorted(set(table) - {"question", "term"})
        text = "unknown key: a topic's file has [[question]] and [[term]] tables"
        problems.extend(problem(name, "", key, text) for key in stray)
        for number, raw in enumerate(_tables(table, "question", name, problems), 1):
            if wanted and not _is_called(raw, wanted):
                continue
            named = raw.get("id") if isinstance(raw, dict) else None
            label = named if isinstance(named, str) and named else f"question {number}"
            question = _convert(raw, Question, name, label, "", problems)
            if question is not None:
                questions.append((name, question))
        for number, raw in enumerate(_tables(table, "term", name, problems), 1):
            term = _convert(raw, Term, name, "", _item("term", raw, number), problems)
            if term is not None:
                terms.append((name, term))
    for what, found, limit in (
        ("questions", len(questions), MAX_QUESTIONS),
        ("terms", len(terms), MAX_TERMS),
    ):
        if found > limit:
            problems.append(
                problem(INFO_FILE, "", "", f"a pack has at most {limit} {what}, and this one has {found}")
            )
    return Decoded(info, tuple(questions[:MAX_QUESTIONS]), tuple(terms[:MAX_TERMS]), tuple(problems))


def decode_info(folder: Path) -> PackInfo | None:
    """A pack's `pack.toml` alone, which is quick; nothing where it cannot be read."""
    table = _read(folder, INFO_FILE, [])
    return None if table is None else _convert(table, PackInfo, INFO_FILE, "", "", [])


def toml_files(folder: Path) -> list[str]:
    """The names of the TOML files in a folder, `pack.toml` first; none where the folder cannot be listed."""
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.endswith(".toml")]
    except OSError:
        return []
    return sorted(
        (name for name in names if not name.startswith(".")), key=lambda name: (name != INFO_FILE, name)
    )


def _read(folder: Path, name: str, problems: list[Problem], wanted: str = "") -> dict[str, Any] | None:
    """A TOML file's table; `None`, with the problem noted, where it is no file of this folder or no TOML."""
    try:
        return tomllib.loads(_content(folder, name, wanted).decode())
    except _UnreadableError as error:
        text = str(error)
    except UnicodeDecodeError as error:
        text = f"line {_line(error.object, error.start)}: is not UTF-8"
    except tomllib.TOMLDecodeError as error:
        text = _where(str(error), _content(folder, name))
    except RecursionError:
        text = "is nested too deeply"
    except ValueError:
        text = "has a number that is too long"
    problems.append(problem(name, "", "", text))
    return None


class _UnreadableError(Exception):
    """A file of a pack that must not, or cannot, be read."""


def _content(folder: Path, name: str, wanted: str = "") -> bytes:
    data = _bytes(folder, name)
    if len(data) > MAX_FILE_BYTES:
        raise _UnreadableError(f"is over {MAX_FILE_BYTES // 1_000} kB: split it by topic")
    if wanted:
        data = _excerpt(data, wanted)
    if any(line.count(b".") >= LONG_KEY and _LONG_KEY.search(line) for line in data.split(b"\n")):
        raise _UnreadableError("has a key of too many parts")
    return data


def _excerpt(data: bytes, question: str) -> bytes:
    """Of a topic's file only its terms, and the tables that name a question.

    It is cut at headers and not parsed. Where a text holds what looks like one, the excerpt is no TOML.
    """
    marks = tuple(f"{mark}{question}{mark}".encode() for mark in "\"'")
    tables = _TABLE.split(data)
    return b"".join(t for t in tables if _TERMS.search(t) or any(mark in t for mark in marks))


def _is_called(raw: Any, wanted: str) -> bool:
    """Whether a question has, or had, that id."""
    if not isinstance(raw, dict):
        return False
    was = raw.get("was")
    return raw.get("id") == wanted or (isinstance(was, list) and wanted in was)


def _bytes(folder: Path, name: str) -> bytes:
    """What a file holds, and no more than one byte above the limit."""
    path = folder / name
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(folder.resolve()):
            raise _UnreadableError("is a link to a file outside of the pack's folder, which is not followed")
        if not S_ISREG(path.stat().st_mode):  # a pipe or a device that calls itself a pack
            raise _UnreadableError("is not a regular file")
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except RuntimeError as error:  # Python 3.12 and older: a link that leads to itself
        raise _UnreadableError("cannot be read: it is a link to itself") from error
    except OSError as error:
        raise _UnreadableError(f"cannot be read: {error.strerror or error}") from error


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def _where(message: str, data: bytes) -> str:
    """A message of tomllib with its place first: "line 3, column 5: invalid value"."""
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if found:
        place, message = f"line {found[1]}, column {found[2]}", message[: found.start()]
    else:
        place = f"line {_line(data, len(data.rstrip()))}"
        message = message.removesuffix(" (at end of document)") + ", before the end of the file"
    return f"{place}: broken TOML: {message[:1].lower()}{message[1:]}"


def _tables(table: Mapping[str, Any], key: str, name: str, problems: list[Problem]) -> list[Any]:
    found = table.get(key, [])
    if isinstance(found, list):
        return found
    problems.append(problem(name, "", key, f"must be written as [[{key}]], with two brackets"))
    return []


def _convert(
    raw: Any, kind: type[S], file: str, question: str, key: str, problems: list[Problem]
) -> S | None:
    try:
        if _is_plain(raw):
            with suppress(msgspec.ValidationError):
                return msgspec.convert(raw, kind)
        found = list(faults(raw, kind))
    except RecursionError:
        found = [("", "is nested too deeply")]
    problems.extend(problem(file, question, ".".join(p for p in (key, at) if p), text) for at, text in found)
    return None if found else msgspec.convert(raw, kind)


def _is_plain(value: Any) -> bool:
    """Whether every text in a value prints, so that nothing but its types is left to check; quick."""
    if isinstance(value, str):
        return value.isprintable()
    if isinstance(value, dict):
        return all(
            each.replace("\n", "").isprintable()
            if key in _LONG and isinstance(each, str)
            else _is_plain(each)
            for key, each in value.items()
        )
    return all(map(_is_plain, value)) if isinstance(value, list) else True


_LONG = frozenset(field.encode_name for field in msgspec.structs.fields(Question) if field.type == Text)
"""The keys whose texts may have several lines."""


def faults(value: Any, kind: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every place where a value is not what a type asks for: the path to it, and what is wrong there.

    msgspec stops at the first one, so its checks are asked for each leaf of the struct on its own.
    """
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        yield from _struct_faults(value, plain, at)
    elif get_origin(plain) is tuple:
        if not isinstance(value, list):
            yield at, f"must be a list, and is {_kind(value)}"
            return
        before = False
        for number, item in enumerate(value, 1):
            for fault in faults(item, get_args(plain)[0], _item(at, item, number)):
                before = True
                yield fault
        if not before and not value:
            yield from _leaf_faults(value, kind, at)
    else:
        yield from _leaf_faults(value, kind, at)


def _struct_faults(value: Any, kind: type[msgspec.Struct], at: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield at, f"must be a table, and is {_kind(value)}"
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for key in value:
        if key not in fields:
            yield _join(at, key), f"unknown key: there are {', '.join(fields)}"
    for key, field in fields.items():
        if key in value:
            yield from faults(value[key], field.type, _join(at, key))
        elif field.required:
            yield _join(at, key), "is missing"


def _leaf_faults(value: Any, kind: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        found = UNSAFE.search(value.replace("\n", "").replace("\t", "") if kind == Text else value)
        if found and found[0] == "\n":
            yield at, "must be one line"
            return
        if found:
            yield at, f"has a character that must not be printed: U+{ord(found[0]):04X}"
            return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield at, _plainly(str(error).split(" - at ")[0], value, kind)


def _plainly(message: str, value: Any, kind: Any) -> str:
    """A complaint of msgspec in words that an author understands."""
    if get_origin(kind) is Literal:
        return f"must be one of {', '.join(get_args(kind))}"
    if "matching regex" in message and "[A-Z]" in message:
        return "must be a language such as en or en-GB"
    if "matching regex" in message:
        return "must be lower-case words joined by hyphens, such as two-contexts"
    if found := re.fullmatch(r"Expected `(\w+)`, got `\w+`", message):
        return f"must be {_NAMES.get(found[1], found[1])}, and is {_kind(value)}"
    if found := re.fullmatch(r"Expected `(?:int|float)` (>=|<=) ([\d.]+)", message):
        return f"must be {'at least' if found[1] == '>=' else 'at most'} {float(found[2]):g}"
    if found := re.fullmatch(r"Expected `(str|array)` of length (>=|<=) (\d+)", message):
        if found[2] == ">=":
            return "must not be empty"
        return f"must be at most {found[3]} {'characters' if found[1] == 'str' else 'items'} long"
    return message


_NAMES = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "array": "a list",
    "object": "a table",
}


def _kind(value: Any) -> str:
    names = {bool: "true or false", str: "a text", int: "a whole number", float: "a number", list: "a list"}
    return names.get(type(value), "a table" if isinstance(value, dict) else "a date or time")


def _join(at: str, key: str) -> str:
    return f"{at}.{key}" if at else key


def _item(at: str, item: Any, number: int) -> str:
    """The path of a list's item: by its own id or spelling where it has one, else by its number from 1."""
    name = (item.get("id") or item.get("write")) if isinstance(item, dict) else None
    return f"{at}[{name if isinstance(name, str) else number}]"
