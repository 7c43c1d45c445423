import os
import threading

from models.speech.outbox import ENOUGH, Outbox
from models.speech.protocol import Level, Partial, Segment, decode_from_desk


def test_a_reader_that_falls_behind_loses_levels_and_partials_but_no_segment() -> None:
    reading, writing = os.pipe()
    outbox = Outbox(writing)
    for n in range(100):
        outbox.post(Level(1, n / 4, -30))
        outbox.post(Partial(1, f"partial {n}"))
        outbox.post(Segment(1, f"segment {n}", n, n + 1))
    outbox.start()
    closing = threading.Thread(target=outbox.close, args=(10,))
    closing.start()
    closing.join(10)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        lines = [decode_from_desk(line) for line in pipe]
    assert [line.text for line in lines if isinstance(line, Segment)] == [f"segment {n}" for n in range(100)]
    assert len([line for line in lines if isinstance(line, Level | Partial)]) <= ENOUGH
    assert Partial(1, "partial 99") in lines
