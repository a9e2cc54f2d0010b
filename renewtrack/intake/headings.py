"""The head of a sheet: which rows it is, and what field each column is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as slot

from renewtrack.domain import fields, text
from renewtrack.domain.fields import Field
from renewtrack.intake import heading_fields, kind_words
from renewtrack.intake.sheets import Cell, SheetCells, letters

SEARCHED_ROWS = 60
MOST_HEAD_ROWS = 3
COST_OF_A_ROW = 0.45  # a further head row must tell more than this

_NUMBER = re.compile(r"^[(\[<]?[-+]?[0-9][0-9.,:/%-]*[)\]>]?$")
_LONGEST_HEADING = 80
_LEAVES = frozenset({"计划", "实际", "预计", "拟", "计划时间", "实际时间", "计划日期", "实际日期"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its heading with what stands above it, and its field."""

    index: int
    heading: str
    parents: tuple[str, ...] = ()
    field: str | None = None
    unit: str | None = None
    confidence: float = 0.0
    answers: Mapping[str, str] = slot(default_factory=dict, hash=False)  # by kind of question

    @property
    def letters(self) -> str:
        """Return the column's letters."""
        return letters(self.index)

    @property
    def label(self) -> str:
        """Return the stacked heading on one line."""
        return "/".join(part.replace("\n", "") for part in (*self.parents, self.heading))


def field(key: str) -> Field:
    """Return the field of a key; KeyError for an unknown key, which is a bug."""
    found = fields.field(key)
    if found is None:
        raise KeyError(key)
    return found


def find(sheet: SheetCells, given: Sequence[int] | None = None) -> tuple[int, ...]:
    """Return the zero-based rows of the head, or () where none is recognised."""
    if given is not None:
        return tuple(given)
    grid = _spread(sheet)
    usable = [_may_be_head(row) for row in grid]
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for top in range(min(SEARCHED_ROWS, len(grid))):
        for count in range(1, MOST_HEAD_ROWS + 1):
            rows = tuple(range(top, top + count))
            if rows[-1] >= len(grid) or not all(usable[row] for row in rows):
                break
            worth = _worth(sheet, rows) - COST_OF_A_ROW * (count - 1)
            if worth > best[0] + 1e-9:
                best = (worth, rows)
    return _with_leaves(sheet, best[1], usable) if best[0] >= 2 else ()


def _with_leaves(sheet: SheetCells, rows: tuple[int, ...], usable: list[bool]) -> tuple[int, ...]:
    """Return the head with the rows below it that belong to it, known words or not.

    A head over several columns has heads of its own below; a head that is merged downward makes
    the rows it reaches head rows; a row of only 计划, 实际 and units tells of the heads above.
    """
    while len(rows) < MOST_HEAD_ROWS and rows[-1] + 1 < len(sheet.rows):
        below = rows[-1] + 1
        if not (
            any(merge.top in rows and merge.bottom >= below for merge in sheet.merged)
            or _only_leaves(sheet.rows[below])
            or (below < len(usable) and usable[below] and _headed(sheet, rows[-1]))
        ):
            break
        rows = (*rows, below)
    return rows


def _headed(sheet: SheetCells, row: int) -> bool:
    cells = sheet.rows[row + 1]
    return any(
        all(isinstance(cells[column], str) for column in range(merge.left, merge.right + 1))
        for merge in sheet.merged
        if merge.bottom == row and merge.wide and merge.right < sheet.width
    )


def _only_leaves(cells: Sequence[Cell]) -> bool:
    words = [cell for cell in cells if cell is not None]
    return bool(words) and all(
        isinstance(word, str) and (text.fold(word) in _LEAVES or heading_fields.is_unit(word))
        for word in words
    )


def columns(
    sheet: SheetCells, head: Sequence[int], mapping: Mapping[int, str] | None = None
) -> tuple[Column, ...]:
    """Return the columns below a head, each field given to the column that fits it best."""
    stacks = _stacks(sheet, head)
    chosen = heading_fields.assign(stacks, mapping or {})
    return tuple(
        Column(index, stack[-1], tuple(stack[:-1]), *_choice(chosen.get(index)))
        for index, stack in enumerate(stacks)
        if stack or index in chosen
        for stack in (stack or ("",),)
    )


def _choice(chosen: tuple[str, float] | None) -> tuple[str | None, str | None, float]:
    return (chosen[0], None, chosen[1]) if chosen else (None, None, 0.0)


def _worth(sheet: SheetCells, rows: tuple[int, ...]) -> float:
    stacks = _stacks(sheet, rows)
    return kind_words.worth(stacks, heading_fields.assign(stacks, {}))


def _spread(sheet: SheetCells) -> list[list[str]]:
    """Return the top rows as text with wide merges spread, to see what may be a head."""
    grid = [
        ["" if cell is None else text.normalise(str(cell)) for cell in row]
        for row in sheet.rows[: SEARCHED_ROWS + MOST_HEAD_ROWS]
    ]
    for merge in sheet.merged:
        if merge.top < len(grid) and merge.left < sheet.width:
            for row, column in merge.places():
                if row < len(grid) and column < sheet.width:
                    grid[row][column] = grid[merge.top][merge.left]
    return grid


def _may_be_head(row: list[str]) -> bool:
    words = [word for word in row if word]
    if len(set(words)) < 2:
        return False
    numbers = sum(1 for word in words if _NUMBER.match(word))
    return numbers <= len(words) // 8 and all(len(word) <= _LONGEST_HEADING for word in set(words))


def _stacks(sheet: SheetCells, head: Sequence[int]) -> list[tuple[str, ...]]:
    """Return each column's headings from the top row of the head to its lowest.

    Merged ranges are spread over both directions; a group's name that stands over unmerged
    columns is carried to the right as long as each of those has a heading of its own below.
    """
    grid = [[_words(cell) for cell in sheet.rows[row]] for row in head]
    covered: set[tuple[int, int]] = set()
    for merge in sheet.merged:
        for row, column in merge.places():
            if row in head and merge.top in head and column < sheet.width:
                grid[row - head[0]][column] = grid[merge.top - head[0]][merge.left]
                covered.add((row - head[0], column))
    for level in range(len(grid) - 1):
        _carry_right(grid, level, covered)
    return [
        tuple(dict.fromkeys(line[column] for line in grid if line[column]))
        for column in range(sheet.width)
    ]


def _carry_right(grid: list[list[str]], level: int, covered: set[tuple[int, int]]) -> None:
    line, below = grid[level], grid[level + 1]
    for column in range(1, len(line)):
        if line[column] or (level, column) in covered or (level, column - 1) in covered:
            continue
        if below[column] and below[column - 1] and line[column - 1] != below[column - 1]:
            line[column] = line[column - 1]


def _words(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
