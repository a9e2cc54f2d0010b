"""What one cell means: a reader for every kind of field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Protocol, cast

from renewtrack.domain import codes, date_doubts, dates, money, quantities, stages, text
from renewtrack.domain.fields import Field
from renewtrack.domain.reading_results import Question, StatusWord, Unreadable
from renewtrack.domain.stages import Progress
from renewtrack.intake import answering, plausible
from renewtrack.intake.answering import Doubt
from renewtrack.intake.headings import Column
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import QUESTION
from renewtrack.intake.question_words import BLANK
from renewtrack.intake.sheets import Cell, raw_text
from renewtrack.words import Words

COUNTS = {"house_count": "户", "bldg_count": "栋", "unit_count": "个", "population": "人"}
MOST = Decimal(10) ** 13  # yuan or m2 in one cell; beyond it no office counts
MOST_COUNTED = 10**8
CODE_TABLES = "code:"
YES = frozenset("√✓✔☑是有1Yy对")
NO = frozenset("×✗✘✕✖╳xX否无0Nn□☐-/")
UNSURE = frozenset("○〇△●◯?")
_IS_IT = re.compile("是否(?:已经?|全部)?(开工|完工|竣工|验收|移交)")
_WHOLE_YEAR = re.compile(r"^\s*((?:18|19|20)\d\d)\.0+\s*$")
MOST_EXACT = 1e15  # over 15 digits a number has lost its last ones
TAKEN, _YES, _NO = "taken", "是", "否"
_ROUNDED = re.compile(r"^[0-9](?:\.[0-9]+)?[eE]\+[0-9]{1,3}$")  # what a spreadsheet shows of them


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
    if (isinstance(cell, float) and abs(cell) >= MOST_EXACT) or _ROUNDED.match(words):
        read.complain("lost_digits", found.key, value=words, field=found.words)
        return NOTHING
    return words or NOTHING


def _bool(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    """Return the words of an answer, 是 or 否 for a sign whose meaning the person told."""
    words = text.normalise(raw_text(cell))
    if words in UNSURE:
        return _tick(read, column, cell, found.words, {"yes": "是", "no": "否"})
    return {"True": "是", "False": "否"}.get(words) or _text(read, found, column, cell)


def _content(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    """Return listed works; below a work's own heading a tick or a figure means that work."""
    words = text.normalise(raw_text(cell))
    own = codes.recognise("work_types", column.heading) if column.parents else None
    if own is None:
        return raw_text(cell)
    if words in NO or cell is False:
        return NOTHING
    work = text.normalise(column.heading)
    if words in YES or not isinstance(cell, str):
        return work
    if words in UNSURE:
        return _tick(read, column, cell, own.words, {"yes": work, "no": NOTHING})
    return raw_text(cell)


def _tick(
    read: Asked, column: Column, cell: Cell, of: Words, readings: Mapping[str, object]
) -> object:
    """Return what a sign such as ○ means by the person's word, else nothing and a question."""
    answer = column.answers.get("unsure_tick", "")
    if answer in readings:
        return readings[answer]
    if answer != BLANK:
        words = text.normalise(raw_text(cell))
        key = str(column.field)
        read.complain("unsure_tick", key, value=words, field=of, level=QUESTION)
    return NOTHING


def _quantity(read: Asked, found: Field, column: Column, cell: Cell, wanted: str) -> object:
    """Return a Decimal, the end of a range that was chosen, or nothing with an issue."""
    bare = {"m2": "㎡", "元": "万元"}.get(wanted)
    unit = (column.unit or bare) if bare else None
    result = quantities.read_quantity(cell, unit, wanted)
    if result is None:
        return NOTHING
    if isinstance(result, Unreadable):
        return _unreadable(read, found, cell)
    value: object = result.value
    if isinstance(value, tuple):
        low, high = value
        value = _range(read, column, cell, {"low": low, "high": high})
    elif result.bound:
        value = _bound(read, column, cell, value)
    if not isinstance(value, Decimal):
        return NOTHING
    if abs(value) > MOST:
        return _unreadable(read, found, cell)
    if value < 0:
        read.complain("negative", found.key, value=raw_text(cell), field=found.words)
        return NOTHING
    return value


def _range(read: Asked, column: Column, cell: Cell, ends: Mapping[str, object]) -> object:
    words = quantities.RANGE.filled(raw=raw_text(cell))
    shown = _plain(ends["high"])
    return answering.settled(read, column, cell, Doubt("range", words, ends, "high", shown))


def _bound(read: Asked, column: Column, cell: Cell, value: object) -> object:
    words = quantities.BOUND.filled(raw=raw_text(cell))
    doubt = Doubt("bound", words, {"taken": value}, "taken", _plain(value))
    return answering.settled(read, column, cell, doubt)


def _int(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    if found.key == "floors":
        result = quantities.read_storeys(cell)
    else:
        result = quantities.read_count(cell, None, found.unit)
    if isinstance(result, Question):
        return _counted(read, column, cell, result)
    if isinstance(result, Unreadable) or (result is not None and abs(result) > MOST_COUNTED):
        return _unreadable(read, found, cell)
    return NOTHING if result is None else result


def _counted(read: Asked, column: Column, cell: Cell, asked: Question) -> object:
    """Return the count that an answer gives a cell with two of them, or with a limit only."""
    value = asked.suggestion
    readings = {
        "range": {"low": asked.other, "high": value},
        "storeys": {"low": asked.other, "high": value},
        "loft": {"without": value, "with": asked.other},
        "bound": {"taken": value},
    }[asked.kind]
    cautious = {"bound": "taken", "loft": "without"}.get(asked.kind, "high")
    doubt = Doubt(asked.kind, asked.words, readings, cautious, value)
    taken = answering.settled(read, column, cell, doubt)
    return taken if isinstance(taken, int) and taken <= MOST_COUNTED else NOTHING


def _area(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, column, cell, "m2")
    return float(value) if isinstance(value, Decimal) else value


def _money(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, column, cell, "元")
    return money.fen(value) if isinstance(value, Decimal) else value


def _decimal(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    value = _quantity(read, found, column, cell, found.unit)
    return float(value) if isinstance(value, Decimal) else value


def _date(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    told = column.answers.get("date_no_year", "")
    year = int(told) if told.isdigit() else read_year(read)
    result = dates.read_date(cell, year)
    if isinstance(result, StatusWord):
        read.complain("status_word", found.key, value=result.raw)
        return NOTHING
    if isinstance(result, Unreadable):
        return _unreadable(read, found, cell)
    value: object = result
    if isinstance(result, Question):
        value = _of_several(read, column, cell, result)
    if not isinstance(value, dates.PartialDate):
        return NOTHING
    if _too_early(value):
        read.complain(
            "too_early", found.key, value=raw_text(cell), field=found.words, level=QUESTION
        )
        return NOTHING
    return _with_year(read, column, cell, value)


def _of_several(read: Asked, column: Column, cell: Cell, asked: Question) -> object:
    readings = date_doubts.readings(asked)
    cautious = date_doubts.CAUTIOUS.get(asked.kind)
    shown = readings[cautious].iso if cautious else ""
    if shown.startswith("--"):  # that it lacks a year is asked, and only that
        return readings[str(cautious)]
    doubt = Doubt(asked.kind, asked.words, readings, cautious, shown)
    return answering.settled(read, column, cell, doubt)


def _with_year(read: Asked, column: Column, cell: Cell, value: dates.PartialDate) -> object:
    """Return a date whose year was written or told, else ask: the plan year holds till then."""
    if not value.precision.endswith("no_year") or column.answers.get("date_no_year", "").isdigit():
        return value
    words = dates.NO_YEAR.filled(raw=raw_text(cell))
    known = not value.iso.startswith("--")
    doubt = Doubt("date_no_year", words, {"": value}, "" if known else None, value.iso)
    taken = answering.settled(read, column, cell, doubt)
    return NOTHING if taken is None else taken


def _too_early(said: dates.PartialDate) -> bool:
    """Tell whether a date lies before all works; 1900-01-01 is a spreadsheet's number 1."""
    return said.iso[:4].isdigit() and int(said.iso[:4]) < plausible.EARLIEST_WORKS


def _year(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    whole = _WHOLE_YEAR.match(cell) if isinstance(cell, str) else None
    result = dates.read_year(whole[1] if whole else cell)
    if isinstance(result, Question):
        asked = dates.read_date(cell)
        taken = _of_several(read, column, cell, asked) if isinstance(asked, Question) else None
        if not isinstance(taken, dates.PartialDate):
            return NOTHING
        first, _, last = taken.iso.partition("/")
        return f"{first[:4]}/{last[:4]}" if last else first[:4]
    if isinstance(result, tuple):
        first_year, last_year = result
        return str(first_year) if last_year is None else f"{first_year}/{last_year}"
    return NOTHING if result is None else _unreadable(read, found, cell)


def _coordinate(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    return raw_text(cell).strip()


def _code(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    table = found.kind.removeprefix(CODE_TABLES)
    words = {True: _YES, False: _NO}.get(cell) if isinstance(cell, bool) else raw_text(cell)
    if text.normalise(str(words)) in UNSURE and (yes := codes.recognise(table, _YES)):
        no = codes.recognise(table, _NO)
        readings = {"yes": yes.key, **({"no": no.key} if no else {})}
        return _tick(read, column, cell, found.words, readings)
    entry = codes.recognise(table, str(words))
    if entry is None:
        read.complain("unknown_word", found.key, value=raw_text(cell), field=found.words)
        return NOTHING
    return entry.key


def _percent(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    scaled = _scaled(read, column, cell)
    if scaled is None:
        return NOTHING
    result = quantities.read_percent(scaled)
    if isinstance(result, Unreadable):
        return _unreadable(read, found, cell)
    return result if isinstance(result, float) else NOTHING


def _scaled(read: Asked, column: Column, cell: Cell) -> Cell:
    """Return a figure up to 1 as the percentage that its column means, None where it waits."""
    share = quantities.bare_share(cell)
    if share is None:
        return cell
    words = quantities.SCALE.filled(raw=raw_text(cell))
    readings = {"share": f"{share * 100:f}%", "percent": f"{share:f}%"}
    taken = answering.settled(read, column, cell, Doubt("percent_scale", words, readings))
    return str(taken) if taken is not None else None


def _progress(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    if (asked := _IS_IT.search(text.normalise(column.heading))) is not None:
        words = text.normalise(raw_text(cell))
        if words in YES:
            return stages.read_progress(f"已{asked[1]}")
        if words in NO:
            return stages.read_progress("未开工") if asked[1] == "开工" else NOTHING
    scaled = _scaled(read, column, cell)
    if scaled is None:
        return NOTHING
    progress = stages.read_progress(scaled)
    if isinstance(progress.trouble, Question):
        return _doubtful(read, found, column, cell, progress)
    if progress.stage is None and progress.percent is None:
        read.complain("no_stage", found.key, value=raw_text(cell))
        return NOTHING
    if progress.percent is not None and not 0 <= progress.percent <= 100:
        read.complain("beyond_limits", found.key, value=raw_text(cell), field=found.words)
        return NOTHING
    return progress


def _doubtful(read: Asked, found: Field, column: Column, cell: Cell, progress: Progress) -> object:
    """Take what a doubtful progress cell still says, nothing where it says no stage."""
    asked = cast(Question, progress.trouble)
    raw, answer = raw_text(cell), column.answers.get("not_taken")
    if progress.stage is not None:
        said = {"words": asked.words, "taken": asked.suggestion}
        read.complain("question", found.key, value=raw, level=QUESTION, **said)
        return progress
    if answer == TAKEN and isinstance(asked.suggestion, Words):
        return stages.read_progress(asked.suggestion.zh)
    if answer != BLANK:
        said = {"words": asked.words, "suggested": asked.suggestion}
        read.complain("not_taken", found.key, value=raw, level=QUESTION, **said)
    return NOTHING


def _unreadable(read: Asked, found: Field, cell: Cell) -> Nothing:
    read.complain("unreadable", found.key, value=raw_text(cell), field=found.words)
    return NOTHING


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def read_year(read: Asked) -> int | None:
    """Return the year that completes a row's dates: its own plan year, else the sheet's."""
    return year_of(read.get("plan_year"), read.layout.facts.year)


def year_of(said: object, of_sheet: int | None) -> int | None:
    """Return the year that a plan year begins with, else the sheet's."""
    return int(said[:4]) if isinstance(said, str) and said[:4].isdigit() else of_sheet


def _shape(read: Asked, known: Field, column: Column, cell: Cell) -> object:
    """Return a shape as its text; the outlines are read of all rows together."""
    return str(cell)


READERS: dict[str, Reader] = {
    "text": _text,
    "content": _content,
    "coordinate": _coordinate,
    "shape": _shape,
    "bool": _bool,
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
