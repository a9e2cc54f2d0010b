"""What a sheet's values would change in the file, and who wins where both have one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from renewtrack.domain import text
from renewtrack.intake.plans import CHANGED, NEW, REJECTED, SAME, CellChange, Write
from renewtrack.intake.row_read import plain

if TYPE_CHECKING:
    from renewtrack.intake.columns import Cells
    from renewtrack.intake.conflicts import Rule
    from renewtrack.intake.entries import Entries
    from renewtrack.intake.rows import Surroundings
    from renewtrack.intake.wanted import Wanted

MAIN = {
    "ledger": "project",
    "buildings": "building",
    "estates": "estate",
    "bookings": "household",
    "lifts": "lift",
    "payments": "money_event",
    "needs": "need",
    "readings": "reading",
    "areas": "area",
    "sites": "site",
}
_UNSHOWN = ("geom", "source_crs", "position_method")


def compare_entries(cells: Cells, entries: Entries, around: Surroundings, rule: Rule) -> None:
    """Note for each entry of a known record which of its columns differ.

    A value that the sheet leaves blank never takes a stored one away; nor does a masked text.
    """
    records = around.known.records
    table = entries.table
    standing = [records.get((table, ref)) if ref > 0 else None for ref in entries.refs]
    if not any(record is not None for record in standing):
        return
    differing: dict[int, list[str]] = {}
    for name, column in entries.columns.items():
        for entry in _unequal(name, column.values, standing):
            record, value = standing[entry], column.stored(entry)
            if not _differs(getattr(record, name), value, around):
                continue
            place, index = entries.places[entry], column.column_of(entry)
            if rule.takes(place, table, entries.refs[entry], name, record, index):
                differing.setdefault(entry, []).append(name)
    entries.differing = {entry: tuple(names) for entry, names in differing.items()}


def _unequal(name: str, values: Sequence[object], standing: Sequence[object]) -> list[int]:
    """Return the entries of known records whose value is not the very one that is stored."""
    return [
        entry
        for entry, (record, value) in enumerate(zip(standing, values, strict=True))
        if record is not None and value is not None and getattr(record, name) != plain(value)
    ]


def states(cells: Cells, wanted: Wanted, main: str) -> list[str]:
    """Return the state of each row by its entries; ``main`` is the table its kind is about."""
    found = [SAME] * len(cells.rows)
    for entries in wanted.entries:
        firsts = set(entries.firsts().values()) if entries.table == main else set()
        for entry, place in enumerate(entries.places):
            if entry in firsts:
                found[place] = NEW
            elif found[place] == SAME and entries.is_wanted(entry):
                found[place] = CHANGED
    for place in wanted.rejected:
        found[place] = REJECTED
    return found


def _differs(stored: object, wanted: object, around: Surroundings) -> bool:
    return not same(stored, wanted) and not around.known.mask.keeps(stored, wanted)


def same(stored: object, wanted: object) -> bool:
    """Tell whether a stored value and a wanted one mean the same."""
    if stored is None:
        return wanted is None
    if isinstance(stored, float | int) and isinstance(wanted, float | int):
        return math.isclose(stored, wanted, rel_tol=1e-9, abs_tol=1e-6)
    if isinstance(stored, str) and isinstance(wanted, str):
        return text.tidy(stored) == text.tidy(wanted)
    if isinstance(stored, tuple | list) and isinstance(wanted, tuple | list):
        return list(stored) == list(wanted)
    return stored == wanted


def shown(write: Write, record: object | None) -> list[CellChange]:
    """Return the columns of a write as the preview shows them, beside what is stored."""
    found = [
        CellChange(
            write.table,
            column,
            value.cell,
            getattr(record, column) if record is not None else None,
            value.value,
            value.raw,
        )
        for column, value in write.values.items()
        if column not in _UNSHOWN
    ]
    if write.id is not None and "area_id" in write.parents:
        names = "/".join(str(part) for part in write.parents["area_id"][1:] if part)
        found.append(CellChange(write.table, "area_id", "", None, names, ""))
    return found
