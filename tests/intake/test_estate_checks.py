"""An estate's own counts are held against its buildings, once for each estate."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.intake import planning
from renewtrack.intake.plans import Plan
from tests.intake import offices
from tests.intake.facts import Take
from tests.intake.offices import Grid

PLACE: list[offices.Cell] = ["东湖街道", "湖滨社区", "临湖里"]


def ledger(folder: Path, buildings: int | None, households: int | None) -> Path:
    heads: list[offices.Cell] = ["街道", "社区", "小区名称", "楼栋数", "户数", "形象进度"]
    row: list[offices.Cell] = [*PLACE, buildings, households, "在建"]
    return offices.save_xlsx(folder / "台账2025.xlsx", Grid([heads, row], []))


def survey(folder: Path, households: dict[str, int | None]) -> Path:
    heads: list[offices.Cell] = ["街道", "社区", "小区名称", "楼号", "户数", "层数"]
    rows: list[list[offices.Cell]] = [
        [*PLACE, number, count, 6] for number, count in households.items()
    ]
    return offices.save_xlsx(folder / "楼栋.xlsx", Grid([heads, *rows], []))


def said(plan: Plan) -> list[tuple[str, int]]:
    return [(one.kind, one.row) for one in plan.issues if one.kind.startswith("estate_")]


@pytest.mark.parametrize(
    ("stated", "buildings", "kinds"),
    [
        ((2, 100), {"1#": 60, "2#": 40}, []),
        ((3, 100), {"1#": 60, "2#": 40}, ["estate_buildings"]),
        ((1, 100), {"1#": 60, "2#": 40}, ["estate_buildings"]),
        ((2, 90), {"1#": 60, "2#": 40}, ["estate_households"]),
        ((2, 110), {"1#": 60, "2#": 40}, ["estate_households"]),
        ((2, 110), {"1#": 60, "2#": None}, []),
        ((3, 50), {"1#": 60, "2#": None}, ["estate_buildings", "estate_households"]),
        ((None, None), {"1#": 60, "2#": 40}, []),
    ],
)
def test_counts_that_differ_are_told_once(
    take: Take,
    tmp_path: Path,
    stated: tuple[int | None, int | None],
    buildings: dict[str, int | None],
    kinds: list[str],
) -> None:
    take(ledger(tmp_path, *stated))
    assert said(take(survey(tmp_path, buildings))) == [(kind, 2) for kind in kinds]


def test_buildings_of_the_file_count_beside_those_of_the_sheet(
    db: Database, take: Take, tmp_path: Path
) -> None:
    take(ledger(tmp_path, 3, 150))
    take(survey(tmp_path, {"1#": 60, "2#": 40}))
    assert said(planning.plan(db, survey(tmp_path, {"3#": 50}))) == []
    assert said(planning.plan(db, survey(tmp_path, {"三号楼": 50, "1#": 61}))) == [
        ("estate_households", 2)
    ]
    plan = planning.plan(db, survey(tmp_path, {"3#": 50, "4#": 1}))
    (issue,) = [one for one in plan.issues if one.kind == "estate_buildings"]
    assert "登记楼栋数 3 栋" in issue.message.zh
    assert "共有 4 栋" in issue.message.zh
