"""Layers of GIS and drawing programs come in as sheets with their shapes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import shapely

from renewtrack.intake import reading, refusals
from tests.gis.vector_files import house, write

GROUND = {"小区": ["东里", "东里"], "楼号": ["1号楼", "2号楼"], "层数": ["6", "5"]}


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
def test_a_shapefiles_names_are_read_in_the_encoding_of_its_bytes(
    tmp_path: Path, encoding: str
) -> None:
    path = write(tmp_path / "楼.shp", GROUND, [house(0), house(1)], encoding=encoding)
    (tmp_path / "楼.cpg").unlink()
    (sheet,) = reading.read(path)
    assert sheet.rows[0] == ("小区", "楼号", "层数", "图形（WGS84）")
    assert sheet.rows[1][:3] == ("东里", "1号楼", "6")


def test_a_declared_encoding_that_does_not_fit_is_not_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "楼.shp", GROUND, [house(0), house(1)], encoding="GBK")
    (tmp_path / "楼.cpg").write_text("UTF-8")
    (sheet,) = reading.read(path)
    assert sheet.rows[1][0] == "东里"


def test_a_shapefile_comes_in_one_zip(tmp_path: Path) -> None:
    write(tmp_path / "楼.shp", GROUND, [house(0), house(1)], encoding="GBK")
    packed = tmp_path / "楼.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in sorted(tmp_path.glob("楼.*")):
            if part != packed:
                archive.write(part, f"成果/{part.name}")
    (sheet,) = reading.read(packed)
    assert sheet.rows[2][:2] == ("东里", "2号楼")


def test_a_shapefile_without_its_table_says_which_part_lacks(tmp_path: Path) -> None:
    path = write(tmp_path / "楼.shp", GROUND, [house(0), house(1)])
    (tmp_path / "楼.dbf").unlink()
    with pytest.raises(refusals.ShapefileIncomplete) as refused:
        reading.read(path)
    assert ".dbf" in refused.value.in_("zh")


def test_every_layer_of_a_geopackage_is_a_sheet_and_its_grid_is_named(tmp_path: Path) -> None:
    path = tmp_path / "图.gpkg"
    write(path, {"LDH": ["1"], "CS": [6]}, [house()], layer="楼")
    flat = shapely.box(440_000, 4_430_000, 440_020, 4_430_040)
    write(path, {"XQMC": ["东里"]}, [flat], "EPSG:4548", layer="小区", append=True)
    first, second = reading.read(path)
    assert [first.name, second.name] == ["楼", "小区"]
    assert first.rows[0] == (
        "楼栋号（LDH）",
        "层数（CS）",
        "小区名称（按位置）",
        "街道（按位置）",
        "图形（WGS84）",
    )
    assert second.rows[0] == ("小区名称（XQMC）", "图形（EPSG:4548）")


def test_a_kml_and_a_geojson_are_read_by_their_content(tmp_path: Path) -> None:
    columns = {"楼号": ["1号楼"], "层数": ["6"]}
    kml = write(tmp_path / "楼.kml", columns, [house()], driver="LIBKML")
    text = write(tmp_path / "楼.geojson", columns, [house()]).rename(tmp_path / "楼.txt")
    for path in (kml, text):
        (sheet,) = reading.read(path)
        assert "楼号" in sheet.rows[0]
        assert "POLYGON" in str(sheet.rows[1][-1])


DRAWING = """  0
SECTION
  2
ENTITIES
{entities}  0
ENDSEC
  0
EOF
"""
OUTLINE = """  0
LWPOLYLINE
  8
{layer}
 90
4
 70
1
 10
{x0}
 20
0
 10
{x1}
 20
0
 10
{x1}
 20
40
 10
{x0}
 20
40
"""
LABEL = """  0
TEXT
  8
注记
 10
{x}
 20
20
 40
2.5
  1
{words}
"""


def test_the_layers_of_a_drawing_are_sheets_with_the_texts_that_stand_inside(
    tmp_path: Path,
) -> None:
    path = tmp_path / "总图.dxf"
    entities = (
        OUTLINE.format(layer="JMD", x0=0, x1=20)
        + OUTLINE.format(layer="DLSS", x0=100, x1=110)
        + LABEL.format(x=10, words="12")
    )
    path.write_text(DRAWING.format(entities=entities), "utf-8")
    sheets = {sheet.name: sheet for sheet in reading.read(path)}
    assert {"JMD", "DLSS", "注记"} <= sheets.keys()
    row = dict(zip(*sheets["JMD"].rows[:2], strict=True))
    assert row["注记"] == "12"
    assert str(row["图形"]).startswith("POLYGON")


def test_buildings_without_number_get_one_that_stays_the_same(tmp_path: Path) -> None:
    columns = {"building": ["yes", "yes"]}
    first = write(tmp_path / "甲.geojson", columns, [house(0), house(1)])
    second = write(tmp_path / "乙.geojson", columns, [house(1), house(0)])
    numbers = [[row[-2] for row in reading.read(path)[0].rows[1:]] for path in (first, second)]
    assert numbers[0] == numbers[1][::-1]
    assert all(str(number).startswith("无号") for number in numbers[0])


HOSTILE = {
    "cut.gpkg": b"SQLite format 3\x00" + b"gpkg_contents" * 300,
    "other.db": b"SQLite format 3\x00" + b"\x00" * 400,
    "cut.shp": b"\x00\x00\x27\x0a" + b"\x00" * 40,
    "deep.geojson": b'{"type":"FeatureCollection","features":' + b"[" * 200_000,
    "torn.geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","geome',
    "bare.kml": b"<?xml version='1.0'?><kml xmlns='http://www.opengis.net/kml/2.2'></kml>",
    "xxe.kml": b"<?xml version='1.0'?><!DOCTYPE kml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    b"<kml xmlns='http://www.opengis.net/kml/2.2'><Placemark><name>&a;</name></Placemark></kml>",
    "torn.dxf": b"  0\nSECTION\n  2\nENTITIES\n  0\nLWPOLYLINE\n 90\n99999999\n",
    "bad.osm.pbf": b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x7f" + b"\xff" * 90,
    "empty.zip": b"PK\x05\x06" + b"\x00" * 18,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_or_hostile_file_gets_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    with pytest.raises(refusals.SheetRefused) as refused:
        reading.read(path)
    assert name in refused.value.in_("zh")


def test_a_ledger_is_no_file_of_layers(ledger_path: Path) -> None:
    with pytest.raises(refusals.LayersOfLedger):
        reading.read(ledger_path)


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    from renewtrack.store import file

    path = tmp_path / "区.gpkg"
    file.create(path, "示范区", "110199").close()
    return path
