"""A journal that an earlier file left is kept, and never becomes a part of the new one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from renewtrack.store import actions, areas, connecting, file


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
