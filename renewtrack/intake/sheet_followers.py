"""What else a workbook says of a sheet's cells, moved with the rows that are put in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from renewtrack.intake import references, sheet_rows
from renewtrack.intake.references import Shift
from renewtrack.intake.sheet_xml import attributes

_ANCHOR = re.compile(
    r"<(?P<p>[\w.-]+:)?(?P<kind>twoCellAnchor|oneCellAnchor)\b(?P<told>[^>]*)>(?P<inner>.*?)"
    r"</(?P=p)?(?P=kind)>",
    re.S,
)
_ROW = re.compile(r"(<(?:[\w.-]+:)?row>)([0-9]+)(</(?:[\w.-]+:)?row>)")
_REF = re.compile(r'(\sref=")([A-Z0-9:$]+)(")')
_CHART = re.compile(r"(<(?:[\w.-]+:)?f>)([^<]+)(</)")
_NOTE_ROW = re.compile(r"(<x:Row>\s*)([0-9]+)(\s*</x:Row>)")
_NOTE_BOX = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")


def text(shift: Shift, name: str, place: int) -> Callable[[re.Match[str]], str]:
    """Return what moves the references in a found element's text."""

    def one(found: re.Match[str]) -> str:
        plain = html.unescape(found[place])
        after = references.shifted(plain, shift, name, own=False)
        return found[0] if after == plain else f"{found[1]}{escape(after)}{found[place + 1]}"

    return one


def formulas(words: str, shift: Shift, name: str) -> str:
    """Return what stands around another sheet's rows with its formulas moved."""
    pattern = r"(<(?:[\w.-]+:)?(?:formula[12]?|f)\b[^>]*>)([^<]+)(</)"
    return re.sub(pattern, text(shift, name, 2), words)


def pointing(words: str, shift: Shift, name: str) -> str:
    """Return a chart, or what a pivot table is made from, with its references moved."""
    words = _CHART.sub(text(shift, name, 2), words)

    def source(found: re.Match[str]) -> str:
        told = attributes(found[1])
        if html.unescape(told.get("sheet", "")) != name or "ref" not in told:
            return found[0]
        return found[0].replace(told["ref"], references.ranges(told["ref"], shift), 1)

    return re.sub(r"<(?:[\w.-]+:)?worksheetSource\b([^>]*)/?>", source, words)


def _drawing(words: str, shift: Shift) -> str:
    """Return a drawing whose boxes and pictures went down with the cells they stand on."""

    def one(found: re.Match[str]) -> str:
        if 'editAs="absolute"' in found["told"]:
            return found[0]
        rows = [int(row[2]) for row in _ROW.finditer(found[0])]
        if not rows:
            return found[0]
        away = shift.row(rows[0] + 1) - rows[0] - 1
        keeps = 'editAs="oneCell"' in found["told"] or len(rows) == 1
        if keeps:
            return _ROW.sub(lambda row: f"{row[1]}{int(row[2]) + away}{row[3]}", found[0])
        return _ROW.sub(lambda row: sheet_rows.anchored(row, shift), found[0])

    return _ANCHOR.sub(one, words)


def _notes(words: str, shift: Shift) -> str:
    return _REF.sub(
        lambda found: f"{found[1]}{references.ranges(found[2], shift, grow=False)}{found[3]}", words
    )


def _table(words: str, shift: Shift) -> str:
    return _REF.sub(
        lambda found: f"{found[1]}{references.ranges(found[2], shift)}{found[3]}", words
    )


def _boxes_of_notes(words: str, shift: Shift) -> str:
    def row(found: re.Match[str]) -> str:
        return f"{found[1]}{shift.row(int(found[2]) + 1) - 1}{found[3]}"

    def box(found: re.Match[str]) -> str:
        parts = found[2].split(",")
        if len(parts) == 8:
            away = shift.row(int(parts[2]) + 1) - 1 - int(parts[2])
            for place in (2, 6):
                parts[place] = f" {int(parts[place]) + away}"
        return f"{found[1]}{','.join(parts)}{found[3]}"

    return _NOTE_BOX.sub(box, _NOTE_ROW.sub(row, words))


_CHANGES: dict[str, Callable[[str, Shift], str]] = {
    "drawing": _drawing,
    "comments": _notes,
    "threadedComment": _notes,
    "vmlDrawing": _boxes_of_notes,
    "table": _table,
}


def part(words: str, kind: str, shift: Shift) -> str:
    """Return what a part of some kind, told by its relation to the sheet, says after a shift."""
    change = _CHANGES.get(kind.rpartition("/")[2])
    return words if change is None else change(words, shift)
