"""The desk's protocol: one JSON object a line, in each direction.

The desk is the process that holds the ear and the voice. Whatever concerns an answer echoes its `turn`. Times
are seconds from the first sample after `listening`; no clock is compared across processes. `level` and
`partial` may be dropped when the reader falls behind, `segment` never.
"""

from typing import Literal

import msgspec

from models.interview.words import Word
from questions.pack import Term

VERSION = 1
"""Goes up whenever an older desk or screen could not understand the other."""

RATE = 16_000
"""Hz: what every recogniser is fed, as mono int16 PCM."""


class _Line(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="type", tag=str.lower):
    """The base of every line; its tag is its class's name in lower case."""


# To the desk


class Prepare(_Line, frozen=True):
    """What is coming: terms for the recogniser's dictionary, and sentences to synthesise ahead of time."""

    terms: tuple[Term, ...] = ()
    say: tuple[str, ...] = ()


class Listen(_Line, frozen=True):
    """Open the ear for this turn, with these terms in play; `listening` or `exhausted` follows.

    A desk that cannot hear answers all the same, so that a typed answer runs the same course. The same turn
    again goes on where it was stopped, in its audio file too. An answer to a desk restarted goes on: `since`.
    """

    turn: int
    terms: tuple[Term, ...] = ()
    since: float = 0.0
    """Seconds of this turn that an earlier desk had heard; times go on from there."""
    skip: float = 0.0
    """Seconds of this turn's audio file that an earlier desk had read; only the client sets it."""


class Stop(_Line, frozen=True):
    """Close the ear; `stopped` follows, after the last segment."""

    turn: int


class Say(_Line, frozen=True):
    """Speak; `saying` follows when the sound begins, `said` when it has ended or was hushed."""

    id: int
    text: str


class Tone(_Line, frozen=True):
    """Sound a short tone: the ear opened, a minute is left, the ear closed."""

    name: Literal["open", "minute", "closed"]


class Hush(_Line, frozen=True):
    """Stop speaking at once."""


class Bye(_Line, frozen=True):
    """End the process."""


# From the desk


class Hello(_Line, frozen=True):
    """The first line: what listens, what speaks, and through which devices. Empty means there is none."""

    version: int
    recogniser: str = ""
    """Which recogniser is in use, as people read it: "Vosk small en-us", "PocketSphinx en-us"."""
    voice: str = ""
    device: str = ""
    """The microphone's name, or the audio files' count."""
    source: Literal["microphone", "files", "script", "none"] = "none"


class Listening(_Line, frozen=True):
    """The ear is open: the first sample of this turn was taken."""

    turn: int


class Level(_Line, frozen=True):
    """How loud it is, at most four times a second."""

    turn: int
    seconds: float
    """How much of this turn's audio was heard so far."""
    dbfs: float
    """The root mean square of the last quarter of a second, in dBFS; −120 for digital silence."""
    peak: float = -120.0
    """dBFS; 0 is clipping."""
    voiced: float = 0.0
    """Seconds of uninterrupted voice up to now."""


class Partial(_Line, frozen=True):
    """What the recogniser believes so far of the segment that is being spoken."""

    turn: int
    text: str


class Segment(_Line, frozen=True):
    """What the recogniser calls final."""

    turn: int
    text: str
    start: float
    end: float
    words: tuple[Word, ...] = ()


class Stopped(_Line, frozen=True):
    """The ear is closed, and every segment of the turn was sent."""

    turn: int
    seconds: float = 0.0
    """How much audio the turn had."""
    voiced: float = 0.0
    """Seconds of it that held voice, words or not."""
    missing: float = 0.0
    """Seconds that the microphone should have given and did not."""


class Saying(_Line, frozen=True):
    """The sound of that sentence has begun."""

    id: int


class Said(_Line, frozen=True):
    """The sentence has ended, was hushed, or could not be spoken."""

    id: int
    spoken: bool = True


class Ended(_Line, frozen=True):
    """The audio file of this turn is at its end."""

    turn: int


class Exhausted(_Line, frozen=True):
    """There is no audio file left for this turn: it cannot be answered."""

    turn: int


TroubleKind = Literal[
    "silent-microphone",  # all zeros: no permission, or muted
    "quiet-microphone",
    "no-microphone",
    "microphone-lost",
    "microphone-busy",
    "missing-sound",  # fewer samples came than time went by
    "no-recogniser",
    "no-voice",
    "file",
    "desk-restarted",
    "desk-lost",
    "internal",
]


class Trouble(_Line, frozen=True):
    """Something went wrong; the sentence says what, and what to do."""

    kind: TroubleKind
    text: str
    deaf: bool = False
    """Whether nothing can be heard from now on, so that answers are typed."""


ToDesk = Prepare | Listen | Stop | Say | Tone | Hush | Bye
FromDesk = (
    Hello | Listening | Level | Partial | Segment | Stopped | Saying | Said | Ended | Exhausted | Trouble
)


class DeskOptions(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a desk is started with: the first line of its input."""

    recogniser: str = "none"
    """`vosk`, `pocketsphinx`, `scripted`, `none`, or the `ws://` or `wss://` address of a vosk-server."""
    model: str = ""
    """The folder of the Vosk model, or the scripted recogniser's file."""
    device: str = ""
    """The microphone's number or a part of its name; the system's own where empty."""
    audio: tuple[str, ...] = ()
    """Files that are heard instead of a microphone, one an answer."""
    fast: bool = False
    """Whether files are read as fast as they can be recognised, and not at the speed of speech."""
    speak: bool = True
    voice: str = ""
    """The voice's id or a part of its name; the system's own where empty."""
    rate: int = 170
    """Words a minute."""
    keep: str = ""
    """The folder where each answer is kept as FLAC; nothing is kept where empty."""
    lock: str = ""
    """The file whose lock is the right to the microphone; nothing is locked where empty."""
    log: str = ""
    """The file that descriptors 1 and 2 are pointed at."""
    taken: int = 0
    """How many answers an earlier desk took from the files or the script; only the client sets it."""
    attempt: int = 0
    """0 for the first desk of an interview, 1 for the one that replaced it."""


class Device(msgspec.Struct, frozen=True):
    """A microphone or a loudspeaker."""

    index: int
    name: str
    rate: int
    """Hz: its own."""
    default: bool = False
    """Whether it is the system's own choice."""


class VoiceInfo(msgspec.Struct, frozen=True):
    """A voice of the speech engine."""

    id: str
    name: str


class Devices(msgspec.Struct, frozen=True):
    """What `--devices` prints: what hears and speaks, and a sentence for each thing that is missing."""

    inputs: tuple[Device, ...] = ()
    outputs: tuple[Device, ...] = ()
    voices: tuple[VoiceInfo, ...] = ()
    errors: tuple[str, ...] = ()


encode = msgspec.json.Encoder().encode
"""One line, without its newline."""
decode_to_desk = msgspec.json.Decoder(ToDesk).decode
"""Raises `msgspec.MsgspecError` on anything that is not a line for the desk."""
decode_from_desk = msgspec.json.Decoder(FromDesk).decode
"""Raises `msgspec.MsgspecError` on anything that is not a line from the desk."""
