"""What a sheet would write, row by row when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from renewtrack.intake.columns import Cells
from renewtrack.intake.comparing import shown
from renewtrack.intake.entries import Entries
from renewtrack.intake.known import Known
from renewtrack.intake.plans import CellChange, Issue, PlannedRow, Rows, Write


@dataclass(slots=True)
class Wanted:
    """All that the rows of a sheet would write.

    ``names`` says whose each row is; ``entries`` hold the records, parents before what stands on
    them.
    """

    names: list[str]
    rejected: set[int] = field(default_factory=set)  # places
    entries: tuple[Entries, ...] = ()

    @classmethod
    def of(cls, cells: Cells) -> Wanted:
        """Return nothing wanted yet of any row."""
        return cls([""] * len(cells.rows))

    def of_place(self, cells: Cells, place: int) -> tuple[Write, ...]:
        """Return what the row at a place would write."""
        if place in self.rejected:
            return ()
        return tuple(
            entries.write(cells, entry)
            for entries in self.entries
            for entry in entries.at_place(place)
            if entries.is_wanted(entry)
        )


class PlannedRows(Rows):
    """The rows of a plan; each is put together when it is asked for."""

    def __init__(
        self, cells: Cells, wanted: Wanted, states: Sequence[str], known: Known, file: str
    ) -> None:
        self._cells, self._wanted, self._states = cells, wanted, states
        self._known, self._file = known, file

    def __len__(self) -> int:
        return len(self._states)

    @overload
    def __getitem__(self, place: int) -> PlannedRow: ...
    @overload
    def __getitem__(self, place: slice) -> list[PlannedRow]: ...
    def __getitem__(self, place: int | slice) -> PlannedRow | list[PlannedRow]:
        if isinstance(place, slice):
            return [self._row(each) for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._row(place % len(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def issues(self) -> Iterator[Issue]:
        """Yield the issues of all rows in their order."""
        for place in sorted(self._cells.told):
            yield from self._issues(place)

    def _issues(self, place: int) -> Iterator[Issue]:
        for issue in self._cells.issues_at(place):
            yield replace(issue, file=self._file)

    def _row(self, place: int) -> PlannedRow:
        writes = self._wanted.of_place(self._cells, place)
        changes: list[CellChange] = []
        for write in writes:
            record = self._known.records.get((write.table, write.id)) if write.id else None
            changes += shown(write, record)
        return PlannedRow(
            row=self._cells.rows[place] + 1,
            state=self._states[place],
            name=self._wanted.names[place],
            changes=tuple(changes),
            writes=writes,
            issues=tuple(self._issues(place)),
        )
