"""The work of an import does not grow faster than its rows, and it can be stopped at any time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.errors import Cancelled
from renewtrack.intake import planning, storing
from tests.intake import offices
from tests.intake.offices import FACTS, Form, Grid


def survey(path: Path, rows: int) -> Path:
    heads: list[offices.Cell] = ["街道", "社区", "小区", "楼号", "层数", "经度(百度)", "纬度(百度)"]
    data: list[list[offices.Cell]] = [
        ["东湖街道", "湖滨社区", f"小区{row // 20}号院", f"{row % 20 + 1}#", 6, 116.3, 39.9]
        for row in range(rows)
    ]
    return offices.save_csv(path, Grid([heads, *data], []))


def ledger(path: Path, rows: int) -> Path:
    facts = [replace(FACTS[row % 6], name=f"小区{row}号院") for row in range(rows)]
    return offices.save_xlsx(path, offices.ledger(Form(streets="repeated"), facts))


@pytest.mark.parametrize("make", [survey, ledger])
def test_planning_asks_the_file_no_more_for_more_rows(
    db: Database, tmp_path: Path, make: object
) -> None:
    asked: list[int] = []
    for rows in (20, 400):
        assert callable(make)
        path = make(tmp_path / f"2025-{rows}.{'csv' if make is survey else 'xlsx'}", rows)
        statements: list[str] = []
        db.conn.set_trace_callback(statements.append)
        assert planning.plan(db, path).rows_read == rows
        db.conn.set_trace_callback(None)
        asked.append(len(statements))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("stop_at", [0, 200, 400])
def test_storing_stops_where_it_is_told_to(db: Database, tmp_path: Path, stop_at: int) -> None:
    plan = planning.plan(db, survey(tmp_path / "楼.csv", 400))
    told: list[int] = []

    def progress(done: int, of: int) -> bool:
        told.append(done)
        return done < stop_at

    with pytest.raises(Cancelled):
        storing.store(db, plan, "测试员", progress)
    assert told[-1] >= stop_at
    for table in ("building", "estate", "area", "import_batch", "cell_source", "change_log"):
        assert db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] == 0
