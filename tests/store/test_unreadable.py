"""What another program garbled is refused, skipped or reported: never a traceback."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from renewtrack.store import buildings, connecting, estates, file, gpkg, health, on_map
from renewtrack.store.file import ProjectFile
from tests.store.conftest import LAT, LON, Dongli, square

Fingerprint = Callable[[Path], str]

JUNK = {
    "nothing": b"",
    "a mark only": b"GP",
    "a header only": b"GP\x00\x01" + b"\x00" * 4,
    "another format": b"XX" * 40,
    "an envelope without end": gpkg.point(1, 1)[:8] + struct.pack("<BI2d", 1, 1, float("inf"), 1),
    "a shape cut short": square(LON, LAT)[:-9],
    "rings without number": b"GP\x00\x01\xe6\x10\x00\x00\x01\x03\x00\x00\x00" + b"\xff" * 4,
    "a nest of collections": gpkg.point(1, 1)[:8] + struct.pack("<BII", 1, 7, 1) * 5000,
    "a text": "text",
}


def _garble(path: Path, statement: str, *values: object) -> None:
    with closing(connecting.raw(path, "rw")) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE estate SET name = x'ff00'",
        "UPDATE estate SET name = CAST(x'ff00' AS TEXT)",
        "UPDATE project SET remark = CAST(x'e4b8' AS TEXT)",
        "UPDATE area SET name = x'ff00', sort = 'a'",
        "UPDATE renewtrack_meta SET value = NULL WHERE key = 'schema_version'",
        "UPDATE renewtrack_meta SET value = -1 WHERE key = 'schema_version'",
        "UPDATE renewtrack_meta SET value = 0 WHERE key = 'schema_version'",
        "UPDATE renewtrack_meta SET value = x'ff00' WHERE key = 'schema_version'",
        "UPDATE renewtrack_meta SET value = x'ff00' WHERE key = 'district_name'",
        "UPDATE renewtrack_meta SET value = CAST(x'ff00' AS TEXT) WHERE key = 'district_name'",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_unchanged(
    project: ProjectFile, dongli: Dongli, fingerprint: Fingerprint, statement: str
) -> None:
    project.close()
    _garble(project.path, statement)
    before = fingerprint(project.path)
    with pytest.raises(file.DamagedFile):
        file.open_file(project.path)
    assert fingerprint(project.path) == before


def test_the_refusal_names_the_cell(project: ProjectFile, dongli: Dongli) -> None:
    project.close()
    _garble(project.path, "UPDATE estate SET remark = CAST(x'ff' AS TEXT) WHERE id = ?", 2)
    with pytest.raises(file.DamagedFile, match="estate 2: remark"):
        file.open_file(project.path)


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_a_shape_that_is_none_is_left_out_and_reported(
    project: ProjectFile, dongli: Dongli, junk: object
) -> None:
    project.close()
    one, two, three = dongli.buildings
    _garble(project.path, "UPDATE building SET geom = ? WHERE id = ?", junk, two)
    _garble(project.path, "UPDATE estate SET geom = ?", junk)
    _garble(project.path, "UPDATE area SET geom = ?", junk)
    opened = file.open_file(project.path)
    assert {each.id for each in on_map.buildings(opened.db)} == {one, three}
    assert on_map.estates(opened.db) == []
    assert on_map.areas(opened.db, "street") == []
    assert [each.geom for each in estates.all(opened.db)] == [None, None]
    assert {each.id for each in buildings.all(opened.db) if each.geom is None} == {two}
    found = [each.words.en for each in health.findings(opened.db) if each.check == "values"]
    assert f"building {two}: geom is no readable shape" in found
    opened.close()


def test_garbled_cells_are_reported_and_counted(
    project: ProjectFile, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    outside.execute("UPDATE estate SET year_built = 'abc', remark = CAST(x'ff' AS TEXT)")
    outside.executemany(
        "INSERT INTO building (number, storeys) VALUES (?, 'many')",
        [(f"旧{number}",) for number in range(25)],
    )
    found = [each for each in health.findings(project.db) if each.check == "values"]
    told = [each.words.en for each in found]
    assert told[:2] == [
        f"estate {row}: remark is no readable text" for row in (dongli.estate, dongli.other)
    ]
    assert f"estate {dongli.estate}: year_built is no number" in told
    assert told[-1] == "27 of this kind in all"
    assert found[-1].words.zh == "同类问题共 27 处"


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_junk_is_no_position(junk: object) -> None:
    assert not gpkg.has_position(junk)
    assert not gpkg.is_readable(junk)


def test_an_empty_shape_is_readable_but_no_position() -> None:
    empty = gpkg.from_wkb(struct.pack("<BII", 1, 3, 0))
    assert gpkg.is_readable(empty)
    assert not gpkg.has_position(empty)


def test_a_garbled_name_that_waits_in_a_wal_is_found(project: ProjectFile, dongli: Dongli) -> None:
    project.close()
    killed = project.path.with_name("killed.gpkg")
    with closing(connecting.raw(project.path, "rw")) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE estate SET remark = x'ff'")
        for tail in ("", "-wal"):
            left = project.path.with_name(project.path.name + tail)
            killed.with_name(killed.name + tail).write_bytes(left.read_bytes())
    with pytest.raises(file.DamagedFile):
        file.open_file(killed)
