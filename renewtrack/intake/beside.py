"""Another table beside the one that is read: its columns mean nothing here."""

from __future__ import annotations

from collections.abc import Sequence

from renewtrack.intake import heading_fields
from renewtrack.intake.headings import Column
from renewtrack.intake.sheets import Cell

# No table has two columns that tell which record a row is.
_IDENTITY = frozenset(
    {"seq", "street", "community", "street_community", "estate_name", "bldg_no", "project_name"}
)
_LEAST = 0.85


def strays(
    rows: Sequence[Sequence[Cell]], head: Sequence[int], columns: Sequence[Column]
) -> frozenset[int]:
    """Return the columns, zero-based, of tables that stand beside the main one.

    Blank columns part them; a part is another table where its heads tell again which record a
    row is, or where it has no heads in these rows at all.
    """
    headed = {column.index: column for column in columns}
    blocks = _blocks(rows, head, headed)
    if len(blocks) < 2:
        return frozenset()
    main = max(blocks, key=lambda block: _worth(block, headed))
    claimed = _claims(main, headed)
    found: set[int] = set()
    for block in blocks:
        if block == main:
            continue
        mine = _claims(block, headed)
        if claimed & mine or not any(index in headed for index in block):
            found.update(block)
        claimed |= mine
    return frozenset(found)


def _blocks(
    rows: Sequence[Sequence[Cell]], head: Sequence[int], headed: dict[int, Column]
) -> list[tuple[int, ...]]:
    """Return the runs of columns that have a heading or a cell below the top of the head."""
    width = len(rows[0]) if rows else 0
    if not head or width <= len(headed):
        return []
    below = rows[head[0] :]
    blocks: list[list[int]] = [[]]
    for index in range(width):
        if index in headed or any(row[index] is not None for row in below):
            blocks[-1].append(index)
        elif blocks[-1]:
            blocks.append([])
    return [tuple(block) for block in blocks if block]


def _worth(block: Sequence[int], headed: dict[int, Column]) -> float:
    return sum(_best(headed[index])[1] for index in block if index in headed)


def _claims(block: Sequence[int], headed: dict[int, Column]) -> frozenset[str]:
    best = (_best(headed[index]) for index in block if index in headed)
    return frozenset(key for key, sure in best if sure >= _LEAST) & _IDENTITY


def _best(column: Column) -> tuple[str, float]:
    if column.confidence == 1.0 and column.field:
        return column.field, 1.0
    stack = tuple(part for part in (*column.parents, column.heading) if part)
    found = heading_fields.candidates(stack) if stack else ()
    return found[0] if found else ("", 0.0)
