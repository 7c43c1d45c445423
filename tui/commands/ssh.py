"""`viva ssh HOST`: the interview runs on another machine, and speaks and listens on this one."""

import contextlib
import os
import re
import secrets
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from tui.openssh import Connection, Script, Unconnected
from tui.refusal import Refusal

if TYPE_CHECKING:
    from models.speech.lend import LentDesk

LONGEST_FOLDER = 70
"""Bytes of the folder's path: a socket's has 103 at most on macOS, and OpenSSH appends 17 for a while."""
LOGIN = "case ${SHELL:=/bin/sh} in *csh) l=-c;; *) l=-lc;; esac; "
"""Finds out how the user's shell runs a command as after a login; the C shells cannot."""
PREPARE = Script(
    "viva-prepare",
    "umask 077; "
    + LOGIN
    + '"$SHELL" $l "viva --version" </dev/null >/dev/null 2>&1 || { echo viva:missing; exit; }; '
    'b=$XDG_RUNTIME_DIR; [ -n "$b" ] && [ -O "$b" ] || b=$HOME/.cache/viva; mkdir -p "$b"; '
    'find "$b" -maxdepth 1 -name "viva-ssh-*" -mtime +1 -exec rm -rf {} + 2>/dev/null; '
    'd=$b/viva-ssh-$1; mkdir -m 700 "$d" && cat >"$d/token" && echo "viva:$d"',
)
"""Makes the private folder on the host, and reads the token into it: nobody sees it among the arguments."""
HOLD = Script(
    "viva-hold",
    "umask 077; VIVA_DESK=$1 VIVA_DESK_TOKEN=$2/token; export VIVA_DESK VIVA_DESK_TOKEN; "
    + LOGIN
    + 'exec "$SHELL" $l "$3"',
)
FOLDER = re.compile(r"viva:(/[^:\[\]\\\x00-\x1f]+)")
"""What the host may answer: a colon would let it choose where on this machine the forwarding leads."""
CLEAN = Script("viva-clean", 'rm -rf "$1"')


class Dropped(click.ClickException):
    """The connection failed: OpenSSH's own exit status."""

    exit_code = 255


@click.command(options_metavar="[OPTIONS]", epilog="What follows -- is for viva on the host.")
@click.option("-F", "config", metavar="FILE", help="OpenSSH's configuration file, as for ssh.")
@click.option("-p", "port", type=int, help="The port, as for ssh.")
@click.option("-i", "identity", metavar="FILE", help="The key, as for ssh.")
@click.option("-J", "jump", metavar="HOST", help="The host to go through, as for ssh.")
@click.option("-o", "option", multiple=True, metavar="OPTION", help="An option of ssh_config, as for ssh.")
@click.argument("host", metavar="[USER@]HOST")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[-- VIVA ARGUMENTS]")
def ssh(
    host: str,
    arguments: tuple[str, ...],
    config: str | None,
    port: int | None,
    identity: str | None,
    jump: str | None,
    option: tuple[str, ...],
) -> None:
    """Practise on HOST with the microphone, the recogniser and the voice of this machine.

    It is your own OpenSSH that connects. Only words, levels and questions cross the line.
    """
    from models.records.paths import search_path

    program = shutil.which("ssh", path=search_path())
    if program is None:
        raise Refusal("There is no ssh here: install OpenSSH (Debian: apt-get install openssh-client).")
    if host.startswith("-"):
        raise Refusal(f"A host's name does not begin with a dash: {host}")
    given = {"-F": config, "-p": port, "-i": identity, "-J": jump}
    options = [word for flag, value in given.items() if value is not None for word in (flag, str(value))]
    options += [word for value in option for word in ("-o", value)]

    with _ending_in_order(), _private_folder() as folder, _own_desk(folder) as desk:
        try:
            with Connection(program, options, host, folder) as connection:
                status = _hold(connection, desk, host, arguments)
        except Unconnected:
            raise Dropped(f"ssh could not connect to {host}; what it says stands above.") from None
    if desk.complaint:
        click.echo(f"viva: {desk.complaint}", err=True)
    raise SystemExit(status)


def _hold(connection: Connection, desk: "LentDesk", host: str, arguments: tuple[str, ...]) -> int:
    """Prepare the host, run Viva there, and tidy up; Viva's exit status."""
    told = connection.run(PREPARE, secrets.token_hex(8), typed=desk.token)
    found = [line for line in told.splitlines() if line.startswith("viva:")]
    if found == ["viva:missing"]:
        raise Refusal(f"There is no working viva on {host}. Install it there: pipx install viva-voce")
    answer = FOLDER.fullmatch(found[0]) if len(found) == 1 else None
    if answer is None:
        raise Refusal(f"{host} lets nothing be prepared: its shell or its home folder is not usable.")
    folder = answer[1]
    where = f"{folder}/desk"
    if connection.forward(where, desk.path) is None:
        port = connection.forward("127.0.0.1:0", desk.path)
        where = f"127.0.0.1:{port}" if port else where
        if not port:
            click.echo(f"viva: {host} does not let ssh forward anything: answers are typed.", err=True)
    command = f"exec viva {shlex.join(arguments)}"
    with _terminal_given_back() as broken:
        status = connection.hold(HOLD, where, folder, command, terminal=sys.stdin.isatty())
        broken[0] = status == 255 or not connection.stands
    if not connection.stands:
        raise Dropped(
            f"The line to {host} dropped. What was heard is saved; go on with: viva ssh {host} -- resume"
        )
    connection.run(CLEAN, folder)
    return status


@contextmanager
def _own_desk(folder: Path) -> Iterator["LentDesk"]:
    """This machine's desk, chosen by its own settings, behind a socket in the folder."""
    from models.choices import Refused
    from models.means import arrange_own_desk
    from models.records.paths import FolderError, find_places, private_folder
    from models.records.settings import SettingsError
    from models.records.site import load_settings
    from models.speech.lend import LentDesk
    from models.speech.protocol import DeskOptions
    from tui.choosing import choices_of

    try:
        places = find_places()
        options, ear = arrange_own_desk(choices_of(load_settings(places)), places)
        private_folder(places.state)
    except (Refused, SettingsError, FolderError) as error:
        raise Refusal(str(error)) from None
    if options is None or options.recogniser == "none":
        click.echo(f"viva: on this machine nothing listens: {ear}", err=True)
    desk = LentDesk(options or DeskOptions(speak=False), folder)
    desk.start()
    try:
        yield desk
    finally:
        desk.close()


@contextmanager
def _private_folder() -> Iterator[Path]:
    """A folder of this run's own, for its sockets."""
    from models.records.paths import FolderError, find_places, private_folder, runtime_folder

    folder = runtime_folder(find_places()) / f"viva-{secrets.token_hex(4)}"
    if len(os.fsencode(folder)) > LONGEST_FOLDER:
        raise Refusal(
            f"{folder.parent} is too long a path for a socket. Set XDG_RUNTIME_DIR to a shorter one."
        )
    try:
        private_folder(folder)
    except FolderError as error:
        raise Refusal(str(error)) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """A hang-up or a request to end closes the line and the microphone."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _terminal_given_back() -> Iterator[list[bool]]:
    """Leave the terminal as it was found; the item says whether what ran on the host could not do that."""
    broken = [True]
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield broken
        return
    import termios

    modes = termios.tcgetattr(0)
    try:
        yield broken
    finally:
        if broken[0]:
            from tui.terminal_driver import RESTORE

            with contextlib.suppress(OSError):
                os.write(1, RESTORE.encode())
        with contextlib.suppress(termios.error):
            termios.tcsetattr(0, termios.TCSANOW, modes)
