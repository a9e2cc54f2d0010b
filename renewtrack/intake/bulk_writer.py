"""Writes the records of a plan table by table, many in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from renewtrack.domain.dates import PartialDate
from renewtrack.intake.columns import NOWHERE
from renewtrack.intake.entries import Entries, Filled
from renewtrack.intake.mending import Mended
from renewtrack.intake.place_areas import PlaceAreas
from renewtrack.intake.plans import Plan
from renewtrack.intake.row_read import plain
from renewtrack.intake.sheets import Cell, letters, raw_text
from renewtrack.store import batches, rows

if TYPE_CHECKING:
    from sqlite_utils import Database

CHUNK = 1_000  # records between two looks at whether to stop


class BulkWriter:
    """Writes entries in turn, parents before what stands on them."""

    def __init__(self, db: Database, plan: Plan, batch: int) -> None:
        self.db, self.batch = db, batch
        self.cells = plan.cells
        self.sheet = plan.layout.sheet.name
        self.cutoff = plan.layout.facts.cutoff or date.today().isoformat()
        self.areas = PlaceAreas(db)
        self.made: dict[str, dict[int, int]] = defaultdict(dict)  # table -> ref -> id
        every = plan.wanted.entries
        self.asked_for = {table for each in every for table, _ in each.parents.values()}
        self.asked_for |= {each.table for each in every if len(each.refs) != len(set(each.refs))}

    def write(self, entries: Entries) -> Iterator[int]:
        """Write the entries that are wanted; yield before each chunk how many it holds."""
        firsts = entries.firsts()
        new = [entry for ref, entry in firsts.items() if ref not in self.made[entries.table]]
        made = set(new)
        others = [
            entry
            for entry in range(len(entries.places))
            if entry not in made and entries.is_wanted(entry)
        ]
        for act, chosen in ((self._make, new), (self._change, others)):
            for start in range(0, len(chosen), CHUNK):
                some = chosen[start : start + CHUNK]
                yield len(some)
                act(entries, some)

    def _make(self, entries: Entries, chosen: list[int]) -> None:
        picked = {name: _picked(column, chosen) for name, column in entries.columns.items()}
        columns = {
            name: values
            for name, values in picked.items()
            if any(value is not None for value in values)
        }
        columns |= self._parents(entries, chosen)
        ids = rows.add_many(self.db, entries.table, columns)
        refs = entries.refs
        if entries.table in self.asked_for:
            self.made[entries.table].update(
                (refs[entry], made) for entry, made in zip(chosen, ids, strict=True)
            )
        self._note(entries, chosen, ids, None)

    def _parents(self, entries: Entries, chosen: list[int]) -> dict[str, list[object]]:
        found: dict[str, list[object]] = {
            name: [self._id(table, refs[entry]) for entry in chosen]
            for name, (table, refs) in entries.parents.items()
        }
        if entries.table == "estate":
            found["area_id"] = [
                self.areas.district if area is None else self.areas.of(*area)
                for area in map(entries.area, chosen)
            ]
        return found

    def _known(self, entries: Entries, entry: int) -> int:
        ref = entries.refs[entry]
        return ref if ref > 0 else self.made[entries.table][ref]

    def _id(self, table: str, ref: int) -> int | None:
        """Return the id of a record by its ref; 0 is none."""
        if ref == 0:
            return None
        return ref if ref > 0 else self.made[table][ref]

    def _change(self, entries: Entries, chosen: list[int]) -> None:
        """Write what differs, the records that differ in the same columns together."""
        alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for entry in chosen:
            area = ("area_id",) if entries.area(entry) is not None else ()
            alike[(*entries.wanted(entry), *area)].append(entry)
        for names, some in alike.items():
            self._change_alike(entries, names, some)

    def _change_alike(self, entries: Entries, names: tuple[str, ...], some: list[int]) -> None:
        ids = [self._known(entries, entry) for entry in some]
        columns: dict[str, Sequence[object]] = {
            name: _picked(entries.columns[name], some) for name in names if name != "area_id"
        }
        if "area_id" in names:
            areas = (entries.area(entry) for entry in some)
            columns["area_id"] = [self.areas.of(*area) for area in areas if area is not None]
        rows.change_many(self.db, entries.table, ids, columns)
        if entries.table == "project" and "stage" in names:
            moved = {"project_id": ids, "stage": columns["stage"], "date": [self.cutoff] * len(ids)}
            rows.add_many(self.db, "stage_event", moved)
        self._note(entries, some, ids, frozenset(names))

    def _note(
        self, entries: Entries, chosen: list[int], ids: Sequence[int], only: frozenset[str] | None
    ) -> None:
        """Record the cells that the values of some entries came from."""
        for name, column in entries.columns.items():
            if name != "geom" and (only is None or name in only):
                lines = self._sources(entries, name, column, chosen, ids)
                batches.note_cells(self.db, self.batch, lines)

    def _sources(
        self,
        entries: Entries,
        name: str,
        column: Filled,
        chosen: list[int],
        ids: Sequence[int],
    ) -> list[batches.Line]:
        found: list[batches.Line] = []
        table, sheet = entries.table, self.sheet
        said, numbers = self.cells.layout.rows, self.cells.rows
        places, values = entries.places, column.values
        heads: dict[int, str] = {}
        one = column.at if isinstance(column.at, int) else None
        for entry, row_id in zip(chosen, ids, strict=True):
            value = values[entry]
            index = column.column_of(entry) if one is None else one
            if value is None or index == NOWHERE:
                continue
            row = numbers[places[entry]]
            cell = said[row][index]
            if cell is None or column.beside or column.raws is not None:
                raw, at = self.cells.words(places[entry], (index, *column.beside))
                raw = raw if column.raws is None else column.raws[entry]
            else:
                raw = cell if cell.__class__ is str else _raw(cell)
                at = f"{heads.get(index) or heads.setdefault(index, letters(index))}{row + 1}"
            if value.__class__ is PartialDate:
                assert isinstance(value, PartialDate)
                beside = (value.precision or None, value.qualifier or None)
                found.append((table, row_id, name, sheet, at, raw, *beside))
            else:
                found.append((table, row_id, name, sheet, at, raw, None, None))
        return found


def _picked(column: Filled, chosen: list[int]) -> list[object]:
    values = column.values
    return [plain(values[entry]) for entry in chosen]


def _raw(cell: Cell) -> str:
    """Return a cell's words; a mended one beside those that the sender wrote."""
    return f"{cell}（{cell.was}）" if isinstance(cell, Mended) else raw_text(cell)
