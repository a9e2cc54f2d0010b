"""The records that a sheet would make or change, table by table and column by column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from renewtrack.domain.dates import PartialDate
from renewtrack.intake.columns import NOWHERE, Cells, ColumnValues
from renewtrack.intake.plans import Key, Value, Write
from renewtrack.intake.row_read import plain

Area = tuple[str, str]  # street and community, "" where one is not known


@dataclass(slots=True)
class Filled:
    """One column of a table: a value for each entry, None where the sheet says nothing.

    ``at`` is the sheet's column it comes from, ``NOWHERE``, or one for each entry; ``raws`` are
    the words of a part of a cell, where a cell says several values.
    """

    values: list[object]
    at: int | list[int]
    beside: tuple[int, ...] = ()
    raws: list[str] | None = None

    def column_of(self, entry: int) -> int:
        """Return the sheet's column of an entry's value, or ``NOWHERE``."""
        return self.at if isinstance(self.at, int) else self.at[entry]

    def stored(self, entry: int) -> object:
        """Return an entry's value as it is stored."""
        return plain(self.values[entry])


@dataclass(slots=True)
class Entries:
    """Records of one table in the order of the sheet's rows.

    ``places`` are the places of the rows among the data rows, rising. ``refs`` are ids of the
    file above 0; one below 0 is a record that the import makes, at its first entry. ``parents``
    give other records by column, as their table and a ref for each entry.
    """

    table: str
    places: list[int] = field(default_factory=list)
    refs: list[int] = field(default_factory=list)
    columns: dict[str, Filled] = field(default_factory=dict)
    parents: dict[str, tuple[str, list[int]]] = field(default_factory=dict)
    areas: list[Area | None] = field(default_factory=list)  # of estates, where they change
    differing: dict[int, tuple[str, ...]] = field(default_factory=dict)  # entry -> its columns

    def at_place(self, place: int) -> range:
        """Return the entries of the row at a place."""
        return range(bisect_left(self.places, place), bisect_right(self.places, place))

    def firsts(self) -> dict[int, int]:
        """Return the entry that makes each new record, by its ref."""
        first: dict[int, int] = {}
        for entry, ref in enumerate(self.refs):
            if ref < 0 and ref not in first:
                first[ref] = entry
        return first

    def wanted(self, entry: int) -> tuple[str, ...]:
        """Return the columns that an entry would write."""
        if self.refs[entry] > 0:
            return self.differing.get(entry, ())
        return tuple(
            name for name, column in self.columns.items() if column.values[entry] is not None
        )

    def is_wanted(self, entry: int) -> bool:
        """Tell whether an entry makes or changes anything."""
        return self.refs[entry] < 0 or entry in self.differing or self.area(entry) is not None

    def area(self, entry: int) -> Area | None:
        """Return the street and community that an entry of an estate is put into, or None."""
        return self.areas[entry] if self.areas else None

    def value(self, cells: Cells, entry: int, name: str) -> Value:
        """Return one value with the cell and the words it came from."""
        column = self.columns[name]
        index = column.column_of(entry)
        value = column.values[entry]
        if index == NOWHERE:
            return Value(plain(value))
        raw, cell = cells.words(self.places[entry], (index, *column.beside))
        if column.raws is not None:
            raw = column.raws[entry]
        if isinstance(value, PartialDate):
            return Value(value.iso, raw, cell, value.precision, value.qualifier)
        return Value(value, raw, cell)

    def write(self, cells: Cells, entry: int) -> Write:
        """Return what an entry would write."""
        ref = self.refs[entry]
        values = {name: self.value(cells, entry, name) for name in self.wanted(entry)}
        parents: dict[str, Key] = {
            name: (table, str(refs[entry])) for name, (table, refs) in self.parents.items()
        }
        area = self.area(entry)
        if area is not None:
            parents["area_id"] = ("area", *area)
        key = (self.table, str(ref))
        return Write(self.table, key, ref if ref > 0 else None, values, parents)


def of_column(column: ColumnValues, places: Sequence[int]) -> Filled:
    """Return a sheet's column as a table's, for the rows at some places."""
    values = [column.values[place] for place in places]
    return Filled(values, column.column.index, column.beside)
