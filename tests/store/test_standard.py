"""GDAL, QGIS and the validator take the file as it stands, and their edits are ours to see."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import pyogrio
import pytest
import shapely
from osgeo_utils.samples.validate_gpkg import GPKGChecker  # type: ignore[import-untyped]

from renewtrack.store import (
    fifth_schema,
    first_schema,
    fourth_schema,
    gpkg,
    history,
    listing,
    second_schema,
    seventh_schema,
    sixth_schema,
    third_schema,
    triggers,
)
from renewtrack.store.file import ProjectFile
from tests.store.conftest import LAT, LON, Dongli, square

if TYPE_CHECKING:
    from sqlite_utils import Database

LAYERS = {
    *first_schema.FEATURES,
    *first_schema.ATTRIBUTES,
    *second_schema.ATTRIBUTES,
    *third_schema.ATTRIBUTES,
    *fourth_schema.ATTRIBUTES,
    *fifth_schema.ATTRIBUTES,
    *sixth_schema.ATTRIBUTES,
    *seventh_schema.ATTRIBUTES,
}
needs_ogrinfo = pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL is not installed")


def tree_is_right(db: Database) -> bool:
    """Tell whether every R-tree is sound and holds just the bounds of the geometries."""
    for table in triggers.FEATURES:
        tree = f"rtree_{table}_geom"
        assert db.execute(f"SELECT rtreecheck('{tree}')").fetchone() == ("ok",)
        stored = {
            row[0]: row[1:] for row in db.execute(f"SELECT id, minx, maxx, miny, maxy FROM {tree}")
        }
        wanted = {
            row[0]: gpkg.bounds(row[1])
            for row in db.execute(f"SELECT id, geom FROM {table} WHERE ST_IsEmpty(geom) = 0")
        }
        assert stored.keys() == wanted.keys()
        for row, box in wanted.items():
            assert stored[row] == pytest.approx(box, abs=1e-4)
    return True


def edits_outside(db: Database) -> list[tuple[object, ...]]:
    return db.execute(
        """
        SELECT op, table_name, row_id, column_name, old, new FROM change_log
        WHERE group_id IS NULL AND who IS NULL ORDER BY id
        """
    ).fetchall()


def test_the_validator_finds_no_error(project: ProjectFile, dongli: Dongli) -> None:
    checker = GPKGChecker(str(project.path), abort_at_first_error=False, extra_checks=True)
    checker.check()
    assert (checker.errors, checker.warnings) == ([], [])


def test_pyogrio_reads_every_layer(project: ProjectFile, dongli: Dongli) -> None:
    found = {name for name, _ in pyogrio.list_layers(project.path)}
    assert found == LAYERS
    meta, _, shapes, columns = pyogrio.raw.read(project.path, layer="building")
    assert meta["crs"] == "EPSG:4326"
    assert len(shapes) == 3
    assert set(columns[list(meta["fields"]).index("number")]) == {"1", "2", "12"}


@needs_ogrinfo
def test_ogrinfo_lists_and_reads_every_layer(project: ProjectFile, dongli: Dongli) -> None:
    said = ogrinfo(project, "-q").splitlines()
    assert {line.split()[1] for line in said if line[:1].isdigit()} == LAYERS
    whole = ogrinfo(project, "-al", "-so")
    assert "Feature Count: 3" in whole
    assert "ERROR" not in whole


@needs_ogrinfo
def test_an_edit_by_ogrinfo_is_an_outside_change(
    project: ProjectFile, db: Database, dongli: Dongli
) -> None:
    ogrinfo(project, "-sql", "UPDATE building SET storeys = 6 WHERE number = '12'")
    assert edits_outside(db) == [("update", "building", dongli.buildings[2], "storeys", None, 6)]
    change = history.of_record(db, "building", dongli.buildings[2])[0]
    assert change.words is None
    assert tree_is_right(db)


def test_features_added_by_pyogrio_are_indexed_and_logged(
    project: ProjectFile, db: Database, dongli: Dongli
) -> None:
    import numpy as np

    pyogrio.raw.write(
        project.path,
        geometry=np.array([shapely.to_wkb(shapely.box(116.5, 40.1, 116.6, 40.2))]),
        field_data=[np.array(["99"], dtype=object), np.array([dongli.estate])],
        fields=["number", "estate_id"],
        layer="building",
        driver="GPKG",
        geometry_type="Unknown",
        crs="EPSG:4326",
        append=True,
    )
    new = db.execute("SELECT id, uid FROM building WHERE number = '99'").fetchone()
    assert len(new[1]) == 36
    assert ("insert", "building", new[0], None, None, None) in edits_outside(db)
    assert tree_is_right(db)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE building SET geom = :far",
        "UPDATE building SET geom = NULL WHERE number = '1'",
        "UPDATE building SET geom = :empty",
        "UPDATE building SET id = id + 100",
        "UPDATE building SET id = id + 100, geom = NULL WHERE number = '2'",
        "UPDATE estate SET geom = :far WHERE geom IS NULL",
        "DELETE FROM building WHERE number = '2'",
        "INSERT INTO building (estate_id, number, geom) VALUES (NULL, '5', :far)",
        "INSERT INTO building (id, number, geom) VALUES (77, '5', :far)"
        " ON CONFLICT (id) DO UPDATE SET geom = :far",
    ],
)
def test_any_edit_outside_keeps_the_index_and_is_logged(
    db: Database, dongli: Dongli, outside: sqlite3.Connection, statement: str
) -> None:
    outside.execute(statement, {"far": square(LON + 1, LAT), "empty": empty_geometry()})
    assert tree_is_right(db)
    assert edits_outside(db)


def test_an_outside_renaming_empties_the_search_text(
    db: Database, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    outside.execute("UPDATE estate SET name = '西里' WHERE id = ?", (dongli.estate,))
    columns = [row[3] for row in edits_outside(db)]
    assert columns == ["name"]
    assert db.execute("SELECT search FROM estate WHERE id = 1").fetchone() == (None,)
    assert len(listing.ids(db, "estates")) == 2


def test_an_outside_edit_of_a_value_waits_for_no_other_program(
    project: ProjectFile, db: Database, dongli: Dongli, outside: sqlite3.Connection
) -> None:
    listing.facets(db, "buildings")
    outside.execute("PRAGMA busy_timeout = 0")
    outside.execute("UPDATE project SET percent = 20")
    assert edits_outside(db) == [("update", "project", dongli.project, "percent", 18.0, 20.0)]


def empty_geometry() -> bytes:
    return gpkg.from_wkb(b"\x01\x03\x00\x00\x00\x00\x00\x00\x00")


def ogrinfo(project: ProjectFile, *options: str) -> str:
    run = subprocess.run(
        ["ogrinfo", *options[:1], str(project.path), *options[1:]]
        if options[0] != "-sql"
        else ["ogrinfo", str(project.path), *options],
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout + run.stderr
