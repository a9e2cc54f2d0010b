"""Time of writing, undoing and redoing many rows, as ratios to the same rows without history.

Run it by hand: ``python -m tests.benchmarks.undo [ROWS]``; it prints, and judges nothing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.store import actions, areas, buildings, estates, file, history, triggers

if TYPE_CHECKING:
    from sqlite_utils import Database

ROWS = 10_000
Work = Callable[["Database"], object]
_ADD = "INSERT INTO building (uid, estate_id, number, storeys) VALUES (?, ?, ?, 6)"
_CHANGE = "UPDATE building SET storeys = 7, remark = '已核对' WHERE id = ?"
_REMOVE = "DELETE FROM building WHERE id = ?"


def main(count: int) -> None:
    """Print the seconds of each step and its ratio to the bare one."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(Path(folder) / "bare.gpkg", count)
        for name, seconds in _with_history(Path(folder) / "kept.gpkg", count).items():
            base = bare[name.split()[-1]]
            sys.stdout.write(f"{name:18} {seconds:6.2f} s {seconds / base:6.1f} x {base:.3f} s\n")


def _bare(path: Path, count: int) -> dict[str, float]:
    """Time the plain statements with no trigger, no action and no seal, but the same journal."""
    project = file.create(path, "示范区")
    db = project.db
    estate_id = _estate(db)
    db.execute("PRAGMA query_only = OFF")
    triggers.drop_all(db)
    times = {
        name: _timed(partial(_plainly, db, work)) for name, work in _works(estate_id, count).items()
    }
    project.close()
    return times


def _plainly(db: Database, work: Work) -> None:
    db.execute("BEGIN IMMEDIATE")
    work(db)
    db.execute("COMMIT")


def _with_history(path: Path, count: int) -> dict[str, float]:
    """Time each step as the program makes it, the undo after a restart with a cold cache."""
    project = file.create(path, "示范区")
    works = _works(_estate(project.db), count)
    times = {}
    for name, work in works.items():
        times[name] = _timed(partial(_as_action, project.db, work))
        project.close()
        project = file.open_file(path)
        db = project.db
        times[f"undo {name}"] = _timed(partial(history.undo, db, "测试"))
        times[f"redo {name}"] = _timed(partial(history.redo, db, "测试"))
        group = history.groups(db, limit=1)[0].id
        times[f"take back {name}"] = _timed(partial(history.take_back, db, group, "测试"))
        history.redo(db, "测试")
    project.close()
    return times


def _as_action(db: Database, work: Work) -> None:
    with actions.act(db, "bulk_edit", "测试"):
        work(db)


def _works(estate_id: int, count: int) -> dict[str, Work]:
    rows = [(f"bench-{number}", estate_id, str(number)) for number in range(count)]
    keys = "SELECT id FROM building ORDER BY id"
    return {
        "insert": lambda db: db.conn.executemany(_ADD, rows),
        "update": lambda db: db.conn.executemany(_CHANGE, db.execute(keys).fetchall()),
        "delete": lambda db: db.conn.executemany(_REMOVE, db.execute(keys).fetchall()),
    }


def _estate(db: Database) -> int:
    with actions.act(db, "add_estate", "测试"):
        estate_id = estates.add(db, name="东里", area_id=areas.ensure(db, "street", "上地街道"))
        buildings.add(db, estate_id=estate_id, number="0号")
    return estate_id


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
