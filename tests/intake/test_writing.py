"""What is written back is the office's own sheet and comes in again with no change."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from sqlite_utils import Database

from renewtrack.domain import stages
from renewtrack.intake import plain_sheets, planning, words_back, writing
from renewtrack.intake.writing import LedgerWords
from renewtrack.store import actions, buildings, estates, exports, funding, gpkg, projects, works
from renewtrack.store.listing import Filter
from tests.intake import facts, offices, test_surveys
from tests.intake.facts import Take
from tests.intake.offices import FACTS, TOWERS, Form

HOSTILE = ["=1+1", "+86", "-5", "@SUM(A1)", "＝2", '=HYPERLINK("http://x")', "'古城", "a\tb"]


@pytest.fixture
def filled(db: Database, take: Take, tmp_path: Path) -> Database:
    """A file with the facts of every office, taken in from a sheet."""
    form = Form(head_rows=2, title_rows=("annex", "title", "caption"))
    take(offices.save_xlsx(tmp_path / "来表2025.xlsx", offices.ledger(form)))
    return db


def buildings_csv(db: Database, path: Path) -> int:
    return plain_sheets.write(db, path, "buildings")


def buildings_xlsx(db: Database, path: Path) -> int:
    return plain_sheets.write(db, path, "buildings")


def written(db: Database, path: Path, said: LedgerWords | None = None) -> Worksheet:
    writing.ledger(db, path, said=said)
    sheet = openpyxl.load_workbook(path)["台账"]
    assert isinstance(sheet, Worksheet)
    return sheet


def unchanged(db: Database, path: Path) -> None:
    plan = planning.plan(db, path)
    changes = [(row.name, row.changes) for row in plan.rows if row.state != "same"]
    assert changes == []
    assert plan.rows_read > 0
    assert plan.totals_differ == ()


def test_the_sheet_has_the_offices_form(filled: Database, tmp_path: Path) -> None:
    sheet = written(filled, tmp_path / "台账.xlsx")
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert sheet["A2"].value == "示范区2025年城镇老旧小区改造项目台账"
    assert "截至2025年10月31日" in sheet["A3"].value
    assert "单位：个、栋、户、万㎡、万元" in sheet["A3"].value
    assert {"A4:A5", "B4:B5", "L4:R4", "S4:T4", "U4:V4", "B6:B8"} <= merged
    assert sheet["L4"].value == "资金来源（万元）"
    assert sheet["L5"].value == "中央"
    assert sheet["B9"].value == "小计"
    assert [sheet.cell(row, 1).value for row in (6, 7, 8, 10, 11, 13)] == [1, 2, 3, 4, 5, 6]
    assert sheet["A15"].value == "合计"
    assert sheet["A16"].value == "填报单位（盖章）："
    assert str(sheet["A17"].value).startswith("注：")


def test_totals_are_recomputed_as_values(filled: Database, tmp_path: Path) -> None:
    sheet = written(filled, tmp_path / "台账.xlsx")
    assert sheet["H15"].value == sum(fact.households for fact in FACTS)
    assert sheet["K15"].value == pytest.approx(float(sum(fact.invest for fact in FACTS)))
    assert sheet["G9"].value == 22


def test_it_is_ready_to_print(filled: Database, tmp_path: Path) -> None:
    sheet = written(filled, tmp_path / "台账.xlsx")
    assert sheet.freeze_panes == "E6"
    assert sheet.print_title_rows == "$4:$5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center is not None
    assert sheet.oddFooter.center.text == "第&P页 共&N页"
    assert all(6 <= one.width <= 40 for one in sheet.column_dimensions.values())


def test_the_offices_own_words_come_back(filled: Database, tmp_path: Path) -> None:
    sheet = written(filled, tmp_path / "台账.xlsx")
    assert sheet["S6"].value == "2025.3"
    assert sheet["U6"].value == "2025年10月底"
    assert sheet["W6"].value == "正在施工60%"
    assert sheet["J6"].value == "供水管网；加装电梯"


def test_words_that_no_longer_hold_give_way(filled: Database, tmp_path: Path) -> None:
    (estate,) = (one for one in estates.all(filled) if one.name == "工人新村")
    (project,) = projects.of_estate(filled, estate.id)
    with actions.act(filled, "edit", "测试员"):
        projects.change(
            filled, project.id, {"finish_plan": "2025-11-30", "stage": "S70", "percent": 99.5}
        )
    sheet = written(filled, tmp_path / "台账.xlsx")
    assert sheet["U7"].value == "2025年11月30日"
    assert "99.5%" in str(sheet["W7"].value)
    unchanged(filled, tmp_path / "台账.xlsx")


def test_it_comes_in_again_with_no_change(filled: Database, tmp_path: Path) -> None:
    for reveal in (False, True):
        written(filled, tmp_path / "台账.xlsx", LedgerWords(reveal=reveal))
        unchanged(filled, tmp_path / "台账.xlsx")


def test_edited_data_comes_in_again_with_no_change(filled: Database, tmp_path: Path) -> None:
    with actions.act(filled, "edit", "测试员"):
        for number, estate in enumerate(estates.all(filled)):
            (project,) = projects.of_estate(filled, estate.id)
            values = {
                "floor_area_m2": 12345.67 + number,
                "year_built": 1980,
                "year_built_to": 1985,
                "address": HOSTILE[number],
                "population": 1000 + number,
                "ownership": "mixed",
            }
            estates.change(filled, estate.id, values)
            edited = {
                "invest_total_fen": 123_456_789,
                "accept_date": "2025",
                "start_actual": "2025-05",
                "problem": HOSTILE[-number - 1],
                "contractor": "第一建筑公司",
                "phone": "13812345678",
                "contact": "欧阳明",
            }
            projects.change(filled, project.id, edited)
            funding.set_planned(filled, project.id, {"bond": 100 * number + 1, "city": None})
            works.add(filled, kind="other", remark="修建荷花池", project_id=project.id,
                      estate_id=estate.id)  # fmt: skip
    sheet = written(filled, tmp_path / "台账.xlsx")
    assert "专项债券" in [cell.value for cell in sheet[5]]
    unchanged(filled, tmp_path / "台账.xlsx")


@pytest.mark.parametrize("stage", [one.key for one in stages.STAGES])
@pytest.mark.parametrize("percent", [None, 0.0, 18.0, 100.0, 33.25])
def test_every_stage_is_read_back_from_its_words(stage: str, percent: float | None) -> None:
    words = words_back.stage(stage, percent, None)
    found = stages.read_progress(words)
    assert found.stage is not None
    assert found.stage.key == stage
    assert found.percent in (percent, None)  # no percent is kept before work begins


def test_several_years_and_projects_are_told_apart(filled: Database, tmp_path: Path) -> None:
    estate = estates.all(filled)[0]
    with actions.act(filled, "add_project", "测试员"):
        projects.add(filled, [estate.id], name="二期", plan_year=2026, stage="S10")
        projects.add(filled, [estate.id], name="三期", plan_year=2026, stage="S10")
    sheet = written(filled, tmp_path / "台账.xlsx")
    assert {"计划年度", "项目名称"} <= {cell.value for cell in sheet[4]}
    unchanged(filled, tmp_path / "台账.xlsx")


def test_one_project_of_two_estates_counts_its_money_once(filled: Database, tmp_path: Path) -> None:
    first, second = estates.all(filled)[:2]
    (project,) = projects.of_estate(filled, first.id)
    (other,) = projects.of_estate(filled, second.id)
    with actions.act(filled, "edit", "测试员"):
        projects.remove(filled, other.id)
        projects.link(filled, project.id, second.id)
    written(filled, tmp_path / "台账.xlsx")
    unchanged(filled, tmp_path / "台账.xlsx")


def test_personal_columns_are_masked_unless_revealed(filled: Database, tmp_path: Path) -> None:
    with actions.act(filled, "edit", "测试员"):
        for project in projects.all(filled):
            projects.change(filled, project.id, {"phone": "13812345678", "contact": "张三丰"})
    masked = zipped_text(filled, tmp_path / "a.xlsx", LedgerWords())
    assert "13812345678" not in masked
    assert "张三丰" not in masked
    assert "138****5678" in masked
    assert "13812345678" in zipped_text(filled, tmp_path / "b.xlsx", LedgerWords(reveal=True))


PROBLEM = "张探针反映漏水，电话13812345678，证110108199001011234"


def test_persons_in_free_texts_are_masked_and_come_in_again_with_no_change(
    filled: Database, tmp_path: Path
) -> None:
    first = projects.all(filled)[0].id
    with actions.act(filled, "edit", "测试员"):
        projects.change(filled, first, {"contact": "张探针", "problem": PROBLEM})
    shown = zipped_text(filled, tmp_path / "a.xlsx", LedgerWords())
    for told in ("张探针", "13812345678", "110108199001011234"):
        assert told not in shown
    unchanged(filled, tmp_path / "a.xlsx")
    plan = planning.plan(filled, tmp_path / "a.xlsx")
    assert "masked" in {issue.kind for issue in plan.issues}


@pytest.mark.parametrize("write", [buildings_csv, buildings_xlsx])
def test_persons_in_remarks_of_buildings_are_masked_and_stay_as_they_are(
    surveyed: Database, tmp_path: Path, write: Any
) -> None:
    with actions.act(surveyed, "edit", "测试员"):
        buildings.change(surveyed, buildings.all(surveyed)[0].id, {"remark": PROBLEM})
    path = tmp_path / ("楼.csv" if write is buildings_csv else "楼.xlsx")
    write(surveyed, path)
    unchanged(surveyed, path)
    writing.geojson(surveyed, tmp_path / "楼.geojson")
    assert "13812345678" not in (tmp_path / "楼.geojson").read_text("utf-8")


def test_what_goes_out_is_seen_with_its_rows_before_it_has_its_name(
    filled: Database, tmp_path: Path
) -> None:
    path = tmp_path / "台账.xlsx"
    seen: list[tuple[bool, bool, int]] = []
    count = writing.ledger(
        filled,
        path,
        seen=lambda part, rows: seen.append((zipfile.is_zipfile(part), path.exists(), rows)),
    )
    assert seen == [(True, False, count)]


def test_what_may_not_be_recorded_does_not_go_out(filled: Database, tmp_path: Path) -> None:
    def refuse(*_: object) -> None:
        raise exports.CannotRecord

    with pytest.raises(exports.CannotRecord):
        writing.ledger(filled, tmp_path / "台账.xlsx", seen=refuse)
    assert list(tmp_path.glob("*台账.xlsx*")) == []


def zipped_text(db: Database, path: Path, said: LedgerWords) -> str:
    writing.ledger(db, path, said=said)
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def test_a_filter_picks_the_estates(filled: Database, tmp_path: Path) -> None:
    chosen = Filter(chosen={"street": frozenset({"南桥镇"})})
    assert writing.ledger(filled, tmp_path / "台账.xlsx", chosen) == 2


def test_an_empty_file_gives_an_empty_ledger(db: Database, tmp_path: Path) -> None:
    assert writing.ledger(db, tmp_path / "台账.xlsx") == 0


def test_a_file_that_cannot_be_written_is_told(filled: Database, tmp_path: Path) -> None:
    with pytest.raises(writing.NotWritten):
        writing.ledger(filled, tmp_path / "没有这个文件夹" / "台账.xlsx")


@pytest.fixture
def surveyed(db: Database, take: Take, tmp_path: Path) -> Database:
    """A file with the buildings of a survey, some texts hostile."""
    survey = test_surveys.SURVEYS["BD-09 in the heads"]
    take(offices.save_xlsx(tmp_path / "楼栋.xlsx", test_surveys.sheet(survey)))
    with actions.act(db, "edit", "测试员"):
        for building, words in zip(buildings.all(db), HOSTILE, strict=False):
            buildings.change(db, building.id, {"remark": words, "floor_area_m2": 1234.5678})
    return db


@pytest.mark.parametrize("write", [buildings_csv, buildings_xlsx])
def test_buildings_come_in_again_with_no_change(
    surveyed: Database, tmp_path: Path, write: Any
) -> None:
    path = tmp_path / ("楼.csv" if write is buildings_csv else "楼.xlsx")
    assert write(surveyed, path) == len(TOWERS)
    unchanged(surveyed, path)


def test_no_text_of_a_csv_starts_as_a_formula(surveyed: Database, tmp_path: Path) -> None:
    buildings_csv(surveyed, tmp_path / "楼.csv")
    content = (tmp_path / "楼.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    remarks = [row[-1] for row in csv.reader(content.decode("utf-8-sig").splitlines())]
    assert "'=1+1" in remarks
    assert not any(word.startswith(("=", "+", "-", "@")) for word in remarks)


def test_no_text_of_a_workbook_is_a_formula(surveyed: Database, tmp_path: Path) -> None:
    buildings_xlsx(surveyed, tmp_path / "楼.xlsx")
    with zipfile.ZipFile(tmp_path / "楼.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text("=+-@＝'\t 东里1", min_size=1, max_size=6))
def test_any_remark_survives_both_ways(filled: Database, tmp_path: Path, words: str) -> None:
    project = projects.all(filled)[0]
    with actions.act(filled, "edit", "测试员"):
        projects.change(filled, project.id, {"remark": words.strip() or None})
    writing.ledger(filled, tmp_path / "台账.xlsx")
    unchanged(filled, tmp_path / "台账.xlsx")


def test_geojson_is_in_degrees_with_rings_the_right_way_round(
    surveyed: Database, tmp_path: Path
) -> None:
    from shapely.geometry import Polygon

    clockwise = Polygon([(116.3, 39.9), (116.3, 39.901), (116.301, 39.901), (116.301, 39.9)])
    first, second, *_ = buildings.all(surveyed)
    with actions.act(surveyed, "edit", "测试员"):
        buildings.change(surveyed, first.id, {"geom": gpkg.from_wkb(clockwise.wkb)})
        buildings.change(surveyed, second.id, {"geom": None})
    assert writing.geojson(surveyed, tmp_path / "楼.geojson") == len(TOWERS)
    document = json.loads((tmp_path / "楼.geojson").read_text("utf-8"))
    by_id = {feature["id"]: feature for feature in document["features"]}
    assert set(document) == {"type", "features"}
    assert by_id[second.uid]["geometry"] is None
    ring = by_id[first.uid]["geometry"]["coordinates"][0]
    turned = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring))
    assert turned < 0  # counter-clockwise
    points = [one for one in by_id.values() if (one["geometry"] or {}).get("type") == "Point"]
    assert len(points) == len(TOWERS) - 2
    assert points[0]["properties"]["estate_name"] == "临湖里"


def test_estates_go_to_geojson_too(filled: Database, tmp_path: Path) -> None:
    assert writing.geojson(filled, tmp_path / "小区.geojson", "estates") == len(FACTS)
    assert len(facts.ledger(filled)) == len(FACTS)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # zipfile's own
@pytest.mark.parametrize("name", ["ledger.xlsx", "buildings.geojson", "buildings.csv"])
def test_a_full_disk_is_told_and_leaves_nothing(
    filled: Database, tmp_path: Path, name: str
) -> None:
    resource = pytest.importorskip("resource", reason="file size limits are POSIX")
    folder = tmp_path / "full"
    folder.mkdir()
    writers: dict[str, Callable[..., int]] = {
        "ledger.xlsx": writing.ledger,
        "buildings.geojson": writing.geojson,
        "buildings.csv": buildings_csv,
    }
    write = writers[name]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        with pytest.raises(writing.NotWritten):
            write(filled, folder / name)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(folder.iterdir())
