"""The contents of attachments, kept once each among the backups and brought back from there."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from renewtrack.store import backup_places, contents, replacing
from renewtrack.store.manifests import KeptFile, Manifest


def place(among: Path, sha256: str) -> Path:
    """Return where a content lies in a folder of backups."""
    return among / backup_places.FILES / sha256[:2] / sha256


def is_kept(among: Path, each: KeptFile) -> bool:
    """Tell whether a content lies in a folder of backups, with the size it should have."""
    try:
        return place(among, each.sha256).stat().st_size == each.size
    except OSError:
        return False


def keep(project: Path, named: Iterable[KeptFile], among: Path) -> tuple[KeptFile, ...]:
    """Take the contents that a file names into a folder of backups; tell which were missing.

    What is there already stays; what is new is read and hashed on its way. Raises OSError.
    """
    found = []
    for each in named:
        present = is_kept(among, each)
        if is_news(project, each, among):
            source = contents.place(project, each.sha256)
            present = brought(source, place(among, each.sha256))
        found.append(dataclasses.replace(each, present=present))
    return tuple(found)


def is_news(project: Path, each: KeptFile, among: Path) -> bool:
    """Tell whether a content could be kept and is not yet."""
    return not is_kept(among, each) and contents.is_there(project, each.sha256, each.size)


def gaps(manifest: Manifest, among: Path) -> tuple[KeptFile, ...]:
    """Return the contents that a backup names and that do not lie beside it."""
    return tuple(each for each in manifest.attachments if not is_kept(among, each))


def bring_back(manifest: Manifest, among: Path, project: Path) -> tuple[KeptFile, ...]:
    """Put the contents of a backup where the project file looks for them; tell which are missing.

    What lies there under another content's name is set aside, never overwritten. Raises OSError.
    """
    missing = []
    for each in manifest.attachments:
        target = contents.place(project, each.sha256)
        if target.is_file() and contents.sha256_of(target) == each.sha256:
            continue
        source = place(among, each.sha256)
        if not is_kept(among, each) or contents.sha256_of(source) != each.sha256:
            missing.append(each)
            continue
        if target.exists():
            _set_aside(target)
        brought(source, target)
    return tuple(missing)


def brought(source: Path, target: Path) -> bool:
    """Give a content a second place, by a hard link where the disk has them; False if altered.

    The name holds the whole content or nothing. Raises OSError.
    """
    if contents.sha256_of(source) != target.name:
        return False
    replacing.make_folder(target.parent)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        linked(source, part)
        if not part.samefile(source) and contents.sha256_of(part) != target.name:
            return False
        replacing.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    replacing.sync(target.parent)
    return True


def linked(source: Path, target: Path) -> None:
    """Make a second name of a file, or a copy where that cannot be. Raises OSError."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, target)
        replacing.sync(target)


def sweep(named: Iterable[str], among: Path) -> None:
    """Delete the contents that none of the hashes names, and what was never finished."""
    wanted = set(named)
    for each in (among / backup_places.FILES).glob("??/*"):
        if each.name not in wanted:
            each.unlink(missing_ok=True)


def _set_aside(target: Path) -> None:
    for number in count(1):
        free = target.with_name(f"{target.name}.altered-{number}")
        if not free.exists():
            target.rename(free)
            return
