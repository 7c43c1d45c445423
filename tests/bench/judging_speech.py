"""Speaks the labelled answers and the model answers, and keeps what a real recogniser made of them.

`python -m tests.bench.judging_speech` adds to `tests/data/judging/recognised.json`, from a synthetic voice
(`hibari`, of the package hibari-tts, on the PATH) through PocketSphinx. It takes half an hour for forty
answers, so the benchmark reads what was kept. There are two settings: the question's terms in the
recogniser's dictionary, as Viva has it, and the dictionary as it comes.
"""

import subprocess
import sys
import tempfile

import msgspec

from models.assessment import jargon
from models.interview.words import Utterance, Word
from questions.pack import Pack, Question, Term
from tests.bench.judging_set import DATA, labelled, packs

FILE = DATA / "recognised.json"
_MODEL_ANSWERS = 8
"""How many model answers are spoken, for the terms in them."""


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

    @property
    def utterance(self) -> Utterance:
        heard = tuple(Word(*word) for word in self.words)
        return Utterance(" ".join(word.text for word in heard), words=heard)


def recognised() -> tuple[Recognised, ...]:
    """What was kept."""
    return msgspec.json.decode(FILE.read_bytes(), type=tuple[Recognised, ...]) if FILE.exists() else ()


def _spoken(text: str) -> bytes:
    import soundfile
    import soxr

    plain = " ".join(text.split())
    with tempfile.NamedTemporaryFile(suffix=".wav") as wav:
        subprocess.run(["hibari", "-o", wav.name, "--seed", "1", plain], check=True, capture_output=True)
        samples, rate = soundfile.read(wav.name, dtype="int16")
    quiet = bytes(2 * 16_000)  # a second of silence ends the last segment
    return bytes(soxr.resample(samples, rate, 16_000).astype("int16").tobytes()) + quiet


def _heard(
    pcm: bytes, terms: tuple[Term, ...], pack: str, question: str, answer: int, *, dictionary: bool
) -> Recognised:
    from models.speech.recognisers.base import Final
    from models.speech.recognisers.pocketsphinx import PocketSphinx

    recogniser = PocketSphinx()
    recogniser.start(terms if dictionary else ())
    found = [*recogniser.accept(pcm), *recogniser.finish()]
    recogniser.close()
    words = tuple(
        (word.text, word.start, word.end, word.confidence)
        for result in found
        if isinstance(result, Final)
        for word in result.words
    )
    return Recognised(pack, question, answer, dictionary, words)


def _with_terms(all_packs: dict[str, Pack]) -> list[tuple[Pack, Question]]:
    """The questions whose model answers name most terms, from every pack in turn."""
    found = [
        (pack, q) for pack in all_packs.values() for q in pack.questions if jargon.in_play(q, pack.terms)
    ]
    found.sort(key=lambda each: -len(jargon.in_play(each[1], each[0].terms)))
    return found[:_MODEL_ANSWERS]


def _jobs() -> list[tuple[Pack, Question, int, str, bool]]:
    """What is spoken: one answer to each labelled question, and the model answers with most terms."""
    all_packs = packs()
    jobs = []
    for number, each in enumerate(labelled()):
        question = each.of(all_packs[each.pack])
        at = number % 2 if len(each.answers) > 2 else 0
        jobs.append((all_packs[each.pack], question, at, each.answers[at].text, True))
    jobs.sort(key=lambda job: len(job[3]))
    for pack, question in _with_terms(all_packs):
        jobs += [(pack, question, -1, question.answer, dictionary) for dictionary in (False, True)]
    return jobs


def main() -> None:
    """Speak, recognise, and keep; what was kept already is not heard again."""
    kept = list(recognised())
    done = {(each.pack, each.question, each.answer, each.dictionary) for each in kept}
    for pack, question, at, text, dictionary in _jobs():
        if (pack.info.id, question.id, at, dictionary) in done:
            continue
        terms = jargon.in_play(question, pack.terms)
        kept.append(_heard(_spoken(text), terms, pack.info.id, question.id, at, dictionary=dictionary))
        FILE.write_bytes(msgspec.json.encode(kept) + b"\n")
        print(question.id, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
