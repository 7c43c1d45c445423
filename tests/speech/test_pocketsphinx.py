from itertools import pairwise

import pytest

from models.interview.words import Word
from models.speech.recognisers.base import final
from models.speech.recognisers.pocketsphinx import PocketSphinx
from questions.pack import Term
from tests.audio import speak
from tests.speech.desks import AMIABLE
from tests.speech.sounds import hear, noise, pcm, real_voice, silence, text


@pytest.fixture(scope="module")
def recogniser() -> PocketSphinx:
    return PocketSphinx()


def test_a_persons_sentence_is_heard_word_by_word(recogniser: PocketSphinx) -> None:
    sound = pcm(real_voice(AMIABLE))
    finals, hypotheses = hear(recogniser, silence(1) + sound + silence(1.5))
    assert len(finals) == 1
    assert text(finals).startswith("he might even have been made")
    assert len(hypotheses) > 3
    words = finals[0].words
    assert [word.text for word in words] == finals[0].text.split()
    assert all(0 <= word.confidence <= 1 for word in words)
    assert all(word.start < word.end for word in words)
    assert all(earlier.end <= later.start + 0.011 for earlier, later in pairwise(words))
    assert 1.0 <= finals[0].start < 1.5
    assert 3.0 < finals[0].end < 4.3


def test_silence_ends_a_segment_and_every_segment_is_kept(recogniser: PocketSphinx) -> None:
    sound = pcm(real_voice(AMIABLE))
    finals, _ = hear(recogniser, sound + silence(1.5) + sound)
    assert len(finals) == 2
    assert finals[1].start > finals[0].end + 1
    assert all("have been made" in segment.text for segment in finals)


def test_nothing_is_heard_in_silence_or_hiss(recogniser: PocketSphinx) -> None:
    assert hear(recogniser, silence(3) + noise(3, 60)) == ([], [])


def test_the_size_of_the_blocks_does_not_matter(recogniser: PocketSphinx) -> None:
    sound = pcm(real_voice(AMIABLE))
    for size in (7, 1600, 16_000):
        finals, _ = hear(PocketSphinx() if size == 7 else recogniser, sound, size=size)
        assert text(finals).startswith("he might even have been made")


def test_a_short_word_is_not_lost(recogniser: PocketSphinx) -> None:
    sound = pcm(real_voice(AMIABLE))
    short = silence(1) + sound[2 * 3200 : 2 * 8000] + silence(2)  # 0.3 s out of the sentence
    finals, _ = hear(recogniser, short)
    assert len(finals) == 1


def test_terms_are_heard_as_they_are_written(tmp_path_factory: pytest.TempPathFactory) -> None:
    sentence = "The W S G I server calls the application."
    sound = pcm(speak(sentence, tmp_path_factory.mktemp("terms") / "term.wav"))
    terms = (Term("WSGI", "whizgey", phones=("W IH Z G IY", "D AH B AH L Y UW EH S JH IY AY")),)
    recogniser = PocketSphinx()
    assert "WSGI" not in text(hear(recogniser, sound)[0])
    heard = text(hear(recogniser, sound, terms)[0])
    assert "WSGI" in heard
    assert "(" not in heard


def test_a_term_without_phones_is_said_by_the_words_it_is_made_of(recogniser: PocketSphinx) -> None:
    recogniser.start((Term("current_app", "current app"), Term("Flask-Login"), Term("two words")))
    assert recogniser._decoder.lookup_word("current_app") == (
        f"{recogniser._decoder.lookup_word('current')} {recogniser._decoder.lookup_word('app')}"
    )
    assert recogniser._decoder.lookup_word("Flask-Login")
    assert recogniser._decoder.lookup_word("two_words") is None


@pytest.mark.parametrize(
    "term",
    [
        Term("bad", phones=("QQ XX",)),
        Term("<s>", phones=("AH",)),
        Term("()", phones=("AH",)),
        Term("zorkmid(2)", phones=("Z AO R K",)),
        Term("мир"),
        Term("flask", phones=("F L AE S K", "F L AA S K")),
        Term("url_for()", "url for"),
    ],
)
def test_no_term_of_a_pack_can_break_it(recogniser: PocketSphinx, term: Term) -> None:
    sound = pcm(real_voice(AMIABLE))
    assert "have been made" in text(hear(recogniser, sound, (term, term))[0])


def test_tokens_that_are_no_words_are_not_shown(recogniser: PocketSphinx) -> None:
    tokens = ("<s>", "</s>", "<sil>", "[NOISE]", "[SPEECH]", "++COUGH++", "and(2)", "read(10)")
    assert [recogniser._clean(token) for token in tokens] == ["", "", "", "", "", "", "and", "read"]


@pytest.mark.parametrize("more", [0, 1, 479, 480, 481])
def test_an_answer_can_end_anywhere_in_a_frame(recogniser: PocketSphinx, more: int) -> None:
    sound = pcm(real_voice(AMIABLE))
    whole = len(sound) // 960 * 960  # thirty milliseconds of two bytes at 16 kHz
    finals, _ = hear(recogniser, sound[: whole - 960 * 20 + 2 * more])
    assert "have been" in text(finals)


def test_a_term_of_two_words_is_two_words_of_the_transcript() -> None:
    made = final([Word("the", 0.0, 0.2, 0.9), Word("request context", 0.2, 1.6, 0.8)])
    assert made is not None
    assert made.text.split() == [word.text for word in made.words]
    assert [(word.start, word.end) for word in made.words] == [(0.0, 0.2), (0.2, 0.9), (0.9, 1.6)]
