"""A survey row means exactly one building, or it is left out with the reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.intake import planning
from renewtrack.intake.plans import Plan
from tests.intake import offices
from tests.intake.offices import Grid


def planned(db: Database, folder: Path, number: object) -> Plan:
    heads: list[offices.Cell] = ["街道", "社区", "小区名称", "楼号", "层数"]
    row: list[offices.Cell] = ["东湖街道", "湖滨社区", "临湖里", number, 6]  # type: ignore[list-item]
    return planning.plan(db, offices.save_xlsx(folder / "楼栋.xlsx", Grid([heads, row], [])))


@pytest.mark.parametrize("number", [dt.datetime(2025, 3, 1), "3月1日"])
def test_a_number_that_became_a_date_is_asked_about(
    db: Database, tmp_path: Path, number: object
) -> None:
    plan = planned(db, tmp_path, number)
    assert plan.counts["rejected"] == 1
    (issue,) = plan.rows[0].issues
    assert (issue.kind, issue.column) == ("number_is_date", "D")
    assert "是“3-1”吗" in issue.message.zh


@pytest.mark.parametrize("number", ["4#5#", "6/7号楼", "1号楼2号楼", "6/7", "1、2号楼", "8～9号楼"])
def test_a_list_of_buildings_makes_each_of_them(db: Database, tmp_path: Path, number: str) -> None:
    plan = planned(db, tmp_path, number)
    assert [issue.kind for issue in plan.rows[0].issues] == ["several_buildings_split"]
    made = [write.values for write in plan.rows[0].writes if write.table == "building"]
    assert len(made) == 2
    assert all("household_count" not in values for values in made)
