"""What it costs that nothing is lost, as ratios to what the machine cannot go below.

Run it by hand: ``python -m tests.benchmarks.trust [MB] [ROWS]``; it prints, and judges nothing.
A file of so many megabytes (100) is invented; each step is timed three times in one run and the
least time counts. Backup, check and restore stand beside a plain copy of the file that is synced;
writing, undoing and redoing rows (10,000) beside the same rows written with no trigger, no action
and no seal, but the same journal.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from renewtrack.store import (
    actions,
    areas,
    backups,
    estates,
    file,
    health,
    history,
    restoring,
    triggers,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

ROUNDS = 3
MEGABYTES, ROWS = 100, 10_000
WHO = "测试"
Work = Callable[["Database"], object]
_ADD = "INSERT INTO building (uid, estate_id, number, storeys, remark) VALUES (?, 1, ?, 6, ?)"
_CHANGE = "UPDATE building SET storeys = storeys + 1, remark = '已核对' || storeys WHERE id = ?"
_REMOVE = "DELETE FROM building WHERE id = ?"
_A_ROW = 2_250  # bytes of a building with its remark, page overhead counted in


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and of the processor: the second holds on a busy machine too."""

    wall: float
    processor: float


def main(megabytes: int, count: int) -> None:
    """Print the least seconds of each step and its ratio to the plain one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "示范区.gpkg"
        _invent(path, max(count, megabytes * 1_000_000 // _A_ROW))
        _say(f"{path.stat().st_size / 1e6:.0f} MB, {count:,} rows, least of {ROUNDS}")
        _of_the_file(path)
        _of_rows(path, count)


def _invent(path: Path, count: int) -> None:
    rng = Random(7)
    project = file.create(path, "示范区")
    with actions.act(project.db, "create_demo", WHO):
        estates.add(project.db, name="东里", area_id=areas.ensure(project.db, "street", "上地街道"))
        project.db.conn.executemany(
            _ADD,
            ((f"bench-{number}", str(number), rng.randbytes(900).hex()) for number in range(count)),
        )
    project.close()


def _of_the_file(path: Path) -> None:
    plain = path.with_name("copy.gpkg")
    copy = _least(lambda: _copied(path, plain))
    _tell("plain copy", copy, copy)
    _tell("backup", _least(lambda: backups.make(path, "manual", who=WHO)), copy)
    newest = backups.all(path)[-1]
    _tell("verify a backup", _least(lambda: backups.verify(newest)), copy)
    _tell("open and check", _least(lambda: _checked(path)), copy)
    _tell("restore", _least(lambda: restoring.restore(path, newest, WHO)), copy)


def _copied(path: Path, to: Path) -> None:
    shutil.copyfile(path, to)
    with to.open("rb+") as copy:
        os.fsync(copy.fileno())


def _checked(path: Path) -> None:
    project = file.open_file(path)
    assert not health.findings(project.db)
    project.close()


def _of_rows(path: Path, count: int) -> None:
    for name, work in _works(count).items():
        bare = _best([_bare(path, work) for _ in range(ROUNDS)])
        _tell(f"{name} bare", bare, bare)
        rounds = [_with_history(path, work) for _ in range(ROUNDS)]
        for step, kind in enumerate((name, f"undo {name}", f"redo {name}", f"take back {name}")):
            _tell(kind, _best([times[step] for times in rounds]), bare)


def _works(count: int) -> dict[str, Work]:
    rows = [(f"new-{number}", f"新{number}", "补") for number in range(count)]
    return {
        "add": lambda db: db.conn.executemany(_ADD, rows),
        "change": lambda db: db.conn.executemany(_CHANGE, _first(db, count)),
        "remove": lambda db: db.conn.executemany(_REMOVE, _first(db, count)),
    }


def _first(db: Database, count: int) -> list[tuple[int]]:
    return db.execute("SELECT id FROM building ORDER BY id LIMIT ?", (count,)).fetchall()


def _bare(path: Path, work: Work) -> Took:
    """Time a work with nothing but SQLite, on a copy of the file."""
    plain = path.with_name("bare.gpkg")
    _copied(path, plain)
    project = file.open_file(plain)
    db = project.db
    db.execute("PRAGMA query_only = OFF")
    triggers.drop_all(db)
    took = _timed(lambda: _plainly(db, work))
    project.close()
    return took


def _plainly(db: Database, work: Work) -> None:
    db.execute("BEGIN IMMEDIATE")
    work(db)
    db.execute("COMMIT")


def _with_history(path: Path, work: Work) -> list[Took]:
    """Time a work as an action; undo, redo and taking back after a restart, with a cold cache."""
    kept = path.with_name("kept.gpkg")
    _copied(path, kept)
    project = file.open_file(kept)
    times = [_timed(lambda: _as_action(project.db, work))]
    project.close()
    again = file.open_file(kept)
    times.append(_timed(lambda: history.undo(again.db, WHO)))
    times.append(_timed(lambda: history.redo(again.db, WHO)))
    group = history.groups(again.db, limit=1)[0].id
    times.append(_timed(lambda: history.take_back(again.db, group, WHO)))
    again.close()
    return times


def _as_action(db: Database, work: Work) -> None:
    with actions.act(db, "bulk_edit", WHO):
        work(db)


def _least(run: Callable[[], object]) -> Took:
    return _best([_timed(run) for _ in range(ROUNDS)])


def _best(times: list[Took]) -> Took:
    return Took(min(each.wall for each in times), min(each.processor for each in times))


def _timed(run: Callable[[], object]) -> Took:
    wall, processor = time.perf_counter(), time.process_time()
    run()
    return Took(time.perf_counter() - wall, time.process_time() - processor)


def _tell(name: str, took: Took, plain: Took) -> None:
    _say(
        f"{name:<18} {took.wall:7.3f} s {took.wall / plain.wall:6.1f} x"
        f"   processor {took.processor:7.3f} s {took.processor / plain.processor:6.1f} x"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:3]]
    main(*(given + [MEGABYTES, ROWS][len(given) :]))
