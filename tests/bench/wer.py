"""Words recognised wrongly, with and without the question's terms, of machines and of people."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from models.assessment import jargon
from models.assessment.text import tokens
from models.speech.pronounce import pronounce
from models.speech.recognisers.base import Final, Recogniser
from questions.pack import Question, Term
from tests.bench.judging_set import packs
from tests.bench.judging_speech import recognised
from tests.bench.sounds import demonstration, has_voice, pcm, real_voices, synthesise
from tests.bench.table import Row, missing
from tests.english_vosk import find_english

ANSWERS = 2
"""Model answers that are synthesised: those fullest of terms."""


class Spoken(NamedTuple):
    """A recording, its words, and the terms that its question puts in play."""

    sound: bytes
    text: str
    terms: tuple[Term, ...]


class Errors(NamedTuple):
    """Words put in, left out or changed, of so many."""

    wrong: int
    words: int

    def __str__(self) -> str:
        return f"{self.wrong / max(1, self.words):.3f} of {self.words} words"


def errors(said: str, heard: str) -> Errors:
    """Compared word by word, case and punctuation aside: `current_app` is two words."""
    wanted = [token.text for token in tokens(said)]
    return Errors(Levenshtein.distance(wanted, [token.text for token in tokens(heard)]), len(wanted))


def in_all(found: Iterable[Errors]) -> Errors:
    """Errors of several recordings together."""
    both = [*found]
    return Errors(sum(each.wrong for each in both), sum(each.words for each in both))


def rows() -> Iterator[Row]:
    """PocketSphinx with and without the terms; Vosk where there is an English model."""
    sets = {
        "answers by eSpeak NG": _synthesised() if has_voice() else None,
        "answers of the demonstration": [_of_contexts(pcm(path), text) for path, text in demonstration()],
        "LibriVox readers": [Spoken(pcm(path), text, ()) for path, text in real_voices()] or None,
    }
    lacks = {"answers by eSpeak NG": "no espeak-ng", "LibriVox readers": "no pocketsphinx-testdata"}
    english = find_english()
    for name, spoken in sets.items():
        if spoken is None:
            yield missing(f"WER, {name}", lacks[name])
            continue
        yield _pocketsphinx(name, spoken)
        if english:
            from models.speech.recognisers.vosk import Vosk

            yield Row(f"WER of Vosk, {name}", str(_measure(Vosk(english), spoken, with_terms=False)))
    yield from _kept()
    if english is None:
        yield missing("WER of Vosk", "no English Vosk model")


def _kept() -> Iterator[Row]:
    """What `tests.bench.judging_speech` kept of answers spoken by hibari, a voice that few have installed."""
    known, plain = (
        {
            (each.pack, each.question): each
            for each in recognised()
            if each.answer < 0 and each.dictionary == given
        }
        for given in (True, False)
    )
    sums = []
    for found in (known, plain):
        both = [found[name] for name in known.keys() & plain.keys()]
        answers = [packs()[each.pack].question(each.question) for each in both]
        sums.append(
            in_all(errors(q.answer, each.utterance.text) for q, each in zip(answers, both, strict=True) if q)
        )
    if sums[1].wrong:
        name = "WER of PocketSphinx with the terms, kept from hibari's voice"
        yield Row(name, str(sums[0]), f"without them: {sums[1]}", f"{sums[0].wrong / sums[1].wrong:.2f}")


def _pocketsphinx(name: str, spoken: Sequence[Spoken]) -> Row:
    from models.speech.recognisers.pocketsphinx import PocketSphinx

    plain = _measure(PocketSphinx(), spoken, with_terms=False)
    if not any(each.terms for each in spoken):
        return Row(f"WER of PocketSphinx, {name}", str(plain))
    known = _measure(PocketSphinx(), spoken, with_terms=True)
    ratio = f"{known.wrong / plain.wrong:.2f}" if plain.wrong else ""
    return Row(f"WER of PocketSphinx with the terms, {name}", str(known), f"without them: {plain}", ratio)


def _measure(recogniser: Recogniser, spoken: Sequence[Spoken], *, with_terms: bool) -> Errors:
    found = []
    for sound, text, terms in spoken:
        recogniser.start(terms if with_terms else ())
        heard = [*recogniser.accept(sound), *recogniser.finish()]
        found.append(errors(text, " ".join(each.text for each in heard if isinstance(each, Final))))
    return in_all(found)


def _of_contexts(sound: bytes, text: str) -> Spoken:
    pack = packs()["flask"]
    question = pack.question("two-contexts")
    return Spoken(sound, text, jargon.in_play(question, pack.terms) if question else ())


def _synthesised() -> list[Spoken]:
    pack = packs()["flask"]

    def density(question: Question) -> float:
        return len(jargon.in_play(question, pack.terms)) / len(question.answer.split())

    spoken = []
    with tempfile.TemporaryDirectory() as folder:
        for question in sorted(pack.questions, key=density, reverse=True)[:ANSWERS]:
            said = pronounce(question.answer, pack.terms)
            sound = pcm(synthesise(said, Path(folder) / "answer.wav"))
            spoken.append(Spoken(sound, question.answer, jargon.in_play(question, pack.terms)))
    return spoken
