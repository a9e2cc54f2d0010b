"""Writes the records of rows that are planned one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from renewtrack.intake.place_areas import PlaceAreas
from renewtrack.intake.plans import Key, Plan, Value, Write
from renewtrack.store import projects, rows
from renewtrack.store.batches import CellSource

if TYPE_CHECKING:
    from sqlite_utils import Database


class RowWriter:
    """Writes the records of rows in turn and remembers their ids and where values came from."""

    def __init__(self, db: Database, plan: Plan) -> None:
        self.db = db
        self.sheet = plan.layout.sheet.name
        self.cutoff = plan.layout.facts.cutoff or date.today().isoformat()
        self.ids: dict[Key, int] = dict(plan.known)
        self.cells: list[CellSource] = []
        self.areas = PlaceAreas(db)

    def write(self, writes: Sequence[Write]) -> None:
        """Write the records of one row, places before what stands on them."""
        for write in writes:
            new = write.id is None and write.key not in self.ids
            record = self._make(write) if new else self._change(write)
            self.ids[write.key] = record
            self._note(write, record)

    def taken_cells(self) -> list[CellSource]:
        """Return the sources noted since the last call."""
        taken, self.cells = self.cells, []
        return taken

    def _make(self, write: Write) -> int:
        record = rows.add(self.db, write.table, {**self._parents(write), **_plain(write)})
        if write.table == "estate" and "area_id" not in write.parents:
            rows.change(self.db, "estate", record, {"area_id": self.areas.district})
        return record

    def _change(self, write: Write) -> int:
        record = write.id if write.id is not None else self.ids[write.key]
        values = _plain(write)
        if "area_id" in write.parents:
            values |= self._parents(write)
        if write.table == "project" and (stage := values.pop("stage", None)) is not None:
            projects.move_to(self.db, record, str(stage), self.cutoff)
        rows.change(self.db, write.table, record, values)
        return record

    def _parents(self, write: Write) -> dict[str, object]:
        return {
            column: self.areas.of(*key[1:]) if column == "area_id" else self.ids.get(key)
            for column, key in write.parents.items()
        }

    def _note(self, write: Write, record: int) -> None:
        for column, value in write.values.items():
            if value.cell and column != "geom":
                self.cells.append(self._source(write.table, record, column, value))

    def _source(self, table: str, record: int, column: str, value: Value) -> CellSource:
        return CellSource(
            table=table,
            row_id=record,
            column=column,
            sheet=self.sheet,
            cell=value.cell,
            raw=value.raw,
            precision=value.precision or None,
            qualifier=value.qualifier or None,
        )


def _plain(write: Write) -> dict[str, object]:
    return {column: value.value for column, value in write.values.items()}
