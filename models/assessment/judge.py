"""The judge: what an answer and its probes were worth, point by point, with the words that it rests on.

It is lexical, needs no model, and computes the same from the same words on every machine.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from models.assessment import gates, jargon
from models.assessment.coverage import cover
from models.assessment.delivery import PAUSE
from models.assessment.likeness import Answer, prepare
from models.assessment.opposites import betrayed, reversal
from models.assessment.rubric import Point, compiled
from models.assessment.text import tokens
from models.interview.judgement import Assessment, Challenge, Evidence, PointJudgement, Verdict
from models.interview.turn import Turn
from models.interview.words import Word
from questions.pack import Question, Term

NAME = "lexical 10"
"""The judge and its version; goes up whenever it may judge differently."""

_APART = 4
"""Words between two pieces of evidence that are still quoted as one."""


_WORTH = {"said": 1.0, "partly": 0.5, "not said": 0.0, "not heard": 0.0}
"""What a verdict is worth unprompted; after a probe it is half of that."""


class _Heard:
    """One turn, read: its words, and what each point makes of them."""

    def __init__(
        self,
        turn: Turn,
        question: Question,
        terms: tuple[Term, ...],
        aliases: Mapping[str, str],
        recogniser: str,
    ) -> None:
        rubric = compiled(question, terms, turn.asked if turn.probe else "")
        self.turn = turn
        self.words = turn.transcript.split()
        self.sure = gates.sureness(_spoken(turn), recogniser)
        pauses = _pauses(turn)
        found = [
            token._replace(ends=True) if token.last in pauses else token
            for token in tokens(turn.transcript, rubric.vocabulary)
        ]
        repaired, self.misheard = jargon.repair(found, terms, aliases, turn, rubric.vocabulary, recogniser)
        self.answer: Answer = prepare(repaired, rubric)
        self.gate: gates.Gate = gates.gate(repaired, rubric, probing=turn.probe is not None)
        if self.gate != "empty" and self.sure < 1 - gates.TOO_DOUBTFUL:
            self.gate = "not judged"
        self.rubric = rubric
        self.covered = () if self.gate else cover(rubric, self.answer)
        self.turned = [
            reversal(point, self.answer, covered.places)
            for point, covered in zip(rubric.points, self.covered, strict=False)
        ]
        self.betrayed = [() if self.gate else betrayed(each, self.answer) for each in rubric.patterns]

    def wrong_beside(self, at: int) -> bool:
        """Whether something else than that point is wrong: the reverse of a claim, or a misconception."""
        return any(self.betrayed) or any([*self.turned[:at], *self.turned[at + 1 :]])

    def evidence(self, places: Sequence[int]) -> tuple[Evidence, ...]:
        """The words at those tokens, as they stand in the transcript, neighbours quoted as one."""
        indices = sorted({at for place in places for at in self._words(place)})
        pieces: list[list[int]] = []
        for at in indices:
            if pieces and at - pieces[-1][1] <= _APART:
                pieces[-1][1] = at
            else:
                pieces.append([at, at])
        return tuple(
            Evidence(self.turn.number, " ".join(self.words[first : last + 1]), first, last)
            for first, last in pieces
        )

    def _words(self, place: int) -> range:
        token = self.answer.tokens[place]
        return range(token.first, token.last + 1)


def assess(
    question: Question,
    turns: Sequence[Turn],
    terms: Sequence[Term],
    *,
    aliases: Mapping[str, str] = {},
    recogniser: str = "",
) -> Assessment:
    """Judge an answer (the first turn) together with its probes.

    `terms` are those of the question's pack, `aliases` what this person's recogniser writes for what they say
    ("when I say X it writes Y": Y to X), and `recogniser` the name of what heard them, as people read it.
    """
    in_play = jargon.in_play(question, tuple(terms))
    heard = [_Heard(turn, question, in_play, aliases, recogniser) for turn in turns]
    counted = [h for h in heard if not h.gate]
    sure = gates.sureness([word for turn in turns for word in _spoken(turn)], recogniser)
    points = compiled(question, in_play, "").points
    held = [max((h.covered[at].evidence for h in counted), default=0.0) for at in range(len(points))]
    judged = tuple(
        _judged(at, point, heard, counted, in_play, sure, _mean([*held[:at], *held[at + 1 :]]))
        for at, point in enumerate(points)
    )
    challenges = []
    for pattern_at, misconception in enumerate(question.misconceptions):
        for h in counted:
            if places := h.betrayed[pattern_at]:
                challenges.append(Challenge(misconception.id, h.evidence(places)))
                break
    return Assessment(
        points=judged,
        challenges=tuple(challenges),
        misheard=tuple(m for h in heard for m in h.misheard),
        gate="" if counted else _gate(heard),
        sureness=round(sure, 3),
    )


def _pauses(turn: Turn) -> set[int]:
    """The words of a transcript, from 0, after which a line ended or the speaker paused, as at a comma."""
    at = len((turn.corrected or "").split())
    found = {at - 1}
    for utterance in turn.heard:
        count = len(utterance.text.split())
        if count == len(utterance.words):
            timed = enumerate(pairwise(utterance.words), at)
            found |= {place for place, (word, after) in timed if after.start - word.end >= PAUSE}
        at += count
        found.add(at - 1)
    return found


def _spoken(turn: Turn) -> list[Word]:
    """The words that still stand as a recogniser wrote them."""
    return [word for utterance in turn.heard for word in utterance.words]


def _gate(heard: Sequence[_Heard]) -> gates.Gate:
    """Why nothing could be earned: what held the first answer back that was not blank."""
    return next((h.gate for h in heard if h.gate != "empty"), "empty")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _judged(
    at: int,
    point: Point,
    heard: Sequence[_Heard],
    counted: Sequence[_Heard],
    terms: Sequence[Term],
    sure: float,
    others: float,
) -> PointJudgement:
    """One point over every turn: the turn that earned most, and of equals the one that said more.

    `others` is the mean evidence for the other points.
    """
    verdict: Verdict = "not said"
    credit, after, similarity = 0.0, False, 0.0
    evidence: tuple[Evidence, ...] = ()
    reverse: tuple[Evidence, ...] = ()
    for h in counted:
        covered = h.covered[at]
        probe = h.turn.probe
        asked = probe is not None and probe.target == point.id
        said = covered.verdict(others, doubted=h.wrong_beside(at), asked=asked)
        similarity = max(similarity, covered.likeness)
        against = h.turned[at]
        if against:
            reverse = h.evidence(against.places)
            if against.whole:
                continue
            said = "partly" if said == "said" else said
        probed = probe is not None
        worth = _WORTH[said] / (2 if probed else 1)
        if (worth, _WORTH[said]) > (credit, _WORTH[verdict]):
            verdict, evidence = said, h.evidence(covered.places)
            credit, after = worth, probed
    if verdict != "not said":
        return PointJudgement(point.id, verdict, credit, after, round(similarity, 3), evidence)
    if not reverse and _may_have_been_lost(point, heard, terms, sure):
        verdict = "not heard"
    return PointJudgement(
        point.id, verdict, 0.0, similarity=round(similarity, 3), evidence=reverse, reversed=bool(reverse)
    )


def _may_have_been_lost(point: Point, heard: Sequence[_Heard], terms: Sequence[Term], sure: float) -> bool:
    """Whether the recogniser, and not the person, may be why a point is missing."""
    if sure < 1 - gates.DOUBTFUL:
        return True
    repaired = {misheard.probably for h in heard for misheard in h.misheard}
    return bool(repaired) and not repaired.isdisjoint(jargon.named_in(point.point, terms))
