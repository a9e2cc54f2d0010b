"""One table of a report as the markup that Word reads, with heads that repeat on every page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from renewtrack.reports import saying
from renewtrack.reports.putting import clean
from renewtrack.reports.tables import Column, ReportTable, Row, text_of
from renewtrack.reports.widths import shares
from renewtrack.words import Words

CAPTION, UNIT, NOTE = "表题", "表单位", "表注"
LARGE, SMALL, DENSE = "表格文字", "表格文字小", "表格文字密"
STYLES = (CAPTION, UNIT, NOTE, LARGE, SMALL, DENSE)  # names that an office may restyle in Word
TITLE = Words("表{number}　{title}", "Table {number}  {title}")
_LARGE_MOST, _SMALL_MOST = 7, 11  # columns
_ROOM = {LARGE: 80, SMALL: 92, DENSE: 175}  # columns of type: A4 upright, and turned for DENSE
_WHOLE = 5000  # fiftieths of a per cent
_SIDES = {"text": "left", "date": "center", "rank": "center"}
_HEAD_FILL, _TOTAL_FILL = "E7ECF2", "F3F5F8"
_FILLS = {"total": _TOTAL_FILL, "subtotal": _TOTAL_FILL}
ADJUSTMENT = "adjustment"
Head = tuple[Column, int]  # a column and its width in fiftieths of a per cent


@dataclass(frozen=True, slots=True)
class Look:
    """In which language a table speaks, and the ids of the styles by their names."""

    language: str
    styles: Mapping[str, str]


def drawn(table: ReportTable, number: int, look: Look) -> str:
    """Return a table with caption, unit and notes as paragraphs and a table of Word."""
    language = look.language
    caption = TITLE.filled(number=number, title=table.title).in_(language)
    parts = [_paragraph(caption, look.styles[CAPTION])]
    if table.absent is not None:
        parts.append(_paragraph(table.absent.in_(language), look.styles[NOTE]))
        return "".join(parts)
    unit = table.unit.in_(language)
    if unit:
        line = saying.UNIT.filled(unit=unit).in_(language)
        parts.append(_paragraph(line, look.styles[UNIT]))
    parts.append(_table(table, look))
    # Word joins two tables without a paragraph between them, and a cell must end in one.
    told = saying.notes(table.notes, language) or [""]
    parts += [_paragraph(line, look.styles[NOTE]) for line in told]
    return "".join(parts)


def _table(table: ReportTable, look: Look) -> str:
    columns = table.columns
    name = _style(len(columns))
    parts = shares(table, look.language, _ROOM[name])
    widths = [round(share * _WHOLE) for share in parts]
    sheet = _Sheet(table, look.language, look.styles[name], widths)
    grid = "".join(f'<w:gridCol w:w="{width * 2}"/>' for width in widths)
    margin = 60 if len(columns) <= _SMALL_MOST else 30
    return (
        "<w:tbl><w:tblPr>"
        f'<w:tblW w:w="{_WHOLE}" w:type="pct"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{_borders()}</w:tblBorders>"
        f'<w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(sheet.rows())}</w:tbl>"
    )


def _style(columns: int) -> str:
    if columns <= _LARGE_MOST:
        return LARGE
    return SMALL if columns <= _SMALL_MOST else DENSE


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table in the making: its columns, words, style and widths."""

    table: ReportTable
    language: str
    style: str
    widths: Sequence[int]

    def rows(self) -> Iterator[str]:
        """Yield the heads and all rows."""
        yield from self._heads()
        last = len(self.table.rows) - 1
        for place, row in enumerate(self.table.rows):
            yield _row("".join(self._cells(row, place == last)))
        if not self.table.rows:
            cell = _Cell(
                saying.EMPTY.in_(self.language), sum(self.widths), "left", len(self.widths)
            )
            yield _row(cell.drawn(self.style))

    def _heads(self) -> Iterator[str]:
        heads = list(zip(self.table.columns, self.widths, strict=True))
        grouped = any(column.group is not None for column, _ in heads)
        if grouped:
            cells = [cell for cells in map(self._above, _grouped(heads)) for cell in cells]
            yield _row("".join(cell.drawn(self.style) for cell in cells), head=True)
        below = [
            _Cell(
                "" if grouped and column.group is None else column.words.in_(self.language),
                width,
                "center",
                merge="continue" if grouped and column.group is None else "",
                fill=_HEAD_FILL,
                bold=True,
            )
            for column, width in heads
        ]
        yield _row("".join(cell.drawn(self.style) for cell in below), head=True)

    def _above(self, found: tuple[Words | None, list[Head]]) -> list[_Cell]:
        """Return the upper row of heads: a group over its columns, or a column of its own."""
        group, own = found
        if group is not None:
            width = sum(width for _, width in own)
            words = group.in_(self.language)
            return [_Cell(words, width, "center", len(own), fill=_HEAD_FILL, bold=True)]
        return [
            _Cell(
                column.words.in_(self.language),
                width,
                "center",
                merge="restart",
                fill=_HEAD_FILL,
                bold=True,
            )
            for column, width in own
        ]

    def _cells(self, row: Row, last: bool) -> Iterator[str]:
        fill, bold = _FILLS.get(row.level, ""), row.level in _FILLS
        for column, value, width in zip(self.table.columns, row.cells, self.widths, strict=True):
            told = text_of(column, value, self.language)
            side = _SIDES.get(column.kind, "right")
            slanted = row.level == ADJUSTMENT
            yield _Cell(told, width, side, fill=fill, bold=bold, slanted=slanted, kept=last).drawn(
                self.style
            )


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell; ``merge`` joins it with the one below ("restart") or above ("continue")."""

    words: str
    width: int
    side: str
    span: int = 1
    merge: str = ""
    fill: str = ""
    bold: bool = False
    slanted: bool = False
    kept: bool = False  # on the page of what follows the table

    def drawn(self, style: str) -> str:
        """Return the markup of the cell."""
        span = f'<w:gridSpan w:val="{self.span}"/>' if self.span > 1 else ""
        merge = f'<w:vMerge w:val="{self.merge}"/>' if self.merge else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{self.fill}"/>' if self.fill else ""
        look = "<w:b/>" * self.bold + "<w:i/>" * self.slanted
        place = "<w:keepNext/>" * self.kept + f'<w:jc w:val="{self.side}"/>'
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{self.width}" w:type="pct"/>{span}{merge}{shade}'
            '<w:vAlign w:val="center"/></w:tcPr>'
            f"{_paragraph(self.words, style, place, look)}</w:tc>"
        )


def _grouped(heads: Sequence[Head]) -> Iterator[tuple[Words | None, list[Head]]]:
    for group, found in groupby(heads, lambda head: head[0].group):
        yield group, list(found)


def _row(cells: str, head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _paragraph(words: str, style: str, place: str = "", look: str = "") -> str:
    dress = f"<w:rPr>{look}</w:rPr>" if look else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(words).split("\n")
    )
    return (
        f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{place}</w:pPr>"
        f"<w:r>{dress}{lines}</w:r></w:p>"
    )
