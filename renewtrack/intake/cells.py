"""The cells of one data row read into values, each kept beside the words it came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import cast

from renewtrack.domain import codes, dates, money, nulls, quantities, stages, text
from renewtrack.domain.fields import Field
from renewtrack.domain.reading_results import Question, StatusWord, Unreadable
from renewtrack.domain.stages import Progress
from renewtrack.intake import heading_fields, headings, plausible, sentences
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import QUESTION, Issue
from renewtrack.intake.sheets import Cell, letters, raw_text
from renewtrack.words import Words

COUNTS = {"house_count": "户", "bldg_count": "栋", "unit_count": "个", "population": "人"}
MOST = Decimal(10) ** 13  # yuan or m2 in one cell; beyond it no office counts
MOST_COUNTED = 10**8
_CODE_TABLES = "code:"
YES = frozenset("√✓✔☑是有1Yy对")
NO = frozenset("×✗✘xX否无0-/")
UNSURE = frozenset("○〇△●◯?")


@dataclass(frozen=True, slots=True)
class Read:
    """One cell read: a value for a field beside its words."""

    value: object
    raw: str
    cell: str
    precision: str = ""
    qualifier: str = ""


@dataclass(slots=True)
class RowRead:
    """One data row read; ``values`` by field, without blanks and unreadable cells."""

    layout: Layout
    row: int
    values: dict[str, Read] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    masked: list[str] = field(default_factory=list)

    def get(self, key: str) -> object:
        """Return the value of a field, or None."""
        found = self.values.get(key)
        return found.value if found else None

    def words(self, key: str) -> str | None:
        """Return the text of a field, or None."""
        found = self.values.get(key)
        return None if found is None else str(found.value)

    def complain(self, kind: str, key: str = "", **values: object) -> None:
        """Add an issue about a field's cell, or about the whole row."""
        column = self.layout.column(key) if key else None
        self.issues.append(sentences.issue(self.layout, self.row, kind, column, **values))


@dataclass(frozen=True, slots=True)
class Prepared:
    """One column with all that reading its cells needs, found once for a sheet."""

    column: Column
    field: Field
    reader: Reader
    about: str  # the code list its words are looked up in, or ""
    letters: str


def prepared(layout: Layout) -> tuple[Prepared, ...]:
    """Return the columns of a sheet that have a field, ready for ``read_row``."""
    found = []
    for column in layout.columns:
        if column.field is None or column.index >= layout.sheet.width:
            continue
        known = headings.field(column.field)
        about = known.kind.removeprefix(_CODE_TABLES) if ":" in known.kind else ""
        reader = READERS.get("code" if about else known.kind, _text)
        found.append(Prepared(column, known, reader, about, letters(column.index)))
    return tuple(found)


def read_row(layout: Layout, row: int, columns: Sequence[Prepared] | None = None) -> RowRead:
    """Read a data row (zero-based) by its columns; ``columns`` saves preparing them again."""
    read = RowRead(layout, row)
    cells = layout.rows[row]
    for place in prepared(layout) if columns is None else columns:
        cell = cells[place.column.index]
        if cell is not None:
            _read_cell(read, place, cell)
    return read


def _read_cell(read: RowRead, place: Prepared, cell: Cell) -> None:
    found = place.field
    raw = raw_text(cell)
    flaws = read.layout.sheet.flaws
    if flaws and flaws.get((read.row, place.column.index)) == "error":
        read.complain("error_cell", found.key, value=raw)
        return
    if isinstance(cell, str) and _says_nothing(cell, place.about):
        return
    if found.personal and "*" in raw:
        read.masked.append(found.key)
        return
    value = place.reader(read, found, place.column, cell)
    if value is _NOTHING or _beyond(read, found, value, raw):
        return
    precision, qualifier = "", ""
    if isinstance(value, dates.PartialDate):
        precision, qualifier, value = value.precision, value.qualifier, value.iso
    at = f"{place.letters}{read.row + 1}"
    if found.key in heading_fields.SEVERAL and found.key in read.values:
        before = read.values[found.key]
        value, at = f"{before.value}；{value}", before.cell
        raw = f"{before.raw}；{raw}"
    read.values[found.key] = Read(value, raw, at, precision, qualifier)


def _beyond(read: RowRead, found: Field, value: object, raw: str) -> bool:
    """Tell whether a figure cannot be, and ask about it: its unit is likely mistaken."""
    if plausible.judge(found.key, value) != plausible.IMPOSSIBLE:
        return False
    said = plausible.words(found.key, value)
    kind = "wrong_unit" if said["mixed"] else "too_many"
    read.complain(kind, found.key, value=raw, level=QUESTION, **said)
    return True


@lru_cache(maxsize=16384)
def _says_nothing(words: str, about: str) -> bool:
    return nulls.is_null(words, about)


class _Nothing:
    """What a reader gives where no value is to be stored."""


_NOTHING = _Nothing()
Reader = Callable[[RowRead, Field, Column, Cell], object]


def _text(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    words = text.tidy(raw_text(cell))
    if isinstance(cell, float) and abs(cell) >= 1e15:
        return _unreadable(read, found, cell)  # over 15 digits a number has lost its last ones
    return words or _NOTHING


def _content(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    """Return listed works; below a work's own heading a tick or a figure means that work."""
    words = text.normalise(raw_text(cell))
    own = codes.recognise("work_types", column.heading) if column.parents else None
    if own is None:
        return raw_text(cell)
    if words in NO:
        return _NOTHING
    if words in YES or not isinstance(cell, str):
        return text.normalise(column.heading)
    if words in UNSURE:
        read.complain("unsure_tick", found.key, value=words, field=own.words, level=QUESTION)
        return _NOTHING
    return raw_text(cell)


def _quantity(read: RowRead, found: Field, cell: Cell, unit: str | None, wanted: str) -> object:
    """Return a Decimal, the upper end of a range, or nothing with an issue."""
    result = quantities.read_quantity(cell, unit, wanted)
    if result is None:
        return _NOTHING
    if isinstance(result, Unreadable):
        return _unreadable(read, found, cell)
    value = result.value
    if isinstance(value, tuple):
        value = value[1]
        read.complain("range", found.key, value=raw_text(cell), taken=_plain(value))
    if result.bound:
        words = quantities.BOUND.filled(raw=raw_text(cell))
        _ask(read, found, cell, Question("bound", raw_text(cell), words, value), _plain(value))
    if abs(value) > MOST:
        return _unreadable(read, found, cell)
    if value < 0:
        read.complain("negative", found.key, value=raw_text(cell), field=found.words)
        return _NOTHING
    return value


def _int(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    if found.key == "floors":
        result = quantities.read_storeys(cell)
    else:
        result = quantities.read_count(cell, None, found.unit)
    if isinstance(result, Question):
        _ask(read, found, cell, result, str(result.suggestion))
        return result.suggestion
    if isinstance(result, Unreadable) or (result is not None and abs(result) > MOST_COUNTED):
        return _unreadable(read, found, cell)
    return _NOTHING if result is None else result


def _area(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, cell, column.unit or "㎡", "m2")
    return float(value) if isinstance(value, Decimal) else value


def _money(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, cell, column.unit or "万元", "元")
    return money.fen(value) if isinstance(value, Decimal) else value


def _decimal(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, cell, None, found.unit)
    return float(value) if isinstance(value, Decimal) else value


def _date(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    result = dates.read_date(cell, read_year(read))
    if isinstance(result, StatusWord):
        read.complain("status_word", found.key, value=result.raw)
        return _NOTHING
    said = result.suggestion if isinstance(result, Question) else result
    if isinstance(said, dates.PartialDate) and _too_early(said):
        read.complain(
            "too_early", found.key, value=raw_text(cell), field=found.words, level=QUESTION
        )
        return _NOTHING
    return _settled(read, found, cell, result)


def _too_early(said: dates.PartialDate) -> bool:
    """Tell whether a date lies before all works; 1900-01-01 is a spreadsheet's number 1."""
    return said.iso[:4].isdigit() and int(said.iso[:4]) < plausible.EARLIEST_WORKS


def _year(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    result = dates.read_year(cell)
    if isinstance(result, Question):
        first, last = cast(tuple[int, int | None], result.suggestion)
        _ask(read, found, cell, result, str(first))
        return str(first) if last is None else f"{first}/{last}"
    if isinstance(result, tuple):
        first, last = result
        return str(first) if last is None else f"{first}/{last}"
    return _settled(read, found, cell, result)


def _settled(read: RowRead, found: Field, cell: Cell, result: object) -> object:
    """Take a date, or a question's suggestion with the question said; else nothing."""
    if isinstance(result, Question):
        taken = result.suggestion
        shown = taken.iso if isinstance(taken, dates.PartialDate) else ""
        _ask(read, found, cell, result, shown or "空/blank")
        return taken if shown and not shown.startswith("--") else _NOTHING
    if isinstance(result, dates.PartialDate):
        return _unreadable(read, found, cell) if result.iso.startswith("--") else result
    return _NOTHING if result is None else _unreadable(read, found, cell)


def _coordinate(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    return raw_text(cell).strip()


def _code(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    entry = codes.recognise(found.kind.removeprefix(_CODE_TABLES), raw_text(cell))
    if entry is None:
        read.complain("unknown_word", found.key, value=raw_text(cell), field=found.words)
        return _NOTHING
    return entry.key


def _percent(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    result = quantities.read_percent(cell)
    if isinstance(result, Question):
        result = float(str(result.suggestion))
    if isinstance(result, Unreadable):
        return _unreadable(read, found, cell)
    return _NOTHING if result is None else result


def _progress(read: RowRead, found: Field, column: Column, cell: Cell) -> object:
    progress = stages.read_progress(cell)
    if isinstance(progress.trouble, Question):
        return _doubtful(read, found, cell, progress)
    if progress.stage is None and progress.percent is None:
        read.complain("no_stage", found.key, value=raw_text(cell))
        return _NOTHING
    if progress.percent is not None and not 0 <= progress.percent <= 100:
        read.complain("beyond_limits", found.key, value=raw_text(cell), field=found.words)
        return _NOTHING
    return progress


def _doubtful(read: RowRead, found: Field, cell: Cell, progress: Progress) -> object:
    """Take what a doubtful progress cell still says, nothing where it says no stage."""
    asked = cast(Question, progress.trouble)
    if progress.stage is None:
        _leave(read, found, cell, asked.words, asked.suggestion)
        return _NOTHING
    _ask(read, found, cell, asked, asked.suggestion)
    return progress


def _leave(read: RowRead, found: Field, cell: Cell, words: Words, suggested: object) -> None:
    """Ask about a cell that is left out, with what it may mean."""
    read.complain(
        "not_taken",
        found.key,
        value=raw_text(cell),
        words=words,
        suggested=suggested,
        level=QUESTION,
    )


def _ask(read: RowRead, found: Field, cell: Cell, result: Question, taken: object) -> None:
    raw = raw_text(cell)
    read.complain("question", found.key, value=raw, words=result.words, taken=taken, level=QUESTION)


def _unreadable(read: RowRead, found: Field, cell: Cell) -> _Nothing:
    read.complain("unreadable", found.key, value=raw_text(cell), field=found.words)
    return _NOTHING


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def read_year(read: RowRead) -> int | None:
    """Return the year that completes a row's dates: its own plan year, else the sheet's."""
    own = read.get("plan_year")
    if isinstance(own, str) and own[:4].isdigit():
        return int(own[:4])
    return read.layout.facts.year


READERS: dict[str, Reader] = {
    "text": _text,
    "content": _content,
    "coordinate": _coordinate,
    "bool": _text,
    "int": _int,
    "area": _area,
    "money": _money,
    "decimal": _decimal,
    "date": _date,
    "year": _year,
    "code": _code,
    "percent": _percent,
    "progress": _progress,
}
