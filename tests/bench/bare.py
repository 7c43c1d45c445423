"""A recogniser with nothing around it: what `viva practice --plain --fast` is measured against.

`python tests/bench/bare.py vosk|pocketsphinx MODEL WAV` hears a WAV file of 16 kHz in small blocks, asks for
hypotheses as often as Viva does, and prints the words.
"""

import json
import sys
import wave
from collections.abc import Iterator


def by_vosk(model: str, sound: wave.Wave_read) -> Iterator[str]:
    import vosk

    vosk.SetLogLevel(-1)
    recogniser = vosk.KaldiRecognizer(vosk.Model(model), 16_000)
    recogniser.SetWords(True)
    while pcm := sound.readframes(1_600):
        if recogniser.AcceptWaveform(pcm):
            yield json.loads(recogniser.Result())["text"]
        else:
            json.loads(recogniser.PartialResult())
    yield json.loads(recogniser.FinalResult())["text"]


def by_pocketsphinx(_model: str, sound: wave.Wave_read) -> Iterator[str]:
    from pocketsphinx import Decoder, Endpointer, Vad

    decoder, ends = Decoder(samprate=16_000, loglevel="FATAL"), Endpointer(vad_mode=Vad.MEDIUM_STRICT)
    speaking, number, frame = False, 0, ends.frame_bytes // 2
    while len(pcm := sound.readframes(frame)) == ends.frame_bytes:
        speech = ends.process(pcm)
        number += 1
        if speech is not None:
            if not speaking:
                decoder.start_utt()
            decoder.process_raw(speech)
            if number % 3 == 0:
                decoder.hyp()
        if speaking and not ends.in_speech:
            decoder.end_utt()
            yield decoder.hyp().hypstr if decoder.hyp() else ""
        speaking = ends.in_speech
    if speaking:
        decoder.end_utt()
        yield decoder.hyp().hypstr if decoder.hyp() else ""


if __name__ == "__main__":
    engine, model, path = sys.argv[1:]
    with wave.open(path) as sound:
        print(" ".join({"vosk": by_vosk, "pocketsphinx": by_pocketsphinx}[engine](model, sound)))
