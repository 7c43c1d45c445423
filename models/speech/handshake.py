"""How a desk is lent to another machine: what both ends say before the desk's own lines begin."""

import msgspec

LONGEST_LINE = 1 << 18
"""Bytes; the longest line for a desk, `listen` with all terms of a pack, has some 40,000."""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line to the machine that lends its desk."""

    token: str
    version: int
    """The protocol's version that the borrower speaks."""


class Welcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line back: the token was right, and is used up."""

    next: str
    """The token of the next connection."""


decode_claim = msgspec.json.Decoder(Claim).decode
"""Raises `msgspec.MsgspecError` on anything else."""
decode_welcome = msgspec.json.Decoder(Welcome).decode
"""Raises `msgspec.MsgspecError` on anything else."""
