"""Viva's full screen, begun at once, over a real desk that hears a script while a sound file plays.

`python -m tests.bench.scripted_viva SCRIPT WAV LOG` writes a line to LOG for each partial and segment: when
it was read from the desk (`time.monotonic`, which all processes of a machine share) and its last word.
"""

import os
import sys
import time
from pathlib import Path

import msgspec

from models.choices import Choices
from models.records.paths import find_places
from models.records.settings import Settings
from models.speech import client
from models.speech.protocol import FromDesk, Partial, Segment, decode_from_desk
from tui.terminal_start import prepare_environment


def main(script: str, sound: str, log: str) -> None:
    prepare_environment(os.environ)
    from tui.app import VivaApp
    from tui.beginning import arrange_interview, begin_with
    from tui.terminal import run_safely

    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(line: bytes) -> FromDesk:
        message: FromDesk = decode_from_desk(line)
        if isinstance(message, Partial | Segment):
            os.write(out, f"{time.monotonic()} {message.text.split()[-1]}\n".encode())
        return message

    setattr(client, "decode_from_desk", note)  # noqa: B010 (a name that it imports, not its own)
    places = find_places()
    choices = Choices(
        question=("two-contexts",),
        probes=0,
        finish=None,
        recogniser="pocketsphinx",
        audio=(sound,),
        speak=False,
    )
    arrangement = arrange_interview(choices, places)
    assert arrangement.means.desk is not None
    desk = msgspec.structs.replace(arrangement.means.desk, recogniser="scripted", model=script)
    means = msgspec.structs.replace(arrangement.means, desk=desk)
    app = VivaApp(places, Settings())
    app.first = begin_with(msgspec.structs.replace(arrangement, means=means), places)
    raise SystemExit(run_safely(app, Path(places.state) / "crashes"))


if __name__ == "__main__":
    main(*sys.argv[1:])
