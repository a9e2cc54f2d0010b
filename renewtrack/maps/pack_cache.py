"""Packed buildings kept beside the project file, so that a large district opens at once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import struct
from pathlib import Path

import numpy as np

from renewtrack.maps import packing
from renewtrack.maps.drawing import Packed
from renewtrack.store.map_revision import Revision

FEWEST = 20_000  # fewer are packed sooner than the person notices
_MARK = b"RTMC1\n"
_HEAD = struct.Struct("<16sI")  # digest of all that follows, length of the JSON that describes it
_LONGEST_DESCRIPTION = 10_000


def place(project: Path) -> Path:
    """Return where the pack of a project file is kept: beside it, out of sight."""
    return project.with_name(f".{project.name}.map")


def save(project: Path, revision: Revision, made: Packed) -> bool:
    """Keep packed buildings; False where the folder cannot be written to or it is not worth it."""
    if len(made.pack.ids) < FEWEST:
        return False
    target = place(project)
    part = target.with_name(f"{target.name}.part-{os.getpid()}")
    try:
        part.write_bytes(_written(revision, made))
        shutil.copymode(project, part)  # who may not read the file may not read its map
        part.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def load(project: Path) -> tuple[Revision, Packed] | None:
    """Return what is kept beside a project file; None for nothing, or nothing that is whole."""
    try:
        return _read(place(project).read_bytes())
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None


def _written(revision: Revision, made: Packed) -> bytes:
    packed = made.pack
    parts = (
        packed.body,
        made.names,
        made.estates,
        packed.ids.astype("<i4").tobytes(),
        packed.groups.astype("<i4").tobytes(),
    )
    described = json.dumps(
        {
            "revision": [revision.file, revision.entry, revision.at],
            "stamp": made.stamp.hex(),
            "lengths": [len(part) for part in parts],
        }
    ).encode("ascii")
    digest = hashlib.blake2b(described, digest_size=16)
    for part in parts:
        digest.update(part)
    return b"".join((_MARK, _HEAD.pack(digest.digest(), len(described)), described, *parts))


def _read(kept: bytes) -> tuple[Revision, Packed]:
    start = len(_MARK) + _HEAD.size
    digest, length = _HEAD.unpack_from(kept, len(_MARK))
    whole = memoryview(kept)[start:]
    if not kept.startswith(_MARK) or length > _LONGEST_DESCRIPTION:
        raise ValueError("not a kept map of this version")
    if hashlib.blake2b(whole, digest_size=16).digest() != digest:
        raise ValueError("the kept map is damaged")
    described = json.loads(bytes(whole[:length]))
    file, entry, at = described["revision"]
    parts, begin = [], length
    for size in described["lengths"]:
        parts.append(bytes(whole[begin : begin + size]))
        begin += size
    body, names, estates, ids, groups = parts
    pack = packing.kept(body, np.frombuffer(ids, "<i4"), np.frombuffer(groups, "<i4"))
    stamp = bytes.fromhex(described["stamp"])
    return Revision(str(file), int(entry), str(at)), Packed(pack, names, estates, stamp)
