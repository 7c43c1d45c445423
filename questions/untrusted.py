"""Text from outside (packs, transcripts, names, file names, error messages), made safe to show or print.

A terminal obeys control characters, and a reader is misled by characters that are invisible or turn the
direction of writing. Neither has a place in a question, an answer or a name.
"""

import re

# General category Cf (Unicode 15), but for four kinds that scripts and emoji cannot do without:
# ZWNJ and ZWJ (200C, 200D) and the visible signs that enclose a number (0600-0605, 06DD, 070F, 0890-0891,
# 08E2, 110BD, 110CD). The nine bidirectional embeddings and isolates and the three marks are among those
# that go, and so are the tag characters, which can carry a hidden text.
_FORMATS = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_CONTROLS = "\x00-\x1f\x7f-\x9f"
_SEPARATORS = "\u2028\u2029"
_SURROGATES = "\ud800-\udfff"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)

UNSAFE = re.compile(f"[{_CONTROLS}{_SEPARATORS}{_FORMATS}{_SURROGATES}{_PRIVATE}{_NONCHARACTERS}]")
"""One character that must not reach a terminal. Every such character is also not `str.isprintable`."""

_LINE_END = re.compile("\r\n|[\n\x0b\x0c\x85\u2028\u2029]")


def clean(text: str, newlines: bool = False) -> str:
    """Drop what a terminal would obey and what a reader could not see.

    Tabs and ends of lines become spaces, so that words stay apart; with `newlines`, every kind of line
    end becomes a newline and stays. ZWJ and ZWNJ stay: emoji and several scripts are spelt with them.
    """
    if text.isprintable():
        return text
    lines = [UNSAFE.sub("", line.replace("\t", " ")) for line in _LINE_END.split(text)]
    return ("\n" if newlines else " ").join(lines)
