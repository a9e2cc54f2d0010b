"""A project file is made whole, opened safely, or refused without changing a byte of it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack.errors import UserError
from renewtrack.store import estates, file, migrations
from renewtrack.store.file import ProjectFile
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    pass

Fingerprint = Callable[[Path], str]


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE notes (text)")


def _foreign_geopackage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA application_id = 0x47504B47")
        conn.execute("CREATE TABLE gpkg_contents (table_name TEXT)")


STRANGERS: dict[str, Callable[[Path], object]] = {
    "any SQLite file": _foreign,
    "any GeoPackage": _foreign_geopackage,
    "a text file": lambda path: path.write_text("小区,楼栋\n", encoding="gb18030"),
    "an empty file": lambda path: path.touch(),
    "a folder": lambda path: path.mkdir(),
}


def test_a_new_file_tells_its_district(project: ProjectFile) -> None:
    told = (project.district, project.schema_version, project.demo)
    assert told == ("示范区", migrations.SCHEMA_VERSION, False)


def test_a_new_file_leaves_nothing_but_its_lease_beside_it(project: ProjectFile) -> None:
    beside = project.path.parent
    assert sorted(each.name for each in beside.iterdir()) == ["示范区.gpkg", "示范区.gpkg.in-use"]
    project.close()
    assert [each.name for each in beside.iterdir()] == ["示范区.gpkg"]


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"precious")
    with pytest.raises(file.FileExists):
        file.create(path, "示范区")
    assert path.read_bytes() == b"precious"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(file.CannotWrite):
        file.create(tmp_path / "none" / "a.gpkg", "示范区")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(file.FileMissing):
        file.open_file(tmp_path / "none.gpkg")


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_strange_file_is_refused_unchanged(
    tmp_path: Path, stranger: str, fingerprint: Fingerprint
) -> None:
    path = tmp_path / "strange.gpkg"
    STRANGERS[stranger](path)
    before = path.is_file() and fingerprint(path)
    with pytest.raises(file.NotOurs):
        file.open_file(path)
    assert (path.is_file() and fingerprint(path)) == before
    assert [each.name for each in tmp_path.iterdir()] == ["strange.gpkg"]


def test_a_newer_file_is_refused_with_both_versions(
    project: ProjectFile, fingerprint: Fingerprint
) -> None:
    newer = str(migrations.SCHEMA_VERSION + 1)
    _state(project, f"UPDATE renewtrack_meta SET value = '{newer}' WHERE key = 'schema_version'")
    before = fingerprint(project.path)
    with pytest.raises(file.NewerFile) as refused:
        file.open_file(project.path)
    for language in ("zh", "en"):
        assert newer in refused.value.in_(language)
        assert str(migrations.SCHEMA_VERSION) in refused.value.in_(language)
    assert fingerprint(project.path) == before


@pytest.mark.parametrize("left", [0.01, 0.3, 0.7, 0.99])
def test_a_truncated_file_is_refused_unchanged(
    project: ProjectFile, dongli: Dongli, left: float, fingerprint: Fingerprint
) -> None:
    project.close()
    whole = project.path.read_bytes()
    project.path.write_bytes(whole[: int(len(whole) * left)])
    before = fingerprint(project.path)
    with pytest.raises(file.DamagedFile):
        file.open_file(project.path)
    assert fingerprint(project.path) == before


def test_a_flipped_bit_in_the_header_never_passes_for_other_content(
    project: ProjectFile, dongli: Dongli
) -> None:
    project.close()
    whole = project.path.read_bytes()
    refused = 0
    for byte in (*range(28), *range(40, 60), 68, 69, 70, 71, 100, 101, 103, 104, 105):
        project.path.write_bytes(
            whole[:byte] + bytes([whole[byte] ^ 1 << byte % 8]) + whole[byte + 1 :]
        )
        flipped = project.path.read_bytes()
        try:
            opened = file.open_file(project.path)
        except UserError:
            refused += 1
            assert project.path.read_bytes() == flipped
        else:
            assert len(estates.all(opened.db)) == 2
            opened.close()
    assert refused > 20


def test_damage_in_a_table_is_found_on_opening(project: ProjectFile, dongli: Dongli) -> None:
    with closing(sqlite3.connect(project.path)) as conn:
        (root,) = conn.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'estate'"
        ).fetchone()
    project.close()
    whole = bytearray(project.path.read_bytes())
    whole[(root - 1) * 4096 : (root - 1) * 4096 + 64] = bytes(64)
    project.path.write_bytes(whole)
    with pytest.raises(file.DamagedFile):
        file.open_file(project.path)
    assert project.path.read_bytes() == bytes(whole)


def test_every_refusal_speaks_both_languages() -> None:
    for name in file.__all__:
        kind = getattr(file, name)
        if isinstance(kind, type) and issubclass(kind, UserError):
            told = {"who": "王工", "host": "电脑", "since": "2026-11-26 08:00"}
            said = kind(path="/a", what="b", theirs=2, ours=1, **told)
            assert said.in_("zh") != said.in_("en")
            assert "没有" in said.in_("zh") or "没有改变" in said.in_("zh")


def test_every_connection_is_careful(project: ProjectFile) -> None:
    further = file.connect(project.path)
    expected = {
        "journal_mode": "truncate",
        "synchronous": 3,
        "foreign_keys": 1,
        "secure_delete": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
        "query_only": 1,
    }
    for db in (project.db, further):
        found = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
        assert found == expected
    further.conn.close()


def test_a_wal_of_another_program_is_folded_back(project: ProjectFile, dongli: Dongli) -> None:
    project.close()
    killed = project.path.with_name("killed.gpkg")
    other = sqlite3.connect(project.path)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("UPDATE project SET remark = '在WAL里'")
    other.commit()
    for tail in ("", "-wal"):  # what a killed program leaves
        left = project.path.with_name(project.path.name + tail).read_bytes()
        killed.with_name(killed.name + tail).write_bytes(left)
    other.close()
    opened = file.open_file(killed)
    assert opened.db.execute("SELECT remark FROM project").fetchone() == ("在WAL里",)
    assert opened.db.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
    opened.close()
    assert not killed.with_name(killed.name + "-wal").exists()


def test_a_file_under_somebody_elses_pen_is_told(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renewtrack.store.connecting.BUSY_MS", 50)
    with closing(sqlite3.connect(project.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(file.FileBusy):
            file.open_file(project.path)


def test_rows_that_another_program_renamed_are_found_after_opening(
    project: ProjectFile, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    outside.execute("UPDATE building SET number = '3' WHERE number = '2'")
    project.close()
    opened = file.open_file(project.path)
    found = opened.db.execute("SELECT search FROM building WHERE number = '3'").fetchone()[0]
    assert found.startswith("3号楼")
    opened.close()


def _state(project: ProjectFile, statement: str) -> None:
    project.close()
    with closing(sqlite3.connect(project.path)) as conn:
        conn.execute(statement)
        conn.commit()


def test_a_file_without_one_of_our_tables_is_refused_unchanged(
    project: ProjectFile, fingerprint: Fingerprint
) -> None:
    _state(project, "DROP TABLE area")
    before = fingerprint(project.path)
    with pytest.raises(file.DamagedFile):
        file.open_file(project.path)
    assert fingerprint(project.path) == before


def test_a_file_with_a_second_name_takes_no_changes_by_either(
    project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    project.close()
    second = tmp_path / "另一个名字.gpkg"
    second.hardlink_to(project.path)  # another lease and another journal would lie beside it
    for path in (project.path, second):
        opened = file.open_file(path)
        assert opened.why is not None
        assert opened.why.key == "linked"
        opened.close()
    second.unlink()
    opened = file.open_file(project.path)
    assert opened.why is None
    opened.close()


def test_a_link_leads_to_the_file_and_to_the_journal_that_a_kill_left(
    project: ProjectFile, dongli: Dongli, tmp_path: Path
) -> None:
    project.close()
    link = tmp_path / "桌面" / "台账.gpkg"
    link.parent.mkdir()
    link.symlink_to(project.path)
    killed = f"""
import os, sqlite3
conn = sqlite3.connect({str(project.path)!r}, isolation_level=None)
conn.execute("PRAGMA cache_size = 1")
conn.execute("BEGIN")
conn.execute("CREATE TABLE half (word)")
conn.executemany("INSERT INTO half VALUES (?)", [("x" * 3000,)] * 500)
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", killed], check=False)
    assert project.path.with_name(project.path.name + "-journal").stat().st_size
    opened = file.open_file(link)
    assert opened.path == project.path
    assert opened.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone() is None
    opened.close()
