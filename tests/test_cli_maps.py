"""Maps that are given away, local systems and located figures on the command line."""

from __future__ import annotations

import contextlib
import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from renewtrack import demo
from renewtrack.store import exports, file, projects
from renewtrack.store.actions import act
from tests.test_cli import Run
from tests.test_cli import run as run

pytestmark = pytest.mark.usefixtures("qapp")  # pictures and paper are drawn in this process
PERSON, PHONE = "欧阳铁柱", "13812345678"
POINTS = "点号,X,Y,经度,纬度\nA1,2000,1000,116.29,40.02\nA2,2013,5270,116.34,40.0201\n"
THIRD = "A3,5331,1002,116.29001,40.05\n"


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "示范区.gpkg"
    demo.make(path).close()
    return path


@pytest.fixture
def path(invented: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(invented, tmp_path / "示范区.gpkg"))


@pytest.fixture
def points(tmp_path: Path) -> Path:
    made = tmp_path / "控制点.csv"
    made.write_text(POINTS + THIRD, encoding="gb18030")
    return made


def test_a_page_holds_the_map_and_no_person(run: Run, path: Path, tmp_path: Path) -> None:
    with contextlib.closing(file.open_file(path)) as opened, act(opened.db, "edit", "测试"):
        one = projects.all(opened.db)[0]
        projects.change(opened.db, one.id, {"leader": PERSON, "phone": PHONE})
        opened.db.execute(
            "UPDATE estate SET name = :name WHERE id = (SELECT MIN(id) FROM estate)",
            {"name": f"{PERSON}大院"},
        )
    out = tmp_path / "地图.html"
    told = run("export", path, out, "--title", "进度图", "--json").document
    text = out.read_text("utf-8")
    assert told["recorded"]
    assert told["masked"]
    assert sum(told["counts"].values()) > 1000
    assert "进度图" in text
    assert PHONE not in text
    assert PERSON not in text
    assert PERSON.encode("unicode_escape").decode() not in text
    assert not re.findall(r"""(?:src|href)=["']?(?!data:|#)[a-z]""", _markup(text))
    with contextlib.closing(file.open_file(path)) as opened:
        assert exports.all(opened.db)[0].what == "given_map"


def _markup(text: str) -> str:
    """Return the page without what stands in scripts and styles."""
    return re.sub(r"<(script|style)[^>]*>.*?</\1>", "", text, flags=re.DOTALL)


def test_a_page_of_one_street_and_one_theme(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "一街.html"
    told = run("export", path, out, "--street", "上地街道", "--theme", "year", "--json").document
    assert 100 < sum(told["counts"].values()) < 1000
    assert run("export", path, out, "--street", "没有的街道").code == 2
    assert run("export", path, out, "--theme", "没有的专题").code == 2


def test_a_public_map_bears_its_approval_number(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "公开.html"
    assert run("export", path, out, "--approval", "JS(2026)001").code == 0
    assert "JS(2026)001" in out.read_text("utf-8")


def test_a_picture_shows_the_sheet(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "地图.png"
    told = run("export", path, out, "--json").document
    image = QImage(str(out))
    assert (image.width(), image.height()) == (told["width"], told["height"])
    tones = {image.pixel(x, y) for x in range(0, image.width(), 40) for y in range(0, 2300, 40)}
    assert len(tones) > 8


def test_persons_never_go_out_with_a_map(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "地图.html"
    assert run("export", path, out, "--reveal", "--reason", "因为").code == 2
    assert not out.exists()


def test_a_local_system_is_kept_with_its_residuals(run: Run, path: Path, points: Path) -> None:
    tried = run("local-systems", path, "--save", "城建", "--points", points, "--dry-run", "--json")
    assert run("local-systems", path, "--json").document == []
    run("local-systems", path, "--save", "城建", "--points", points)
    (kept,) = run("local-systems", path, "--json").document
    assert [kept] == tried.document
    assert [each["name"] for each in kept["points"]] == ["A1", "A2", "A3"]
    assert 0 < kept["mean_error_m"] < 5
    assert run("undo", path).code == 0
    assert run("local-systems", path, "--json").document == []


def test_two_points_say_that_nothing_checks_them(run: Run, path: Path, points: Path) -> None:
    points.write_text(POINTS, encoding="utf-8")
    told = run("local-systems", path, "--save", "城建", "--points", points, "--dry-run")
    assert "没有多余的点可以检核" in told.out


def test_bad_points_are_refused_by_their_row(run: Run, path: Path, points: Path) -> None:
    points.write_text(POINTS + "A4,坏,1,2,3\n", encoding="utf-8")
    told = run("local-systems", path, "--save", "城建", "--points", points)
    assert told.code == 3
    assert "第 4 行" in told.err


def sheet(folder: Path, head: str = "地方坐标系") -> Path:
    made = folder / "测量.csv"
    made.write_text(
        f"街道,社区,小区名称,楼号,X坐标（{head}）,Y坐标（{head}）\n"
        "上地街道,上地第一社区,龙庆工房,901,2600.5,3000.25\n",
        encoding="utf-8",
    )
    return made


def test_a_sheet_in_a_local_system_comes_in_with_its_source(
    run: Run, path: Path, points: Path, tmp_path: Path
) -> None:
    survey = sheet(tmp_path)
    (asked,) = (
        one["kind"]
        for one in run("import", path, survey, "--dry-run", "--json").document["issues"]
        if one["kind"] == "old_datum"
    )
    assert asked
    assert run("import", path, survey, "--crs", "local:城建").code == 2
    run("local-systems", path, "--save", "城建", "--points", points)
    assert run("import", path, survey, "--crs", "local:城建", "--yes").code == 0
    (found,) = run("query", path, "buildings", "--where", "number=901").records
    assert (found["source_x"], found["source_y"]) == (3000.25, 2600.5)
    assert (found["source_crs"], found["position_method"]) == ("local:城建", "import")
    assert (found["lon"], found["lat"]) == pytest.approx((116.3134, 40.0254), abs=0.0005)
    assert run("local-systems", path, "--remove", "城建").code == 3


def test_a_system_that_the_head_names_is_taken_by_its_name(
    run: Run, path: Path, points: Path, tmp_path: Path
) -> None:
    run("local-systems", path, "--save", "城建坐标", "--points", points)
    survey = sheet(tmp_path, "地方坐标系 城建坐标")
    assert run("import", path, survey, "--yes").code == 0
    (found,) = run("query", path, "buildings", "--where", "number=901").records
    assert found["source_crs"] == "local:城建坐标"


def test_figures_are_located(run: Run, path: Path) -> None:
    found = run("locate", path, 4432000, 440500, "--json").document
    assert (found[0]["system"], found[0]["swapped"]) == ("EPSG:4548", True)
    assert found[0]["metres"] < 5000
    assert run("locate", path, 5, 5000000000).code == 1


@pytest.mark.parametrize(("suffix", "code"), [(".gpkg", 4548), (".shp", 4527)])
def test_layers_go_out_in_the_belt_that_is_asked_for(
    run: Run, path: Path, tmp_path: Path, suffix: str, code: int
) -> None:
    import pyogrio

    out = tmp_path / f"楼栋{suffix}"
    told = run("export", path, out, "--what", "buildings", "--crs", f"EPSG:{code}", "--json")
    assert told.code == 0
    layer = pyogrio.list_layers(out)[0, 0]
    found = pyogrio.read_info(out, layer=layer)
    assert found["crs"] == f"EPSG:{code}"
    assert found["total_bounds"][1] > 4_000_000


def test_an_old_datum_is_no_system_to_write_in(run: Run, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "楼栋.gpkg"
    told = run("export", path, out, "--crs", "EPSG:2383")
    assert told.code == 3
    assert "西安80" in told.err
    assert not out.exists()
