"""One data row of a sheet as values by field, each beside the words it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain.dates import PartialDate
from renewtrack.intake import sentences
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import Issue

if TYPE_CHECKING:
    from renewtrack.intake.columns import Cells, StageSaid

Complaint = tuple[str, str, dict[str, object]]  # kind, field, what its sentence is filled with


@dataclass(frozen=True, slots=True)
class Read:
    """One cell read: a value for a field beside its words."""

    value: object
    raw: str
    cell: str
    precision: str = ""
    qualifier: str = ""


class RowRead:
    """One data row of ``cells``, its values looked up when they are asked for."""

    __slots__ = ("_values", "cells", "place", "row")

    def __init__(self, cells: Cells, place: int) -> None:
        self.cells = cells
        self.place = place
        self.row = cells.rows[place]  # zero-based, of the sheet
        self._values: dict[str, Read] | None = None

    @property
    def layout(self) -> Layout:
        """Return the sheet's layout."""
        return self.cells.layout

    @property
    def values(self) -> dict[str, Read]:
        """Return the values by field, without blanks and unreadable cells."""
        if self._values is None:
            found = ((key, self.cells.read_at(key, self.place)) for key in self.cells.columns)
            self._values = {key: read for key, read in found if read is not None}
        return self._values

    def get(self, key: str) -> object:
        """Return the value of a field, or None."""
        column = self.cells.columns.get(key)
        return None if column is None else plain(column.values[self.place])

    def words(self, key: str) -> str | None:
        """Return the text of a field, or None."""
        value = self.get(key)
        return None if value is None else str(value)

    def stage(self) -> StageSaid:
        """Return what status, progress and percent say together."""
        return self.cells.stage_at(self.place)

    @property
    def issues(self) -> list[Issue]:
        """Return what there is to say of the row so far."""
        return self.cells.issues_at(self.place)

    def add(self, issues: list[Issue]) -> None:
        """Say more of the row."""
        if issues:
            self.cells.told.setdefault(self.place, []).extend(issues)

    def complain(self, kind: str, key: str = "", **values: object) -> None:
        """Add an issue about a field's cell, or about the whole row."""
        self.cells.told.setdefault(self.place, []).append((kind, key, values))


def plain(value: object) -> object:
    """Return a read value as it is stored: dates as ISO text."""
    return value.iso if isinstance(value, PartialDate) else value


def as_issue(layout: Layout, row: int, complaint: Complaint) -> Issue:
    """Return the issue that a complaint about a row (zero-based) makes."""
    kind, key, values = complaint
    column = layout.column(key) if key else None
    return sentences.issue(layout, row, kind, column, **values)
