"""What a pack holds: the structs that its TOML files are decoded into.

A pack is questions about one subject. Decoding is strict: an unknown or missing key is an error
(`questions.check` lists every one of them). The structs are frozen and travel inside the journal, so that an
interview never needs its pack again.
"""

from typing import Annotated, Literal

import msgspec

Level = Literal["junior", "mid", "senior"]
LEVELS: tuple[Level, ...] = ("junior", "mid", "senior")

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Lower-case words joined by hyphens; never changes once published."""
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Text = Annotated[str, msgspec.Meta(max_length=4_000)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]
"""Words and short phrases, parted by commas; one line."""
Group = Annotated[tuple[Line, ...], msgspec.Meta(min_length=1)]
"""Alternatives, any one of which will do."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of everything in a pack: immutable and strict."""


class Opposite(_Part, frozen=True):
    """A slot of a key point that can be said the wrong way round: what is right there, and the reverse."""

    right: Group
    wrong: Group


class KeyPoint(_Part, frozen=True):
    """One claim that a good answer makes."""

    id: Id
    says: Line
    """The claim, in the words of a person; counts as the first phrasing."""
    also: tuple[Line, ...] = ()
    """Other ways a person would say it."""
    must: tuple[Group, ...] = ()
    """What the claim cannot do without: one member of every group."""
    parts: tuple[Words, ...] = ()
    """What the claim is made of: for each part of it, the words that people say it with, parted by commas."""
    weight: Annotated[int, msgspec.Meta(ge=1, le=5)] = 1
    probe: Line = ""
    """The follow-up that asks for this point without giving it away."""
    opposites: tuple[Opposite, ...] = msgspec.field(name="opposite", default=())

    @property
    def phrasings(self) -> tuple[str, ...]:
        """Every accepted way to say the claim."""
        return (self.says, *self.also)

    @property
    def made_of(self) -> tuple[tuple[str, ...], ...]:
        """Its parts, each as the ways to say it."""
        return tuple(tuple(filter(None, map(str.strip, part.split(",")))) for part in self.parts)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Its phrasings, and what no way to say the claim can do without."""
        return (*self.phrasings, *(member for group in self.must for member in group))


class Misconception(_Part, frozen=True):
    """One wrong claim worth challenging."""

    id: Id
    says: Line
    betrayed: Annotated[tuple[Group, ...], msgspec.Meta(min_length=1)]
    """The words that betray it: one member of every group must occur close together."""
    probe: Line
    """A neutral challenge: a question, not a verdict."""


class Depth(_Part, frozen=True):
    """A probe for when everything was covered: why, a trade-off, an example."""

    probe: Line


class Term(_Part, frozen=True):
    """A technical word: how it is written, spoken, misheard, and its phones."""

    write: Line
    say: str = ""
    """How the voice must pronounce it; as written where empty."""
    heard: tuple[Line, ...] = ()
    """What recognisers often make of it."""
    phones: tuple[Line, ...] = ()
    """Pronunciations in ARPAbet without stress, as in CMUdict."""


class Question(_Part, frozen=True):
    """What is asked, with its topic, level, minutes and rubric."""

    id: Id
    topic: Id
    level: Level
    minutes: Annotated[float, msgspec.Meta(ge=0.5, le=15)]
    ask: Line
    points: Annotated[tuple[KeyPoint, ...], msgspec.Meta(min_length=1)] = msgspec.field(name="point")
    was: tuple[Id, ...] = ()
    """Older ids of this question, so that its history follows it."""
    hint: str = ""
    answer: Text = ""
    """A model answer, as a person would say it."""
    code: Text = ""
    """Runs in the test-suite against the real library."""
    sources: tuple[Line, ...] = ()
    misconceptions: tuple[Misconception, ...] = msgspec.field(name="misconception", default=())
    depths: tuple[Depth, ...] = msgspec.field(name="depth", default=())

    def point(self, point_id: str) -> KeyPoint | None:
        """The key point of that id, if the question has it."""
        return next((point for point in self.points if point.id == point_id), None)

    @property
    def compared(self) -> tuple[str, ...]:
        """Every text that an answer is compared with: the question, its model answer and its rubric."""
        texts = [self.ask, self.answer]
        for point in self.points:
            texts += point.wordings
            texts += [member for slot in point.opposites for member in (*slot.right, *slot.wrong)]
        for misconception in self.misconceptions:
            texts += [misconception.says, *(member for group in misconception.betrayed for member in group)]
        return tuple(texts)


class Topic(_Part, frozen=True):
    """A topic's id and its title, as the screens show it."""

    id: Id
    title: Line


class PackInfo(_Part, frozen=True):
    """A pack's `pack.toml`."""

    id: Id
    title: Line
    version: Line
    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    about: Line
    licence: Line
    subject_version: str = ""
    """What the answers are true of, such as "Flask 3.1"."""
    topics: tuple[Topic, ...] = msgspec.field(name="topic", default=())
    """Titles of topics, in the order in which rounds are best asked."""


class PackFile(_Part, frozen=True):
    """One topic's file: its questions, and terms that they bring."""

    questions: tuple[Question, ...] = msgspec.field(name="question", default=())
    terms: tuple[Term, ...] = msgspec.field(name="term", default=())


class Pack(_Part, frozen=True):
    """Questions about one subject."""

    info: PackInfo
    questions: tuple[Question, ...]
    terms: tuple[Term, ...] = ()

    def question(self, question_id: str) -> Question | None:
        """The question that has, or had, that id."""
        now = next((question for question in self.questions if question.id == question_id), None)
        return now or next((question for question in self.questions if question_id in question.was), None)

    def topic_title(self, topic: str) -> str:
        """A topic's title; its id made readable where the pack names none."""
        named = next((t.title for t in self.info.topics if t.id == topic), None)
        return named or topic.replace("-", " ").capitalize()
