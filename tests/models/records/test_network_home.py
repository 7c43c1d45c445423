"""A home folder that comes over the network: the journal is kept in the way that is safe there."""

import contextlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.records import mounts
from models.records.journal import Journal
from models.records.mounts import kind_of, on_network
from tests.models.test_journal import said, started
from tests.pty import ROOT

MOUNTED = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:5 / /proc rw - proc proc rw
40 22 0:50 / /home rw - autofs systemd-1 rw,fd=49
41 40 0:51 /export/home /home rw,nosuid shared:2 - nfs4 server:/export/home rw,vers=4.2,local_lock=none
42 41 8:2 / /home/scratch rw master:3 propagate_from:2 - xfs /dev/sdb1 rw
43 22 0:52 / /srv/two\\040words rw - cifs //server/share rw
44 22 0:53 / /laptop rw - fuse.sshfs laptop:/ rw
a line of some later kernel
"""

Mount = Callable[[str], Path]


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mount:
    """A folder on a file system of that kind, as the kernel would tell."""
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "mountinfo")

    def mount(kind: str) -> Path:
        folder = tmp_path / "home"
        (tmp_path / "mountinfo").write_text(
            f"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 22 0:50 / {folder} rw - {kind} server:/home rw\n"
        )
        return folder / "viva.db"

    return mount


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/etc/passwd", "ext4", False),
        ("/home/ada/viva.db", "nfs4", True),
        ("/homes/ada/viva.db", "ext4", False),
        ("/home/scratch/viva.db", "xfs", False),
        ("/srv/two words/viva.db", "cifs", True),
        ("/laptop/viva.db", "fuse.sshfs", True),
    ],
)
def test_the_nearest_mount_tells_the_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, kind: str, network: bool
) -> None:
    monkeypatch.setattr(mounts, "MOUNTS", tmp_path / "mountinfo")
    assert (kind_of(Path(path)), on_network(Path(path))) == ("", False), "other systems do not tell"
    (tmp_path / "mountinfo").write_text(MOUNTED)
    assert (kind_of(Path(path)), on_network(Path(path))) == (kind, network)


def mode(path: Path) -> str:
    """How the file is written, as it says itself."""
    journal = Journal(path)
    (found,) = journal.db.execute("PRAGMA journal_mode").fetchone()
    journal.close()
    return str(found)


def test_a_journal_moves_from_a_disk_to_the_network_and_back(mounted: Mount) -> None:
    path = mounted("ext4")
    journal = Journal(path)
    journal.append("i1", [started(), said("on the disk")])
    journal.close()
    assert mode(path) == "wal"
    mounted("nfs4")
    assert mode(path) == "delete"
    journal = Journal(path)
    journal.append("i1", [said("over the network")])
    assert sorted(file.name for file in path.parent.iterdir()) == ["viva.db"], "nothing shared is left"
    journal.close()
    mounted("xfs")
    journal = Journal(path)
    assert len(journal.events("i1")) == 3
    journal.close()
    assert mode(path) == "wal"


def test_a_journal_that_is_open_in_the_old_way_is_read_and_written_all_the_same(mounted: Mount) -> None:
    path = mounted("ext4")
    before = Journal(path)
    before.append("i1", [started()])
    mounted("nfs4")
    after = Journal(path)
    after.append("i1", [said("one")])
    before.append("i1", [said("two")])
    assert len(after.events("i1")) == 3
    before.close()
    after.close()
    assert mode(path) == "delete"


WRITER = """\
import sys
from pathlib import Path
from models.records import mounts
from models.records.journal import Journal
from tests.models.test_journal import said, started

mounts.MOUNTS = Path(sys.argv[2])
journal, name = Journal(Path(sys.argv[1])), sys.argv[3]
journal.append(name, [started(name)])
for line in sys.stdin:
    journal.append(name, [said(line)])
    print("kept", flush=True)
"""


def test_what_was_acknowledged_outlives_a_kill_of_several_writers(mounted: Mount, tmp_path: Path) -> None:
    """Four interviews of one person commit at the same moments, and are killed while they do."""
    path, rounds = mounted("nfs4"), 25
    Journal(path).close()
    names = [f"i{number}" for number in range(4)]
    command = [sys.executable, "-c", WRITER, str(path), str(tmp_path / "mountinfo")]
    with contextlib.ExitStack() as stack:
        writers = [
            stack.enter_context(
                subprocess.Popen(
                    [*command, name],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    bufsize=1,
                )
            )
            for name in names
        ]
        for writer in writers:
            stack.callback(writer.kill)
        for number in range(rounds):
            for writer in writers:
                assert writer.stdin is not None
                writer.stdin.write(f"word {number}\n")
            for writer in writers:
                assert writer.stdout is not None
                assert writer.stdout.readline() == "kept\n"
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write("never acknowledged\n")
    journal = Journal(path)
    assert journal.set_aside is None
    assert all(len(journal.events(name)) in (rounds + 1, rounds + 2) for name in names)
    journal.close()
