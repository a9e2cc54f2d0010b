"""What SQLite or a crash left beside a file: never played into another file of the same name."""

from __future__ import annotations

import contextlib
from itertools import count
from pathlib import Path

from renewtrack.store import replacing

_SIDES = ("-journal", "-wal", "-shm")


def set_aside(path: Path) -> None:
    """Rename journal, WAL and its index of a file that is gone to ``NAME.left-behind-N``.

    SQLite would take them for those of the new file of that name and play the old pages into it;
    they are kept because they may hold the only copy of those pages. Raises OSError.
    """
    for side in _beside(path):
        for number in count(1):
            free = side.with_name(f"{side.name}.left-behind-{number}")
            if not free.exists():
                side.rename(free)
                replacing.sync(path.parent)  # it must be gone before the new file has the name
                break


def clear(part: Path) -> None:
    """Delete a file that was never finished, and all that SQLite put beside it."""
    for each in (part, *_beside(part)):
        each.unlink(missing_ok=True)


def drop(part: Path) -> None:
    """Clear on the way out, where a disk that fails must not hide what failed before."""
    with contextlib.suppress(OSError):
        clear(part)


def _beside(path: Path) -> list[Path]:
    sides = [path.with_name(path.name + tail) for tail in _SIDES]
    return [side for side in sides if side.is_file() or side.is_symlink()]
