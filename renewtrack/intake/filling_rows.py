"""What the cells of a sheet's rows say against the records of the file that the rows mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renewtrack.domain import codes, dates, text
from renewtrack.domain.works import Work
from renewtrack.intake import (
    comparing,
    headings,
    ledger_lines,
    ledger_rows,
    placing,
    words_back,
)
from renewtrack.intake.columns import NOWHERE, ColumnValues
from renewtrack.intake.entries import Entries
from renewtrack.intake.known import Known
from renewtrack.intake.plans import REJECTED, Plan

if TYPE_CHECKING:
    from sqlite_utils import Database

_OWN = frozenset({"name", "number", "stage", "percent", "year_built_to", "aliases", "geom"})
# Told by other ways than one word in one cell: halves of days, choices, needs, what no value says.
_ELSEWHERE = frozenset({"funding", "appointment", "item_choice", "need", "project_estate", "work"})
_UNSAID = frozenset({"qualifier", "source", "kind", "room", "rule_set", "uid"})
_DM2 = 100  # in a m2


@dataclass(frozen=True, slots=True)
class Said:
    """One cell against the file: what is stored, and whether the cell says that already.

    ``told`` tells of a cell that says anything at all. ``at`` is the zero-based column, ``home``
    the table and column where the value stands.
    """

    at: int
    key: str
    stored: object
    same: bool
    told: bool
    home: tuple[str, str]
    id: int


@dataclass(slots=True)
class Met:
    """One data row whose record the file has: its place, its records by table, its cells."""

    place: int
    ids: dict[str, int]
    cells: list[Said] = field(default_factory=list)


class Rows:
    """The rows of a plan against the file."""

    def __init__(self, db: Database, plan: Plan) -> None:
        self.db, self.plan = db, plan
        assert plan.around is not None
        self.known: Known = plan.around.known  # with what was looked up while it was planned
        self.main = comparing.MAIN[plan.layout.kind]
        self.by_field = plan.cells.columns
        self._first: dict[int, int] = {}  # place of a project's first row, which has its money

    def met(self) -> list[Met]:
        """Return the rows whose record the file has, in their order."""
        rows = {
            place: Met(place, self._ids(place))
            for place, state in enumerate(self.plan.states)
            if state != REJECTED
        }
        rows = {place: row for place, row in rows.items() if self.main in row.ids}
        for place, row in sorted(rows.items()):
            self._first.setdefault(row.ids.get("project", 0), place)
        for entries in self.plan.wanted.entries:
            for entry, place in enumerate(entries.places):
                if place in rows and entries.refs[entry] > 0:
                    rows[place].cells += self._of_entry(entries, entry)
        for row in rows.values():
            row.cells += self._own_ways(row)
        return list(rows.values())

    def unmet(self, met: list[Met]) -> tuple[int, ...]:
        """Return the numbers of the rows whose record the file lacks, counted from 1."""
        places = {row.place for row in met}
        rows = self.plan.cells.rows
        return tuple(rows[place] + 1 for place in range(len(rows)) if place not in places)

    def _ids(self, place: int) -> dict[str, int]:
        ids: dict[str, int] = {}
        for entries in self.plan.wanted.entries:
            for entry in entries.at_place(place):
                if entries.refs[entry] > 0:
                    ids.setdefault(entries.table, entries.refs[entry])
                for table, refs in entries.parents.values():
                    if refs[entry] > 0:
                        ids.setdefault(table, refs[entry])
        return ids

    def _of_entry(self, entries: Entries, entry: int) -> Iterator[Said]:
        record = self.known.records.get((entries.table, entries.refs[entry]))
        if record is None or entries.table in _ELSEWHERE:
            return
        differing = entries.differing.get(entry, ())
        for name, filled in entries.columns.items():
            at = filled.column_of(entry)
            if at == NOWHERE or name in _UNSAID:
                continue
            if name in _OWN and (entries.table, name) != ("project", "name"):
                continue
            key = self._key(at)
            if key is None or not self._counted(entries, entry, key):
                continue
            stored: object = getattr(record, name)
            same = name not in differing
            if name == "year_built":
                last = getattr(record, "year_built_to", None)
                stored = None if stored is None else (stored, last)
                same = same and "year_built_to" not in differing
            if name.endswith("_dm2") and isinstance(stored, int):
                stored = stored / _DM2
            told = filled.values[entry] is not None
            home = entries.table, name
            yield Said(at, key, stored, same and told, told, home, entries.refs[entry])

    def _counted(self, entries: Entries, entry: int, key: str) -> bool:
        """Tell whether a value belongs into the row: a project's money counts in its first."""
        if entries.table != "project" or headings.field(key).kind != "money":
            return True
        return self._first.get(entries.refs[entry]) == entries.places[entry]

    def _key(self, at: int) -> str | None:
        for column in self.plan.layout.columns:
            if column.index == at:
                return column.field
        return None

    def _own_ways(self, row: Met) -> Iterator[Said]:
        if "project" in row.ids and self.main == "project":
            yield from self._progress(row)
            yield from self._money(row)
            yield from self._content(row)
        if "appointment" in row.ids:
            yield from self._visit(row)
        yield from self._position(row)

    def _progress(self, row: Met) -> Iterator[Said]:
        project = row.ids["project"]
        record = self.known.records["project", project]
        stored = (getattr(record, "stage", None), getattr(record, "percent", None))
        said = self.plan.cells.stage_at(row.place)
        told = (said.stage.key if said.stage else None, said.percent)
        # no percent is kept before work begins, so a sheet that says none says the same
        same = told[0] == stored[0] and told[1] in (stored[1], None)
        for key in ("status", "progress"):
            column = self.by_field.get(key)
            if column is not None and stored != (None, None):
                filled = column.values[row.place] is not None
                at = column.column.index
                yield Said(at, key, stored, same, filled, ("project", "stage"), project)

    def _visit(self, row: Met) -> Iterator[Said]:
        """Yield the cell that tells day and half of a visit together."""
        number, column = row.ids["appointment"], self.by_field.get("booking_time")
        record = self.known.records.get(("appointment", number))
        day = getattr(record, "date", None)
        if column is None or day is None:
            return
        half = words_back.code("halves", getattr(record, "half", None)) or ""
        same = column.values[row.place] is not None and not any(
            entries.differing.get(entry)
            for entries in self.plan.wanted.entries
            if entries.table == "appointment"
            for entry in entries.at_place(row.place)
        )
        words, home = f"{dates.show(str(day), 'zh')}{half}", ("appointment", "date")
        yield Said(column.column.index, "booking_time", words, same, True, home, number)

    def _money(self, row: Met) -> Iterator[Said]:
        project = row.ids["project"]
        if self._first[project] != row.place:
            return  # its money stands in the row of its first estate
        funds = self.known.funding.get(project, {})
        for key, column in self.by_field.items():
            source = column.field.columns.get("funding")
            fund = funds.get(source) if source else None
            if source is None or fund is None:
                continue
            yield self._figure(row, key, column, fund.planned_fen, ("funding", fund.id))
        known_fen = [one.planned_fen for one in funds.values() if one.planned_fen is not None]
        if "fund_total" in self.by_field and known_fen:
            total = self.by_field["fund_total"]
            yield self._figure(row, "fund_total", total, sum(known_fen), ("funding", 0))

    def _figure(
        self, row: Met, key: str, column: ColumnValues, stored: int | None, home: tuple[str, int]
    ) -> Said:
        value = column.values[row.place]
        same = value is not None and value == stored
        place = (home[0], "planned_fen")
        return Said(column.column.index, key, stored, same, value is not None, place, home[1])

    def _content(self, row: Met) -> Iterator[Said]:
        """Yield the cell that lists works, or those that each tick one below its own head."""
        column, estate = self.by_field.get("content"), row.ids.get("estate")
        if column is None or estate is None:
            return
        project = row.ids["project"]
        standing = [
            work for work in self.known.works.get(project, []) if work.estate_id in (None, estate)
        ]
        if column.beside:
            yield from self._ticks(row, standing)
            return
        said = column.values[row.place]
        listed = {(kind, other) for kind, other, *_ in ledger_rows.listed(str(said or ""))}
        if standing:
            words = ledger_lines.works_of(self.db, project, estate)
            same = listed == set(map(_identity, standing))
            told, home = said is not None, ("work", "kind")
            yield Said(column.column.index, "content", tuple(words), same, told, home, 0)

    def _ticks(self, row: Met, standing: list[Work]) -> Iterator[Said]:
        kinds = {work.kind for work in standing}
        cells = self.plan.layout.rows[self.plan.cells.rows[row.place]]
        for column in self.plan.layout.columns:
            if column.field != "content" or not column.parents:
                continue
            own = codes.recognise("work_types", column.heading)
            blank = cells[column.index] is None
            if own is not None and own.key in kinds and blank:
                yield Said(column.index, "content", True, False, False, ("work", "kind"), 0)

    def _position(self, row: Met) -> Iterator[Said]:
        table = "building" if self.main == "building" else "estate"
        if self.main not in ("building", "estate", "project"):
            return
        for entries in self.plan.wanted.entries:
            if entries.table != table or not any(key in self.by_field for key in placing.FIELDS):
                continue
            for entry in entries.at_place(row.place):
                record = self.known.records.get((table, entries.refs[entry]))
                geom = getattr(record, "geom", None)
                if geom is None:
                    continue
                same = "geom" not in entries.differing.get(entry, ())
                for key in placing.FIELDS[:4]:
                    column = self.by_field.get(key)
                    if column is not None:
                        told = column.values[row.place] is not None
                        at, home = column.column.index, (table, "geom")
                        yield Said(at, key, geom, same and told, told, home, entries.refs[entry])


def _identity(work: Work) -> tuple[str, str]:
    return work.kind, text.fold(work.remark or "") if work.kind == "other" else ""
