"""Rows put into a sheet's XML, with all that stands below them moved down."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from renewtrack.intake import references, sheet_formulas
from renewtrack.intake.references import Shift
from renewtrack.intake.sheet_xml import Cell, Content, Row, SheetXml, attributes, tag
from renewtrack.intake.sheets import letters, position

_GROWING = frozenset({"dataValidation", "conditionalFormatting", "protectedRange", "ignoredError"})
_TABLES = frozenset({"autoFilter", "sortState", "sortCondition"})
_PLACES = {  # attributes that name cells, of tags whose ranges take in no new row
    "hyperlink": ("ref",),
    "selection": ("sqref", "activeCell"),
    "pane": ("topLeftCell",),
    "sheetView": ("topLeftCell",),
    "cellWatch": ("r",),
    "inputCells": ("r",),
}
_TAG = re.compile(r"<((?:[\w.-]+:)?([\w.-]+))(\s[^<>]*?)(/?)>")
_WORDS = re.compile(r"(<(?:[\w.-]+:)?(formula[12]?|f|sqref)\b[^>]*>)([^<]+)(</)")
_MERGES = re.compile(r"<((?:[\w.-]+:)?)mergeCells\b[^>]*>(.*?)</(?:[\w.-]+:)?mergeCells>", re.S)
_BREAKS = re.compile(r"<(?:[\w.-]+:)?rowBreaks\b.*?</(?:[\w.-]+:)?rowBreaks>", re.S)
_ANCHOR_ROW = re.compile(r"(<(?:[\w.-]+:)?row>)([0-9]+)(</(?:[\w.-]+:)?row>)")
_DIMENSION = re.compile(r'(<(?:[\w.-]+:)?dimension\s+ref=")([^"]*)"')
_UNCOPIED = ("hidden", "collapsed", "outlineLevel", "spans")


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be put in: contents by column, and columns that belong to a merge from above."""

    contents: Mapping[int, Content]
    joined: frozenset[int] = frozenset()


def put_in(sheet: SheetXml, rows: Mapping[int, Sequence[NewRow]], name: str) -> Shift:
    """Put rows below sample rows (zero-based), in their looks and with their formulas.

    All below moves down, and every reference of the sheet with it; returns how far, for the
    workbook's other parts.
    """
    shift = Shift(tuple(sorted((sample + 1, len(new)) for sample, new in rows.items())))
    sheet_formulas.written_out(sheet)
    samples = {sample: dict(sheet.cells(sample)) for sample in rows}
    looks = {
        sample: dict(sheet.rows[sample].attributes) if sample in sheet.rows else {}
        for sample in rows
    }
    _move(sheet, shift, name)
    made: list[int] = []
    for sample, new in rows.items():
        at = shift.row(sample + 1) - 1
        for away, wanted in enumerate(new, 1):
            _add(sheet, samples[sample], looks[sample], (at, at + away), wanted)
            made.append(at + away)
    merges = {sample: [one.joined for one in new] for sample, new in rows.items()}
    sheet.head = _dimension(sheet, around(sheet.head, shift, name), made)
    sheet.tail = _with_merges(around(sheet.tail, shift, name), shift, merges)
    return shift


def _move(sheet: SheetXml, shift: Shift, name: str) -> None:
    rows: dict[int, Row] = {}
    formulas: dict[int, list[Cell]] = {}
    for number, cell in sheet.formulas():
        formulas.setdefault(number, []).append(cell)
    for number, row in sorted(sheet.rows.items()):
        for cell in formulas.get(number, ()):
            _follow(sheet, number, cell, shift, name)
        at = shift.row(number + 1) - 1
        if at != number:
            _renumber(row, at, sheet.prefix)
        rows[at] = row
    sheet.rows = rows
    sheet.changed = {(shift.row(row + 1) - 1, column) for row, column in sheet.changed}


def _follow(sheet: SheetXml, number: int, cell: Cell, shift: Shift, name: str) -> None:
    told, words = sheet_formulas.formula_of(cell, sheet.prefix)
    after = references.shifted(words, shift, name, own=True, row=number + 1)
    kept = dict(told)
    for key in ("ref", "r1", "r2"):
        if key in kept:
            kept[key] = references.ranges(kept[key], shift, grow=False)
    if after != words or kept != told:
        sheet_formulas.with_formula(cell, kept, after, sheet.prefix)
        sheet.touch(number, cell)
        sheet.changed.add((number, cell.column))


def _renumber(row: Row, at: int, prefix: str) -> None:
    row.number = at
    row.attributes["r"] = str(at + 1)
    row.written = None
    if row.cells is None:
        pattern = rf'(<{prefix}c\b[^>]*?\sr="[A-Z]+)[0-9]+"'
        row.inner = re.sub(pattern, rf'\g<1>{at + 1}"', row.inner)
        return
    for cell in row.cells.values():
        cell.attributes["r"] = f"{letters(cell.column)}{at + 1}"
        cell.written = None


def _add(
    sheet: SheetXml,
    sample: Mapping[int, Cell],
    looks: Mapping[str, str],
    at: tuple[int, int],
    wanted: NewRow,
) -> None:
    """Write one new row; ``at`` is where the sample stands now and where the row comes."""
    first, number = at
    told = {key: value for key, value in looks.items() if key not in _UNCOPIED}
    sheet.rows[number] = Row(number, {**told, "r": str(number + 1)}, "", cells={})
    moved = sheet.cells(first)
    for column in sorted({*sample, *wanted.contents}):
        content = wanted.contents.get(column) if column not in wanted.joined else None
        own = moved.get(column)
        if content is None and own is not None and sheet.formula(first, column):
            copied = Cell(column, dict(own.attributes), own.inner)
            _, words = sheet_formulas.formula_of(own, sheet.prefix)
            copied.attributes["r"] = f"{letters(column)}{number + 1}"
            words = references.copied(words, first + 1, number + 1)
            sheet_formulas.with_formula(copied, {}, words, sheet.prefix)
            sheet_formulas.without_value(copied, sheet.prefix)
            sheet.cells(number)[column] = copied
            sheet.changed.add((number, column))
        else:
            sheet.put(number, column, content, own.style if own else None)


def around(words: str, shift: Shift, name: str) -> str:
    """Return what stands around the rows of the sheet itself, with its references moved."""

    def one_tag(found: re.Match[str]) -> str:
        full, local, told, end = found.groups()
        after = _told(local, attributes(told), shift)
        return found[0] if after is None else f"<{tag(full, after)}{end}>"

    def one_text(found: re.Match[str]) -> str:
        plain = html.unescape(found[3])
        if found[2] == "sqref":
            after = references.ranges(plain, shift)
        else:
            after = references.shifted(plain, shift, name, own=True)
        return found[0] if after == plain else f"{found[1]}{escape(after)}{found[4]}"

    def one_break(found: re.Match[str]) -> str:
        return re.sub(r'(<[^>]*?\sid=")([0-9]+)"', _break(shift), found[0])

    words = _BREAKS.sub(one_break, _WORDS.sub(one_text, _TAG.sub(one_tag, words)))
    return _ANCHOR_ROW.sub(lambda found: anchored(found, shift), words)


def anchored(found: re.Match[str], shift: Shift) -> str:
    """Return the row of an anchor, which counts from 0, after a shift."""
    return f"{found[1]}{shift.row(int(found[2]) + 1) - 1}{found[3]}"


def _break(shift: Shift) -> Callable[[re.Match[str]], str]:
    return lambda found: f'{found[1]}{shift.row(int(found[2]))}"'


def _told(local: str, told: dict[str, str], shift: Shift) -> dict[str, str] | None:
    """Return a tag's attributes moved, None where it has none that name cells."""
    grow: Callable[[int, int], bool] | bool = False
    if local in _GROWING:
        names: tuple[str, ...] = ("sqref",)
        grow = True
    elif local in _TABLES:
        names, grow = ("ref",), _several
    else:
        names = _PLACES.get(local, ())
    after = {
        key: references.ranges(value, shift, grow) if key in names else value
        for key, value in told.items()
    }
    return after if after != told else None


def _several(first: int, last: int) -> bool:
    return last > first


def _dimension(sheet: SheetXml, head: str, new: Iterable[int]) -> str:
    """Return the head with the box of all cells, which its rows and the new ones fill."""
    found = _DIMENSION.search(head)
    if found is None or not sheet.rows:
        return head
    first, _, last = found[2].partition(":")
    columns = [column for row in new for column in sheet.cells(row)]
    left = min([position(first)[1], *columns])
    right = max([position(last or first)[1], *columns])
    box = f"{letters(left)}{min(sheet.rows) + 1}:{letters(right)}{max(sheet.rows) + 1}"
    return f"{head[: found.start(2)]}{box}{head[found.end(2) :]}"


def _with_merges(tail: str, shift: Shift, joined: Mapping[int, Sequence[frozenset[int]]]) -> str:
    """Return the merged ranges moved, those that go on into new rows longer, the wide repeated."""
    found = _MERGES.search(tail)
    if found is None:
        return tail
    boxes: list[str] = []
    for told in re.findall(r'ref="([^"]*)"', found[2]):
        boxes.extend(_boxes(told, shift, joined))
    p = found[1]
    inner = "".join(f'<{p}mergeCell ref="{box}"/>' for box in boxes)
    block = f'<{p}mergeCells count="{len(boxes)}">{inner}</{p}mergeCells>'
    return tail[: found.start()] + block + tail[found.end() :]


def _boxes(told: str, shift: Shift, joined: Mapping[int, Sequence[frozenset[int]]]) -> list[str]:
    first, _, last = told.partition(":")
    (top, left), (bottom, right) = position(first), position(last or first)
    new = joined.get(bottom, ())
    longer = next((n for n, columns in enumerate(new) if left not in columns), len(new))
    start, end = shift.row(top + 1), shift.row(bottom + 1)
    boxes = [f"{letters(left)}{start}:{letters(right)}{end + longer}"]
    if top == bottom and not longer:
        boxes += [
            f"{letters(left)}{end + n}:{letters(right)}{end + n}" for n in range(1, len(new) + 1)
        ]
    return boxes
