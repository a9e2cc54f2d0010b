"""A code decides which record a row means; what the row says otherwise is told."""

from __future__ import annotations

import pytest

from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Project
from renewtrack.intake import columns, deciding, layout, rows
from renewtrack.intake.known import Known
from renewtrack.intake.options import Options
from renewtrack.intake.positions import Reference
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.sheets import Cell, SheetCells

STREET, COMMUNITY = "上地街道", "甲社区"


def known() -> Known:
    found = Known()
    for number, name in enumerate(("东里小区", "西里小区", "南里小区"), 1):
        found.enter(
            Estate(id=number, uid=f"u{number}", name=name, street=STREET, community=COMMUNITY)
        )
    building = Building(id=7, uid="b7", estate_id=1, number="5", code="110108-5")
    found.records["building", 7] = building
    found.buildings[1, "5"] = building
    found.coded("building", 7, building.uid, building.code)
    for number, served in ((1, (1,)), (2, (1, 2))):
        project = Project(id=number, uid=f"p{number}", name=f"改造{number}", code=f"XM-{number}")
        found.records["project", number] = project
        found.coded("project", number, project.uid, project.code)
        for estate in served:
            found.projects[estate].append(project)
    return found


def row(heads: list[Cell], cells: list[Cell]) -> tuple[RowRead, Surroundings]:
    table: list[list[Cell]] = [["街道", "社区", "小区名称", *heads], [STREET, COMMUNITY, *cells]]
    found = layout.recognise(SheetCells("表", tuple(map(tuple, table))), None, "2025")
    around = Surroundings(found, Options(), known(), 2025, Reference(None))
    return RowRead(columns.read(found), 0), around


def kinds(read: RowRead) -> list[str]:
    return [issue.kind for issue in read.issues]


@pytest.mark.parametrize(
    ("estate", "number", "told"),
    [
        ("东里小区", "5#", []),
        ("东里小区", "东里小区五号楼", []),
        ("东里小区", "6#", ["code_decides"]),
        ("西里小区", "5#", ["code_decides"]),
        ("没有的院", "5#", ["code_decides"]),
    ],
)
def test_a_buildings_code_decides(estate: str, number: str, told: list[str]) -> None:
    read, around = row(["楼号", "房屋编码", "层数"], [estate, number, "110108-5", 6])
    (matched,) = rows.estates_of(read.cells, around)
    found = deciding.building(read, around, matched)
    assert found is not None
    assert (found[0].id, found[1].id) == (1, 7)
    assert kinds(read) == told


def test_an_unknown_code_decides_nothing() -> None:
    read, around = row(["楼号", "房屋编码", "层数"], ["东里小区", "5#", "110108-6", 6])
    (matched,) = rows.estates_of(read.cells, around)
    assert deciding.building(read, around, matched) is None
    assert deciding.project(read, around, matched) is None


@pytest.mark.parametrize(
    ("estate", "code", "ids", "told"),
    [
        ("东里小区", "XM-1", (1, 1), []),
        ("西里小区", "XM-1", (1, 1), ["code_decides"]),
        ("改了名的院", "XM-1", (1, 1), ["code_decides"]),
        ("西里小区", "xm-2", (2, 2), []),
    ],
)
def test_a_projects_code_decides(
    estate: str, code: str, ids: tuple[int, int], told: list[str]
) -> None:
    read, around = row(["项目编号", "形象进度"], [estate, code, "在建"])
    (matched,) = rows.estates_of(read.cells, around)
    found = deciding.project(read, around, matched)
    assert found is not None
    assert (found[0].id, found[1].id) == ids
    assert kinds(read) == told


def test_a_project_of_several_other_estates_is_not_guessed() -> None:
    read, around = row(["项目编号", "形象进度"], ["南里小区", "XM-2", "在建"])
    (matched,) = rows.estates_of(read.cells, around)
    with pytest.raises(Rejected) as refused:
        deciding.project(read, around, matched)
    assert refused.value.kind == "ambiguous"
