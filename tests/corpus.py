"""Texts that attack a terminal or Textual, to be put through every field that comes from outside.

Fields are those of packs, transcripts, names, database rows, file names and error messages.
"""

from typing import NamedTuple


class Escape(NamedTuple):
    """A text that a terminal would obey, or that a reader would be misled by."""

    name: str
    text: str
    poison: str
    """What must never reach the terminal; the program's own output does not contain it."""


def _escape(name: str, poison: str) -> Escape:
    return Escape(name, f"before{poison}after", poison)


ESCAPES = (
    _escape("OSC 52 sets the clipboard", "\x1b]52;c;UE9JU09O\x07"),
    _escape("OSC 52 ended by ST", "\x1b]52;c;UE9JU09O\x1b\\"),
    _escape("OSC 52 in C1", "\x9d52;c;UE9JU09O\x9c"),
    _escape("OSC 0 sets the title", "\x1b]0;poison\x07"),
    _escape("OSC 8 links", "\x1b]8;;https://poison.invalid\x1b\\"),
    _escape("OSC 7 sets the folder", "\x1b]7;file://poison/\x07"),
    _escape("OSC 1337 sends a file", "\x1b]1337;File=:UE9JU09O\x07"),
    _escape("RIS resets", "\x1bc"),
    _escape("CSI leaves the alternate screen", "\x1b[?1049lafter"),
    _escape("CSI erases", "\x1b[3J"),
    _escape("CSI asks for a report", "\x1b[6n"),
    _escape("CSI answers with the title", "\x1b[21t"),
    _escape("CSI hides", "\x1b[8;5mafter"),
    _escape("CSI in C1", "\x9b31m"),
    _escape("DCS", '\x1bP$q"p\x1b\\'),
    _escape("DCS in C1", "\x90$q\x9c"),
    _escape("APC", "\x1b_Gpoison\x1b\\"),
    _escape("PM", "\x1b^poison\x1b\\"),
    _escape("half an escape", "\x1b[99"),
    _escape("ESC alone", "\x1bafter"),
    _escape("bell", "\x07after"),
    _escape("backspace", "e\x08"),
    _escape("carriage return", "before\rafter"),
    _escape("shift out", "\x0e"),
    _escape("vertical tab", "\x0b"),
    _escape("form feed", "\x0c"),
    _escape("NUL", "\x00"),
    _escape("delete", "\x7f"),
    _escape("NEL in C1", "\x85"),
    _escape("right-to-left override", "\u202e"),
    _escape("left-to-right override", "\u202d"),
    _escape("right-to-left isolate", "\u2067"),
    _escape("first strong isolate", "\u2068"),
    _escape("pop isolate", "\u2069"),
    _escape("Arabic letter mark", "\u061c"),
    _escape("right-to-left mark", "\u200f"),
    _escape("zero-width space", "\u200b"),
    _escape("word joiner", "\u2060"),
    _escape("byte order mark", "\ufeff"),
    _escape("soft hyphen", "\u00ad"),
    _escape("tag characters", "\U000e0068\U000e0069"),
    _escape("line separator", "\u2028"),
    _escape("private use", "\ue0b0"),
    _escape("lone surrogate", "\udcff"),
)

MARKUP = (
    "a[i]",
    "[b]bold[/b]",
    "[/nope]",
    "[/]",
    "[@click=app.quit]go[/]",
    "[@click=app.bell()]ring",
    "[link=https://poison.invalid]here[/link]",
    "[red on blue]red",
    "[$primary]token",
    "[conceal]hidden",
    "[[double]]",
    "[unclosed",
    "x[0][1]",
    "dict[str, list[int]]",
    "\\[escaped]",
    "$name ${name}",
    ":smile:",
)


def poisons_in(raw: bytes) -> list[str]:
    """The names of the escapes whose poison is among the bytes that reached a terminal."""
    return [case.name for case in ESCAPES if case.poison.encode("utf-8", "surrogatepass") in raw]
