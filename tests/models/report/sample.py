"""A rich interview, told by its events: every mark, every state and every oddity that a report can show."""

from collections.abc import Iterable

from models.interview import events as e
from models.interview.evolve import fold
from models.interview.judgement import Assessment, Challenge, Evidence, FollowUp, Misheard, PointJudgement
from models.interview.state import Interview
from models.interview.words import Utterance, Word
from questions.pack import Depth, KeyPoint, Misconception, Opposite, Question, Term
from questions.plan import Plan, Round

CONTEXTS = Question(
    id="two-contexts",
    topic="contexts",
    level="mid",
    minutes=3,
    ask="Flask has two contexts. What does each one carry, and when is each pushed?",
    hint="Think of what exists when a CLI command runs, and of what needs a request.",
    answer=(
        "The application context carries current_app and g,\nand the request context request and session.\n\n"
        "Flask pushes both when a request arrives, and the application context alone when a CLI command runs."
    ),
    sources=("https://flask.palletsprojects.com/en/stable/appcontext/",),
    points=(
        KeyPoint(id="app-carries", says="The application context carries current_app and g.", weight=2),
        KeyPoint(
            id="request-carries",
            says="The request context carries request and session.",
            weight=2,
            probe="Which names does the request context give you?",
        ),
        KeyPoint(
            id="pushed-when",
            says="Both are pushed when a request arrives.",
            weight=3,
            probe="When does Flask push them?",
            opposites=(Opposite(right=("when a request arrives",), wrong=("after the view",)),),
        ),
        KeyPoint(id="cli", says="A CLI command pushes the application context alone."),
    ),
    depths=(Depth(probe="Why did Flask split them, rather than keep one context?"),),
)

LIFETIME = Question(
    id="g-lifetime",
    topic="contexts",
    level="junior",
    minutes=1,
    ask="How long does a value that you keep in g live?",
    answer="As long as the application context: usually one request. The next request finds an empty g.",
    sources=("https://flask.palletsprojects.com/en/stable/api/#flask.g",),
    points=(
        KeyPoint(
            id="one-context",
            says="A value in g lives as long as its application context.",
            weight=2,
            opposites=(Opposite(right=("one request",), wrong=("the whole process",)),),
        ),
        KeyPoint(
            id="teardown",
            says="Teardown functions clean up what g holds.",
            probe="What closes the connection?",
        ),
    ),
    misconceptions=(
        Misconception(
            id="g-persists",
            says="g keeps its values between requests.",
            betrayed=(("g",), ("next request",)),
            probe="You set g.user in one request. What does the next request find there?",
        ),
    ),
)

SERVER = Question(
    id="wsgi",
    topic="serving",
    level="mid",
    minutes=2,
    ask="What is WSGI, and why does the development server not belong in production?",
    answer="WSGI is the interface between a Python web server and an application.",
    sources=("https://flask.palletsprojects.com/en/stable/deploying/", "https://peps.python.org/pep-3333/"),
    points=(
        KeyPoint(id="interface", says="WSGI is the interface between server and application.", weight=2),
        KeyPoint(id="callable", says="The application is a callable of environ and start_response."),
        KeyPoint(id="not-made-for-it", says="The development server is neither fast nor safe enough."),
    ),
)

PROXY = Question(
    id="proxy-fix",
    topic="serving",
    level="senior",
    minutes=2,
    ask="Behind a reverse proxy, url_for makes http links. Why, and what do you do?",
    answer="The proxy ends TLS. Tell Flask by ProxyFix which headers to trust.",
    sources=("https://flask.palletsprojects.com/en/stable/deploying/proxy_fix/",),
    points=(
        KeyPoint(id="tls-ends", says="The proxy ends TLS, so the application sees plain HTTP.", weight=2),
        KeyPoint(
            id="proxyfix", says="ProxyFix makes Flask trust the headers of that many proxies.", weight=2
        ),
    ),
)

CLIENT = Question(
    id="test-client",
    topic="testing",
    level="junior",
    minutes=2,
    ask="How do you test a view without running a server?",
    answer="With app.test_client, which calls the application directly.",
    sources=("https://flask.palletsprojects.com/en/stable/testing/",),
    points=(
        KeyPoint(id="client", says="app.test_client calls the application directly.", weight=2),
        KeyPoint(id="fixture", says="A fixture makes a new application for each test."),
    ),
)

SESSIONS = Question(
    id="session-transaction",
    topic="testing",
    level="mid",
    minutes=2,
    ask="How does a test set a value in the session before it makes a request?",
    answer="With session_transaction, a context manager of the test client.",
    sources=("https://flask.palletsprojects.com/en/stable/testing/#accessing-and-modifying-the-session",),
    points=(
        KeyPoint(id="transaction", says="The client's session_transaction opens the session.", weight=2),
    ),
)

RUNNER = Question(
    id="cli-runner",
    topic="testing",
    level="mid",
    minutes=2,
    ask="How do you test a command of the command line?",
    points=(KeyPoint(id="runner", says="app.test_cli_runner invokes it and captures its output."),),
)

PLAN = Plan(
    pack="flask",
    title="Flask",
    pack_version="1.0",
    rounds=(
        Round(topic="contexts", title="Contexts", minutes=5, questions=(CONTEXTS, LIFETIME)),
        Round(topic="serving", title="Serving", minutes=5, questions=(SERVER, PROXY)),
        Round(topic="testing", title="Testing", minutes=6, questions=(CLIENT, SESSIONS, RUNNER)),
    ),
    terms=(Term(write="WSGI", heard=("whiskey",)),),
    seed=7,
)


def spoken(text: str, start: float = 0.6, confidence: float = 0.94, unfinished: bool = False) -> Utterance:
    """An utterance said at an even pace; `/` is a pause of a second, and a word with `?` was heard badly."""
    at, words = start, []
    for token in text.split():
        if token == "/":
            at += 1.0
            continue
        length = 0.12 + 0.05 * len(token)
        sure = 0.31 if token.endswith("?") else confidence
        words.append(Word(token.rstrip("?"), round(at, 2), round(at + length, 2), sure))
        at += length + 0.06
    said = " ".join(word.text for word in words)
    return Utterance(said, "speech", start, words[-1].end, tuple(words), unfinished)


def _voiced(*utterances: Utterance) -> float:
    """Seconds of voice that these words take."""
    return round(sum(word.end - word.start for utterance in utterances for word in utterance.words), 1)


def _evidence(turn: int, transcript: str, words: str) -> tuple[Evidence, ...]:
    every, wanted = transcript.split(), words.split()
    first = next(i for i in range(len(every)) if every[i : i + len(wanted)] == wanted)
    return (Evidence(turn, words, first, first + len(wanted) - 1),)


FIRST = spoken(
    "um the application context carries current app and g / it is it is pushed after the view / i mean"
    " the request context / uh carries the request"
)
FIRST_AGAIN = spoken("and a command of the command line sort of pushes only the application one", 24.0)
PROBED = spoken("you get request and session")
LIVES = spoken(
    "well i put the user in g and the next request finds it there / so it lives for the whole process"
)
FINDS = spoken("hmm / actually nothing it is empty", confidence=0.9)
WHISKEY = spoken(
    "whiskey is what the server and the app? speak? between them / and uh the? dev? sir? fur? is slow?"
)
OLD_CLIENT = spoken("you run the server and call it with curl")
NEW_CLIENT = spoken("you use the test climb and call get on it")
CORRECTED = "you use the test client and call get on it"


def _first_question() -> Iterable[e.Event]:
    said = f"{FIRST.text} {FIRST_AGAIN.text}"
    points = (
        PointJudgement(
            point="app-carries",
            verdict="said",
            credit=1.0,
            similarity=0.83,
            evidence=_evidence(1, said, "the application context carries current app and g"),
        ),
        PointJudgement(
            point="request-carries",
            verdict="partly",
            credit=0.5,
            similarity=0.41,
            evidence=_evidence(1, said, "the request context uh carries the request"),
        ),
        PointJudgement(
            point="pushed-when",
            verdict="not said",
            credit=0.0,
            similarity=0.52,
            evidence=_evidence(1, said, "it is pushed after the view"),
            reversed=True,
        ),
        PointJudgement(point="cli", verdict="not said", credit=0.0, similarity=0.22),
    )
    why = "you said only part of what the request context carries"
    probe = FollowUp("Which names does the request context give you?", "partly", "request-carries", why)
    then = PointJudgement(
        point="request-carries",
        verdict="said",
        credit=0.5,
        after_probe=True,
        similarity=0.71,
        evidence=_evidence(2, PROBED.text, "request and session"),
    )
    yield e.Asked(at=1, turn=1, question=CONTEXTS.id, text=CONTEXTS.ask)
    yield e.ListeningBegan(at=6, turn=1)
    yield e.UtteranceAdded(at=24, turn=1, utterance=FIRST)
    yield e.HintShown(at=26, turn=1)
    yield e.UtteranceAdded(at=36, turn=1, utterance=FIRST_AGAIN)
    yield e.ClosingBegan(at=42, turn=1, why="silence")
    yield e.AnswerClosed(at=43, turn=1, voiced=_voiced(FIRST, FIRST_AGAIN))
    yield e.Assessed(
        at=43,
        turn=1,
        assessment=Assessment(points=points, sureness=1.0),
        follow_ups=(probe,),
        judge="lexical 1",
    )
    yield e.Asked(at=43, turn=2, question=CONTEXTS.id, text=probe.text, probe=probe)
    yield e.ListeningBegan(at=46, turn=2)
    yield e.UtteranceAdded(at=50, turn=2, utterance=PROBED)
    yield e.ClosingBegan(at=56, turn=2, why="key")
    yield e.AnswerClosed(at=57, turn=2, voiced=_voiced(PROBED))
    after = Assessment(points=(points[0], then, points[2], points[3]), sureness=1.0)
    yield e.Assessed(at=57, turn=2, assessment=after, judge="lexical 1")


def _second_question() -> Iterable[e.Event]:
    gone = PointJudgement(
        point="one-context",
        verdict="not said",
        credit=0.0,
        similarity=0.47,
        evidence=_evidence(3, LIVES.text, "it lives for the whole process"),
        reversed=True,
    )
    missed = PointJudgement(point="teardown", verdict="not said", credit=0.0, similarity=0.1)
    challenge = Challenge("g-persists", _evidence(3, LIVES.text, "in g and the next request finds it there"))
    probe = FollowUp(
        LIFETIME.misconceptions[0].probe, "misconception", "g-persists", "you may believe that g persists"
    )
    found = Assessment(points=(gone, missed), challenges=(challenge,), sureness=1.0)
    partly = PointJudgement(
        point="one-context",
        verdict="partly",
        credit=0.25,
        after_probe=True,
        similarity=0.33,
        evidence=_evidence(4, FINDS.text, "actually nothing it is empty"),
    )
    yield e.Asked(at=58, turn=3, question=LIFETIME.id, text=LIFETIME.ask)
    yield e.ListeningBegan(at=61, turn=3)
    yield e.UtteranceAdded(at=80, turn=3, utterance=LIVES)
    yield e.ClosingBegan(at=100, turn=3, why="silence")
    yield e.AnswerClosed(at=101, turn=3, voiced=_voiced(LIVES) + 0.8)
    yield e.Assessed(at=101, turn=3, assessment=found, follow_ups=(probe,), judge="lexical 1")
    yield e.Asked(at=101, turn=4, question=LIFETIME.id, text=probe.text, probe=probe)
    yield e.ListeningBegan(at=104, turn=4)
    yield e.TimeRanOut(at=125, turn=4)
    yield e.UtteranceAdded(at=131, turn=4, utterance=FINDS)
    yield e.ClosingBegan(at=137, turn=4, why="key")
    yield e.AnswerClosed(at=138, turn=4, voiced=_voiced(FINDS))
    after = Assessment(points=(partly, missed), challenges=(challenge,), sureness=1.0)
    yield e.Assessed(at=138, turn=4, assessment=after, judge="lexical 1")


def _badly_heard() -> Iterable[e.Event]:
    points = (
        PointJudgement(
            point="interface",
            verdict="partly",
            credit=0.5,
            similarity=0.4,
            evidence=_evidence(5, WHISKEY.text, "the server and the app speak between them"),
        ),
        PointJudgement(point="callable", verdict="not heard", credit=0.0, similarity=0.1),
        PointJudgement(point="not-made-for-it", verdict="not heard", credit=0.0, similarity=0.3),
    )
    heard = Misheard(5, 0, 0, "whiskey", "WSGI")
    yield e.RoundBegan(at=139, round=1)
    yield e.Asked(at=139, turn=5, question=SERVER.id, text=SERVER.ask)
    yield e.ListeningBegan(at=145, turn=5)
    yield e.UtteranceAdded(at=160, turn=5, utterance=WHISKEY)
    yield e.ClosingBegan(at=190, turn=5, why="silence")
    yield e.AnswerClosed(at=191, turn=5, voiced=_voiced(WHISKEY), missing=1.4)
    found = Assessment(points=points, misheard=(heard,), sureness=0.65)
    yield e.Assessed(at=191, turn=5, assessment=found, judge="lexical 1")
    yield e.Asked(at=192, turn=6, question=PROXY.id, text=PROXY.ask)
    yield e.ListeningBegan(at=197, turn=6)
    yield e.ClosingBegan(at=209, turn=6, why="skip")
    yield e.AnswerClosed(at=209, turn=6)
    yield e.Skipped(at=209, turn=6)


def _redone() -> Iterable[e.Event]:
    nothing = PointJudgement(point="client", verdict="not said", credit=0.0, similarity=0.12)
    curl = PointJudgement(
        point="fixture",
        verdict="partly",
        credit=0.5,
        similarity=0.3,
        evidence=_evidence(7, OLD_CLIENT.text, "you run the server"),
    )
    said = PointJudgement(
        point="client",
        verdict="said",
        credit=1.0,
        similarity=0.77,
        evidence=_evidence(8, CORRECTED, "use the test client and call get"),
    )
    missed = PointJudgement(point="fixture", verdict="not said", credit=0.0, similarity=0.1)
    yield e.RoundBegan(at=210, round=2)
    yield e.Asked(at=210, turn=7, question=CLIENT.id, text=CLIENT.ask)
    yield e.ListeningBegan(at=213, turn=7)
    yield e.UtteranceAdded(at=220, turn=7, utterance=OLD_CLIENT)
    yield e.ClosingBegan(at=222, turn=7, why="key")
    yield e.AnswerClosed(at=223, turn=7, voiced=_voiced(OLD_CLIENT))
    yield e.Assessed(at=223, turn=7, assessment=Assessment(points=(nothing, curl)), judge="lexical 1")
    yield e.Redone(at=224, turn=7)
    yield e.Asked(at=224, turn=8, question=CLIENT.id, text=CLIENT.ask)
    yield e.ListeningBegan(at=227, turn=8)
    yield e.UtteranceAdded(at=232, turn=8, utterance=NEW_CLIENT)
    yield e.ClosingBegan(at=234, turn=8, why="key")
    yield e.AnswerClosed(at=235, turn=8, voiced=_voiced(NEW_CLIENT))
    yield e.Corrected(at=235, turn=8, text=CORRECTED, replaces=1)
    yield e.Assessed(at=236, turn=8, assessment=Assessment(points=(said, missed)), judge="lexical 1")


def _typed() -> Iterable[e.Event]:
    yield e.Troubled(
        at=238, kind="microphone-lost", text="The microphone was lost; the answers after it were typed."
    )
    yield e.InputChanged(at=238, input="typed", why="the microphone was lost")
    yield e.Asked(at=239, turn=9, question=SESSIONS.id, text=SESSIONS.ask)
    yield e.ListeningBegan(at=242, turn=9)
    yield e.UtteranceAdded(at=250, turn=9, utterance=Utterance("I don't know.", "typed"))
    yield e.ClosingBegan(at=252, turn=9, why="key")
    yield e.AnswerClosed(at=252, turn=9)
    missed = PointJudgement(point="transaction", verdict="not said", credit=0.0)
    found = Assessment(points=(missed,), gate="don't know")
    yield e.Assessed(at=253, turn=9, assessment=found, judge="lexical 1")


def events() -> list[e.Event]:
    """The journal: seven questions planned, six asked, five answered, and the seventh never reached."""
    return [
        e.InterviewStarted(at=0, interview="k3v9", plan=PLAN, rules=e.Rules(), input="Vosk small en-us"),
        e.RoundBegan(at=0, round=0),
        *_first_question(),
        *_second_question(),
        *_badly_heard(),
        *_redone(),
        *_typed(),
        e.Ended(at=253, why="ended early"),
        e.Overruled(at=253, question=CONTEXTS.id, point="cli", said=True),
    ]


def interview() -> Interview:
    """The sample as it stands at its end."""
    return fold(events())
