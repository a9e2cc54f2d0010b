"""The class of every row of a sheet: title, head, number row, data, totals, notes, blanks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from renewtrack.domain import field_headings, text
from renewtrack.intake import headings, plain_rows
from renewtrack.intake.headings import Column
from renewtrack.intake.sheets import Cell, SheetCells

TITLE, HEADER, COLNUM, DATA = "title", "header", "colnum", "data"
SUBTOTAL, TOTAL, NOTE, FOOTER, BLANK = "subtotal", "total", "note", "footer", "blank"
BAND = HEADER  # a line that only names the street of the rows below it is a head among the rows
CLASSES = (TITLE, HEADER, COLNUM, DATA, SUBTOTAL, TOTAL, NOTE, FOOTER, BLANK)

AMONG = "其中"  # a part of a total named before or after it
_TOTAL = re.compile(
    r"^(合计|总计|累计|共计|总合计|全市|全区|全县|全省|全街道|全镇|grandtotal|totals?|sum)$"
)
_ENDS_IN_TOTAL = re.compile(r"^([^0-9]{0,14}?)(小计|合计|总计|共计|累计|sub-?totals?)$")
_WHOLE = re.compile(r"^(全市|全区|全县|全省|区级|总|本区|本市|)$")
_NOTE = re.compile(r"^(注|备注|说明|填表说明|填报说明|附注|※|\*)[0-9]*[:、.,]|^注[0-9]")
_FOOTER = re.compile(
    r"(填报单位|填报人|填表人|填表单位|制表人|制表|审核人|审核|复核|负责人|经办人|联系人|联系电话|"
    r"填报日期|报送日期|填表日期|日期|盖章|签字|签章)(\(.*?\))?:"
)
_END = re.compile(r"^[-—(\[]*(?:以下|此行以下)(?:空白|无正文|无内容|为空)|^-?第[0-9]+页")
_COUNTED = re.compile(r"[:,]?共?[0-9一二三四五六七八九十百]+个(?:小区|项目|院落|点位|点)?$")
_SUMS = re.compile(r"(?:小计|合计|总计|共计|累计)$")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_COLUMN_NUMBER = re.compile(r"^[(\[<]?([0-9]{1,3})[)\]>]?(?:=.*)?$")
_STREET_BAND = re.compile(r"^(?:[一二三四五六七八九十]+[、.])?(.{1,12}?(?:街道|街道办事处|镇|乡))$")
_SURE, _LEAST_HEADS = 0.85, 2
_BELOW_ESTATES = frozenset({"bldg_no", "bldg_unit", "unit_no", "house_no"})
_ESTATE_BAND = re.compile(r"^(?=.*[一-鿿]{2})[一-鿿0-9A-Za-z·]{2,16}$")
_A_BUILDING = re.compile(r"(?:\d|[A-Z甲乙丙丁一二三四五六七八九十])(?:号楼?|#|栋|幢|座|楼|单元)$")
_ITS_NUMBER = re.compile(
    r"^(?:[(]?[一二三四五六七八九十]+[)]?[、.,]|[(]?\d{1,3}[)]?[、.,]|小区(?:名称)?:)"
)
_GROUP = re.compile(r"^\(?[一二三四五六七八九十]{1,3}\)?[、.]?$")
_SHORT = 5  # signs that a note's further line has at least
_IDENTITY = ("seq", "street", "community", "street_community", "district", "estate_name", "bldg_no")
_NAMES = (
    *("estate_name", "bldg_no", "project_name", "facility_name", "house_no", "room_address"),
    "address",
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet by class, with what their bands and a table below it tell."""

    classes: tuple[str, ...]
    bands: dict[int, str]  # the street of each row that a band or subtotal gives one
    other_table: int | None = None  # where another table begins, which is left out
    estates: dict[int, str] = field(default_factory=dict)  # of each row below a band for it


def classify(
    sheet: SheetCells, head: Sequence[int], columns: Sequence[Column], skip: Collection[int] = ()
) -> Rows:
    """Return the class of every row, and the street of each row that a band names."""
    place = {column.field: column.index for column in columns if column.field}
    table = _Table(sheet, head, place, {column.index: column for column in columns})
    classes = [DATA] * len(sheet.rows)
    first = _to_first_data(table, classes, skip)
    doubtful = plain_rows.doubtful(table.anchors(), sheet.rows, first + 1)
    if table.shape is not None:  # all of them are places
        doubtful = [row for row in doubtful if sheet.rows[row][table.shape] is None]
    other: int | None = None
    for row in sorted({*doubtful, *(row for row in skip if row > first)}):
        if row < len(classes) and table.is_other_head(sheet.rows[row]):
            other = row
            classes[row:] = [NOTE] * (len(classes) - row)
            break
        if row < len(classes):
            classes[row] = NOTE if row in skip else table.of(row, classes[row - 1], begun=True)
    return Rows(tuple(classes), _bands(table, classes), other, _estates(table, classes))


def _estates(table: _Table, classes: Sequence[str]) -> dict[int, str]:
    """Return the estate that a line above a row gives it."""
    found: dict[int, str] = {}
    estate = None
    for row, kind in enumerate(classes):
        if kind == BAND and row not in table.head:
            estate = table.estate_named(row) or estate
        elif kind == DATA and estate:
            found[row] = estate
    return found


def _to_first_data(table: _Table, classes: list[str], skip: Collection[int]) -> int:
    """Class the rows down to the first of data and return its number."""
    for row in range(len(classes)):
        before = classes[row - 1] if row else ""
        classes[row] = NOTE if row in skip else table.of(row, before, begun=False)
        if classes[row] == DATA:
            return row
    return len(classes)


def _bands(table: _Table, classes: Sequence[str]) -> dict[int, str]:
    """Return the street that a line above a row gives it, or the subtotal below its group."""
    streets = {
        row: street
        for row, kind in enumerate(classes)
        if kind in (SUBTOTAL, BAND) and (street := table.street_named(row))
    }
    above = not streets or DATA not in classes or min(streets) < classes.index(DATA)
    bands: dict[int, str] = {}
    if not streets:
        return bands
    street = ""
    numbered = list(enumerate(classes))
    for row, kind in numbered if above else reversed(numbered):
        if row in streets:
            street = streets[row]
        elif kind == SUBTOTAL and not above:
            street = ""
        elif kind == DATA and street:
            bands[row] = street
    return bands


class _Table:
    """One sheet's rows with its head and the places of its fields at hand."""

    def __init__(
        self,
        sheet: SheetCells,
        head: Sequence[int],
        place: dict[str, int],
        columns: dict[int, Column],
    ) -> None:
        self.sheet = sheet
        self.head = tuple(head)
        self.place = place
        self.shape = place.get("geometry")
        self.columns = columns
        self.figures = tuple(
            index
            for index, column in columns.items()
            if column.field not in (None, "seq")
            and headings.field(str(column.field)).kind not in ("text", "content")
            and index < sheet.width
        )
        self.head_words = [
            {index: text.normalise(str(cell)) for index, cell in enumerate(row) if cell is not None}
            for row in (sheet.rows[number] for number in self.head)
        ]

    def anchors(self) -> plain_rows.Anchors:
        """Return the columns by which most rows are told to be data at once."""
        name = next((self.place[key] for key in _NAMES if key in self.place), None)
        labels = {self.place[key] for key in _IDENTITY if key in self.place}
        return plain_rows.Anchors(
            name, tuple(sorted({*labels, *range((name or 0) + 1)})), self.figures
        )

    def of(self, row: int, before: str, *, begun: bool) -> str:
        """Return the class of one row; ``before`` is that of the row above it.

        ``begun`` says that a row of data stands somewhere above.
        """
        cells = self.sheet.rows[row]
        if all(cell is None for cell in cells):
            return BLANK
        if not self.head or row < self.head[0]:
            return TITLE
        if row not in self.head and self.shape is not None and cells[self.shape] is not None:
            return DATA  # what has a shape is a place, whatever it is called
        if row in self.head or self._repeats_head(cells):
            return HEADER
        after_head = before == HEADER or (not begun and before == BLANK)
        if after_head and is_number_row(cells) and (not begun or _all_numbered(cells)):
            return COLNUM
        if before == NOTE and begun and _sentence_alone(cells):
            return NOTE  # 2.形象进度按月更新 goes on below 注：1.…
        return self._below_head(cells)

    def _below_head(self, cells: tuple[Cell, ...]) -> str:
        total = self._total(cells)
        if total:
            return total
        named = any(self._has(cells, name) for name in _NAMES)
        numbers = self._numbers(cells)
        if not numbers and (aside := self._aside(cells, named)):
            return aside
        if numbers and (self._street_line(cells) or (numbers > 1 and self._street_alone(cells))):
            return SUBTOTAL
        return DATA

    def _aside(self, cells: tuple[Cell, ...], named: bool) -> str:
        """Return the class of a row without figures that is no estate, or ""."""
        words = [text.normalise(cell) for cell in cells if isinstance(cell, str)]
        if words and (_NOTE.search(words[0]) or (len(words) == 1 and _END.match(words[0]))):
            return NOTE
        if any(_FOOTER.search(word) for word in words) and len(words) <= 8:
            return FOOTER
        alone = len([cell for cell in cells if cell is not None]) == 1
        if alone and words and self._street_line(cells):
            return BAND
        if alone and words and self._estate_line(words[0]):
            return BAND
        return NOTE if alone and words and not named else ""

    def street_named(self, row: int) -> str | None:
        """Return the street that a band or a subtotal names."""
        words = (cell for cell in self.sheet.rows[row] if isinstance(cell, str))
        return next(filter(None, map(street_of, words)), None)

    def estate_named(self, row: int) -> str | None:
        """Return the estate that a line of its own names, in a sheet without a column for it."""
        said = [cell for cell in self.sheet.rows[row] if cell is not None]
        if len(said) != 1 or not isinstance(said[0], str) or not self._estate_line(said[0]):
            return None
        return _without_number(_label(said[0]))

    def _estate_line(self, words: str) -> bool:
        if "estate_name" in self.place or not _BELOW_ESTATES.intersection(self.place):
            return False
        name = _without_number(_label(words))
        named = _ESTATE_BAND.match(name) and not _A_BUILDING.search(name)
        return bool(named) and street_of(words) is None

    def is_other_head(self, cells: tuple[Cell, ...]) -> bool:
        """Tell a row of headings that are not this table's: another table stands below."""
        words = [cell for cell in cells if cell is not None]
        if len(words) <= _LEAST_HEADS or not all(isinstance(word, str) for word in words):
            return False
        if any(_FOOTER.search(text.normalise(str(word))) for word in words):
            return False
        known = sum(1 for word in words if _is_heading(str(word)))
        return known >= max(_LEAST_HEADS, len(words) / 2) and not self._repeats_head(cells)

    def _street_line(self, cells: tuple[Cell, ...]) -> bool:
        """Tell a street's own line: its name is the only word where a row tells what it is."""
        places = {self.place[name] for name in (*_IDENTITY, *_NAMES) if name in self.place}
        told = {index for index in (0, *places) if index < len(cells) and cells[index] is not None}
        seq = self.place.get("seq")
        if seq in told and len(told) > 1 and self._of_group(cells):
            told.discard(seq)
        if len(told) != 1:
            return False
        (index,) = told
        street = street_of(str(cells[index]))
        if street is None or index != self.place.get("estate_name"):
            return street is not None
        # 水乡 may be an estate; without a number of its own, below 序号, it is none
        return "seq" in self.place or "街道" in street

    def _total(self, cells: tuple[Cell, ...]) -> str:
        label = next((cell for cell in cells if cell is not None), None)
        places = [self.place[name] for name in _IDENTITY if name in self.place]
        said = [cell for cell in cells if isinstance(cell, str)]
        only = said if len(said) == 1 else []  # 合计 may stand to the right of its figures
        for cell in (label, *(cells[place] for place in places), *only):
            if isinstance(cell, str) and (found := total_label(cell)):
                return found
        return ""

    def _repeats_head(self, cells: tuple[Cell, ...]) -> bool:
        said = sum(1 for cell in cells if cell is not None)
        return said >= 3 and any(self._alike(cells, words, 0.7 * said) for words in self.head_words)

    @staticmethod
    def _alike(cells: tuple[Cell, ...], words: dict[int, str], wanted: float) -> bool:
        """Tell whether at least ``wanted`` cells say what the head says above them."""
        left = len(words)
        for index, word in words.items():
            if left < wanted:
                return False
            cell = cells[index]
            if cell is None or (cell != word and text.normalise(str(cell)) != word):
                left -= 1
        return left >= wanted

    def _numbers(self, cells: tuple[Cell, ...]) -> int:
        """Count the cells with a figure, two at most, that are no plain text nor row number."""
        found = 0
        for index in self.figures:
            cell = cells[index]
            if cell is None or not any(map(str.isdigit, str(cell))):
                continue
            if isinstance(cell, str) and ":" in text.normalise(cell):
                continue
            found += 1
            if found > 1:
                break
        return found

    def _has(self, cells: tuple[Cell, ...], name: str) -> bool:
        return name in self.place and cells[self.place[name]] is not None

    def _street_alone(self, cells: tuple[Cell, ...]) -> bool:
        """Tell a street's own line with figures before its estates from a row that lacks a name."""
        return (
            self._has(cells, "street")
            and not any(self._has(cells, name) for name in (*_NAMES, "community"))
            and (not self._has(cells, "seq") or self._of_group(cells))
        )

    def _of_group(self, cells: tuple[Cell, ...]) -> bool:
        """Tell a row numbered 一 or （二） as groups are, where estates have 1, 2, 3."""
        return _GROUP.match(text.normalise(str(cells[self.place["seq"]]))) is not None


def _all_numbered(cells: Sequence[Cell]) -> bool:
    """Tell a number row below a head that comes again: all columns have a number, from 1 on."""
    return all(
        _COLUMN_NUMBER.match(text.normalise(str(cell))) for cell in cells if cell is not None
    )


def _sentence_alone(cells: Sequence[Cell]) -> bool:
    said = [cell for cell in cells if cell is not None]
    return len(said) == 1 and isinstance(said[0], str) and len(said[0]) > _SHORT


def street_of(words: str) -> str | None:
    """Return the street that a band or a subtotal names: 上地街道（3个） is 上地街道."""
    found = _STREET_BAND.match(_SUMS.sub("", _label(words)))
    return found[1] if found else None


def _without_number(words: str) -> str:
    return _ITS_NUMBER.sub("", words)


def _label(words: str) -> str:
    plain = _BRACKETS.sub("", text.normalise(words[: text.LONGEST_VALUE])).rstrip(":")
    return _COUNTED.sub("", plain).rstrip(":")


@lru_cache(maxsize=4096)
def _is_heading(words: str) -> bool:
    if not any(sign.isalpha() for sign in words):  # figures and times
        return False
    found = field_headings.by_heading(words)
    return bool(found) and found[0][1] >= _SURE


def total_label(words: str) -> str:
    """Return ``total``, ``subtotal`` or "" for the words at the start of a row."""
    plain = text.fold(_label(words))
    if plain.startswith(AMONG):
        return SUBTOTAL
    if _TOTAL.match(plain):
        return TOTAL
    found = _ENDS_IN_TOTAL.match(plain)
    if found is None:
        return ""
    if found[2].startswith("sub") or (found[2] == "小计" and not found[1]):
        return SUBTOTAL
    return TOTAL if _WHOLE.match(found[1]) else SUBTOTAL


def is_number_row(cells: Sequence[Cell]) -> bool:
    """Tell a row that numbers the columns: 1 2 3, [1] [2], (1) (2), 甲 乙 1 2 3, 栏次."""
    words = [text.normalise(str(cell)) for cell in cells if cell is not None]
    found = [_COLUMN_NUMBER.match(word) for word in words]
    numbers = [int(match[1]) for match in found if match]
    in_turn = sorted(numbers) == list(range(min(numbers, default=0), max(numbers, default=0) + 1))
    others = [word for word, match in zip(words, found, strict=True) if not match]
    letters = all(
        word in ("甲", "乙", "丙", "丁", "戊", "己", "栏次", "列次", "—", "-", "A", "B", "C")
        for word in others
    )
    return len(numbers) >= 3 and in_turn and letters
