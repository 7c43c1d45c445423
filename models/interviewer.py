"""A language model, if the user has one, that words a follow-up to what was really said, and comments on it.

It speaks the `/chat/completions` of OpenAI, which local servers speak too. The rubric stays the judge: the
model neither chooses nor scores. What it writes is untrusted, and it is given two seconds: when it is slow,
broken or lying, the pack's own words are used, and it is not asked again in this interview.
"""

import threading
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import urlsplit

import msgspec

from models.assessment.judge import assess
from models.interview.commands import Judged
from models.interview.decide import choose_probe
from models.interview.events import Assessed
from models.interview.evolve import evolve
from models.interview.judgement import FollowUp
from models.interview.state import Interview
from models.interview.turn import Turn
from models.interview.words import Utterance
from questions.pack import Question, Term
from questions.untrusted import clean

PATIENCE = 2.0
"""Seconds that an answer of the model may take, connecting included."""
LONGEST_ANSWER = 4_000
"""Characters of what the candidate said that are sent at most."""
LONGEST_QUESTION = 240
"""Characters of a question that is still one question."""
LONGEST_COMMENT = 400
"""Characters of a comment that is still short."""
_LONGEST_REPLY = 65_536

_TASK = (
    "You help a technical interviewer. You get a question, what the candidate said, and the follow-up that "
    "will be asked. Word that follow-up anew so that it takes up the candidate's own words. Ask for the same "
    "thing and for nothing else. Do not answer it, hint at it, praise or judge. Reply with one question."
)
_COMMENT_TASK = (
    "You help a technical interviewer. You get a question and what the candidate said. Reply with one or two "
    "short sentences on how the answer was built and told, not on whether it is right, and with no score."
)


class _Message(msgspec.Struct):
    content: str


class _Choice(msgspec.Struct):
    message: _Message


class _Reply(msgspec.Struct):
    choices: list[_Choice]


class _Stay(urllib.request.HTTPRedirectHandler):
    """Answers go where the user pointed, and nowhere that place points to."""

    def redirect_request(self, *_: object) -> None:
        """Refuse: the redirect is then an error."""


class Interviewer:
    """One endpoint, for one interview."""

    def __init__(self, url: str, model: str) -> None:
        """Use the model of that name at that base address, such as `http://localhost:11434/v1`.

        Raises `ValueError` with one plain sentence where the address or the name cannot be used.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{clean(url)} is not an address. Give one such as http://localhost:11434/v1")
        if not model.strip():
            raise ValueError("Which model? Name one with --interviewer-model.")
        self._address = url.rstrip("/") + "/chat/completions"
        self._model = model
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
        self.dropped = False
        """Whether it failed, and is not asked again."""

    def take_up(
        self, judged: Judged, state: Interview, question: Question, terms: tuple[Term, ...] = ()
    ) -> Judged:
        """What was judged, with the next follow-up in the model's words, or a comment where none comes.

        Nothing is sent of an answer in which nothing was said.
        """
        turns = state.turns_of(question.id)
        said = " ".join(turn.transcript for turn in turns).strip()
        if not said:
            return judged
        assessed = Assessed(
            at=state.at, turn=judged.turn, assessment=judged.assessment, follow_ups=judged.follow_ups
        )
        probe = choose_probe(evolve(state, assessed))
        if probe is None:
            return msgspec.structs.replace(judged, comment=self.comment(question, said))
        worded = self.word(question, turns[-1].transcript or said, probe, terms)
        probes = tuple(
            msgspec.structs.replace(one, worded=worded.text) if one is probe else one
            for one in judged.follow_ups
        )
        return msgspec.structs.replace(judged, follow_ups=probes)

    def word(
        self, question: Question, said: str, follow_up: FollowUp, terms: tuple[Term, ...] = ()
    ) -> FollowUp:
        """The follow-up in the model's words; as it was where they are late or unusable, or give it away."""
        text = self._asked(_TASK, _told(question, said, follow_up.text))
        if text is None or not _is_one_question(text) or _gives_away(question, said, follow_up, text, terms):
            self.dropped = True
            return follow_up
        return msgspec.structs.replace(follow_up, text=text)

    def comment(self, question: Question, said: str) -> str:
        """One or two sentences on how an answer was told; empty where they are late or unusable."""
        text = self._asked(_COMMENT_TASK, _told(question, said))
        if text is None or not 0 < len(text) <= LONGEST_COMMENT:
            self.dropped = True
            return ""
        return text

    def _asked(self, task: str, told: str) -> str | None:
        """What the model replies, made safe to show, in one line; `None` if it is late or makes no sense."""
        if self.dropped:
            return None
        messages = [{"role": "system", "content": task}, {"role": "user", "content": told}]
        body = msgspec.json.encode(
            {
                "model": self._model,
                "messages": messages,
                "max_tokens": 120,
                "temperature": 0.3,
                "stream": False,
            }
        )
        reply = _within(PATIENCE, lambda: self._sent(body))
        if reply is None:
            return None
        try:
            choices = msgspec.json.decode(reply, type=_Reply).choices
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None
        return " ".join(clean(choices[0].message.content).split()).strip('"“” ') if choices else None

    def _sent(self, body: bytes) -> bytes:
        request = urllib.request.Request(self._address, body, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=PATIENCE) as response:
            return bytes(response.read(_LONGEST_REPLY))


def _within(seconds: float, work: Callable[[], bytes]) -> bytes | None:
    """What some work brings, if in time; in a thread, as a server that drips outlasts any time-out."""
    brought: list[bytes] = []

    def run() -> None:
        try:
            brought.append(work())
        except (OSError, HTTPException, ValueError):
            return

    thread = threading.Thread(target=run, name="interviewer", daemon=True)
    thread.start()
    thread.join(seconds)
    return brought[0] if brought else None


def _told(question: Question, said: str, follow_up: str = "") -> str:
    lines = [f"Question: {question.ask}", f"The candidate said: {said[:LONGEST_ANSWER]}"]
    return "\n".join([*lines, f"Follow-up: {follow_up}"] if follow_up else lines)


def _is_one_question(text: str) -> bool:
    return 0 < len(text) <= LONGEST_QUESTION and text.endswith("?") and "://" not in text


def _gives_away(
    question: Question, said: str, follow_up: FollowUp, text: str, terms: tuple[Term, ...]
) -> bool:
    """Whether a wording would itself earn credit that the pack's own words do not earn."""

    def credits_of(words: str) -> list[float]:
        spoken = Utterance(f"{said}. {words}", source="typed")
        turn = Turn(number=1, question=question.id, asked=question.ask, utterances=(spoken,))
        return [judgement.credit for judgement in assess(question, (turn,), terms).points]

    pairs = zip(credits_of(text), credits_of(follow_up.text), strict=True)
    return any(anew > before for anew, before in pairs)
