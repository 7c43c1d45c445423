"""A real sshd on loopback, and the configuration to reach it: keys, home and folders of the test's own."""

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.audio import wait_until
from tests.needs import need_file, need_program

SEPARATION = Path("/run/sshd")
"""Debian's sshd does not start without this folder when it is run by root."""


class Host:
    """A machine that can be reached by `ssh -F host.config there`; its users see only `host.home`."""

    def __init__(self, folder: Path, *settings: str) -> None:
        """`settings` are lines of sshd_config."""
        program = need_file("/usr/sbin/sshd", "openssh-server")
        keygen = need_program("ssh-keygen", "openssh-client")
        need_program("ssh", "openssh-client")
        if os.getuid() == 0:
            SEPARATION.mkdir(mode=0o755, exist_ok=True)
        self.home = folder / "h"
        self.runtime = folder / "r"
        for made in (self.home, self.runtime):
            made.mkdir(mode=0o700)
        self.config = folder / "ssh_config"
        bin_folder = Path(sys.executable).parent
        (self.home / ".profile").write_text(f"PATH={shlex.quote(str(bin_folder))}:$PATH\nexport PATH\n")
        for name in ("host", "user"):
            subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        shutil.copy(folder / "user.pub", folder / "authorized")
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        environment = (
            f"HOME={self.home} XDG_RUNTIME_DIR={self.runtime} VIVA_HOME={self.home}/viva LANG=C.UTF-8"
        )
        (folder / "sshd_config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
            f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nPermitRootLogin prohibit-password\n"
            f"PasswordAuthentication no\nSetEnv {environment}\n" + "".join(f"{line}\n" for line in settings)
        )
        self.config.write_text(
            f"Host there\nHostName 127.0.0.1\nPort {self.port}\nUser {getpass.getuser()}\n"
            f"IdentityFile {folder}/user\nIdentitiesOnly yes\nUserKnownHostsFile {folder}/known\n"
            "StrictHostKeyChecking accept-new\nLogLevel ERROR\n"
        )
        self._log = (folder / "sshd.log").open("wb")
        command = [program, "-D", "-e", "-f", str(folder / "sshd_config")]
        self._sshd = subprocess.Popen(command, stdout=self._log, stderr=self._log)
        wait_until(self._listens, 10, "sshd")

    def _listens(self) -> bool:
        assert self._sshd.poll() is None, "sshd ended: see its log"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    @property
    def connections(self) -> list[int]:
        """The processes that serve a connection."""
        pid = self._sshd.pid
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def close(self) -> None:
        self._sshd.terminate()
        self._sshd.wait(10)
        self._log.close()


@contextmanager
def ssh_host(*settings: str) -> Iterator[Host]:
    """A host for the length of a test; skips where there is no OpenSSH."""
    folder = Path(tempfile.mkdtemp(prefix="viva-ssh-"))  # short, for a socket's path has 107 bytes at most
    host = None
    try:
        host = Host(folder, *settings)
        yield host
    finally:
        if host is not None:
            host.close()
        shutil.rmtree(folder, ignore_errors=True)
