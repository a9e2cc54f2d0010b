"""Places go out as layers of GIS programs and come in again with no change."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyogrio
import pytest
import shapely

from renewtrack import cli
from renewtrack.store import actions, areas, buildings, estates, exports, file, gpkg, sites
from tests.gis.vector_files import LAT, LON, bow_tie, house, write

LANE = shapely.LineString([(LON, LAT), (LON + 0.01, LAT)])


def _blob(shape: shapely.Geometry) -> bytes:
    return gpkg.from_wkb(shapely.to_wkb(shape, byte_order=1))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A street, an estate with two buildings, a park and a lane."""
    path = tmp_path / "区.gpkg"
    with (
        closing(file.create(path, "示范区", "110199")) as project,
        actions.act(project.db, "add_building", "测试员"),
    ):
        db = project.db
        street = areas.place(db, "南桥镇")
        estate = estates.add(db, name="东里小区", area_id=street, geom=_blob(house(5)))
        for number, remark in (("1", "联系王小明 13812345678"), ("甲2", None)):
            buildings.add(
                db,
                estate_id=estate,
                number=number,
                storeys=6,
                remark=remark,
                geom=_blob(house(int(number[-1]))),
            )
        sites.add(db, kind="park", name="东里公园", geom=_blob(house(7)))
        sites.add(db, kind="street", name="东里路", geom=_blob(LANE))
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any]:
    code = cli.main([*map(str, arguments), "--json"])
    told = capsys.readouterr().out
    return code, json.loads(told) if told else None


def test_a_geopackage_has_its_layers_and_the_look_that_qgis_reads(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "图层.gpkg"
    code, told = run(capsys, "export", ledger, out)
    assert code == 0
    assert told["layers"] == {"buildings": 2, "estates": 1, "areas": 1, "sites": 2}
    names = dict(pyogrio.list_layers(out).tolist())
    assert {"楼栋", "小区", "场地设施_面", "场地设施_线"} <= names.keys()
    _, _, _, columns = pyogrio.raw.read(
        out, layer="layer_styles", columns=["f_table_name", "styleQML"]
    )
    styles = dict(zip(*columns, strict=True))
    assert styles.keys() == names.keys() - {"layer_styles"}
    look = ElementTree.fromstring(styles["楼栋"].partition("\n")[2])
    renderer = look.find("renderer-v2")
    assert renderer is not None
    assert renderer.get("attr") == "改造阶段"
    labels = look.find("labeling/settings/text-style")
    assert labels is not None
    assert labels.get("fieldName") == "楼号"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_shapefile_goes_round_in_both_encodings(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    out = tmp_path / "楼栋.shp"
    _, told = run(capsys, "export", ledger, out, "--encoding", encoding)
    assert {"楼栋.shp", "楼栋.dbf", "楼栋.shx", "楼栋.prj", "楼栋.cpg"} <= set(told["files"])
    table = (tmp_path / "楼栋.dbf").read_bytes()
    spelling = {"gb18030": "gb18030", "utf-8": "utf-8"}[encoding]
    assert "东里小区".encode(spelling) in table
    _, again = run(capsys, "import", ledger, out, "--yes")
    assert (again["rows_read"], again["same"]) == (2, 2)


@pytest.mark.parametrize("name", ["图层.gpkg", "图层.kml", "楼栋.geojson"])
def test_what_went_out_comes_in_with_no_change(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    run(capsys, "export", ledger, tmp_path / name)
    code, told = run(capsys, "import", ledger, tmp_path / name, "--yes")
    assert code == 0
    assert told["same"] == told["rows_read"]


def test_persons_in_free_texts_are_masked_and_the_export_is_on_record(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "图层.kml"
    run(capsys, "export", ledger, out)
    assert "13812345678" not in out.read_text("utf-8")
    with closing(file.open_file(ledger)) as project:
        (noted,) = exports.all(project.db)
    assert (noted.what, noted.masked, noted.file) == ("layers", True, "图层.kml")


def test_hostile_names_stay_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = '<script>alert(1)</script> & "${x}`'
    path = tmp_path / "区.gpkg"
    file.create(path, "示范区", "110199").close()
    layer = write(tmp_path / "图.geojson", {"小区名称": [name], "楼号": ["1"]}, [house()])
    run(capsys, "import", path, layer, "--yes")
    run(capsys, "export", path, tmp_path / "出.kml")
    run(capsys, "export", path, tmp_path / "出.gpkg")
    assert "<script>" not in (tmp_path / "出.kml").read_text("utf-8")
    _, told = run(capsys, "import", path, tmp_path / "出.gpkg", "--yes")
    assert told["same"] == told["rows_read"]


def test_the_shapes_of_a_file_are_checked_and_mended_and_taken_back(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (
        closing(file.open_file(ledger)) as project,
        actions.act(project.db, "place", "测试员"),
    ):
        first = buildings.all(project.db)[0]
        buildings.change(project.db, first.id, {"geom": _blob(bow_tie(3))})
    code, told = run(capsys, "shapes", ledger)
    assert code == 1
    assert [each["kind"] for each in told["findings"]] == ["crossing"]
    code, told = run(capsys, "shapes", ledger, "--repair")
    assert (code, told["mended"], told["findings"]) == (0, 1, [])
    run(capsys, "undo", ledger)
    assert run(capsys, "shapes", ledger)[0] == 1


def test_the_person_says_what_a_column_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "区.gpkg"
    file.create(path, "示范区", "110199").close()
    layer = write(tmp_path / "图.geojson", {"compd": ["东里小区"], "n": ["3"]}, [house()])
    said = ("--map", "compd=estate_name", "--map", "n=bldg_no")
    _, told = run(capsys, "import", path, layer, "--yes", *said)
    assert told["new"] == 1
    with closing(file.open_file(path)) as project:
        (made,) = buildings.all(project.db)
    assert (made.estate, made.number) == ("东里小区", "3")


def test_the_open_ledger_is_not_read_as_a_layer(
    ledger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", str(ledger), str(ledger), "--yes"]) == 3
    assert "另一份更新台账" in capsys.readouterr().err
