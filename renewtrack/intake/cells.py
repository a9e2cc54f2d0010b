"""What one cell means: a reader for every kind of field."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol, cast

from renewtrack.domain import codes, dates, money, quantities, stages, text
from renewtrack.domain.fields import Field
from renewtrack.domain.reading_results import Question, StatusWord, Unreadable
from renewtrack.domain.stages import Progress
from renewtrack.intake import plausible
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import QUESTION
from renewtrack.intake.sheets import Cell, raw_text
from renewtrack.words import Words

COUNTS = {"house_count": "户", "bldg_count": "栋", "unit_count": "个", "population": "人"}
MOST = Decimal(10) ** 13  # yuan or m2 in one cell; beyond it no office counts
MOST_COUNTED = 10**8
CODE_TABLES = "code:"
YES = frozenset("√✓✔☑是有1Yy对")
NO = frozenset("×✗✘xX否无0-/")
UNSURE = frozenset("○〇△●◯?")


class Asked(Protocol):
    """What a reader is told of the row that a cell stands in, and whom it complains to."""

    @property
    def layout(self) -> Layout:
        """Return the sheet's layout."""

    def get(self, key: str) -> object:
        """Return the value of another field of the row, or None."""

    def complain(self, kind: str, key: str = "", **values: object) -> None:
        """Say something of a field's cell."""


class Nothing:
    """What a reader gives where no value is to be stored."""


NOTHING = Nothing()
Reader = Callable[[Asked, Field, Column, Cell], object]


def _text(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    words = text.tidy(raw_text(cell))
    if isinstance(cell, float) and abs(cell) >= 1e15:
        return _unreadable(read, found, cell)  # over 15 digits a number has lost its last ones
    return words or NOTHING


def _content(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    """Return listed works; below a work's own heading a tick or a figure means that work."""
    words = text.normalise(raw_text(cell))
    own = codes.recognise("work_types", column.heading) if column.parents else None
    if own is None:
        return raw_text(cell)
    if words in NO:
        return NOTHING
    if words in YES or not isinstance(cell, str):
        return text.normalise(column.heading)
    if words in UNSURE:
        read.complain("unsure_tick", found.key, value=words, field=own.words, level=QUESTION)
        return NOTHING
    return raw_text(cell)


def _quantity(read: Asked, found: Field, cell: Cell, unit: str | None, wanted: str) -> object:
    """Return a Decimal, the upper end of a range, or nothing with an issue."""
    result = quantities.read_quantity(cell, unit, wanted)
    if result is None:
        return NOTHING
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
        return NOTHING
    return value


def _int(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    if found.key == "floors":
        result = quantities.read_storeys(cell)
    else:
        result = quantities.read_count(cell, None, found.unit)
    if isinstance(result, Question):
        _ask(read, found, cell, result, str(result.suggestion))
        return result.suggestion
    if isinstance(result, Unreadable) or (result is not None and abs(result) > MOST_COUNTED):
        return _unreadable(read, found, cell)
    return NOTHING if result is None else result


def _area(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, cell, column.unit or "㎡", "m2")
    return float(value) if isinstance(value, Decimal) else value


def _money(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, cell, column.unit or "万元", "元")
    return money.fen(value) if isinstance(value, Decimal) else value


def _decimal(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, cell, None, found.unit)
    return float(value) if isinstance(value, Decimal) else value


def _date(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    result = dates.read_date(cell, read_year(read))
    if isinstance(result, StatusWord):
        read.complain("status_word", found.key, value=result.raw)
        return NOTHING
    said = result.suggestion if isinstance(result, Question) else result
    if isinstance(said, dates.PartialDate) and _too_early(said):
        read.complain(
            "too_early", found.key, value=raw_text(cell), field=found.words, level=QUESTION
        )
        return NOTHING
    return _settled(read, found, cell, result)


def _too_early(said: dates.PartialDate) -> bool:
    """Tell whether a date lies before all works; 1900-01-01 is a spreadsheet's number 1."""
    return said.iso[:4].isdigit() and int(said.iso[:4]) < plausible.EARLIEST_WORKS


def _year(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    result = dates.read_year(cell)
    if isinstance(result, Question):
        first, last = cast(tuple[int, int | None], result.suggestion)
        _ask(read, found, cell, result, str(first))
        return str(first) if last is None else f"{first}/{last}"
    if isinstance(result, tuple):
        first, last = result
        return str(first) if last is None else f"{first}/{last}"
    return _settled(read, found, cell, result)


def _settled(read: Asked, found: Field, cell: Cell, result: object) -> object:
    """Take a date, or a question's suggestion with the question said; else nothing."""
    if isinstance(result, Question):
        taken = result.suggestion
        shown = taken.iso if isinstance(taken, dates.PartialDate) else ""
        _ask(read, found, cell, result, shown or "空/blank")
        return taken if shown and not shown.startswith("--") else NOTHING
    if isinstance(result, dates.PartialDate):
        return _unreadable(read, found, cell) if result.iso.startswith("--") else result
    return NOTHING if result is None else _unreadable(read, found, cell)


def _coordinate(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    return raw_text(cell).strip()


def _code(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    entry = codes.recognise(found.kind.removeprefix(CODE_TABLES), raw_text(cell))
    if entry is None:
        read.complain("unknown_word", found.key, value=raw_text(cell), field=found.words)
        return NOTHING
    return entry.key


def _percent(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    result = quantities.read_percent(cell)
    if isinstance(result, Question):
        result = float(str(result.suggestion))
    if isinstance(result, Unreadable):
        return _unreadable(read, found, cell)
    return NOTHING if result is None else result


def _progress(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    progress = stages.read_progress(cell)
    if isinstance(progress.trouble, Question):
        return _doubtful(read, found, cell, progress)
    if progress.stage is None and progress.percent is None:
        read.complain("no_stage", found.key, value=raw_text(cell))
        return NOTHING
    if progress.percent is not None and not 0 <= progress.percent <= 100:
        read.complain("beyond_limits", found.key, value=raw_text(cell), field=found.words)
        return NOTHING
    return progress


def _doubtful(read: Asked, found: Field, cell: Cell, progress: Progress) -> object:
    """Take what a doubtful progress cell still says, nothing where it says no stage."""
    asked = cast(Question, progress.trouble)
    if progress.stage is None:
        _leave(read, found, cell, asked.words, asked.suggestion)
        return NOTHING
    _ask(read, found, cell, asked, asked.suggestion)
    return progress


def _leave(read: Asked, found: Field, cell: Cell, words: Words, suggested: object) -> None:
    """Ask about a cell that is left out, with what it may mean."""
    read.complain(
        "not_taken",
        found.key,
        value=raw_text(cell),
        words=words,
        suggested=suggested,
        level=QUESTION,
    )


def _ask(read: Asked, found: Field, cell: Cell, result: Question, taken: object) -> None:
    raw = raw_text(cell)
    read.complain("question", found.key, value=raw, words=result.words, taken=taken, level=QUESTION)


def _unreadable(read: Asked, found: Field, cell: Cell) -> Nothing:
    read.complain("unreadable", found.key, value=raw_text(cell), field=found.words)
    return NOTHING


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def read_year(read: Asked) -> int | None:
    """Return the year that completes a row's dates: its own plan year, else the sheet's."""
    return year_of(read.get("plan_year"), read.layout.facts.year)


def year_of(said: object, of_sheet: int | None) -> int | None:
    """Return the year that a plan year begins with, else the sheet's."""
    return int(said[:4]) if isinstance(said, str) and said[:4].isdigit() else of_sheet


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
