"""What backups cost, step by step, as ratios to a plain copy of the same bytes.

Run it by hand: ``python -m tests.benchmarks.backup [MB]``; it prints, and judges nothing. A file
of so many megabytes (100) is invented; the steps take turns in each of five rounds of one run, so
that a slow moment of the machine falls on all of them, and the median counts. The plain copy is
``shutil.copyfile`` and one sync, as little as a copy that survives a power cut can do.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from renewtrack.store import (
    actions,
    areas,
    backup_places,
    backups,
    connecting,
    contents,
    copying,
    digests,
    estates,
    file,
    health,
    keeping,
    restoring,
    second_disk,
)

ROUNDS, MEGABYTES = 5, 100
_A_ROW = 2_400  # bytes of a building with its remark, page overhead counted in
_ADD = "INSERT INTO building (uid, estate_id, number, remark) VALUES (?, 1, ?, ?)"


def main(megabytes: int) -> None:
    """Print the median seconds of each step and its ratio to a plain copy."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "台账.gpkg"
        _invent(path, megabytes * 1_000_000 // _A_ROW)
        times: dict[str, list[float]] = {}
        for _ in range(ROUNDS):
            for name, step in _steps(path, Path(room)).items():
                started = time.perf_counter()
                step()
                times.setdefault(name, []).append(time.perf_counter() - started)
            _clear(path)
        plain = statistics.median(times["plain copy"])
        _say(f"{path.stat().st_size / 1e6:.0f} MB, median of {ROUNDS} rounds")
        for name, taken in times.items():
            middle = statistics.median(taken)
            _say(f"{name:<34} {middle:7.3f} s {middle / plain:6.1f} x")


def _invent(path: Path, count: int) -> None:
    rng = Random(7)
    project = file.create(path, "示范区")
    with actions.act(project.db, "create_demo", "测试"):
        estates.add(project.db, name="东里", area_id=areas.ensure(project.db, "street", "上地街道"))
        project.db.conn.executemany(
            _ADD, ((f"b{n}", str(n), rng.randbytes(900).hex()) for n in range(count))
        )
    project.close()


def _steps(path: Path, room: Path) -> dict[str, Callable[[], object]]:
    """Return what is timed, in the order of a round; later steps find what earlier ones made."""
    part = room / "copy.part"
    return {
        "plain copy": lambda: _copied(path, room / "plain.gpkg"),
        "  copy by SQLite": lambda: copying.copy(path, part),
        "  integrity_check": lambda: _integrity(part),
        "  SHA-256": lambda: contents.sha256_of(part),
        "backup, all of it": lambda: backups.make(path, "manual"),
        "backup, nothing changed": lambda: backups.make(path, "open", unless_same=True),
        "prune": lambda: keeping.prune(path),
        "verify a backup": lambda: backups.verify(backups.all(path)[-1]),
        "copy to a second disk": lambda: second_disk.copy_to(path, room / "disk"),
        "quick_check": lambda: _asked(path, "PRAGMA quick_check"),
        "check, every check": lambda: _checked(path),
        "digest on closing": lambda: digests.note(path),
        "restore": lambda: restoring.restore(path, backups.all(path)[-1], "测试"),
        "test restore": lambda: restoring.rehearse(path),
    }


def _clear(path: Path) -> None:
    for each in backups.all(path):
        backups.remove(each)
    for kept in path.parent.glob("*.before-restore-*"):
        kept.unlink()
    shutil.rmtree(path.parent / "disk")
    assert backup_places.beside(path).is_dir()


def _copied(path: Path, to: Path) -> None:
    shutil.copyfile(path, to)
    with to.open("rb+") as copy:
        os.fsync(copy.fileno())


def _integrity(path: Path) -> None:
    _asked(path, "PRAGMA integrity_check")


def _asked(path: Path, pragma: str) -> None:
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute(pragma).fetchone() == ("ok",)


def _checked(path: Path) -> None:
    db = connecting.connect(path, readonly=True)
    assert not health.findings(db)
    db.conn.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MEGABYTES)
