"""Nothing that was said, typed or written in a pack becomes markup, a formula, a link or a command."""

import csv as reader
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from models.report import compare, csv, html, json, markdown, text
from models.report.report import Mark, Report, State, cleaned
from models.report.web import is_web_address
from questions.untrusted import UNSAFE
from tests.models.report.golden import report

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>alert(1)</script>",
    "]]></title><svg onload=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<https://evil.example> https://evil.example www.evil.example me@evil.example",
    "`code` ```fence``` **bold** __init__ ~~gone~~ | cell | $x$",
    "# heading",
    "1. one",
    "- item",
    "> quoted",
    "--- === +++",
    "[ref]: https://evil.example",
    "&lt;b&gt; &#60;b&#62;",
    "line\n\n# heading\n\n```\nfence",
    "\x1b[2J\x1b]0;title\x07\x1b]8;;https://evil.example\x1b\\link",
    "\x9b31m \r\n \x00 \x08\x7f",
    "\u202eright to left\u202c \u2066isolate\u2069 \u200bzero\ufeff \u2028line",
    '=HYPERLINK("https://evil.example")',
    "+1+1",
    "@SUM(1,1)",
    "\t=1",
    "  =1",
    "\ud800",
    "back\\slash \\",
)
HOSTILE = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map(" ".join),
    st.text(max_size=40),
    st.text("<>&\"'`*_[]()#+-=|~!\\{}:/.@$ \n\t\x1b01abw", max_size=40),
)
KEPT = {
    *get_args(Mark),
    *get_args(State),
    "practice",
    "exam",
    "spoken",
    "typed",
    "corrected",
    "speech",
    "filler",
}


def replaced(value: Any, by: str) -> Any:
    """The report's values with every text but the words of its own vocabulary replaced; none gets empty."""
    if isinstance(value, str):
        return value if value in KEPT or value in ("pause", "") else f"x{by}"
    if isinstance(value, dict):
        return {
            key: "2025-11-23T08:40:00Z" if key == "when" else replaced(item, by)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [replaced(item, by) for item in value]
    return value


SAMPLE = msgspec.to_builtins(report())


def made(by: str) -> Report:
    """The sample with every text replaced, as it is after the door that texts come in by."""
    values = replaced(SAMPLE, by)
    values["troubles"] = [f"{by}x", f" {by}x", f"x {by}"]
    return cleaned(msgspec.convert(values, Report))


class Tags(HTMLParser):
    """Every tag of a page with the names of its attributes, and every address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def tags(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    parser.close()
    return parser


def shape(source: str) -> list[str]:
    """What a Markdown reader that makes links of bare addresses takes a text for, its plain text left out."""
    reader = MarkdownIt("gfm-like", {"html": True})
    assert reader.linkify is not None
    reader.linkify.set({"fuzzy_link": False})  # GitHub links https:// and www. only
    plain = {"text", "text_special", "softbreak"}
    return [
        inner.type
        for token in reader.parse(source)
        for inner in (token, *(token.children or ()))
        if inner.type not in plain
    ]


HARMLESS = made("word")
PAGE = tags(html.render(HARMLESS))
SHAPE = shape(markdown.render(HARMLESS))


@given(HOSTILE)
@settings(max_examples=60, deadline=None)
def test_no_text_becomes_a_tag_an_attribute_or_an_address(by: str) -> None:
    page = tags(html.render(made(by)))
    assert page.found == PAGE.found
    assert page.addresses == PAGE.addresses


@given(HOSTILE)
@settings(max_examples=60, deadline=None)
def test_no_text_becomes_markdown(by: str) -> None:
    assert shape(markdown.render(made(by))) == SHAPE


@given(HOSTILE)
@settings(max_examples=60, deadline=None)
def test_no_text_moves_the_cursor_or_turns_the_writing(by: str) -> None:
    found = made(by)
    question = next(question for question in found.questions if question.earlier)
    compared = compare.render(compare.compare(question.earlier[0], question))
    for written in (text.render(found), markdown.render(found), html.render(found), compared):
        assert not UNSAFE.search(written.replace("\n", ""))
    for value in texts(msgspec.to_builtins(found)):
        assert not UNSAFE.search(value)


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [found for item in inside for found in texts(item)]


@given(HOSTILE, HOSTILE)
@settings(max_examples=60, deadline=None)
def test_no_cell_is_a_formula_and_no_row_is_added(by: str, name: str) -> None:
    found = made(by)
    values = replaced(msgspec.to_builtins(found), by)
    values["title"] = by or "="
    written = csv.render([msgspec.convert(values, Report), HARMLESS], [name, name])
    rows = list(reader.reader(io.StringIO(written, newline=""), strict=True))
    asked = sum(question.state != "not asked" for question in found.questions)
    assert len(rows) == 1 + 2 * asked
    assert {len(row) for row in rows} == {len(csv.COLUMNS)}
    for row in rows:
        for cell in row:
            assert not re.match(r"\s*[=+@＝＋－＠]|\s*-(?!\d)", cell), cell


@pytest.mark.parametrize("render", [text.render, markdown.render, html.render, json.render])
def test_the_nastiest_texts_at_once(render: Callable[[Report], str]) -> None:
    assert "\x1b" not in render(made(" ".join(NASTY)))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://x.example/%0aalert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//evil.example",
        "https://good.example/> <https://evil.example",
        'https://good.example/"onclick="alert(1)',
        "https://user@evil.example/",
        " https://good.example",
        "https://good.example\n",
        "",
    ],
)
def test_only_plain_addresses_of_the_web_are_links(address: str) -> None:
    assert not is_web_address(address)


def test_an_address_of_the_documentation_is_a_link() -> None:
    assert is_web_address("https://flask.palletsprojects.com/en/stable/testing/#accessing-and-modifying")
    assert is_web_address("http://localhost:8000/a?b=c&d=%20e(f)")
