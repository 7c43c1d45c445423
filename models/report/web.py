"""Which addresses may become links."""

import re

_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?")


def is_web_address(text: str) -> bool:
    """Whether a text is an address of the web in RFC 3986's characters: nothing that a browser would run."""
    return bool(_WEB.fullmatch(text))
