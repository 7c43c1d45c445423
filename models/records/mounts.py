"""Which kind of file system holds a file: a journal that comes over the network is written in another way."""

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")
"""What is mounted, on Linux: see proc(5). Other systems have no such file, and are taken for local disks."""
NETWORK = frozenset(
    (
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "coda", "ncpfs"),
        *("ceph", "lustre", "glusterfs", "beegfs", "gpfs", "orangefs", "pvfs2", "gfs2", "ocfs2"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone", "fuse.davfs2"),
    )
)
"""Kinds of file system that several machines may write to at once."""


def kind_of(path: Path) -> str:
    """The kind of the file system that holds a file, such as `ext4` or `nfs4`; empty where nobody tells."""
    try:
        lines = MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    path, kind, longest = path.resolve(), "", -1
    for line in lines:
        before, found, after = line.partition(" - ")
        if not found:
            continue
        point = Path(_plain(before.split(" ")[4]))
        if path.is_relative_to(point) and len(point.parts) >= longest:  # the last mount covers the others
            kind, longest = after.split(" ")[0], len(point.parts)
    return kind


def on_network(path: Path) -> bool:
    """Whether other machines may write to the file too."""
    return kind_of(path) in NETWORK


def _plain(field: str) -> str:
    """A mount point without the kernel's escapes: blanks are written as `\\040`."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
