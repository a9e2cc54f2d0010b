"""Rows for the records that a sender's sheet lacks, in the looks of those it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import addresses
from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Project
from renewtrack.intake import headings, known, ledger_lines
from renewtrack.intake.filling_pen import NotSaid, Pen
from renewtrack.intake.filling_rows import Met, Rows, Said
from renewtrack.intake.sheet_rows import NewRow
from renewtrack.intake.sheet_xml import Content, SheetXml
from renewtrack.intake.sheets import Cell

if TYPE_CHECKING:
    from renewtrack.intake.layout import Layout

_NUMBER = re.compile(r"^[甲乙丙丁A-Za-z0-9-]*[0-9]([^0-9]*)$")
_PLACES = ("street", "community", "estate_name")


@dataclass(frozen=True, slots=True)
class _Lacking:
    """One record that the sheet lacks, with the estate it is of."""

    estate: Estate
    record: Project | Building | Estate


def rows(found: Rows, met: list[Met], pen: Pen, sheet: SheetXml) -> dict[int, list[NewRow]]:
    """Return the rows to put in by their sample row (zero-based), each below its own street's."""
    lacking = list(_lacking(found, met))
    writer = _Writer(found, met, pen, sheet)
    new: dict[int, list[NewRow]] = {}
    for one in lacking:
        sample = writer.sample(one.estate)
        new.setdefault(sample, []).append(writer.row(one, sample))
    return new


def _lacking(found: Rows, met: list[Met]) -> Iterator[_Lacking]:
    """Yield the records of the sheet's streets, or of its one estate, that no row means."""
    have = {row.ids[found.main] for row in met}
    estates = {row.ids["estate"] for row in met if "estate" in row.ids}
    streets = {known.street_key(found.known.estates[one].street) for one in estates}
    for number, estate in sorted(found.known.estates.items()):
        if number < 0 or known.street_key(estate.street) not in streets:
            continue
        if len(estates) == 1 and number not in estates and len(met) > 1:
            continue
        for record in _records(found, number):
            if record.id not in have:
                yield _Lacking(estate, record)


def _records(found: Rows, estate: int) -> list[Project] | list[Building] | list[Estate]:
    if found.main == "estate":
        return [found.known.estates[estate]]
    if found.main != "project" and found.main != "building":
        return []  # registers of visits, lifts, money and readings grow by their own offices
    if found.main == "building":
        return [one for one in found.known.buildings.values() if one.estate_id == estate]
    year = found.plan.year
    own = found.plan.layout.column("plan_year") is not None
    return [
        one
        for one in found.known.projects.get(estate, ())
        if own or year is None or one.plan_year in (year, None)
    ]


class _Writer:
    """Writes new rows for one sheet."""

    def __init__(self, found: Rows, met: list[Met], pen: Pen, sheet: SheetXml) -> None:
        self.found, self.pen, self.sheet = found, pen, sheet
        self.layout: Layout = found.plan.layout
        numbers = found.plan.cells.rows
        self.last = numbers[-1] if numbers else max(self.layout.head_rows, default=0)
        self.by_estate: dict[int, int] = {}
        self.by_street: dict[str, int] = {}
        self.estate_of: dict[int, Estate] = {}
        for row in met:
            estate = found.known.estates.get(row.ids.get("estate", 0))
            if estate is not None:
                at = numbers[row.place]
                self.estate_of[at] = estate
                self.by_estate[estate.id] = max(at, self.by_estate.get(estate.id, 0))
                street = known.street_key(estate.street)
                self.by_street[street] = max(at, self.by_street.get(street, 0))
        self.next = self._next_number()

    def sample(self, estate: Estate) -> int:
        """Return the last row of the estate, else of its street, else of the sheet."""
        if self.found.main == "building" and estate.id in self.by_estate:
            return self.by_estate[estate.id]
        return self.by_street.get(known.street_key(estate.street), self.last)

    def row(self, one: _Lacking, sample: int) -> NewRow:
        """Return the row of one record below its sample."""
        contents: dict[int, Content] = {}
        joined = self._joined(one.estate, sample)
        for column in self.layout.columns:
            if column.field is None or column.index in joined:
                continue
            if self.sheet.formula(sample, column.index):
                continue
            try:
                words = self._words(one, column.index, column.field)
            except NotSaid:
                continue
            if words is not None:
                contents[column.index] = self.pen.prepared(self.sheet, column.index, words)
        return NewRow(contents, joined)

    def _joined(self, estate: Estate, sample: int) -> frozenset[int]:
        """Return the columns whose merged place above goes on into the new row."""
        above = self.estate_of.get(sample)
        tall = {
            merge.left
            for merge in self.layout.sheet.merged
            if merge.tall and merge.bottom == sample
        }
        return frozenset(
            column.index
            for column in self.layout.columns
            if column.index in tall
            and above is not None
            and column.field in _PLACES
            and _place(above, column.field) == _place(estate, column.field)
        )

    def _words(self, one: _Lacking, at: int, key: str) -> Cell:
        if key == "seq":
            number = self.next
            self.next = None if number is None else number + 1
            return number
        if key in _PLACES:
            return _place(one.estate, key)
        if key == "street_community":
            return "".join(filter(None, (one.estate.street, one.estate.community)))
        if key == "bldg_no" and isinstance(one.record, Building):
            return self._building_number(one.record.number, at)
        said = self._said(one, at, key)
        year = one.record.plan_year if isinstance(one.record, Project) else None
        if said is None or said.stored in (None, (None, None), ()):
            return None
        return self.pen.words(said, None, year)

    def _said(self, one: _Lacking, at: int, key: str) -> Said | None:
        """Return a field's stored value, of the record itself or of its estate."""
        columns = headings.field(key).columns
        records = ((self.found.main, one.record), ("estate", one.estate))
        if isinstance(one.record, Project) and (own := self._of_project(one.record, one, key)):
            return Said(at, key, own[0], False, False, own[1], one.record.id)
        if headings.field(key).kind == "coordinate":
            geom = one.record.geom if isinstance(one.record, Building) else one.estate.geom
            return Said(at, key, geom, False, False, (self.found.main, "geom"), one.record.id)
        for table, record in records:
            name = columns.get(table)
            if name is None or (table == "estate" and self.found.main == "building"):
                continue
            stored: object = getattr(record, name, None)
            if name == "year_built" and stored is not None:
                stored = (stored, getattr(record, "year_built_to", None))
            return Said(at, key, stored, False, False, (table, name), record.id)
        return None

    def _of_project(
        self, project: Project, one: _Lacking, key: str
    ) -> tuple[object, tuple[str, str]] | None:
        if headings.field(key).kind == "progress":
            return (project.stage, project.percent), ("project", "stage")
        if key == "content":
            return tuple(ledger_lines.works_of(self.found.db, project.id, one.estate.id)), (
                *("work", "kind"),
            )
        funds = self.found.known.funding.get(project.id, {})
        if key == "fund_total":
            known_fen = [
                fund.planned_fen for fund in funds.values() if fund.planned_fen is not None
            ]
            return (sum(known_fen) if known_fen else None), ("funding", "planned_fen")
        source = headings.field(key).columns.get("funding")
        if source is not None:
            fund = funds.get(source)
            return (fund.planned_fen if fund else None), ("funding", "planned_fen")
        return None

    def _building_number(self, number: str, at: int) -> str:
        """Return a building's number with the word that most of the column's have behind it."""
        rows = (self.layout.rows[row][at] for row in self.found.plan.cells.rows)
        ends = Counter(
            met[1] for cell in rows if cell is not None and (met := _NUMBER.match(str(cell)))
        )
        for end, _ in ends.most_common():
            if addresses.building_number(number + end) == number:
                return number + end
        return number

    def _next_number(self) -> int | None:
        column = self.layout.column("seq")
        if column is None:
            return None
        cells = (self.layout.rows[row][column.index] for row in self.found.plan.cells.rows)
        numbers = [int(str(cell)) for cell in cells if str(cell).isdigit()]
        return max(numbers) + 1 if numbers else None


def _place(estate: Estate, key: str) -> str | None:
    return {"street": estate.street, "community": estate.community, "estate_name": estate.name}[key]
