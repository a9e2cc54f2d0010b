"""A disk that loses bits is found out: the same count of transactions, and other bytes."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from renewtrack.store import actions, backup_places, backups, connecting, digests, estates, file
from renewtrack.store.file import ProjectFile

from .conftest import Dongli


@pytest.fixture
def closed(project: ProjectFile, dongli: Dongli) -> Path:
    """A file that was closed after a change."""
    project.close()
    digests.note(project.path)
    return project.path


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 4
    path.write_bytes(content)


def test_a_file_as_it_was_closed_does_not_differ(closed: Path) -> None:
    assert digests.differs(closed) is False


def test_one_flipped_bit_differs_also_where_every_page_hangs_together(closed: Path) -> None:
    at = closed.read_bytes().find("上地东里小区".encode())
    flip(closed, at)
    with sqlite3.connect(closed) as conn:
        assert conn.execute("PRAGMA quick_check").fetchone() == ("ok",)
    conn.close()
    assert digests.differs(closed) is True


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_so_does_one_anywhere(closed: Path, share: float) -> None:
    flip(closed, int(closed.stat().st_size * share))
    assert digests.differs(closed) is True


def test_so_does_a_file_that_lost_its_end(closed: Path) -> None:
    with closed.open("rb+") as live:
        live.truncate(closed.stat().st_size - 4096)
    assert digests.differs(closed) is True


def test_what_another_program_wrote_is_no_rot(closed: Path) -> None:
    with sqlite3.connect(closed) as conn:
        conn.execute("INSERT INTO renewtrack_meta VALUES ('other', '1')")
    conn.close()
    assert digests.differs(closed) is None


def test_without_a_note_nothing_can_be_told(closed: Path) -> None:
    digests.forget(closed)
    assert digests.differs(closed) is None


@pytest.mark.parametrize("said", ["", "{}", "[]", '{"size": 1}', "null"])
def test_a_note_that_cannot_be_read_is_none(closed: Path, said: str) -> None:
    (backups.folder(closed) / backup_places.DIGEST).write_text(said, "utf-8")
    assert digests.differs(closed) is None


def test_a_file_that_waits_for_its_journal_cannot_be_told(closed: Path) -> None:
    closed.with_name(closed.name + "-journal").write_bytes(b"hot")
    assert digests.differs(closed) is None


def test_a_connection_tells_the_same_without_opening_the_file(closed: Path) -> None:
    conn = connecting.raw(closed, "ro")
    assert digests.of_connection(conn) == digests.of_file(closed)
    assert digests.differs_on(closed, conn) is False
    conn.close()
    flip(closed, closed.stat().st_size - 10)
    conn = connecting.raw(closed, "ro")
    assert digests.differs_on(closed, conn) is True
    conn.close()


def test_a_file_is_noted_when_it_is_closed_after_a_change(
    project: ProjectFile, dongli: Dongli
) -> None:
    project.close()
    assert digests.differs(project.path) is False
    again = file.open_file(project.path)
    with actions.act(again.db, "edit", "张工"):
        estates.change(again.db, dongli.other, {"household_count": 1})
    again.close()
    assert digests.differs(project.path) is False


def test_a_backup_in_the_place_of_the_file_is_no_rot(project: ProjectFile, dongli: Dongli) -> None:
    from renewtrack.store import restoring

    made = backups.make(project.path, "manual")
    project.close()
    restoring.restore(project.path, made, "李工")
    assert digests.differs(project.path) is not True


def test_a_copy_with_a_history_of_its_own_is_no_rot(
    project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    project.close()
    carried = tmp_path / "U盘" / project.path.name
    carried.parent.mkdir()
    shutil.copy(project.path, carried)
    for path, count in ((project.path, 1), (carried, 2)):  # as many transactions in each
        opened = file.open_file(path)
        with actions.act(opened.db, "edit", "张工"):
            estates.change(opened.db, dongli.other, {"household_count": count})
        opened.close()
    shutil.copy(carried, project.path)
    assert digests.differs(project.path) is None
    file.open_file(project.path).close()
