"""The board: every record in exactly one column, counted and summed as SQL does it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from renewtrack.domain import codes, lifecycle
from renewtrack.domain.lifecycle import HELD, UNPLACED
from renewtrack.store import actions, boards, projects, rows, works
from renewtrack.store.boards import COLUMNS
from renewtrack.store.choosing import Filter
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

STAGES = [code.key for code in codes.table("stages")]
TODAY = "2025-06-30"


def _random_works(db: Database, dongli: Dongli, seed: int) -> None:
    """Add projects and works with stages, money and dates that are known or not."""
    lot = random.Random(seed)
    places = [{"estate_id": dongli.estate}, {"building_id": dongli.buildings[0]}]
    with actions.act(db, "add_work", "李工"):
        owners = [None, dongli.project]
        for _ in range(6):
            stage = lot.choice([None, *STAGES])
            owners.append(
                projects.add(
                    db, [dongli.other], stage=stage, invest_total_fen=lot.choice([None, 7, 10**12])
                )
            )
        for _ in range(60):
            works.add(
                db,
                kind="B01",
                project_id=lot.choice(owners),
                stage=lot.choice([None, None, *STAGES]),
                budget_fen=lot.choice([None, 0, 1, 99, 10**11]),
                finish_plan=lot.choice([None, "2025", "2025-06", "2025-05-31"]),
                **lot.choice(places),
            )


def _expected(db: Database, kind: boards.Kind) -> dict[str, tuple[int, int]]:
    """Return count and fen of each column, with a query for each."""
    source, stage, money = {
        "works": (
            "work LEFT JOIN project ON project.id = work.project_id",
            "COALESCE(work.stage, project.stage)",
            "work.budget_fen",
        ),
        "projects": ("project", "project.stage", "project.invest_total_fen"),
    }[kind]
    firsts = [group.first for group in lifecycle.GROUPS]
    between = zip(lifecycle.GROUPS, [*firsts[1:], "X"], strict=True)
    conditions = {
        **{
            group.key: f"{stage} >= '{group.first}' AND {stage} < '{end}'" for group, end in between
        },
        HELD: f"{stage} IN ('X1', 'X2', 'X3')",
        UNPLACED: f"{stage} IS NULL",
    }
    found = {}
    for key, condition in conditions.items():
        (row,) = rows.fetch(
            db, f"SELECT COUNT(*) AS n, SUM({money}) AS fen FROM {source} WHERE {condition}"
        )
        found[key] = (row["n"], row["fen"] or 0)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["works", "projects"])
def test_counts_and_sums_are_those_of_sql(
    db: Database, dongli: Dongli, kind: boards.Kind, seed: int
) -> None:
    _random_works(db, dongli, seed)
    read = boards.read(db, kind, Filter(today=TODAY))
    assert {each.key: (len(each.ids), each.fen) for each in read} == _expected(db, kind)


@pytest.mark.parametrize("kind", ["works", "projects"])
def test_every_record_stands_in_exactly_one_column(
    db: Database, dongli: Dongli, kind: boards.Kind
) -> None:
    _random_works(db, dongli, 5)
    read = boards.read(db, kind, Filter(today=TODAY))
    every = sorted(row_id for column in read for row_id in column.ids)
    assert every == rows.column(db, f"SELECT id FROM {kind[:-1]} ORDER BY id")
    assert tuple(column.key for column in read) == COLUMNS


def test_an_empty_board_has_all_its_columns(db: Database) -> None:
    read = boards.read(db, "works", Filter(today=TODAY))
    assert [(each.key, each.ids, each.fen) for each in read] == [(key, (), 0) for key in COLUMNS]


@pytest.mark.parametrize("at", range(len(lifecycle.GROUPS)))
def test_a_column_begins_with_its_first_stage_and_not_before(at: int) -> None:
    group = lifecycle.GROUPS[at]
    before = [stage for stage in STAGES if stage < group.first]
    assert lifecycle.standing(group.first) == group.key
    assert group.key not in {lifecycle.standing(stage) for stage in before}


@pytest.mark.parametrize(
    ("stage", "key"), [("X1", HELD), ("X2", HELD), ("X3", HELD), (None, UNPLACED)]
)
def test_side_states_and_no_stage_have_columns_of_their_own(stage: str | None, key: str) -> None:
    assert lifecycle.standing(stage) == key


def test_records_stand_by_their_planned_finish_and_the_unknown_last(
    db: Database, dongli: Dongli
) -> None:
    days = ["2025-09-30", None, "2025-03", "2025-09-30"]
    with actions.act(db, "add_work", "李工"):
        ids = [
            works.add(db, kind="B01", estate_id=dongli.estate, stage="S70", finish_plan=day)
            for day in days
        ]
        works.remove(db, dongli.work)
    columns = {each.key: each.ids for each in boards.read(db, "works", Filter(today=TODAY))}
    assert columns[lifecycle.standing("S70")] == (ids[2], ids[0], ids[3], ids[1])


def test_a_work_without_a_stage_stands_where_its_project_does(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        projects.change(db, dongli.project, {"stage": "S20"})
    columns = {each.key: each.ids for each in boards.read(db, "works", Filter(today=TODAY))}
    assert columns[lifecycle.standing("S20")] == (dongli.work,)


def test_a_filter_holds_for_the_board(db: Database, dongli: Dongli) -> None:
    _random_works(db, dongli, 6)
    wanted = Filter(today=TODAY, only=frozenset({dongli.work}))
    found = [row_id for each in boards.read(db, "works", wanted) for row_id in each.ids]
    assert found == [dongli.work]
