"""The two practice sheets come in equal to their truth in every field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from renewtrack.domain import datum
from renewtrack.intake import planning, report, storing, writing
from renewtrack.store import history
from tests.intake import facts
from tests.intake.facts import Take

pytestmark = pytest.mark.shared
LEDGER = "示范区2025年老旧小区改造台账.xlsx"
SURVEY = "示范区楼栋普查表.csv"


@pytest.fixture
def truth(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "sheets/truth.json").read_text("utf-8"))
    return found


def test_every_field_of_the_ledger_is_right(
    db: Database, take: Take, shared: Path, truth: dict[str, Any]
) -> None:
    take(shared / "sheets" / LEDGER)
    found = facts.ledger(db)
    compared = 0
    for row in truth[LEDGER]["estates"]:
        estate = found[row["street"], row["community"], row["name"]]
        for key, value in row.items():
            if key in ("area_m2", "invest"):
                assert estate[key] == pytest.approx(value, abs=1e-6), (row["name"], key)
            elif key == "funds":
                assert estate[key] == pytest.approx(value, abs=1e-9), row["name"]
            else:
                assert estate[key] == value, (row["name"], key)
            compared += len(value) if key == "funds" else 1
    assert len(found) == truth[LEDGER]["data_rows"]
    assert compared == 36 * 21


def test_columns_beyond_the_truth_are_kept_too(db: Database, take: Take, shared: Path) -> None:
    take(shared / "sheets" / LEDGER)
    estate = facts.ledger(db)["上地街道", "上地第一社区", "福雅里"]
    assert estate["address"] == "上地西路75号"
    assert estate["problem"] == "资金未到位"
    assert estate["lead_unit"] == "区住建局"
    assert (estate["contact"], estate["phone"]) == ("李静", "17392395645")
    assert estate["remark"] == "省民生实事"
    assert estate["plan_year"] == 2025


def test_every_field_of_the_survey_is_right_and_within_half_a_metre(
    db: Database, take: Take, shared: Path, truth: dict[str, Any]
) -> None:
    take(shared / "sheets" / SURVEY)
    found = facts.survey(db)
    for row in truth[SURVEY]["buildings"]:
        building = found[row["street"], row["estate"], str(row["no"])]
        assert building["floors"] == row["floors"]
        assert building["households"] == row["households"]
        assert building["danger"] == row["danger"]
        away = datum.metres_between((building["lon"], building["lat"]), (row["lon"], row["lat"]))
        assert away < 0.5, row
    assert len(found) == truth[SURVEY]["data_rows"] == 433


def test_the_grand_total_that_is_0_03_off_is_reported(db: Database, shared: Path) -> None:
    plan = planning.plan(db, shared / "sheets" / LEDGER)
    (total,) = plan.totals_differ
    assert (total.row, total.column, total.label) == (47, "K", "合计")
    assert (total.stated, total.computed, total.difference) == (66543.05, 66543.02, 0.03)


def test_rows_that_are_no_data_are_counted_by_class(db: Database, shared: Path) -> None:
    document = report.as_json(planning.plan(db, shared / "sheets" / LEDGER))
    assert document["skipped"] == {
        "title": 3, "header": 2, "colnum": 0, "subtotal": 5, "total": 1, "note": 1, "footer": 1,
        "blank": 0,
    }  # fmt: skip
    assert document["rows_read"] == document["new"] == 36
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize("name", [LEDGER, SURVEY])
def test_importing_again_writes_nothing(db: Database, take: Take, shared: Path, name: str) -> None:
    take(shared / "sheets" / name)
    before = _log(db)
    plan = planning.plan(db, shared / "sheets" / name)
    receipt = storing.store(db, plan, "测试员")
    assert plan.counts == {"new": 0, "changed": 0, "same": plan.rows_read, "rejected": 0}
    assert receipt.batch is None
    assert _log(db) == before


@pytest.mark.parametrize("order", [(LEDGER, SURVEY), (SURVEY, LEDGER)])
def test_the_two_sheets_meet_in_the_same_estates(
    db: Database, take: Take, shared: Path, order: tuple[str, str]
) -> None:
    for name in order:
        take(shared / "sheets" / name)
    assert len(facts.ledger(db)) == 36
    assert len(facts.survey(db)) == 433


def test_undo_empties_the_import(db: Database, take: Take, shared: Path) -> None:
    take(shared / "sheets" / LEDGER)
    history.undo(db, "测试员")
    assert facts.ledger(db) == {}


def test_the_ledger_written_back_comes_in_with_no_change(
    db: Database, take: Take, shared: Path, tmp_path: Path
) -> None:
    take(shared / "sheets" / LEDGER)
    assert writing.ledger(db, tmp_path / "台账.xlsx") == 36
    plan = planning.plan(db, tmp_path / "台账.xlsx")
    assert plan.counts == {"new": 0, "changed": 0, "same": 36, "rejected": 0}
    assert plan.totals_differ == ()
    masked = {issue.heading: issue.value for issue in plan.issues if issue.kind == "masked"}
    assert set(masked) == {"联系人", "联系电话"}


def _log(db: Database) -> list[int]:
    tables = ("change_log", "import_batch", "action_group")
    return [db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables]
