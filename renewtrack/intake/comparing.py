"""What a row's values would change in the file, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from renewtrack.domain import text
from renewtrack.intake.plans import CHANGED, NEW, SAME, CellChange, Value, Write
from renewtrack.intake.rows import Surroundings

MAIN = {"ledger": "project", "buildings": "building"}
_UNSHOWN = ("geom", "source_crs", "position_method")


def compare(
    writes: Sequence[Write], around: Surroundings
) -> tuple[str, tuple[CellChange, ...], tuple[Write, ...]]:
    """Return a row's state, its changes by cell and the writes that are still needed.

    A new record keeps all its values, a known one those that differ. A value that the sheet
    leaves blank is not among them, so it never takes a stored one away; nor is a masked text.
    """
    needed: list[Write] = []
    changes: list[CellChange] = []
    for write in writes:
        record = around.known.records.get((write.table, write.id)) if write.id else None
        values = {
            column: value
            for column, value in write.values.items()
            if record is None or _differs(getattr(record, column), value.value, around)
        }
        parents = write.parents if write.id is None or write.table == "estate" else {}
        if not values and not parents:
            continue
        needed.append(Write(write.table, write.key, write.id, values, parents))
        changes.extend(_shown(write, record, values))
        if write.id is not None and "area_id" in parents:
            names = "/".join(filter(None, parents["area_id"][1:]))
            changes.append(CellChange("estate", "area_id", "", None, names, ""))
    if not needed:
        return SAME, (), ()
    main = MAIN[around.layout.kind]
    new = any(write.table == main and write.id is None for write in needed)
    return NEW if new else CHANGED, tuple(changes), tuple(needed)


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


def _shown(write: Write, record: object | None, values: dict[str, Value]) -> list[CellChange]:
    return [
        CellChange(
            write.table,
            column,
            value.cell,
            getattr(record, column) if record is not None else None,
            value.value,
            value.raw,
        )
        for column, value in values.items()
        if column not in _UNSHOWN
    ]
