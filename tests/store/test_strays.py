"""A journal of another file is never played in, and a file that lost its own is told of."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from renewtrack.store import actions, areas, file, health, strays

KILLED_AMID_A_COMMIT = """
import os, sqlite3, sys
from renewtrack.store import connecting
conn = connecting.raw(__import__("pathlib").Path(sys.argv[1]), "rw")
conn.execute("PRAGMA journal_mode = TRUNCATE")
conn.execute("PRAGMA cache_size = 5")
conn.execute("BEGIN IMMEDIATE")
conn.execute("UPDATE area SET name = name || hex(randomblob(400))")
os.kill(os.getpid(), 9)
"""
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a kill amid a commit")


def _made(path: Path, streets: int, times: int = 1) -> Path:
    made = file.create(path, "示范区")
    for time in range(times):
        with actions.act(made.db, "add_area", "李工"):
            for number in range(streets):
                areas.ensure(made.db, "street", f"{time}-{number}街道")
    made.close()
    return path


def _kill_amid_a_commit(path: Path) -> Path:
    subprocess.run(
        [sys.executable, "-c", KILLED_AMID_A_COMMIT, str(path)],
        check=False,
        cwd=Path(__file__).parent.parent.parent,
    )
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 4096
    return journal


def _names(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as conn:
        return [name for (name,) in conn.execute("SELECT name FROM area ORDER BY id")]


def test_its_own_journal_brings_a_file_back(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 400)
    before = _names(path)
    _kill_amid_a_commit(path)
    opened = file.open_file(path)
    assert opened.notices == ()
    assert [row[0] for row in opened.db.execute("SELECT name FROM area ORDER BY id")] == before
    opened.close()


def test_a_journal_of_another_file_of_that_name_is_set_aside(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 400)
    journal = _kill_amid_a_commit(path)
    kept = journal.read_bytes()
    shutil.copy(_made(tmp_path / "b.gpkg", 3, times=5), path)  # put in its place by somebody
    before = _names(path)
    opened = file.open_file(path)
    assert [row[0] for row in opened.db.execute("SELECT name FROM area ORDER BY id")] == before
    (notice,) = opened.notices
    aside = path.with_name("a.gpkg-journal.left-behind-1")
    assert aside.name in notice.zh
    assert aside.name in notice.en
    assert aside.read_bytes() == kept
    opened.close()


def test_one_of_as_many_transactions_is_told_by_its_pages(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 400)
    _kill_amid_a_commit(path)
    shutil.copy(_made(tmp_path / "b.gpkg", 3), path)
    assert len(strays.look(path, ours=True)) == 1


def test_nothing_is_set_aside_where_others_may_have_the_file(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 400)
    journal = _kill_amid_a_commit(path)
    shutil.copy(_made(tmp_path / "b.gpkg", 3), path)
    assert strays.look(path, ours=False) == ()
    assert journal.exists()


def test_without_our_eye_sqlite_plays_it_in(tmp_path: Path) -> None:
    """The control: the same files, opened by SQLite alone."""
    path = _made(tmp_path / "a.gpkg", 400)
    _kill_amid_a_commit(path)
    shutil.copy(_made(tmp_path / "b.gpkg", 3), path)
    before = path.read_bytes()
    with closing(sqlite3.connect(path)) as conn, suppress(sqlite3.DatabaseError):
        conn.execute("SELECT COUNT(*) FROM area").fetchone()
    assert path.read_bytes() != before


def test_a_waiting_journal_whose_file_is_gone_is_told(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 400)
    journal = _kill_amid_a_commit(path)
    renamed = tmp_path / "改名.gpkg"
    _made(renamed, 3)
    path.unlink()
    opened = file.open_file(renamed)
    (notice,) = opened.notices
    for name in (journal.name, "a.gpkg", "改名.gpkg"):
        assert name in notice.zh
        assert name in notice.en
    opened.close()
    assert journal.exists()


def test_a_journal_that_waits_for_nothing_is_not_told(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 3)
    (tmp_path / "old.gpkg-journal").touch()
    (tmp_path / "ended.gpkg-journal").write_bytes(bytes(512))
    (tmp_path / "notes.txt-journal").write_bytes(strays._MAGIC)
    opened = file.open_file(path)
    assert opened.notices == ()
    opened.close()


def test_a_file_copied_alone_amid_a_growing_write_is_told_or_refused(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 400)
    _kill_amid_a_commit(path)
    alone = tmp_path / "alone" / "a.gpkg"
    alone.parent.mkdir()
    shutil.copy(path, alone)
    before = alone.read_bytes()
    try:
        opened = file.open_file(alone)
    except file.DamagedFile:
        assert alone.read_bytes() == before
        return
    findings = health.findings(opened.db)
    assert opened.notices or findings
    opened.close()


def test_pages_behind_the_end_are_told(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 3)
    with path.open("ab") as grown:
        grown.write(os.urandom(4096))
    opened = file.open_file(path)
    assert [notice.en for notice in opened.notices] == [strays.LOST.filled(name="a.gpkg").en]
    opened.close()


def test_a_file_under_somebody_elses_pen_keeps_its_journal(tmp_path: Path) -> None:
    path = _made(tmp_path / "a.gpkg", 400)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA cache_size = 5")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE gpkg_contents SET identifier = identifier || hex(randomblob(9000))")
        assert path.with_name("a.gpkg-journal").stat().st_size > 4096
        assert strays.look(path, ours=True) == ()
        assert path.with_name("a.gpkg-journal").exists()
        other.execute("ROLLBACK")
