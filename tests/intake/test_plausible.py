"""Figures that no estate has are left out and asked about; rare ones come in and are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.intake import planning
from renewtrack.intake.plans import Issue
from tests.intake import facts, offices
from tests.intake.facts import Take
from tests.intake.offices import Grid

HEADS: list[offices.Cell] = ["街道", "社区", "小区名称"]
PLACE: list[offices.Cell] = ["东湖街道", "湖滨社区", "临湖里"]


def sheet(folder: Path, head: str, cell: object) -> Path:
    row = [*PLACE, cell, None]
    last = "备注" if head == "形象进度" else "形象进度"
    return offices.save_xlsx(folder / "2025年台账.xlsx", Grid([[*HEADS, head, last], row], []))  # type: ignore[list-item]


def issues(db: Database, path: Path) -> list[Issue]:
    return list(planning.plan(db, path).rows[0].issues)


@pytest.mark.parametrize(
    ("written", "kind", "suggested"),
    [
        (("建筑面积（万㎡）", 248600), "wrong_unit", "24.86万㎡"),
        (("总投资（元）", 106.2), "wrong_unit", "106.2万元"),
        (("总投资（亿元）", 15910.4), "wrong_unit", "15910.4万元"),
        (("户数", 600_000), "too_many", ""),
        (("计划开工时间", dt.datetime(1900, 1, 1)), "too_early", "1949"),
        (("形象进度", "部分完工"), "not_taken", "施工中"),
    ],
)
def test_what_cannot_be_is_left_out_and_asked_about(
    db: Database, tmp_path: Path, written: tuple[str, object], kind: str, suggested: str
) -> None:
    (issue,) = issues(db, sheet(tmp_path, *written))
    assert (issue.kind, issue.level, issue.column) == (kind, "question", "D")
    assert suggested in issue.message.zh


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (("建筑面积（㎡）", 6_000_000), "rare_unit"),
        (("总投资（元）", 15910.4), "rare_unit"),
        (("总投资（万元）", 600_000), "rare_unit"),
        (("户数", 60_000), "rare_count"),
        (("建成年代", dt.date.today().year + 2), "year_range"),
    ],
)
def test_what_is_rare_comes_in_and_is_told(
    db: Database, take: Take, tmp_path: Path, written: tuple[str, object], kind: str
) -> None:
    plan = take(sheet(tmp_path, *written))
    assert [(issue.kind, issue.level) for issue in plan.rows[0].issues] == [(kind, "warning")]
    (estate,) = facts.ledger(db).values()
    assert any(estate[key] for key in ("area_m2", "invest", "households", "year"))


@pytest.mark.parametrize(
    ("head", "cell"),
    [("建筑面积（㎡）", 248600), ("总投资（万元）", 15910.4), ("户数", 2888), ("建成年代", 1993)],
)
def test_what_is_usual_is_taken_in_silence(
    db: Database, tmp_path: Path, head: str, cell: object
) -> None:
    assert issues(db, sheet(tmp_path, head, cell)) == []


@pytest.mark.parametrize(
    ("storeys", "kind"), [(90, "rare_count"), (600, "too_many"), (0, "storeys")]
)
def test_storeys_that_no_building_has_are_told(
    db: Database, tmp_path: Path, storeys: int, kind: str
) -> None:
    grid = Grid([[*HEADS, "楼号", "层数"], [*PLACE, "1号楼", storeys]], [])
    (issue,) = issues(db, offices.save_xlsx(tmp_path / "楼栋.xlsx", grid))
    assert issue.kind == kind


@pytest.mark.parametrize(("head", "cell"), [("户数", "不足300户"), ("总投资（万元）", "不足300")])
def test_a_limit_comes_in_with_a_question(
    db: Database, take: Take, tmp_path: Path, head: str, cell: str
) -> None:
    (issue,) = take(sheet(tmp_path, head, cell)).rows[0].issues
    assert (issue.kind, issue.level) == ("bound", "question")
    (estate,) = facts.ledger(db).values()
    assert 300 in (estate["households"], estate["invest"])
