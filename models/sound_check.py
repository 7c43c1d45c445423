"""Tries an ear and a voice once, line by line: what plain mode's sound check says."""

import queue
import time

import msgspec

from models.means import open_desk
from models.speech import protocol as p

SENTENCE = "This is the voice that asks the questions. Now say something."
PATIENCE = 25.0
"""Seconds for all of it: a slow model's load, the sentence, and an answer."""
ANSWER = 8.0
"""Seconds in which something should be said."""


class Found(msgspec.Struct):
    """What a sound check found."""

    voice: str = ""
    device: str = ""
    heard: str = ""
    loudest: float = -120.0
    """dBFS."""
    seconds: float = 0.0
    """How long it listened."""
    troubles: list[str] = []


def check_sound(options: p.DeskOptions) -> Found:
    """Speak a sentence, then listen until something was said, or nothing came."""
    lines: queue.SimpleQueue[p.FromDesk] = queue.SimpleQueue()
    desk = open_desk(options, lines.put)
    desk.start()
    found, listening_until = Found(), time.monotonic() + PATIENCE
    desk.send(p.Say(1, SENTENCE))
    try:
        while time.monotonic() < listening_until:
            try:
                line = lines.get(timeout=max(0.0, listening_until - time.monotonic()))
            except queue.Empty:
                break
            match line:
                case p.Hello(voice=voice, device=device, source=source):
                    found.voice, found.device = voice, device
                    if source == "none":
                        break
                case p.Said():
                    desk.send(p.Listen(1))
                case p.Listening():
                    listening_until = min(listening_until, time.monotonic() + ANSWER)
                case p.Level(dbfs=dbfs, seconds=seconds):
                    found.loudest, found.seconds = max(found.loudest, dbfs), seconds
                case p.Segment(text=text):
                    found.heard = text
                    break
                case p.Trouble(text=text, deaf=deaf):
                    found.troubles.append(text)
                    if deaf:
                        break
                case _:
                    pass
    finally:
        desk.close()
    return found
