"""Speaks the labelled answers and the model answers, and keeps what a real recogniser made of them.

`python -m tests.bench.judging_speech` adds to `tests/data/judging/recognised.json`, from a synthetic voice
(`hibari`, of the package hibari-tts, on the PATH) through PocketSphinx. It takes half an hour for forty
answers, so the benchmark reads what was kept. There are two settings: the question's terms in the
recogniser's dictionary, as Viva has it, and the dictionary as it comes. What is chosen for misheard terms is
chosen on one half of the recordings and reported on the other; a recording keeps its half.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from models.assessment import jargon
from models.interview.words import Utterance, Word
from questions.pack import Pack, Question, Term
from tests.bench.judging_set import DATA, labelled, packs

FILE = DATA / "recognised.json"
Half = Literal["choosing", "reporting"]

_MODEL_ANSWERS: dict[Half, dict[str, str]] = {
    "choosing": {
        "flask": "flask-restful proxy-fix autoescaping config-sources csrf rest-design session-cookie-flags"
        " test-client async-views cli-commands session-signing production-stack json-api-errors"
        " flask-sqlalchemy-adds",
        "python": "dataclasses blocked-event-loop the-gil threads-processes-asyncio event-loop-and-await"
        " descriptors iterable-and-iterator pytest-fixtures",
        "backend": "wsgi-and-asgi design-endpoints what-makes-rest sessions-or-tokens n-plus-one"
        " storing-passwords at-least-once",
    },
    "reporting": {
        "flask": "wsgi request-life-cycle stands-on stored-xss development-server cookies",
        "python": "what-hints-do yield-from-and-send",
        "backend": "methods-idempotency rate-limiting",
    },
}
"""The questions whose model answers are spoken, in both settings: those that named most terms, first of all
packs and then of each, when they were chosen; the later ones have no labelled answers."""


class Recognised(msgspec.Struct, frozen=True):
    """One answer as it was recognised."""

    pack: str
    question: str
    answer: int
    """Its index among the labelled answers to that question; −1 is the model answer."""
    dictionary: bool
    """Whether the question's terms were in the recogniser's dictionary."""
    words: tuple[tuple[str, float, float, float], ...]
    """Text, start and end in seconds, confidence."""
    text: str
    """What was spoken."""
    half: Half

    @property
    def utterance(self) -> Utterance:
        words = tuple(Word(*word) for word in self.words)
        return Utterance(" ".join(word.text for word in words), words=words)


def recognised() -> tuple[Recognised, ...]:
    """What was kept."""
    return msgspec.json.decode(FILE.read_bytes(), type=tuple[Recognised, ...]) if FILE.exists() else ()


@lru_cache(maxsize=1)
def synthesised(text: str) -> bytes:
    """The sound of a text in a synthetic voice: 16 kHz, 16 bits."""
    import soundfile
    import soxr

    plain = " ".join(text.split())
    with tempfile.NamedTemporaryFile(suffix=".wav") as wav:
        subprocess.run(["hibari", "-o", wav.name, "--seed", "1", plain], check=True, capture_output=True)
        samples, rate = soundfile.read(wav.name, dtype="int16")
    quiet = bytes(2 * 16_000)  # a second of silence ends the last segment
    return bytes(soxr.resample(samples, rate, 16_000).astype("int16").tobytes()) + quiet


def heard(pcm: bytes, terms: tuple[Term, ...]) -> tuple[tuple[str, float, float, float], ...]:
    """What PocketSphinx makes of it, with these terms in its dictionary: text, start, end, confidence."""
    from models.speech.recognisers.base import Final
    from models.speech.recognisers.pocketsphinx import PocketSphinx

    recogniser = PocketSphinx()
    recogniser.start(terms)
    found = [*recogniser.accept(pcm), *recogniser.finish()]
    recogniser.close()
    return tuple(
        (word.text, word.start, word.end, word.confidence)
        for result in found
        if isinstance(result, Final)
        for word in result.words
    )


class _Job(NamedTuple):
    """One text that is spoken and recognised."""

    pack: Pack
    question: Question
    answer: int
    text: str
    dictionary: bool
    half: Half


def _jobs() -> Iterator[_Job]:
    """What is spoken: one answer to each labelled question, and the model answers."""
    all_packs = packs()
    own: list[_Job] = []
    for number, each in enumerate(labelled()):
        question = each.of(all_packs[each.pack])
        at = number % 2 if len(each.answers) > 2 else 0
        half: Half = "choosing" if each.half == "tuning" else "reporting"
        own.append(_Job(all_packs[each.pack], question, at, each.answers[at].text, True, half))
    yield from sorted(own, key=lambda job: len(job.text))
    for half, spoken in _MODEL_ANSWERS.items():
        for pack_id, ids in spoken.items():
            for name in ids.split():
                question = _question(all_packs[pack_id], name)
                for dictionary in (False, True):
                    yield _Job(all_packs[pack_id], question, -1, question.answer, dictionary, half)


def _question(pack: Pack, name: str) -> Question:
    found = pack.question(name)
    if found is None:
        raise LookupError(f"{pack.info.id} has no question {name}")
    return found


def main() -> None:
    """Speak, recognise, and keep; what was kept already is not heard again."""
    kept = list(recognised())
    done = {(each.pack, each.question, each.answer, each.dictionary) for each in kept}
    for pack, question, at, text, dictionary, half in _jobs():
        if (pack.info.id, question.id, at, dictionary) in done:
            continue
        words = heard(synthesised(text), jargon.in_play(question, pack.terms) if dictionary else ())
        kept.append(Recognised(pack.info.id, question.id, at, dictionary, words, text, half))
        FILE.write_bytes(msgspec.json.encode(kept) + b"\n")
        print(question.id, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
