"""Data on the screen: shown as it is written, and never obeyed by the terminal or by Textual."""

import functools
import re
import sys
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual._context import active_app
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from questions.untrusted import UNSAFE


class UntrustedFilter(LineFilter):
    """Keeps control, bidi and invisible characters of data off the terminal, from every widget.

    It works on rendered lines, so it sees what `markup=False`, `Content` and Rich's `Text` let through. A
    character that has a width is replaced by one of the same width, so that nothing moves.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without dangerous characters, terminal commands and hyperlinks."""
        safe = []
        for text, style, control in segments:
            if control:
                continue
            if not text.isprintable():
                text = UNSAFE.sub(_same_width, text)
            if style is not None and style.link:
                style = style.update_link(None)
            safe.append(Segment(text, style))
        return safe


def _same_width(match: re.Match[str]) -> str:
    return "\N{REPLACEMENT CHARACTER}" * cell_len(match[0])


@functools.cache
def make_strings_literal() -> None:
    """Stop Textual from reading markup into strings, where the running app says that they are literal.

    An answer such as "a[i]" would lose its index, "[/nope]" would end the app, and `[@click=app.quit]`
    would be obeyed. Code of ours that calls `from_markup` means it.
    """
    content, text = Content.from_markup.__func__, Text.from_markup.__func__  # type: ignore[attr-defined]

    @functools.wraps(content)
    def content_from_markup(cls: type[Content], markup: str | Content, **variables: object) -> Content:
        if isinstance(markup, str) and not variables and _asked_by_a_widget():
            return cls(markup)
        return content(cls, markup, **variables)  # type: ignore[no-any-return]

    @functools.wraps(text)
    def text_from_markup(cls: type[Text], markup: str, **options: Any) -> Text:
        if _asked_by_a_widget():
            options.pop("emoji", None)
            options.pop("emoji_variant", None)
            return cls(markup, **options)
        return text(cls, markup, **options)  # type: ignore[no-any-return]

    Content.from_markup = classmethod(content_from_markup)  # type: ignore[assignment, arg-type]
    Text.from_markup = classmethod(text_from_markup)  # type: ignore[assignment, arg-type]


def _asked_by_a_widget() -> bool:
    caller = sys._getframe(2).f_globals.get("__name__", "")
    return caller.startswith(("textual.", "rich.")) and getattr(
        active_app.get(None), "STRINGS_ARE_LITERAL", False
    )
