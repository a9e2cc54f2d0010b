"""A plan carried out: one action, one batch, and the source of every value beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from renewtrack.errors import Cancelled
from renewtrack.intake.plans import CHANGED, NEW, Key, Plan, PlannedRow, Receipt, Value, Write
from renewtrack.store import actions, areas, batches, buildings, estates, funding, projects, works
from renewtrack.store.batches import CellSource

if TYPE_CHECKING:
    from sqlite_utils import Database

Progress = Callable[[int, int], bool | None]  # done, of how many; returns False to stop
STEP = 200


def store(db: Database, plan: Plan, who: str, progress: Progress | None = None) -> Receipt:
    """Write the new and changed rows of a plan as one action that can be undone as a whole.

    Nothing at all is written where every row is the same. Raises Cancelled where ``progress``
    returns False; nothing of the import is left then.
    """
    wanted = [row for row in plan.rows if row.state in (NEW, CHANGED)]
    if not wanted:
        return Receipt(plan, None, 0)
    with actions.act(db, "import", who, detail=plan.path.name):
        batch = _batch(db, plan)
        writer = _Writer(db, plan)
        for done, row in enumerate(wanted):
            if done % STEP == 0:
                _tell(progress, done, len(wanted))
                batches.note_cells(db, batch, writer.taken_cells())
            writer.write(row)
        batches.note_cells(db, batch, writer.taken_cells())
        _tell(progress, len(wanted), len(wanted))
    return Receipt(plan, batch, len(wanted))


def _tell(progress: Progress | None, done: int, of: int) -> None:
    if progress is not None and progress(done, of) is False:
        raise Cancelled


def _batch(db: Database, plan: Plan) -> int:
    return batches.add(
        db,
        kind=plan.layout.kind,
        file=plan.path.name,
        file_sha256=plan.sha256,
        rows_read=plan.rows_read,
        skipped=json.dumps(plan.skipped),
        cutoff_date=plan.layout.facts.cutoff,
        **plan.counts,
    )


class _Writer:
    """Writes the records of rows in turn and remembers their ids and where values came from."""

    def __init__(self, db: Database, plan: Plan) -> None:
        self.db = db
        self.sheet = plan.layout.sheet.name
        self.cutoff = plan.layout.facts.cutoff or date.today().isoformat()
        self.ids: dict[Key, int] = dict(plan.known)
        self.cells: list[CellSource] = []
        district = areas.district(db)
        self.district = district.id if district else None

    def write(self, row: PlannedRow) -> None:
        """Write the records of one row, places before what stands on them."""
        for write in row.writes:
            record = self._make(write) if self._is_new(write) else self._change(write)
            self.ids[write.key] = record
            self._note(write, record)

    def taken_cells(self) -> list[CellSource]:
        """Return the sources noted since the last call."""
        taken, self.cells = self.cells, []
        return taken

    def _is_new(self, write: Write) -> bool:
        return write.id is None and write.key not in self.ids

    def _make(self, write: Write) -> int:
        values = {column: value.value for column, value in write.values.items()}
        if write.table == "estate":
            return estates.add(self.db, area_id=self._area(write), **values)
        estate = self.ids.get(write.parents.get("estate_id", ()))
        if write.table == "building":
            return buildings.add(self.db, estate_id=estate, **values)
        if write.table == "project":
            return projects.add(self.db, [estate] if estate else [], **values)
        project = self.ids[write.parents["project_id"]]
        if write.table == "work":
            return works.add(self.db, project_id=project, estate_id=estate, **values)
        return funding.add(self.db, project_id=project, **values)

    def _change(self, write: Write) -> int:
        record = write.id if write.id is not None else self.ids[write.key]
        values = {column: value.value for column, value in write.values.items()}
        if write.table == "estate":
            if "area_id" in write.parents:
                values["area_id"] = self._area(write)
            estates.change(self.db, record, values)
        elif write.table == "building":
            buildings.change(self.db, record, values)
        elif write.table == "project":
            self._change_project(record, values)
        elif write.table == "funding":
            funding.change(self.db, record, values)
        return record

    def _change_project(self, project: int, values: dict[str, object]) -> None:
        stage = values.pop("stage", None)
        if stage is not None:
            projects.move_to(self.db, project, str(stage), self.cutoff)
        projects.change(self.db, project, values)

    def _area(self, write: Write) -> int | None:
        """Return the id of an estate's community or street, made where the file lacks it."""
        key = write.parents.get("area_id")
        if key is None:
            return self.district
        if key not in self.ids:
            _, street, community = key
            above = self.district
            if street:
                above = areas.ensure(self.db, "street", street, self.district)
            if community:
                above = areas.ensure(self.db, "community", community, above)
            assert above is not None
            self.ids[key] = above
        return self.ids[key]

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
