"""What kind of place a file lies on: this machine, a network, a medium that takes no writes."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import itertools
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from renewtrack.errors import UserError
from renewtrack.store import (
    backup_contents,
    contents,
    copying,
    leftovers,
    proving,
    refusing,
    replacing,
)
from renewtrack.words import Words

MOUNTS = Path("/proc/self/mountinfo")
NETWORKS = {
    *("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "coda", "9p", "virtiofs"),
    *("ceph", "glusterfs", "lustre", "gfs2", "ocfs2", "orangefs", "beegfs", "gpfs", "davfs"),
    *("vboxsf", "vmhgfs", "prl_fs", "webdav", "acfs", "pvfs2"),
}
# Programs that show a far place as a folder, by what stands behind "fuse."
FUSE = re.compile(
    r"(sshfs|gvfsd|davfs|webdav|smb|cifs|nfs|curlftpfs|ftp|rclone|gluster|ceph|s3|oss|cos|goofys|"
    r"juicefs|seaf|seadrive|onedriver|google|vmhgfs|vboxsf|jfs|kio|dropbox|nutstore)"
)
FAR = re.compile(r"^(//|\\\\|https?://|[\w.@-]+:/)")  # a source that is another machine
UNNAMED = Words("", "")
SHARE = Words("共享或网络文件夹 {kind}", "shared or network folder, {kind}")
UNC = re.compile(r"^[\\/]{2}(?![?.][\\/])|^[\\/]{2}\?[\\/]UNC[\\/]", re.IGNORECASE)
_DRIVE_REMOTE = 4


class NoPlaceForCopy(UserError):
    """The folder for a copy lies on a network itself."""

    words = Words(
        "{path} 也在网络位置上，没有复制，原文件没有改动。请选择本机磁盘上的文件夹。",
        "{path} lies on a network place as well. Nothing was copied and nothing was changed; "
        "choose a folder on a disk of this machine.",
    )


@dataclass(frozen=True, slots=True)
class Medium:
    """Where a file lies: on a network, on what takes no writes; ``words`` name the network."""

    network: bool = False
    readonly: bool = False
    words: Words = UNNAMED


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of the system's table of what is mounted where."""

    place: str
    kind: str
    source: str
    readonly: bool


def of(path: Path, mounts: str | None = None) -> Medium:
    """Return what kind of place a file or folder lies on; ``mounts`` is Linux' table for tests."""
    real = Path(path).resolve()
    if sys.platform == "win32":
        return _on_windows(real)
    table = _table() if mounts is None else mounts
    mount = _under(real, table)
    if mount is None:
        return Medium()
    if not is_network(mount):
        return Medium(readonly=mount.readonly)
    kind = mount.kind.removeprefix("fuse.")
    return Medium(True, mount.readonly, SHARE.filled(kind=kind))


def is_network(mount: Mount) -> bool:
    """Tell whether what is mounted there is another machine's; never of the system's own root."""
    if mount.place == "/":
        return False
    if mount.kind.startswith("fuse"):
        behind = mount.kind.partition(".")[2]
        return bool(FUSE.search(behind) or (not behind and FAR.match(mount.source)))
    return mount.kind in NETWORKS


def copy_in(path: Path, folder: Path) -> Path:
    """Copy a ledger and its attachments into a folder of this machine, and return the copy.

    It was read back and agrees; the name is one that was free. Raises NoPlaceForCopy, FileBusy,
    DamagedFile, DiskFull, CannotWrite; then nothing is left, and the original is as it was.
    """
    if of(folder).network:
        raise NoPlaceForCopy(path=folder)
    part = folder / f"{path.name}.part"
    with refusing.in_words(part):
        try:
            leftovers.clear(part)
            copying.copy(path, part)
            proving.proven(part)
            named = _named(part, folder, path)
        except proving.Damaged as broken:
            raise refusing.DamagedFile(path=path, what=broken) from broken
        except OSError as failed:
            full = failed.errno == errno.ENOSPC
            kind = refusing.DiskFull if full else refusing.CannotWrite
            raise kind(path=folder, what=failed.strerror) from failed
        finally:
            leftovers.drop(part)
    _copy_contents(path, named)
    return named


def _named(part: Path, folder: Path, like: Path) -> Path:
    """Give a copy a name that is free, in one step."""
    for number in itertools.count(1):
        name = like.name if number == 1 else f"{like.stem}-{number}{like.suffix}"
        target = folder / name
        if target.exists():
            continue
        try:
            replacing.put(part, target)
        except FileExistsError:
            continue
        replacing.sync(folder)
        return target
    raise AssertionError


def _copy_contents(path: Path, copy: Path) -> None:
    """Take the attachments along; one that cannot be is missing there, as the copy will tell."""
    here = contents.folder(path)
    for each in sorted(here.glob("??/*")) if here.is_dir() else ():
        if each.is_file() and not each.name.endswith(".part"):
            with contextlib.suppress(OSError):
                backup_contents.brought(each, contents.place(copy, each.name))


def _table() -> str:
    try:
        return MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _under(real: Path, table: str) -> Mount | None:
    """Return the mount that a path lies under: the deepest one, and the last of several there."""
    found: Mount | None = None
    for line in table.splitlines():
        mount = _mount(line)
        if mount is None or not _holds(mount.place, real):
            continue
        if found is None or len(mount.place) >= len(found.place):
            found = mount
    return found


def _mount(line: str) -> Mount | None:
    left, dash, right = line.partition(" - ")
    before, after = left.split(" "), right.split(" ")
    if not dash or len(before) < 6 or len(after) < 3:
        return None
    options = {*before[5].split(","), *after[2].split(",")}
    return Mount(_plain(before[4]), after[0], _plain(after[1]), "ro" in options)


def _holds(place: str, real: Path) -> bool:
    text = os.fspath(real)
    return place == "/" or text == place or text.startswith(place.rstrip("/") + "/")


def _plain(escaped: str) -> str:
    """Return a name with blanks and the like as they are, which the table writes as octal."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), escaped)


def _on_windows(real: Path) -> Medium:
    text = os.fspath(real)
    far = bool(UNC.match(text))
    if not far and sys.platform == "win32":
        far = ctypes.windll.kernel32.GetDriveTypeW(real.anchor) == _DRIVE_REMOTE
    return Medium(True, False, SHARE.filled(kind=real.anchor.rstrip("\\"))) if far else Medium()
