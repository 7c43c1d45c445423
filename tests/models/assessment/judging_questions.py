"""A question and answers for the tests of the judge."""

from collections.abc import Sequence

from models.assessment.judge import assess
from models.interview.judgement import Assessment, FollowUp
from models.interview.turn import Turn
from models.interview.words import Utterance, Word
from questions.pack import Depth, KeyPoint, Misconception, Opposite, Question, Term

CONTEXTS = Question(
    id="two-contexts",
    topic="contexts",
    level="mid",
    minutes=3,
    ask="Flask has two contexts. What does each one carry, and when is each pushed?",
    points=(
        KeyPoint(
            "app-carries",
            "The application context carries current_app and g.",
            also=(
                "current app and g belong to the application context",
                "the app context gives you current app and the g object",
                "current app points at the application and g is a place for data",
            ),
            must=(("current app",), ("g", "the g object")),
            weight=2,
            probe="Which names does the application context give you?",
        ),
        KeyPoint(
            "pushed-on-request",
            "Both are pushed when a request arrives, before the view runs.",
            also=(
                "they are pushed when a request comes in",
                "flask pushes both of them at the start of a request",
                "when a request arrives flask pushes them before your function is called",
            ),
            must=(("pushed", "pushes"), ("request", "requests")),
            weight=3,
            probe="When is it pushed?",
            opposites=(
                Opposite(
                    ("pushed when a request arrives", "pushed when a request comes in", "before the view"),
                    ("popped when a request arrives", "after the view", "when the server starts"),
                ),
            ),
        ),
        KeyPoint(
            "app-alone",
            "The application context also exists without a request, as in a WSGI script or a CLI command.",
            also=(
                "in a command line command there is an application context but no request",
                "a script can push an application context by itself",
                "you can have an app context in a cli command without any request",
            ),
            must=(("script", "cli", "command", "command line"),),
            probe="Where might your code run when nobody visits the site?",
        ),
    ),
    misconceptions=(
        Misconception(
            "g-persists",
            "g keeps its values between requests.",
            (("g",), ("between requests", "across requests", "next request")),
            "You set g.user in one request. What does the next request find there?",
        ),
    ),
    depths=(Depth("Why did Flask split them?"),),
)
WSGI = Term("WSGI", say="whizgey", heard=("whiskey", "w s g i"), phones=("W IH Z G IY",))
TERMS = (WSGI, Term("blueprint", phones=("B L UW P R IH N T",)))

ALL_OF_IT = (
    "the application context carries current app and g. both are pushed when a request arrives before the "
    "view runs, and you can also have an app context in a cli command without any request"
)


def typed(text: str, number: int = 1, probe: FollowUp | None = None) -> Turn:
    """A typed answer."""
    asked = probe.text if probe else CONTEXTS.ask
    said = (Utterance(text, source="typed"),)
    return Turn(number=number, question=CONTEXTS.id, asked=asked, probe=probe, utterances=said)


def spoken(text: str, confidence: float = 1.0, number: int = 1, probe: FollowUp | None = None) -> Turn:
    """A spoken answer, each word heard with that confidence."""
    words = tuple(Word(w, at * 0.4, at * 0.4 + 0.3, confidence) for at, w in enumerate(text.split()))
    asked = probe.text if probe else CONTEXTS.ask
    said = (Utterance(" ".join(text.split()), end=0.4 * len(words), words=words),)
    return Turn(number=number, question=CONTEXTS.id, asked=asked, probe=probe, utterances=said)


def judged(*turns: Turn, aliases: dict[str, str] | None = None, question: Question = CONTEXTS) -> Assessment:
    """The judge's opinion of an answer and its probes."""
    return assess(question, turns, TERMS, aliases=aliases or {})


def verdicts(assessment: Assessment) -> dict[str, str]:
    """Each point's verdict."""
    return {judgement.point: judgement.verdict for judgement in assessment.points}


def credits_of(assessment: Assessment) -> Sequence[float]:
    """Each point's credit, in the order of the rubric."""
    return [judgement.credit for judgement in assessment.points]
