"""What to ask next about an answer, best first.

The order is AutoTutor's: a likely misconception, an opposite, the heaviest point partly said, the heaviest
not said (first "what else?", then the point's own probe), then depth. How many are asked is the interview's
affair.
"""

import re
from collections.abc import Sequence

from models.assessment.text import tokens
from models.interview.judgement import Assessment, Evidence, FollowUp, PointJudgement
from models.interview.turn import Turn
from questions.pack import KeyPoint, Question

_QUOTED = 12
"""Words of an answer that are quoted at most."""
_PARTS = re.compile(r"(?<=[?.!;,:])\s+|\s+(?=and (?:how|what|when|where|which|who|why)\b)", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:how|what|when|where|which|who|why)\b.*", re.IGNORECASE)


def _same(text: str) -> str:
    return " ".join(text.lower().split())


def _quote(evidence: Sequence[Evidence]) -> str:
    words = evidence[0].text.split() if evidence else []
    return " ".join(words[:_QUOTED]) + ("…" if len(words) > _QUOTED else "")


def _parts(question: Question) -> list[str]:
    """The things that a question asks for: "What does each one carry", "when is each pushed"."""
    found = [_ASKING.search(part.strip(" ,;:.?!")) for part in _PARTS.split(question.ask)]
    parts = [match.group(0) for match in found if match]
    return [part for part in parts if len(part.split()) >= 2]


def _part_for(point: KeyPoint, question: Question) -> str:
    """The part of the question that a point answers, where the question has several."""
    parts = _parts(question)
    if len(parts) < 2:
        return ""
    wanted = {token.stem for text in (*point.phrasings, point.probe) for token in tokens(text)}
    ranked = [(len(wanted & {token.stem for token in tokens(part)}), part) for part in parts]
    best = max(count for count, _ in ranked)
    winners = [part for count, part in ranked if count == best]
    return winners[0] if best and len(winners) == 1 else ""


def _lower(part: str) -> str:
    return part[:1].lower() + part[1:]


def _what_else(question: Question, missing: Sequence[KeyPoint]) -> str:
    """The general probe, in the question's own words."""
    part = next((part for part in (_part_for(point, question) for point in missing) if part), "")
    if not part:
        part = next(iter(_parts(question)), "")
    return (
        f"What else would you say to this: {_lower(part)}?" if part else "What else belongs in your answer?"
    )


def follow_ups(question: Question, assessment: Assessment, turns: Sequence[Turn]) -> tuple[FollowUp, ...]:
    """What could be asked next, best first; never a probe twice, never for a point already earned."""
    asked = {_same(turn.probe.text if turn.probe else turn.asked) for turn in turns}
    tried = {(turn.probe.reason, turn.probe.target) for turn in turns if turn.probe}
    judged = sorted(
        ((point, j) for point in question.points if (j := assessment.judgement(point.id))),
        key=lambda pair: -pair[0].weight,
    )
    partly = [(p, j) for p, j in judged if j.verdict == "partly" and not j.reversed]
    missing = [p for p, j in judged if j.verdict in ("not said", "not heard") and not j.reversed]
    ranked = [
        *_challenges(question, assessment),
        *(_opposite(p, j) for p, j in judged if j.reversed),
        *sorted((_partly(p, j, turns) for p, j in partly), key=lambda f: f.reason != "opened"),
    ]
    general = any(turn.probe and turn.probe.reason == "not said" and not turn.probe.target for turn in turns)
    if missing and not general and not assessment.gate:
        said = sum(j.verdict in ("said", "partly") for _, j in judged)
        why = f"you have spoken of {said} of {len(judged)} things" if said else "nothing of it was said yet"
        ranked.append(FollowUp(_what_else(question, missing), "not said", "", why))
    ranked += [FollowUp(p.probe, "not said", p.id, _unsaid(p, question, assessment)) for p in missing]
    if all(j.verdict == "said" for _, j in judged):
        ranked += [
            FollowUp(d.probe, "depth", "", "you have said all that was asked for") for d in question.depths
        ]

    offered: list[FollowUp] = []
    for follow_up in ranked:
        if not follow_up.text or _same(follow_up.text) in asked:
            continue
        if follow_up.target and (follow_up.reason, follow_up.target) in tried:
            continue
        asked.add(_same(follow_up.text))
        offered.append(follow_up)
    return tuple(offered)


def _challenges(question: Question, assessment: Assessment) -> list[FollowUp]:
    probes = {misconception.id: misconception.probe for misconception in question.misconceptions}
    return [
        FollowUp(
            probes[c.misconception], "misconception", c.misconception, f"you said “{_quote(c.evidence)}”"
        )
        for c in assessment.challenges
        if c.misconception in probes
    ]


def _opposite(point: KeyPoint, judgement: PointJudgement) -> FollowUp:
    said = _quote(judgement.evidence)
    text = f"You said “{said}”. Is it so, or the other way round?"
    return FollowUp(text, "opposite", point.id, "that could be the reverse")


def _partly(point: KeyPoint, judgement: PointJudgement, turns: Sequence[Turn]) -> FollowUp:
    """A probe for a point half said; *opened* where only the answer to the last probe touched on it."""
    said = _quote(judgement.evidence)
    last = turns[-1] if turns else None
    opened = (
        last is not None
        and last.probe is not None
        and last.probe.target != point.id
        and all(evidence.turn == last.number for evidence in judgement.evidence)
    )
    if opened:
        return FollowUp(point.probe, "opened", point.id, f"you now spoke of “{said}”")
    return FollowUp(point.probe, "partly", point.id, f"“{said}” is a part of it")


def _unsaid(point: KeyPoint, question: Question, assessment: Assessment) -> str:
    judgement = assessment.judgement(point.id)
    if judgement and judgement.verdict == "not heard":
        return "that part was not heard well"
    indirect = _indirect(point.probe)
    if indirect:
        return f"you have not said {indirect}"
    part = _part_for(point, question)
    return f"the question also asks {_lower(part)}" if part else "your answer leaves this open"


_SIMPLE = re.compile(
    r"(?P<asked>(?:when|where|why|how|what|which|who)(?: \w+){0,2}?)"
    r" (?P<verb>is|are|was|were|can|will|must|should|may)"
    r" (?P<subject>it|they|you|one|each|that|this|(?:the|an?|its|your) \w+(?= (?:\w+ed|\w+n|be|do|safe)\b))"
    r" (?P<rest>[^?,]+)\?",
    re.IGNORECASE,
)
"""Questions whose subject and verb can be put the other way round without a grammar."""


def _indirect(probe: str) -> str:
    """A probe as part of a sentence, where that is simple: "When is it pushed?" is "when it is pushed"."""
    match = _SIMPLE.fullmatch(probe.strip())
    if match is None:
        return ""
    return f"{_lower(match['asked'])} {match['subject']} {match['verb']} {match['rest']}"
