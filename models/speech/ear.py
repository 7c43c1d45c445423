"""The ear: one thread that owns the recogniser and hears what comes, in the order in which it comes."""

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from models.speech.answer import Answer
from models.speech.gate import Gate
from models.speech.keeping import Recording
from models.speech.microphone import Block, Lost, Microphone, MicrophoneError
from models.speech.protocol import (
    RATE,
    DeskOptions,
    Ended,
    Exhausted,
    FromDesk,
    Listen,
    Listening,
    Prepare,
    Stop,
    Stopped,
    Trouble,
)
from models.speech.recognisers.base import Recogniser, RecogniserError
from models.speech.sources import Source, SourceError
from models.speech.watch import Watch

PATIENCE = 1.0
"""Seconds between looks at a microphone that gives nothing."""


class Wake:
    """Look again: the gate has moved."""


class Close:
    """End the answer under way, and the thread."""


Item = Prepare | Listen | Stop | Block | Lost | Wake | Close


class Ear(threading.Thread):
    """Takes commands and sound from one queue, so that what was said before `stop` is heard before it."""

    def __init__(
        self,
        options: DeskOptions,
        post: Callable[[FromDesk], None],
        build: Callable[[], Recogniser] | None,
        source: Source | Microphone | None,
        inbox: "SimpleQueue[Item]",
        gate: Gate,
    ) -> None:
        """`build` makes the recogniser, in this thread; without it, or without a source, nothing is heard."""
        super().__init__(name="ear", daemon=True)
        self._options, self._post, self._build, self._source = options, post, build, source
        self.inbox, self._gate = inbox, gate
        self._recogniser: Recogniser | None = None
        self._answer: Answer | None = None
        self._turn: int | None = None
        """The turn to which the source's present answer belongs."""
        self._reading = False
        """Whether a file or script is being read for the present answer."""
        self._due = 0.0
        """When the next block of a file is due, at the speed of speech (`time.monotonic`)."""
        self._watch = Watch(post)

    def run(self) -> None:
        """Load the recogniser, then hear until closed."""
        if self._build:
            try:
                self._recogniser = self._build()
            except RecogniserError as error:
                self._post(Trouble("no-recogniser", str(error), deaf=True))
        while True:
            item = self._next()
            if isinstance(item, Close):
                break
            try:
                self._take(item)
            except RecogniserError as error:
                self._lose_recogniser(error)
        if self._answer and self._recogniser:
            self._answer.finish()

    def _next(self) -> Item | None:
        wait = self._wait()
        try:
            return self.inbox.get(timeout=wait) if wait != 0 else self.inbox.get_nowait()
        except Empty:
            return None

    def _wait(self) -> float | None:
        """Seconds until there is something to do that is in no queue."""
        if isinstance(self._source, Microphone):
            return PATIENCE if self._source.is_open else None
        if not (self._reading and self._answer):
            return None
        now = time.monotonic()
        gate = self._gate.wait(now)
        if gate != 0:
            self._due = now + (gate or 0.0)  # a file stands still while the voice speaks
            return gate
        if self._options.fast:
            return 0.0
        return max(0.0, self._due - now)

    def _take(self, item: Item | None) -> None:
        if item is None:
            if isinstance(self._source, Source):
                self._read(self._source)
            elif self._source:
                self._recover(self._source)
        elif isinstance(item, Block):
            self._hear(item)
        elif isinstance(item, Lost) and isinstance(self._source, Microphone):
            self._recover(self._source)
        elif isinstance(item, Listen):
            self._listen(item)
        elif isinstance(item, Stop):
            self._end(item.turn)
        elif isinstance(item, Prepare) and self._recogniser:
            self._recogniser.prepare(item.terms)

    def _listen(self, listen: Listen) -> None:
        if self._answer:
            self._end(self._answer.turn)
        if isinstance(self._source, Microphone) and not self._source.is_open:
            self._reopen(self._source)
        deaf = isinstance(self._source, Microphone) and not self._source.is_open
        if self._recogniser is None or self._source is None or deaf:
            self._post(Listening(listen.turn))
            return
        if listen.turn != self._turn:
            self._turn = listen.turn
            try:
                self._reading = self._begin(listen.skip)
            except (
                SourceError
            ) as error:  # an answer in which nothing is heard, and the next takes the next file
                self._post(Trouble("file", str(error)))
                self._post(Listening(listen.turn))
                self._post(Ended(listen.turn))
                return
            if not self._reading:
                self._post(Exhausted(listen.turn))
                return
        if isinstance(self._source, Source) and not self._reading:
            self._post(Listening(listen.turn))
            self._post(Ended(listen.turn))
            return
        self._due = time.monotonic()
        self._watch.begin()
        self._answer = Answer(listen, self._recogniser, self._recording(listen.turn), self._post)

    def _begin(self, skip: float) -> bool:
        """Go on to the source's next answer; False if there is none."""
        parts = {part for part in (self._source, self._recogniser) if isinstance(part, Source)}
        return False not in {part.take(skip) for part in parts}

    def _recording(self, turn: int) -> Recording | None:
        if not self._options.keep:
            return None
        try:
            return Recording(self._options.keep, turn)
        except OSError as error:
            self._post(Trouble("internal", f"This answer's sound is not kept: {error.strerror or error}."))
            return None

    def _end(self, turn: int) -> None:
        answer = self._answer
        if answer is None or answer.turn != turn:
            self._post(Stopped(turn))
            return
        self._answer = None
        answer.finish()
        answer.stopped(self._watch.end())

    def _hear(self, block: Block) -> None:
        self._watch.hear(block)
        if self._answer:
            if self._gate.wait(block.began, block.came) == 0:
                self._watch.count(block)
                self._answer.hear(block.pcm)
                self._watch.look(self._answer)
            else:
                self._watch.interrupt()

    def _read(self, source: Source) -> None:
        answer = self._answer
        if answer is None or not self._reading:
            return
        try:
            pcm = source.read()
        except SourceError as error:
            self._post(Trouble("file", str(error)))
            pcm = None
        if pcm is not None:
            now = time.monotonic()
            seconds = len(pcm) / 2 / RATE
            self._due = max(self._due + seconds, now - 1.0)  # after a stall it does not race to catch up
            answer.hear(pcm)
        else:
            self._reading = False
            answer.open()
            answer.finish()
            answer.level()
            self._post(Ended(answer.turn))

    def _recover(self, microphone: Microphone) -> None:
        """Open a microphone again that went away or fell silent; deaf if it does not come back."""
        if not microphone.is_open or microphone.is_alive:
            return
        self._watch.interrupt()
        name = microphone.name
        microphone.close()
        if self._reopen(microphone):
            self._post(
                Trouble("microphone-lost", f"The microphone {name} stopped; {microphone.name} listens now.")
            )
        else:
            text = (
                f"The microphone {name} was unplugged or stopped, and none took its place: type your answers."
            )
            self._post(Trouble("microphone-lost", text, deaf=True))

    def _reopen(self, microphone: Microphone) -> bool:
        try:
            microphone.open_again()
        except MicrophoneError:
            return False
        return True

    def _lose_recogniser(self, error: RecogniserError) -> None:
        self._post(Trouble("no-recogniser", str(error), deaf=True))
        self._recogniser = None
        self._reading = False
        if self._answer:
            self._answer.abandon()
            self._answer = None
