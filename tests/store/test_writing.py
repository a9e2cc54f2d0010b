"""A disk or another program in the way is told in words, and nothing of the file is lost."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from renewtrack.store import actions, areas, connecting, estates, file, migrations
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

NOBODY = 65534


@pytest.fixture
def behind_glass() -> Iterator[Callable[[Path], None]]:
    """Return what makes a folder one that this process can read but not write."""
    sealed: list[Path] = []

    def seal(folder: Path) -> None:
        sealed.append(folder)
        for each in folder.iterdir():
            each.chmod(0o444)
        folder.chmod(0o555)
        if os.geteuid() == 0:  # whom no permission stops
            os.seteuid(NOBODY)

    yield seal
    if os.getuid() == 0:
        os.seteuid(0)
    for folder in sealed:
        folder.chmod(0o755)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder every user can enter, as those of pytest are not."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def _rename(project: ProjectFile, row_id: int, name: str = "新名") -> None:
    with actions.act(project.db, "edit", "李工"):
        estates.change(project.db, row_id, {"name": name})


def _name(project: ProjectFile, row_id: int) -> str:
    found = project.db.execute("SELECT name FROM estate WHERE id = ?", (row_id,)).fetchone()
    return str(found[0])


@pytest.mark.parametrize("hold", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_writing_beside_another_writer_is_told_and_works_after(
    project: ProjectFile, dongli: Dongli, outside: sqlite3.Connection, hold: str
) -> None:
    project.db.execute("PRAGMA busy_timeout = 30")
    outside.execute(hold)
    with pytest.raises(file.FileBusy) as told:
        _rename(project, dongli.estate)
    assert str(project.path) in told.value.in_("zh")
    outside.execute("ROLLBACK")
    _rename(project, dongli.estate)
    assert _name(project, dongli.estate) == "新名"


def test_writing_under_a_reader_is_told(
    project: ProjectFile, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    project.db.execute("PRAGMA busy_timeout = 30")
    outside.execute("BEGIN")
    outside.execute("SELECT * FROM estate").fetchone()
    with pytest.raises(file.FileBusy):
        _rename(project, dongli.estate)
    outside.execute("ROLLBACK")
    assert _name(project, dongli.estate) == "上地东里小区"


def test_a_full_disk_is_told_and_leaves_what_was_there(
    project: ProjectFile, dongli: Dongli
) -> None:
    (pages,) = project.db.execute("PRAGMA page_count").fetchone()
    project.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(file.DiskFull) as told:
        _rename(project, dongli.estate, "长" * 100_000)
    assert "没有丢失" in told.value.in_("zh")
    assert "nothing was lost" in told.value.in_("en")
    assert _name(project, dongli.estate) == "上地东里小区"


def test_a_writer_that_may_only_read_is_told(project: ProjectFile, dongli: Dongli) -> None:
    db = file.connect(project.path, readonly=True)
    with pytest.raises(file.CannotWrite), actions.act(db, "edit", "李工"):
        estates.change(db, dongli.estate, {"name": "新名"})
    db.conn.close()


def test_text_that_no_program_can_read_is_told(
    project: ProjectFile, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    outside.execute("UPDATE estate SET remark = CAST(x'ff00' AS TEXT)")
    with pytest.raises(file.DamagedFile), actions.act(project.db, "edit", "李工"):
        project.db.execute("SELECT remark FROM estate").fetchall()


def test_a_mistake_of_ours_is_no_trouble_of_the_disk(project: ProjectFile) -> None:
    with pytest.raises(sqlite3.OperationalError), actions.act(project.db, "edit", "李工"):
        project.db.execute("SELECT nonsense FROM estate")


@pytest.mark.parametrize("journal", ["TRUNCATE", "WAL"])
def test_a_file_on_a_medium_that_cannot_be_written_is_read(
    folder: Path, behind_glass: Callable[[Path], None], journal: str
) -> None:
    path = folder / "示范区.gpkg"
    made = file.create(path, "示范区")
    with actions.act(made.db, "add_area", "李工"):
        areas.ensure(made.db, "street", "上地街道")
    made.close()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA journal_mode = {journal}")
    before = path.read_bytes()
    behind_glass(folder)
    opened = file.open_file(path)
    assert opened.readonly
    for db in (opened.db, file.connect(path)):
        assert db.execute("SELECT name FROM area").fetchall() == [("上地街道",)]
        with pytest.raises(file.CannotWrite), actions.act(db, "add_area", "李工"):
            areas.ensure(db, "street", "清河街道")
        db.conn.close()
    assert path.read_bytes() == before


def test_an_older_file_on_such_a_medium_is_refused(
    folder: Path, behind_glass: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.create(folder / "a.gpkg", "示范区").close()
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", migrations.SCHEMA_VERSION + 1)
    behind_glass(folder)
    with pytest.raises(file.OlderFile):
        file.open_file(folder / "a.gpkg")


def test_a_file_that_can_be_written_says_so(project: ProjectFile) -> None:
    assert not project.readonly
    assert connecting.writable(project.path)
