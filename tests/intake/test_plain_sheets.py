"""Plain lists of every kind: labels, no formulas, and no change when they come in again."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlite_utils import Database

from renewtrack.domain import text
from renewtrack.intake import plain_sheets, planning, writing
from renewtrack.intake.plain_sheets import Plainly
from renewtrack.store import actions, areas, buildings, estates, funding, gpkg, projects, works

HOSTILE = ["=1+1", "+86", "-5", "@SUM(A1)", "＝2", "'=3", "''=4", "'古城", "a\tb", "一、二\n三"]


@pytest.fixture
def full(db: Database) -> Database:
    """A file where every field of estates, buildings and projects has a value."""
    with actions.act(db, "edit", "测试员"):
        district = areas.district(db)
        street = areas.ensure(db, "street", "上地街道", district.id if district else None)
        community = areas.ensure(db, "community", "上地第一社区", street)
        for number, words in enumerate(HOSTILE):
            _one(db, community, number, words)
    return db


def _one(db: Database, community: int, number: int, words: str) -> None:
    estate = estates.add(
        db, name=f"东里{number}区", area_id=community, aliases=("甲里", "乙里"), address=words,
        year_built=1980, year_built_to=1985 if number % 2 else None, building_count=3,
        household_count=120 + number, population=300, floor_area_m2=12_345.67,
        land_area_m2=23_456.7, ownership="mixed", property_mgmt="residents", remark=words,
        geom=gpkg.point(116.31 + number / 1000, 40.03),
    )  # fmt: skip
    buildings.add(
        db, estate_id=estate, number=f"甲{number}", storeys=6, structure="brick_concrete",
        unit_count=3, household_count=36, population=90, floor_area_m2=1234.5678, height_m=18.5,
        year_built=1980, danger_grade="C", ownership="reformed", code="110108199001010001",
        remark=words, geom=gpkg.point(116.31 + number / 1000, 40.031),
    )  # fmt: skip
    project = projects.add(
        db, [estate], name="改造", code="2025-110108-01", batch="第二批", plan_year=2025,
        stage="S70", percent=33.25, start_plan="2025", start_actual="2025-03",
        finish_plan="2025-11-30", finish_actual=None, accept_date="2026-01",
        handover_date="2026-02-03", invest_total_fen=123_456_789, invest_done_fen=1,
        lead_unit="住建局", owner_org="城投", designer="设计院", contractor="一建",
        supervisor="监理", leader="张探针", contact="欧阳明", phone="13812345678",
        problem=words, next_step="推进", livelihood="是", remark=words,
    )  # fmt: skip
    sources: tuple[str, ...] = (
        "central",
        "cbi",
        "ultra",
        "province",
        "city",
        "district",
        "bond",
        "loan",
    )
    sources += ("resident", "social", "pipe", "owner", "other")
    funding.set_planned(db, project, {one: 100 + place for place, one in enumerate(sources)})
    for kind, remark in (
        ("B01", None),
        ("W15", None),
        ("other", "修建荷花池"),
        ("B14", "屋面两层"),
    ):
        works.add(db, kind=kind, remark=remark, project_id=project, estate_id=estate)


def unchanged(db: Database, path: Path, kind: str, count: int) -> None:
    plan = planning.plan(db, path)
    assert plan.layout.kind == kind
    changes = [(row.name, row.state, row.changes, row.issues) for row in plan.rows
               if row.state != "same"]  # fmt: skip
    assert changes == []
    assert plan.rows_read == count


@pytest.mark.parametrize("encoding", [*plain_sheets.ENCODINGS, None])
@pytest.mark.parametrize("kind", ["ledger", "buildings", "estates"])
def test_what_was_written_comes_in_again_with_no_change(
    full: Database, tmp_path: Path, kind: str, encoding: str | None
) -> None:
    for reveal in (False, True):
        path = tmp_path / ("表.xlsx" if encoding is None else "表.csv")
        wish = Plainly(reveal=reveal, encoding=encoding or "utf-8")
        assert plain_sheets.write(full, path, kind, wish) == len(HOSTILE)
        unchanged(full, path, kind, len(HOSTILE))


@pytest.mark.parametrize("kind", ["ledger", "buildings", "estates"])
def test_it_comes_into_an_empty_file_as_it_was(full: Database, tmp_path: Path, kind: str) -> None:
    from renewtrack.intake import storing
    from renewtrack.store import file

    plain_sheets.write(full, tmp_path / "表.csv", kind, Plainly(reveal=True))
    other = file.create(tmp_path / "另.gpkg", "示范区", "110199")
    plan = planning.plan(other.db, tmp_path / "表.csv")
    storing.store(other.db, plan, "测试员")
    plain_sheets.write(other.db, tmp_path / "又.csv", kind, Plainly(reveal=True))
    other.close()
    assert rows(tmp_path / "又.csv") == rows(tmp_path / "表.csv")


def rows(path: Path, encoding: str = "utf-8-sig") -> list[list[str]]:
    read = csv.reader(io.StringIO(path.read_bytes().decode(encoding)))
    return [[text.tidy(cell) for cell in row] for row in read]


def test_labels_stand_in_the_place_of_keys(full: Database, tmp_path: Path) -> None:
    plain_sheets.write(full, tmp_path / "楼.csv", "buildings")
    head, first, *_ = rows(tmp_path / "楼.csv")
    told = dict(zip(head, first, strict=True))
    assert (told["结构类型"], told["房屋安全等级"], told["楼号"]) == ("砖混", "C级", "甲0号楼")


def test_no_text_of_a_csv_is_run(full: Database, tmp_path: Path) -> None:
    plain_sheets.write(full, tmp_path / "楼.csv", "buildings")
    remarks = [row[-1] for row in rows(tmp_path / "楼.csv")]
    assert {"'=1+1", "''=3", "'''=4", "'古城"} <= set(remarks)
    assert not any(word.startswith(("=", "+", "-", "@")) for word in remarks)


def test_old_programs_get_their_own_encoding(full: Database, tmp_path: Path) -> None:
    plain_sheets.write(full, tmp_path / "楼.csv", "buildings", Plainly(encoding="gb18030"))
    assert rows(tmp_path / "楼.csv", "gb18030")[0][1] == "街道"
    plain_sheets.write(full, tmp_path / "楼.csv", "buildings")
    assert (tmp_path / "楼.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_workbook_has_its_heads_merged_and_its_texts_as_texts(
    full: Database, tmp_path: Path
) -> None:
    plain_sheets.write(full, tmp_path / "台账.xlsx", "ledger")
    sheet: Any = openpyxl.load_workbook(tmp_path / "台账.xlsx").active
    assert "A1:A2" in {str(one) for one in sheet.merged_cells.ranges}
    assert sheet.freeze_panes == "E3"
    assert not any(cell.data_type == "f" for row in sheet for cell in row)


def test_persons_are_masked_unless_revealed(full: Database, tmp_path: Path) -> None:
    plain_sheets.write(full, tmp_path / "台账.csv", "ledger")
    words = (tmp_path / "台账.csv").read_text("utf-8-sig")
    assert "13812345678" not in words
    assert "张探针" not in words
    plain_sheets.write(full, tmp_path / "台账.csv", "ledger", Plainly(reveal=True))
    assert "张探针" in (tmp_path / "台账.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("kind", plain_sheets.KINDS)
@pytest.mark.parametrize("suffix", plain_sheets.SUFFIXES)
def test_every_kind_is_written_even_of_an_empty_file(
    db: Database, tmp_path: Path, kind: str, suffix: str
) -> None:
    assert plain_sheets.write(db, tmp_path / f"表{suffix}", kind) == 0


def test_a_file_that_cannot_be_written_is_told(full: Database, tmp_path: Path) -> None:
    with pytest.raises(writing.NotWritten):
        plain_sheets.write(full, tmp_path / "没有" / "表.csv", "buildings")
