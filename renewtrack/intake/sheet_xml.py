"""The XML of one work sheet: cells put in, rows put in, and all else left as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from renewtrack.intake.sheets import letters, position

Content = str | int | float | bool | None
_ATTRIBUTE = re.compile(r'\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DATA = re.compile(r"<(?P<p>[\w.-]+:)?sheetData\s*(?:/>|>(?P<rows>.*)</(?P=p)?sheetData\s*>)", re.S)
LONGEST_TEXT = 32_767


class NotPlain(Exception):
    """The XML is not one that can be changed piece by piece."""


@dataclass(slots=True)
class Cell:
    """One cell as it is written: its attributes and what stands inside it."""

    column: int
    attributes: dict[str, str]
    inner: str = ""
    written: str | None = None  # the whole of it, as long as nothing is changed

    @property
    def style(self) -> str | None:
        """Return the number of its style, or None."""
        return self.attributes.get("s")


@dataclass(slots=True)
class Row:
    """One row: its tag, and its cells as they are written until somebody asks for them."""

    number: int
    attributes: dict[str, str]
    inner: str
    before: str = ""  # what stands between it and the row above
    cells: dict[int, Cell] | None = None
    written: str | None = None  # the whole of it, as long as nothing is changed


@dataclass(slots=True)
class SheetXml:
    """One sheet in the making; rows and columns are zero-based, as in ``SheetCells``."""

    head: str
    rows: dict[int, Row]
    tail: str
    prefix: str = ""
    changed: set[tuple[int, int]] = field(default_factory=set)
    _columns: list[tuple[int, int, str]] | None = None

    @classmethod
    def read(cls, content: bytes) -> SheetXml:
        """Take a sheet's XML apart; raises NotPlain where it is written in an unusual way."""
        words = _decoded(content)
        data = _DATA.search(words)
        if data is None or "<!--" in (data["rows"] or "") or "<![CDATA[" in words:
            raise NotPlain
        prefix = data["p"] or ""
        inner = data["rows"] or ""
        opened = f"<{prefix}sheetData>"
        rows, rest = _rows(inner, prefix)
        tail = f"{rest}</{prefix}sheetData>{words[data.end() :]}"
        return cls(words[: data.start()] + opened, rows, tail, prefix)

    def bytes(self) -> bytes:
        """Return the XML with what was changed."""
        parts = [self.head]
        for number in sorted(self.rows):
            parts.append(self._row(self.rows[number]))
        parts.append(self.tail)
        return "".join(parts).encode("utf-8")

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell that is written, or None."""
        return self.cells(row).get(column)

    def formula(self, row: int, column: int) -> bool:
        """Tell whether a cell is computed."""
        found = self.cell(row, column)
        return found is not None and f"<{self.prefix}f" in found.inner

    def style(self, row: int, column: int) -> str | None:
        """Return the style that a cell has, or would have: its own, its row's, its column's."""
        found = self.cell(row, column)
        if found is not None:
            return found.style
        own = self.rows.get(row)
        if own is not None and own.attributes.get("customFormat") in ("1", "true"):
            return own.attributes.get("s")
        for first, last, style in self._column_styles():
            if first <= column <= last:
                return style
        return None

    def put(self, row: int, column: int, content: Content, style: str | None = None) -> None:
        """Write a cell's content and keep its style, or give it another."""
        kept = style if style is not None else self.style(row, column)
        attributes = {"r": f"{letters(column)}{row + 1}"}
        if kept is not None:
            attributes["s"] = kept
        inner = ""
        if content is not None:
            kind, inner = _inner(content, self.prefix)
            if kind:
                attributes["t"] = kind
        own = self.rows.setdefault(row, Row(row, {"r": str(row + 1)}, "", cells={}))
        self.cells(row)[column] = Cell(column, attributes, inner)
        own.attributes.pop("spans", None)
        own.written = None
        self.changed.add((row, column))

    def formulas(self) -> Iterator[tuple[int, Cell]]:
        """Yield every computed cell with its row, from the top."""
        mark = f"<{self.prefix}f"
        for number in sorted(self.rows):
            own = self.rows[number]
            if own.cells is None and mark not in own.inner:
                continue
            for cell in self.cells(number).values():
                if mark in cell.inner:
                    yield number, cell

    def cells(self, row: int) -> dict[int, Cell]:
        """Return the cells of a row by column."""
        own = self.rows.get(row)
        if own is None:
            return {}
        if own.cells is None:
            own.cells = _cells(own.inner, self.prefix)
        return own.cells

    def touch(self, row: int, cell: Cell | None = None) -> None:
        """Have a row, and one of its cells, written anew."""
        self.rows[row].written = None
        if cell is not None:
            cell.written = None

    def _row(self, row: Row) -> str:
        if row.written is not None:
            return row.before + row.written
        opening = tag(f"{self.prefix}row", row.attributes)
        if row.cells is None:
            inner = row.inner
        else:
            inner = "".join(self._cell(row.cells[column]) for column in sorted(row.cells))
        if not inner:
            return f"{row.before}<{opening}/>"
        return f"{row.before}<{opening}>{inner}</{self.prefix}row>"

    def _cell(self, cell: Cell) -> str:
        if cell.written is not None:
            return cell.written
        opening = tag(f"{self.prefix}c", cell.attributes)
        return f"<{opening}>{cell.inner}</{self.prefix}c>" if cell.inner else f"<{opening}/>"

    def _column_styles(self) -> list[tuple[int, int, str]]:
        if self._columns is None:
            self._columns = []
            for found in re.finditer(rf"<{self.prefix}col\b([^>]*?)/?>", self.head):
                told = attributes(found[1])
                if "style" in told:
                    span = int(told["min"]) - 1, int(told["max"]) - 1
                    self._columns.append((*span, told["style"]))
        return self._columns


def attributes(words: str) -> dict[str, str]:
    """Return the attributes of a tag in their order, their values as they are written."""
    return {
        found[1]: found[2] if found[2] is not None else found[3].replace('"', "&quot;")
        for found in _ATTRIBUTE.finditer(words)
    }


def _inner(content: str | int | float | bool, prefix: str) -> tuple[str, str]:
    """Return a cell's type and what stands inside; a text is never anything else."""
    p = prefix
    if isinstance(content, bool):
        return "b", f"<{p}v>{int(content)}</{p}v>"
    if isinstance(content, int | float):
        return "", f"<{p}v>{content!r}</{p}v>"
    words = _NOT_XML.sub("", content)[:LONGEST_TEXT].replace("\r\n", "\n")
    words = escape(_LIKE_ESCAPE.sub("_x005F_", words)).replace("\r", "_x000D_")
    return "inlineStr", f'<{p}is><{p}t xml:space="preserve">{words}</{p}t></{p}is>'


def _decoded(content: bytes) -> str:
    declared = re.match(rb"\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([\w-]+)", content[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise NotPlain
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise NotPlain from broken


def _rows(inner: str, prefix: str) -> tuple[dict[int, Row], str]:
    pattern = re.compile(rf"<{prefix}row\b([^>]*?)(?:/>|>(.*?)</{prefix}row\s*>)", re.S)
    rows: dict[int, Row] = {}
    at, last = 0, -1
    for found in pattern.finditer(inner):
        told = attributes(found[1])
        number = int(told["r"]) - 1 if "r" in told else last + 1
        if number <= last:
            raise NotPlain
        told.setdefault("r", str(number + 1))
        before = inner[at : found.start()]
        rows[number] = Row(number, told, found[2] or "", before, written=found[0])
        at, last = found.end(), number
    if inner[at:].strip():
        raise NotPlain
    return rows, inner[at:]


def _cells(written: str, prefix: str) -> dict[int, Cell]:
    pattern = re.compile(rf"<{prefix}c\b([^>]*?)(?:/>|>(.*?)</{prefix}c\s*>)", re.S)
    cells: dict[int, Cell] = {}
    last = -1
    for found in pattern.finditer(written):
        told = attributes(found[1])
        column = position(told["r"])[1] if "r" in told else last + 1
        cells[column] = Cell(column, told, found[2] or "", found[0])
        last = column
    return cells


def tag(name: str, told: Mapping[str, str]) -> str:
    """Return what stands in an opening tag."""
    return name + "".join(f' {key}="{value}"' for key, value in told.items())
