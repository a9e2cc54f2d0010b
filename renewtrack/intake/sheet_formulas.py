"""The formulas of a sheet's XML: read, written out, and freed of values that no longer hold."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from renewtrack.intake import references
from renewtrack.intake.sheet_xml import Cell, SheetXml, attributes, tag

_NONE: frozenset[str] = frozenset()


def formula_of(cell: Cell, prefix: str) -> tuple[dict[str, str], str]:
    """Return the attributes and the plain words of a cell's formula."""
    found = re.search(rf"<{prefix}f\b([^>]*?)(?:/>|>(.*?)</{prefix}f>)", cell.inner, re.S)
    assert found is not None
    return attributes(found[1]), html.unescape(found[2] or "")


def with_formula(cell: Cell, told: Mapping[str, str], words: str, prefix: str) -> None:
    """Write another formula into a cell, its value as it stands."""
    opening = tag(f"{prefix}f", told)
    new = f"<{opening}>{escape(words)}</{prefix}f>" if words else f"<{opening}/>"
    pattern = rf"<{prefix}f\b[^>]*?(?:/>|>.*?</{prefix}f>)"
    cell.inner = re.sub(pattern, lambda _: new, cell.inner, count=1, flags=re.S)


def without_value(cell: Cell, prefix: str) -> None:
    """Take a computed value away that may no longer be right."""
    cell.inner = re.sub(rf"<{prefix}v\b[^>]*?(?:/>|>.*?</{prefix}v>)", "", cell.inner, flags=re.S)
    cell.attributes.pop("t", None)


def each(sheet: SheetXml) -> Iterator[tuple[int, Cell, dict[str, str], str]]:
    """Yield every formula with its row, cell, attributes and words, shared ones written out."""
    shared: dict[str, tuple[int, int, str]] = {}
    for row, cell in sheet.formulas():
        told, words = formula_of(cell, sheet.prefix)
        if told.get("t") == "shared":
            if words:
                shared[told.get("si", "")] = (row, cell.column, words)
            elif told.get("si", "") in shared:
                first_row, first_column, first = shared[told["si"]]
                words = references.moved(first, row - first_row, cell.column - first_column)
        yield row, cell, told, words


def written_out(sheet: SheetXml) -> None:
    """Give every cell of a shared formula its own, as rows are about to part them."""
    for row, cell, told, words in list(each(sheet)):
        if told.get("t") == "shared":
            kept = {key: value for key, value in told.items() if key not in ("t", "si", "ref")}
            with_formula(cell, kept, words, sheet.prefix)
            sheet.touch(row, cell)


def drop_stale(
    sheet: SheetXml, changed: Changed, name: str, own: bool = True, names: frozenset[str] = _NONE
) -> int:
    """Take away the computed values that depend on changed cells of a sheet; return how many.

    ``own`` tells that the formulas are of that very sheet. ``names`` are the defined names, in
    lower case, that point into it.
    """
    waiting = [
        (row, cell, references.needs(words, name, own)) for row, cell, _, words in each(sheet)
    ]
    dropped = 0
    while True:
        left = []
        for row, cell, needs in waiting:
            if needs.blind or needs.names & names or any(map(changed.within, needs.boxes)):
                without_value(cell, sheet.prefix)
                sheet.touch(row, cell)
                dropped += 1
                if own:
                    changed.add(row, cell.column)
            else:
                left.append((row, cell, needs))
        if not own or len(left) == len(waiting):
            return dropped
        waiting = left


class Changed:
    """Changed cells of a sheet, to be asked by ranges."""

    def __init__(self, cells: Iterable[tuple[int, int]]) -> None:
        self.by_column: dict[int, set[int]] = {}
        for row, column in cells:
            self.add(row, column)

    def add(self, row: int, column: int) -> None:
        """Note one more."""
        self.by_column.setdefault(column, set()).add(row)

    def within(self, box: tuple[int, int, int, int]) -> bool:
        """Tell whether a changed cell lies in a range (top, left, bottom, right)."""
        top, left, bottom, right = box
        for column, rows in self.by_column.items():
            if left <= column <= right:
                few = bottom - top < len(rows)
                if few and any(row in rows for row in range(top, bottom + 1)):
                    return True
                if not few and any(top <= row <= bottom for row in rows):
                    return True
        return False
