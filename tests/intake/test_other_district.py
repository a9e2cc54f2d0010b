"""A sheet of another district is told once; the fixture's file is of 示范区."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.intake import planning
from renewtrack.intake.plans import Issue
from renewtrack.store import file
from tests.intake import offices
from tests.intake.offices import Grid

HEADS: list[offices.Cell] = ["区县", "街道", "社区", "小区名称", "总投资（万元）"]


def told(db: Database, folder: Path, *districts: str | None) -> list[Issue]:
    rows: list[list[offices.Cell]] = [
        [name, "东湖街道", "湖滨社区", f"临湖{number}里", 300]
        for number, name in enumerate(districts)
    ]
    path = offices.save_xlsx(folder / "2025年台账.xlsx", Grid([HEADS, *rows], []))
    return [issue for issue in planning.plan(db, path).issues if issue.kind == "other_district"]


def test_rows_of_another_district_are_told_once(db: Database, tmp_path: Path) -> None:
    (issue,) = told(db, tmp_path, "示范区", "海淀区", "海淀区")
    assert (issue.row, issue.level, issue.value) == (3, "warning", "海淀区")
    assert issue.message.zh.startswith("第 3、4 行的区县是“海淀区”，而本文件属于“示范区”")


@pytest.mark.parametrize("name", ["示范区", "北京市示范区", "示范", None])
def test_the_own_district_is_no_matter(db: Database, tmp_path: Path, name: str | None) -> None:
    assert told(db, tmp_path, name) == []


def test_a_file_without_district_has_nothing_to_compare(tmp_path: Path) -> None:
    project = file.create(tmp_path / "无名.gpkg", "")
    assert told(project.db, tmp_path, "海淀区") == []
    project.close()
