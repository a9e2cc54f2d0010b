"""However untidy a sheet is, every row of it is found and every clean cell comes in as it is.

The suite tries a few sheets of each kind; RENEWTRACK_MESS=2000 tries so many.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from renewtrack.intake import planning, storing
from renewtrack.intake.options import Options
from renewtrack.intake.plans import NEW, REJECTED, Plan, PlannedRow
from renewtrack.store import file
from tests.intake.mess import Made, Mess, make
from tests.intake.mess_kinds import KINDS

EXAMPLES = int(os.environ.get("RENEWTRACK_MESS", "6"))
TWICE = max(2, EXAMPLES // 10)
MESSES = st.builds(
    Mess,
    seed=st.integers(0, 10**6),
    rows=st.integers(2, 9),
    above=st.sampled_from(
        (("title",), ("annex", "title", "cutoff"), ("caption", "title"), ("title", "blank"))
    ),
    shuffled=st.booleans(),
    heads=st.sampled_from(("plain", "numbered", "starred", "english")),
    grouped=st.booleans(),
    merged_heads=st.booleans(),
    money=st.sampled_from(("万元", "元", "亿元")),
    area=st.sampled_from(("㎡", "万㎡")),
    number_row=st.booleans(),
    streets=st.sampled_from(("column", "merged", "band", "glued")),
    subtotals=st.sampled_from(("none", "before", "after")),
    totals=st.sampled_from(("none", "first", "last")),
    **{
        key: st.booleans()
        for key in (
            *("among", "blanks", "blank_column", "unknown_column", "repeated_head", "hidden"),
            *("duplicate", "footer", "notes", "below", "beside", "roofed"),
        )
    },
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A file that no test writes to."""
    project = file.create(tmp_path_factory.mktemp("mess") / "区.gpkg", "示范区", "110199")
    yield project.db
    project.close()


def made(kind: str, mess: Mess) -> Made:
    title, columns, records = KINDS[kind]
    return make(columns, records(random.Random(mess.seed), mess.rows), mess, title)


def planned(db: Database, sheet: Made) -> Plan:
    return planning.plan(db, Path("2025年.xlsx"), Options(), sheets=(sheet.sheet,))


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(mess=MESSES)
def test_every_row_is_found_and_every_clean_cell_is_right(
    empty: Database, kind: str, mess: Mess
) -> None:
    sheet = made(kind, mess)
    plan = planned(empty, sheet)
    assert plan.layout.kind == kind
    assert {row.row - 1 for row in plan.rows} == set(sheet.data)
    assert plan.rows_read == sum(plan.counts.values()) == len(sheet.data)
    for row in plan.rows:
        if row.row - 1 in sheet.doubled:
            continue
        assert row.state == NEW, [issue.message.zh for issue in row.issues]
        _compare(row, sheet)


def _compare(row: PlannedRow, sheet: Made) -> None:
    record = sheet.data[row.row - 1]
    written = _written(row)
    for column in sheet.columns:
        value = record.get(column.key)
        if column.stored is None or value is None:
            continue
        table, place = column.stored
        if (table, place) not in written and table in (
            "estate",
            "building",
            "stairwell",
            "facility",
        ):
            continue  # an earlier row has made it
        found = written.get((table, place))
        wanted = column.value(value)
        where = (column.key, sheet.sheet.rows[row.row - 1])
        if isinstance(found, list):
            assert wanted in found, where
        else:
            close = pytest.approx(wanted) if isinstance(wanted, float) else wanted
            assert found == close, where


def _written(row: PlannedRow) -> dict[tuple[str, str], Any]:
    """Return the values of a row by table and column, money by its source or kind."""
    found: dict[tuple[str, str], Any] = {}
    for write in row.writes:
        said = {key: value.value for key, value in write.values.items()}
        mark = said.get("source") if write.table == "funding" else said.get("kind")
        for key, value in said.items():
            found.setdefault((write.table, key), value)
            if mark is not None:
                found[write.table, f"{key}:{mark}"] = value
            if write.table == "reading":
                found.setdefault((write.table, f"{key}*"), []).append(value)
    return found


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=TWICE, deadline=None, suppress_health_check=list(HealthCheck))
@given(mess=MESSES)
def test_what_was_taken_in_once_is_met_again(
    tmp_path_factory: pytest.TempPathFactory, kind: str, mess: Mess
) -> None:
    project = file.create(tmp_path_factory.mktemp("twice") / "区.gpkg", "示范区", "110199")
    sheet = made(kind, mess)
    first = planned(project.db, sheet)
    storing.store(project.db, first, "测试员")
    again = planned(project.db, sheet)
    project.close()
    rejected = [row.row for row in first.rows if row.state == REJECTED]
    assert [row.row for row in again.rows if row.state == REJECTED] == rejected
    assert again.counts["new"] == again.counts["changed"] == 0
