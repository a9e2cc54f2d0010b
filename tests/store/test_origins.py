"""Where a value came from is told by the last action that still stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from renewtrack.store import actions, batches, estates, file, history, origins, rows


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    made = file.create(tmp_path / "a.gpkg", "示范区")
    yield made.db
    made.close()


def imported(db: Database, name: str, cell: str, households: int, row_id: int | None = None) -> int:
    """Import the number of households of an estate and return its id."""
    with actions.act(db, "import", "张工"):
        batch = batches.add(db, file=name)
        if row_id is None:
            row_id = rows.add(db, "estate", {"name": "东里", "household_count": households})
        else:
            rows.change(db, "estate", row_id, {"household_count": households})
        said = ("estate", row_id, "household_count", "台账", cell, f"{households}户", None, None)
        batches.note_cells(db, batch, [said])
    return row_id


def test_an_imported_value_names_its_cell(db: Database) -> None:
    row_id = imported(db, "一月.xlsx", "H6", 80)
    found = origins.of_record(db, "estate", row_id)
    told = found["household_count"]
    assert (told.file, told.sheet, told.cell, told.raw) == ("一月.xlsx", "台账", "H6", "80户")
    assert told.who == "张工"
    assert found[origins.WHOLE].file == "一月.xlsx"
    assert found[origins.WHOLE].cell is None


def test_what_a_person_typed_later_has_no_cell(db: Database) -> None:
    row_id = imported(db, "一月.xlsx", "H6", 80)
    with actions.act(db, "edit", "李工"):
        rows.change(db, "estate", row_id, {"household_count": 81})
    told = origins.of_record(db, "estate", row_id)["household_count"]
    assert (told.file, told.cell, told.who) == (None, None, "李工")


def test_an_edit_that_is_undone_gives_the_cell_back(db: Database) -> None:
    row_id = imported(db, "一月.xlsx", "H6", 80)
    with actions.act(db, "edit", "李工"):
        rows.change(db, "estate", row_id, {"household_count": 81})
    history.undo(db, "李工")
    assert origins.of_record(db, "estate", row_id)["household_count"].cell == "H6"


def test_the_later_of_two_imports_counts_until_it_is_undone_and_again_when_redone(
    db: Database,
) -> None:
    row_id = imported(db, "一月.xlsx", "H6", 80)
    imported(db, "二月.xlsx", "H9", 82, row_id)
    assert origins.of_record(db, "estate", row_id)["household_count"].file == "二月.xlsx"
    history.undo(db, "张工")
    assert origins.of_record(db, "estate", row_id)["household_count"].file == "一月.xlsx"
    history.redo(db, "张工")
    told = origins.of_record(db, "estate", row_id)["household_count"]
    assert (told.file, told.cell) == ("二月.xlsx", "H9")


def test_a_row_nobody_wrote_has_no_origin(db: Database) -> None:
    assert origins.of_record(db, "estate", 999) == {}
    assert estates.all(db) == []
