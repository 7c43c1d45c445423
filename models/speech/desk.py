"""The desk: the process that holds the ear and the voice, and speaks JSON lines.

    python -I -m models.speech.desk                    an interview's desk
    python -I -m models.speech.desk --devices          one line of JSON: what there is to hear and speak with

The first line of its input is its options, as JSON: arguments can be read by everybody on the machine, and an
address of a vosk-server may hold a password.
The libraries of sound print where they like: the lines go to a duplicate of descriptor 1, and descriptors 1
and 2 point at the log, before any of them is imported. The process ends at the end of its input, whatever the
rest does.
"""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING

import msgspec

from models.speech.protocol import (
    VERSION,
    Bye,
    DeskOptions,
    Hello,
    Hush,
    Listen,
    Prepare,
    Say,
    Stop,
    Tone,
    Trouble,
    decode_to_desk,
)

if TYPE_CHECKING:
    from models.speech.ear import Ear
    from models.speech.outbox import Outbox
    from models.speech.voice import Voice

LONGEST_LINE = 1 << 20
"""Bytes; no line for the desk comes near it."""
LONGEST_LOG = 1 << 20
"""Bytes; a desk that finds a longer log, at its start or with any line it is told, begins it anew."""
GOODBYE = 0.5
"""Seconds for the ear to end its answer when the desk ends."""


def main() -> None:
    """Run what the command line asks for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the screen, which ends the desk by its input
    os.umask(0o077)
    if sys.argv[1:] == ["--devices"]:
        wire = _take_descriptors("")
        from models.speech.devices import devices

        os.write(wire, msgspec.json.encode(devices()) + b"\n")
        os._exit(0)
    try:
        options = msgspec.json.decode(sys.stdin.buffer.readline(LONGEST_LINE), type=DeskOptions)
    except msgspec.MsgspecError as error:
        sys.exit(f"The desk needs its options as JSON: {error}")
    _serve(options, _take_descriptors(options.log))


def _take_descriptors(log: str) -> int:
    """Point descriptors 1 and 2 at the log; return the duplicate of 1 on which lines are written."""
    wire = os.dup(1)
    try:
        target = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        target = os.open(os.devnull, os.O_WRONLY)
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.close(target)
    _bound_log()
    return wire


def _bound_log() -> None:
    """Begin the log anew where it has grown too long; what is written is appended, whoever else writes."""
    with contextlib.suppress(OSError):
        if os.fstat(2).st_size > LONGEST_LOG:
            os.ftruncate(2, 0)


def _serve(options: DeskOptions, wire: int) -> None:
    import faulthandler

    from models.speech.ear import Close
    from models.speech.outbox import Outbox

    faulthandler.enable()
    threading.excepthook = _die
    outbox = Outbox(wire)
    outbox.start()
    ear, voice = _assemble(options, outbox)
    ear.start()
    voice.start()
    for line in iter(lambda: sys.stdin.buffer.readline(LONGEST_LINE), b""):
        try:
            message = decode_to_desk(line)
        except msgspec.MsgspecError as error:
            print(f"not a line for the desk: {error}", file=sys.stderr, flush=True)
            continue
        _bound_log()
        if isinstance(message, Bye):
            break
        if isinstance(message, Prepare):
            ear.inbox.put(message)
            voice.prepare(message.say)
        elif isinstance(message, Listen | Stop):
            ear.inbox.put(message)
        elif isinstance(message, Say):
            voice.say(message)
        elif isinstance(message, Tone):
            voice.sound(message)
        elif isinstance(message, Hush):
            voice.hush()
    voice.hush()
    ear.inbox.put(Close())
    ear.join(GOODBYE)
    outbox.close(GOODBYE)
    os._exit(0)  # threads of C libraries are not waited for


def _assemble(options: DeskOptions, outbox: "Outbox") -> "tuple[Ear, Voice]":
    """Build the ear and the voice, and post `hello`, and after it what is wrong already."""
    from models.speech import engines
    from models.speech.ear import Ear, Item, Wake
    from models.speech.files import Files
    from models.speech.gate import Gate
    from models.speech.microphone import Microphone, MicrophoneError
    from models.speech.recognisers.base import Recogniser, RecogniserError
    from models.speech.recognisers.scripted import Script, Scripted
    from models.speech.sources import Source
    from models.speech.voice import Voice

    inbox: SimpleQueue[Item] = SimpleQueue()
    gate = Gate(lambda: inbox.put(Wake()))
    troubles: list[Trouble] = []
    build: Callable[[], Recogniser] | None = None
    source: Source | Microphone | None = None
    if options.recogniser == "scripted":
        try:
            scripted = Scripted(Script.read(options.model), options, outbox.rubbish)
        except RecogniserError as error:
            troubles.append(Trouble("no-recogniser", str(error), deaf=True))
        else:
            build, source = lambda: scripted, scripted
    elif options.recogniser != "none":
        build = engines.builder(options)
    if build and options.audio:
        source = Files(options.audio, options.taken)
    elif build and source is None:
        source = Microphone(options.device, inbox.put, options.lock)
        try:
            source.open()
        except MicrophoneError as error:
            troubles.append(Trouble(error.kind, str(error), deaf=True))
    engine = "macOS voice" if sys.platform == "darwin" else "eSpeak NG"
    hello = Hello(
        VERSION,
        recogniser=engines.label(options),
        voice=(options.voice or engine) if options.speak else "",
        device=source.name if source else "",
        source=source.kind if source else "none",
    )
    outbox.post(hello)
    for trouble in troubles:
        outbox.post(trouble)
    voice = Voice(options.voice, options.rate, options.speak, gate, outbox.post)
    return Ear(options, outbox.post, build, source, inbox, gate), voice


def _die(failure: threading.ExceptHookArgs) -> None:
    """A thread that failed ends the process: the client starts another, and knows what to do."""
    sys.excepthook(failure.exc_type, failure.exc_value or failure.exc_type(), failure.exc_traceback)
    os._exit(70)


if __name__ == "__main__":
    main()
