"""PocketSphinx: English, its model inside its wheel, with the question's terms in its dictionary."""

import re
from collections import deque
from collections.abc import Iterator

import pocketsphinx

from models.interview.words import Word
from models.speech.activity import FRAME, VoiceActivity
from models.speech.protocol import RATE
from models.speech.recognisers.base import Final, Hypothesis, Recogniser, RecogniserError, Result, final
from questions.pack import Term

# A segment begins with four voiced frames among six (so that "no" is one), and takes the 0.3 s before them
# with it; it ends after 0.8 s without voice, between Vosk's 0.5 and 1 s. The search slows down beyond 30 s.
ONSET, ONSET_WINDOW = 4, 6
BEFORE = round(0.3 / FRAME)
AFTER = round(0.8 / FRAME)
LONGEST = round(30 / FRAME)

_PHONES = frozenset(
    re.findall(
        r"\S+",
        "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW "
        "B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH",
    )
)
"""What its acoustic model knows: ARPAbet without stress."""

_VARIANT = re.compile(r"\(\d+\)$")
_FORBIDDEN = re.compile(r"[\s()<>\[\]]+")
"""What a word of its dictionary cannot hold."""


class PocketSphinx(Recogniser):
    """One decoder for the whole interview; terms stay in its dictionary once they were added."""

    def __init__(self) -> None:
        """Load the model inside the wheel."""
        try:
            self._decoder = pocketsphinx.Decoder(samprate=RATE, loglevel="FATAL")
        except RuntimeError as error:
            raise RecogniserError(
                "PocketSphinx cannot load its model: install pocketsphinx again."
            ) from error
        self._written: dict[str, str] = {}
        """How each word that was added to the dictionary is written."""
        self._prepared: set[Term] = set()
        self._begin()

    def _begin(self) -> None:
        self._activity = VoiceActivity()
        self._frames = 0
        """Frames heard in this answer."""
        self._recent: deque[tuple[bytes, bool]] = deque(maxlen=BEFORE)
        self._began: int | None = None
        """The frame with which the present segment began."""
        self._quiet = 0
        """Frames without voice at the end of the present segment."""
        self._shown = ""

    def prepare(self, terms: tuple[Term, ...]) -> None:
        """Add the terms to the dictionary, with their phones or those of the known words they are said by."""
        if self._began is not None:
            return  # the decoder takes no words in mid-segment; `start` comes back to it
        entries: dict[str, str] = {}
        for term in terms:
            if term not in self._prepared:
                self._prepared.add(term)
                self._enter(term, entries)
        for number, (word, phones) in enumerate(entries.items(), start=1):
            self._decoder.add_word(word, phones, update=number == len(entries))  # the search is rebuilt once

    def _enter(self, term: Term, entries: dict[str, str]) -> None:
        """Find the words, with the numbers of their variants, and the phones that this term adds."""
        word = _FORBIDDEN.sub("_", term.write).strip("_")
        if self._decoder.lookup_word(word.lower()):
            word = word.lower()
        known = self._decoder.lookup_word(word)
        said = [phones for phones in term.phones if phones.split() and _PHONES.issuperset(phones.split())]
        if not said and not known and " " not in term.write.strip():
            said = [phones for text in (term.say, term.write) if (phones := self._spell(text))][:1]
        for phones in said:
            names = (word if n == 1 else f"{word}({n})" for n in range(1, 100))
            name = next(name for name in names if name not in entries and not self._decoder.lookup_word(name))
            if word and phones != known:
                entries[name] = phones
                if not known:
                    self._written.setdefault(word, term.write)

    def _spell(self, text: str) -> str:
        """The phones of a text whose every word is known; letters are read one by one where written apart."""
        words = re.findall(r"[a-z']+", text.lower())
        found = [self._decoder.lookup_word(word) or self._decoder.lookup_word(f"{word}.") for word in words]
        return " ".join(found) if all(found) else ""

    def start(self, terms: tuple[Term, ...]) -> None:
        """Begin an answer with these terms in the dictionary."""
        self._begin()
        self.prepare(terms)

    def accept(self, pcm: bytes) -> Iterator[Result]:
        """Hear a block: decode where there is voice, and end a segment where there was none for a while."""
        speech: list[bytes] = []
        for frame, voiced in self._activity.frames(pcm):
            self._frames += 1
            if self._began is None:
                self._recent.append((frame, voiced))
                if sum(v for _, v in list(self._recent)[-ONSET_WINDOW:]) >= ONSET:
                    self._began = self._frames - len(self._recent)
                    self._decoder.start_utt()
                    speech = [f for f, _ in self._recent]
                    self._recent.clear()
            else:
                speech.append(frame)
                self._quiet = 0 if voiced else self._quiet + 1
                if self._quiet >= AFTER or self._frames - self._began >= LONGEST:
                    self._decode(speech)
                    speech = []
                    yield from self._end()
        if speech:
            self._decode(speech)
            if (text := self._hypothesis()) != self._shown:
                self._shown = text
                yield Hypothesis(text)

    def finish(self) -> Iterator[Final]:
        """End the answer, and the segment under way."""
        if self._began is not None:
            self._decode([self._activity.rest()])
            yield from self._end()

    def _decode(self, frames: list[bytes]) -> None:
        if pcm := b"".join(frames):  # the decoder fails on nothing
            self._decoder.process_raw(pcm, False, False)

    def _hypothesis(self) -> str:
        found = self._decoder.hyp()
        return " ".join(filter(None, map(self._clean, found.hypstr.split()))) if found else ""

    def _end(self) -> Iterator[Final]:
        assert self._began is not None
        self._decoder.end_utt()
        offset = self._began * FRAME
        words = [
            Word(
                text,
                round(offset + seg.start_frame / 100, 3),  # the decoder counts frames of 10 ms
                round(offset + (seg.end_frame + 1) / 100, 3),
                round(min(1.0, max(0.0, float(seg.prob))), 3),
            )
            for seg in self._decoder.seg() or ()
            if (text := self._clean(seg.word))
        ]
        self._began, self._quiet, self._shown = None, 0, ""
        if segment := final(words):
            yield segment

    def _clean(self, word: str) -> str:
        """A token as a word, and a term as it is written: no `<s>`, `[NOISE]`, `++COUGH++`, `(2)`."""
        if word.startswith(("<", "[", "++")):
            return ""
        word = _VARIANT.sub("", word)
        return self._written.get(word, word)
