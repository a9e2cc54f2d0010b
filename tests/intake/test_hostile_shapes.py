"""Shapes whose figures are no places: each row is told, and nothing of the rest is lost."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.domain import datum
from renewtrack.gis import checking
from renewtrack.intake import reading, refusals
from renewtrack.maps import shapes
from renewtrack.store import actions, buildings, gpkg, rows, sound_shapes
from tests.gis.vector_files import house
from tests.intake.facts import Take
from tests.intake.test_shapes import survey

HOSTILE = (
    "CIRCULARSTRING (116 40, 116.001 40.001, 116.002 40)",
    "GEOMETRYCOLLECTION (CIRCULARSTRING (116 40, 116.001 40.001, 116.002 40))",
    "POLYGON ((116 40, nan 40, 116.001 40.001, 116 40))",
    "POLYGON ((116 40, 1e999 40, 116.001 40.001, 116 40))",
    "POLYGON ((179.99 89.99, 180 89.99, 180 90, 179.99 90, 179.99 89.99))",
    "POINT (1e308 -1e308)",
    "POINT (0 0)",
    "TIN (((0 0 0, 1 1 1, 1 0 0, 0 0 0)))",
)


@pytest.mark.parametrize("crs", ["wgs84", "gcj02", "bd09", "bd09mc", "gcj02mc", "EPSG:4548"])
def test_every_row_comes_in_whatever_its_shape_says(
    db: Database, take: Take, tmp_path: Path, crs: str
) -> None:
    plan = take(survey(tmp_path / "楼.csv", *HOSTILE, house()), crs=crs)
    assert plan.counts["new"] == plan.rows_read == len(HOSTILE) + 1
    kinds = [issue.kind for issue in plan.issues if issue.kind == "shape_unreadable"]
    assert kinds
    if crs == "wgs84":
        (sound,) = [each for each in buildings.all(db) if each.number == str(len(HOSTILE) + 1)]
        assert sound.geom == sound_shapes.stored(house())


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
@pytest.mark.parametrize("place", [(0.0, 0.0), (180.0, 90.0), (1e308, 40.0), (float("inf"), 1.0)])
def test_a_place_far_from_the_mainland_comes_back_as_it_is(
    place: tuple[float, float], system: str
) -> None:
    assert datum.to_wgs84(*place, system) == place


def _arc() -> bytes:
    """A circle of arcs, as QGIS may draw one into a ledger."""
    corners = (116, 40, 116.001, 40.001, 116.002, 40, 116.001, 39.999, 116, 40)
    wkb = struct.pack("<BII", 1, 10, 1) + struct.pack("<BII10d", 1, 8, 5, *corners)
    return struct.pack("<2sBBi", b"GP", 0, 1, 4326) + wkb


def test_one_shape_with_arcs_takes_no_other_from_the_map(db: Database) -> None:
    nested = _arc()[:8] + struct.pack("<BII", 1, 7, 1) + gpkg.to_wkb(_arc())
    sound = sound_shapes.stored(house())
    drawn = shapes.from_blobs([_arc(), sound, nested])
    assert drawn.row.tolist() == [1]
    assert [gpkg.has_position(each) for each in (_arc(), sound, nested)] == [False, True, False]
    assert gpkg.is_readable(_arc())  # salvage keeps it
    with actions.act(db, "add_area", "张工"):
        rows.add(db, "area", {"name": "圆", "level": "street", "geom": _arc()})
    (told,) = checking.check(checking.places(db))
    assert (told.kind, told.place.name) == ("unreadable", "圆")
    faults = checking.check([checking.Place("building", 1, "甲", _arc())])
    assert [each.kind for each in faults] == ["unreadable"]


def test_a_zip_whose_parts_are_torn_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "图.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", '{"type": "FeatureCollection", "features": []}' * 50)
    torn = bytearray(path.read_bytes())
    torn[45:60] = b"\xff" * 15
    path.write_bytes(torn)
    with pytest.raises(refusals.LayersBroken):
        reading.read(path)


def test_collections_within_collections_do_not_end_the_program(
    db: Database, take: Take, tmp_path: Path
) -> None:
    for kind in (6, 7):
        deep = struct.pack("<BII", 1, kind, 1) * 100_000
        assert not gpkg.has_position(struct.pack("<2sBBi", b"GP", 0, 1, 4326) + deep)
        assert list(sound_shapes.of_wkb([deep, None])) == [None, None]
    nested = "GEOMETRYCOLLECTION(" * 1_600 + "POINT(1 1)" + ")" * 1_600
    take(survey(tmp_path / "楼.csv", nested, house()), crs="wgs84")
    assert len(buildings.all(db)) == 2
