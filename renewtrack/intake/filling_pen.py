"""What is written into a sender's sheet: stored values in the words of the sheet's own columns."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from renewtrack.intake import column_hand, delimited, ledger_lines, ledger_rows
from renewtrack.intake.column_hand import Hand
from renewtrack.intake.export_lines import DEGREE_PLACES
from renewtrack.intake.filling_rows import Said
from renewtrack.intake.plans import Plan
from renewtrack.intake.sheet_parts import BookParts
from renewtrack.intake.sheet_xml import Content, SheetXml
from renewtrack.intake.sheets import Cell
from renewtrack.store import batches, exports, gpkg

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.masking import Mask
    from renewtrack.store.batches import CellSource

_LISTED = ("；", "、", "，", "\n")
_DEGREES = {"lon": 0, "lat": 1}


class NotSaid(Exception):
    """A value that the column has no way to say, such as a place in a local system."""


class Pen:
    """Writes stored values as the columns of one sheet write theirs."""

    def __init__(self, db: Database, plan: Plan, parts: BookParts, reveal: bool) -> None:
        self.db, self.plan, self.parts, self.reveal = db, plan, parts, reveal
        self.mask: Mask = exports.mask(db)
        self._hands: dict[int, Hand] = {}
        self._sources: dict[tuple[str, int], dict[str, CellSource]] = {}
        self._styles: dict[int, str | None] = {}

    def words(self, said: Said, before: Cell, year: int | None) -> Cell:
        """Return the content that says a stored value; raises NotSaid."""
        hand = self.hand(said.at)
        source = self.source(said)
        stored = said.stored
        if said.key in _DEGREES or hand.field.kind == "coordinate":
            return self._degrees(said)
        if hand.field.kind == "progress" and isinstance(stored, tuple):
            return self._stage(hand, said, stored, source)
        if said.key == "content" and isinstance(stored, tuple):
            return self._listed(hand, stored)
        if hand.field.kind == "year" and isinstance(stored, tuple):
            first, last = stored
            return hand.years(first, last, source)
        if isinstance(stored, tuple):
            return "、".join(map(str, stored)) or None
        content = hand.write(stored, before, source, year)
        if isinstance(content, str) and not self.reveal:
            return ledger_lines.hidden(said.key, content, self.mask)
        return content

    def put(self, sheet: SheetXml, row: int, column: int, content: Cell) -> None:
        """Write a content into a cell in the cell's own looks."""
        style: str | None = None
        written: Content
        if isinstance(content, dt.date):
            written, style = self._day(sheet, row, column, content)
        else:
            assert not isinstance(content, dt.time | dt.timedelta)
            written = content
        if isinstance(written, str) and written.lstrip().startswith(delimited.FORMULA_SIGNS):
            style = self.parts.quoted(style or sheet.style(row, column))
        sheet.put(row, column, written, style)

    def prepared(self, sheet: SheetXml, column: int, content: Cell) -> Content:
        """Return a content for a row that is put in, whose looks come with the sample."""
        if not isinstance(content, dt.date):
            assert not isinstance(content, dt.time | dt.timedelta)
            return content
        if self._day_style(sheet, column) is None:
            return content.isoformat()
        return column_hand.serial(content, self.parts.from_1904)

    def source(self, said: Said) -> CellSource | None:
        """Return the cell that a value came from, or None."""
        table, name = said.home
        if not said.id:
            return None
        key = (table, said.id)
        if key not in self._sources:
            self._sources[key] = batches.source_of(self.db, table, said.id)
        return self._sources[key].get(name)

    def hand(self, at: int) -> Hand:
        """Return the way a column of the sheet writes."""
        if at not in self._hands:
            layout, cells = self.plan.layout, self.plan.cells
            column = next(column for column in layout.columns if column.index == at)
            read = cells.columns[str(column.field)]
            said = [layout.rows[row][at] for row in cells.rows]
            self._hands[at] = Hand(column, read.field, said, read.values)
        return self._hands[at]

    @cached_property
    def _geographic(self) -> bool:
        """Tell whether the sheet's places are degrees of WGS 84, which ours are."""
        from renewtrack.intake import placing

        known, _ = placing.reference(self.plan.layout, self.plan.options)
        return known.system in ("wgs84", "cgcs2000")

    def _degrees(self, said: Said) -> Cell:
        place = _DEGREES.get(said.key)
        if place is None or not self._geographic or not isinstance(said.stored, bytes):
            raise NotSaid
        return round(gpkg.centre(said.stored)[place], DEGREE_PLACES)

    def _stage(
        self,
        hand: Hand,
        said: Said,
        stored: tuple[str | None, float | None],
        source: CellSource | None,
    ) -> Cell:
        """Return the stage where two columns share it: the first says it, the other percents."""
        stage, percent = stored
        other = "progress" if said.key == "status" else "status"
        column = self.plan.cells.columns.get(other)
        if column is None:
            return hand.stage(stage, percent, source)
        if hand.only_percents:
            return hand.stage(None, percent, None) if percent is not None else None
        if self.hand(column.column.index).only_percents:
            return hand.stage(stage, None, source)
        return hand.stage(stage, percent, source)

    def _listed(self, hand: Hand, works: tuple[str, ...]) -> str:
        """Return works in one text, parted as the column parts them, if that is read back."""
        wanted = {entry[:2] for words in works for entry in ledger_rows.listed(words)}
        texts = [cell for cell in hand.cells if isinstance(cell, str)]
        signs = sorted(_LISTED, key=lambda sign: -sum(sign in text for text in texts))
        for sign in signs:
            joined = sign.join(works)
            if {entry[:2] for entry in ledger_rows.listed(joined)} == wanted:
                return joined
        return "；".join(works)

    def _day(
        self, sheet: SheetXml, row: int, column: int, day: dt.date
    ) -> tuple[Content, str | None]:
        """Return a day as the workbook counts it, in the looks of a day; else as words."""
        own = self.plan.layout.sheet.rows[row][column] if row < self._height else None
        style = None if isinstance(own, dt.date) else self._day_style(sheet, column)
        if style is None and not isinstance(own, dt.date):
            return day.isoformat(), None
        return column_hand.serial(day, self.parts.from_1904), style

    @property
    def _height(self) -> int:
        return len(self.plan.layout.sheet.rows)

    def _day_style(self, sheet: SheetXml, column: int) -> str | None:
        if column not in self._styles:
            rows = self.plan.layout.sheet.rows
            days = [row for row in self.plan.cells.rows if isinstance(rows[row][column], dt.date)]
            self._styles[column] = sheet.style(days[0], column) if days else None
        return self._styles[column]
