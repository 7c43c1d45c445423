"""The desk, seen from the session: lines to it, lines from it, and a second desk if the first one fails."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import IO

import msgspec

from models.speech.owed import Owed, Patience
from models.speech.protocol import (
    Bye,
    DeskOptions,
    Devices,
    FromDesk,
    Listen,
    Listening,
    Prepare,
    Said,
    Say,
    Stop,
    Stopped,
    ToDesk,
    Trouble,
    decode_from_desk,
    encode,
)

LONGEST_LINE = 1 << 20
"""Bytes; a segment of thirty seconds has some 10,000."""


ENDINGS = (1.2, 0.3, 0.3)
"""Seconds to end by itself, after SIGTERM, and after SIGKILL."""


class Link:
    """Lines to a desk and from it: one thread reads, another writes, so that a hanging desk stalls nobody."""

    def __init__(self, came: Callable[["Link", FromDesk | None], None]) -> None:
        """`came` is called with each line, and with None when there is nothing more to be expected."""
        self._came = came
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self.why = ""
        """Why there is nothing more to be expected, where it is known: a sentence."""

    def start(self) -> None:
        """Begin to read and write."""
        raise NotImplementedError

    def kill(self) -> None:
        """End it at once."""
        raise NotImplementedError

    def end(self) -> None:
        """Let it end by itself, or else end it, within two seconds."""
        raise NotImplementedError

    def send(self, message: ToDesk) -> None:
        """Queue a line; returns at once."""
        self._lines.put(encode(message) + b"\n")

    def _run(self, from_desk: IO[bytes], to_desk: IO[bytes]) -> None:
        for work, pipe in ((self._read, from_desk), (self._write, to_desk)):
            thread = threading.Thread(
                target=work, args=(pipe,), name=f"desk-{work.__name__[1:]}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def _write(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError), pipe:  # a desk that ended is noticed by the reader
            while (line := self._lines.get()) is not None:
                pipe.write(line)
                pipe.flush()

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            try:
                while line := pipe.readline(LONGEST_LINE):
                    self._came(self, decode_from_desk(line))
            except (OSError, msgspec.MsgspecError):
                pass  # what does not speak the protocol is as good as dead
            self._came(self, None)

    def _join(self, seconds: float) -> None:
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(seconds)


class _Process(Link):
    """A desk in a process of its own, and its pipes."""

    def __init__(
        self, python: str, options: DeskOptions, came: Callable[[Link, FromDesk | None], None]
    ) -> None:
        super().__init__(came)
        command = [python, "-I", "-m", "models.speech.desk"]
        self._lines.put(msgspec.json.encode(options) + b"\n")
        with contextlib.ExitStack() as stack:
            errors: int | IO[bytes] = subprocess.DEVNULL
            if options.log:
                with contextlib.suppress(OSError):
                    errors = stack.enter_context(open(options.log, "ab", opener=_private))
            # A session of its own: Ctrl-C is for the screen, which ends the desk by its input.
            self._popen = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, start_new_session=True
            )

    def start(self) -> None:
        assert self._popen.stdout
        assert self._popen.stdin
        self._run(self._popen.stdout, self._popen.stdin)

    def kill(self) -> None:
        self._popen.kill()
        self._lines.put(None)
        self._popen.wait()

    def end(self) -> None:
        self.send(Bye())
        self._lines.put(None)
        for seconds, number in zip(ENDINGS, (None, signal.SIGTERM, signal.SIGKILL), strict=True):
            if number is not None:
                self._popen.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._popen.wait(seconds)
                break
        self._join(0.1)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class DeskClient:
    """Starts a desk and speaks with it; replaces it once if it ends, hangs or prints rubbish.

    `deliver` is called with each line from the desk, one at a time, from the client's threads; it must not
    block (put it in a queue). After a restart the open turn is listened to again, and its times go on; a
    sentence that was being spoken is `said`, unspoken. After a second failure the client answers in the
    desk's place, deaf and mute, so that whoever waits for `listening`, `stopped` or `said` gets it.
    """

    def __init__(
        self,
        options: DeskOptions,
        deliver: Callable[[FromDesk], None],
        python: str = sys.executable,
        patience: Patience | None = None,
    ) -> None:
        self._options, self._deliver, self._python = options, deliver, python
        self._patience = patience or Patience.with_desk(options)
        self._state = threading.Condition(threading.RLock())
        """Held while a line is taken note of and delivered; notified when what is owed changes."""
        self._process: Link | None = None
        self._owed = Owed(self._patience, time.monotonic())
        self._prepared: Prepare | None = None
        self._attempt = 0
        self._closed = False

    def start(self) -> None:
        """Start the desk; `hello` is delivered when it is there."""
        with self._state:
            self._spawn(self._options)
        threading.Thread(target=self._watch, name="desk-watch", daemon=True).start()

    def send(self, message: ToDesk) -> None:
        """Send a line, from any thread; never waits for the desk."""
        with self._state:
            if self._closed:
                return
            if self._process is None:
                self._answer(message)
                return
            if isinstance(message, Prepare):
                self._prepared = message
            self._owed.sent(message, time.monotonic())
            self._process.send(message)
            self._state.notify_all()

    def close(self) -> None:
        """End the desk within two seconds, whatever its state; nothing is delivered afterwards."""
        with self._state:
            self._closed = True
            process, self._process = self._process, None
            self._state.notify_all()
        if process:
            process.end()

    def _spawn(self, options: DeskOptions) -> None:
        self._owed = Owed(self._patience, time.monotonic())
        self._process = self._open(options)
        self._process.start()

    def _open(self, options: DeskOptions) -> Link:
        return _Process(self._python, options, self._came)

    def _came(self, process: Link, message: FromDesk | None) -> None:
        with self._state:
            if process is not self._process:
                return
            if message is None:
                self._replace()
                return
            self._owed.came(message, time.monotonic())
            self._deliver(message)
            self._state.notify_all()

    def _watch(self) -> None:
        with self._state:
            while not self._closed and self._process:
                due = self._owed.due()
                late = None if due is None else due - time.monotonic()
                if late is not None and late <= 0:
                    self._replace()
                else:
                    self._state.wait(late)

    def _replace(self) -> None:
        """Put a new desk in the place of the one that failed, once; then do without."""
        assert self._process
        failed, owed = self._process, self._owed
        self._process = None
        failed.kill()
        for sentence in owed.says:
            self._deliver(Said(sentence, spoken=False))
        listen = owed.listen
        if listen and listen.turn in owed.stopping:
            self._deliver(Stopped(listen.turn, owed.heard))
            owed.stopping.remove(listen.turn)
            listen = None
        for turn in owed.stopping:
            self._deliver(Stopped(turn))
        self._attempt += 1
        if self._attempt > 1:
            self._deliver(Trouble("desk-lost", self._loss(failed), deaf=True))
            if listen and listen.turn not in owed.turns:
                self._deliver(Listening(listen.turn))
            return
        taken = [turn for turn in owed.turns if not (listen and turn == listen.turn)]
        self._spawn(
            msgspec.structs.replace(
                self._options, attempt=self._attempt, taken=self._options.taken + len(taken)
            )
        )
        self._deliver(
            Trouble("desk-restarted", "The process that listens and speaks failed, and was started again.")
        )
        if self._prepared:
            self.send(Prepare(self._prepared.terms))
        if listen:
            self.send(Listen(listen.turn, listen.terms, since=owed.heard, skip=owed.read))
        self._state.notify_all()

    def _loss(self, failed: Link) -> str:
        """What to say when there will be no other desk."""
        see = f" ({self._options.log} says why)" if self._options.log else ""
        return f"The process that listens and speaks failed twice{see}: type your answers."

    def _answer(self, message: ToDesk) -> None:
        """Answer in the place of a desk that is lost."""
        if isinstance(message, Listen):
            self._deliver(Listening(message.turn))
        elif isinstance(message, Stop):
            self._deliver(Stopped(message.turn))
        elif isinstance(message, Say):
            self._deliver(Said(message.id, spoken=False))


def list_devices(python: str = sys.executable, seconds: float = 15.0) -> Devices:
    """What there is to hear and to speak with, as a desk sees it that lives for this question only."""
    command = [python, "-I", "-m", "models.speech.desk", "--devices"]
    try:
        child = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
        return msgspec.json.decode(child.stdout, type=Devices)
    except subprocess.TimeoutExpired:
        return Devices(errors=(f"The sound system did not answer within {seconds:.0f} seconds.",))
    except (OSError, msgspec.MsgspecError):
        return Devices(errors=("The sound system failed while its devices were listed.",))
