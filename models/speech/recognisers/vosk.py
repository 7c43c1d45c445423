"""Vosk: Kaldi models on this machine, with partial results as one speaks."""

from collections.abc import Iterator

import vosk

from models.speech.protocol import RATE
from models.speech.recognisers.base import Final, Hypothesis, Recogniser, RecogniserError, Result
from models.speech.recognisers.kaldi import finals, partial
from questions.pack import Term


class Vosk(Recogniser):
    """One model for the whole interview, and a new Kaldi recogniser for each answer.

    Vosk cannot take new words at run time, and a grammar would replace its vocabulary: terms are left to the
    judge, which repairs what was misheard. The silences that end a segment are in the model's own `conf`.
    """

    def __init__(self, model: str) -> None:
        """Load the model from its folder, and build a recogniser: half a one fails only there."""
        vosk.SetLogLevel(-1)
        try:
            self._model = vosk.Model(str(model))
            self._recogniser = vosk.KaldiRecognizer(self._model, RATE)
        except Exception as error:  # vosk raises nothing narrower
            raise RecogniserError(
                f"The Vosk model in {model} cannot be loaded: get it again, or name another."
            ) from error
        self._shown = ""

    def start(self, terms: tuple[Term, ...]) -> None:
        """Begin an answer; the terms are not used."""
        self._recogniser = vosk.KaldiRecognizer(self._model, RATE)
        self._recogniser.SetWords(True)
        self._shown = ""

    def accept(self, pcm: bytes) -> Iterator[Result]:
        """Hear a block, and keep every segment that ends in it."""
        if self._recogniser.AcceptWaveform(pcm):
            self._shown = ""
            yield from finals(self._recogniser.Result())
        else:
            text = partial(self._recogniser.PartialResult())
            if text != self._shown:
                self._shown = text
                yield Hypothesis(text)

    def finish(self) -> Iterator[Final]:
        """End the answer; Vosk gives the last segment, which no silence ended."""
        self._shown = ""
        yield from finals(self._recogniser.FinalResult())
