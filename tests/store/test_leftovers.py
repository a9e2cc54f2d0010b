"""A journal that an earlier file left is kept, and never becomes a part of the new one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from renewtrack.store import actions, areas, connecting, file, migrations


def _hot_journal(folder: Path) -> bytes:
    """Return the journal of a program that was killed while it wrote."""
    killed = folder / "killed.gpkg"
    made = file.create(killed, "旧区")
    with actions.act(made.db, "add_area", "李工"):
        for number in range(300):
            areas.ensure(made.db, "street", f"{number}街道")
    made.close()
    conn = connecting.raw(killed, "rw")
    conn.execute("PRAGMA journal_mode = TRUNCATE")
    conn.execute("PRAGMA cache_size = 1")
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("UPDATE area SET code = hex(randomblob(900))")
    journal = killed.with_name("killed.gpkg-journal").read_bytes()
    conn.execute("ROLLBACK")
    conn.close()
    return journal


def test_a_journal_of_an_earlier_file_is_set_aside(tmp_path: Path) -> None:
    journal = _hot_journal(tmp_path)
    assert len(journal) > 4096
    path = tmp_path / "new.gpkg"
    path.with_name("new.gpkg-journal").write_bytes(journal)
    path.with_name("new.gpkg-journal.left-behind-1").write_bytes(b"older")
    made = file.create(path, "新区")
    assert made.district == "新区"
    assert made.db.execute("SELECT COUNT(*) FROM area").fetchone() == (0,)
    made.close()
    assert path.with_name("new.gpkg-journal.left-behind-1").read_bytes() == b"older"
    assert path.with_name("new.gpkg-journal.left-behind-2").read_bytes() == journal


@pytest.mark.parametrize("tail", ["-wal", "-shm"])
def test_so_is_a_wal(tmp_path: Path, tail: str) -> None:
    (tmp_path / f"new.gpkg{tail}").write_bytes(b"left")
    file.create(tmp_path / "new.gpkg", "新区").close()
    assert (tmp_path / f"new.gpkg{tail}.left-behind-1").read_bytes() == b"left"
    assert not (tmp_path / f"new.gpkg{tail}").exists()


def test_a_half_made_file_is_made_anew_and_leaves_nothing(tmp_path: Path) -> None:
    journal = _hot_journal(tmp_path)
    shutil.copy(tmp_path / "killed.gpkg", tmp_path / "new.gpkg.part")
    (tmp_path / "new.gpkg.part-journal").write_bytes(journal)
    file.create(tmp_path / "new.gpkg", "新区").close()
    assert not list(tmp_path.glob("new.gpkg.part*"))


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ZeroDivisionError, OSError])
def test_a_making_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]
) -> None:
    def fail(_path: Path) -> None:
        raise failure

    monkeypatch.setattr("renewtrack.store.leftovers.set_aside", fail)
    with pytest.raises((failure, file.CannotWrite)):
        file.create(tmp_path / "new.gpkg", "新区")
    assert list(tmp_path.iterdir()) == []


KILLED_WHERE_THE_FILE_GROWS = """
import resource, signal, sys
from pathlib import Path
from renewtrack.store import actions, areas, connecting
path = Path(sys.argv[1])
db = connecting.connect(path)
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size,) * 2)
with actions.act(db, "add_area", "李工"):
    for number in range(300):
        areas.ensure(db, "street", f"{number}街道")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no limit on a file's size")
def test_a_file_whose_writer_was_killed_amid_its_commit_opens_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "new.gpkg"
    file.create(path, "新区").close()
    run = subprocess.run([sys.executable, "-c", KILLED_WHERE_THE_FILE_GROWS, path], check=False)
    assert run.returncode < 0
    assert path.with_name("new.gpkg-journal").stat().st_size > 0
    opened = file.open_file(path)
    assert opened.db.execute("SELECT COUNT(*) FROM area").fetchone() == (0,)
    opened.close()


def test_a_killed_upgrade_leaves_the_old_schema_to_be_upgraded_anew(tmp_path: Path) -> None:
    """The page that tells the schema may be the new one, and the rest the old."""
    path = tmp_path / "killed.gpkg"
    shutil.copy(Path(__file__).parent / "released" / "schema-1.gpkg", path)
    conn = connecting.raw(path, "rw")
    conn.execute("PRAGMA journal_mode = TRUNCATE")
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("UPDATE renewtrack_meta SET value = '2' WHERE key = 'schema_version'")
    conn.execute("PRAGMA cache_spill = 1")
    conn.execute("PRAGMA cache_size = 1")
    conn.execute("UPDATE estate SET remark = hex(randomblob(9000))")
    shutil.copy(path, tmp_path / "half.gpkg")
    shutil.copy(tmp_path / "killed.gpkg-journal", tmp_path / "half.gpkg-journal")
    conn.execute("ROLLBACK")
    conn.close()
    opened = file.open_file(tmp_path / "half.gpkg")
    assert opened.schema_version == migrations.SCHEMA_VERSION
    assert opened.db.execute("SELECT COUNT(*) FROM attachment").fetchone() == (0,)
    opened.close()
