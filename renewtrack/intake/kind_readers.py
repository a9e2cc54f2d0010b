"""Readers for cells that only some kinds of sheets have: visits, times, what sensors read."""

from __future__ import annotations

from functools import lru_cache

from renewtrack.domain import date_doubts, measures, text, visits
from renewtrack.domain.dates import PartialDate
from renewtrack.domain.fields import Field
from renewtrack.domain.reading_results import Question, Unreadable
from renewtrack.domain.visits import Visit
from renewtrack.intake import answering
from renewtrack.intake.answering import Doubt
from renewtrack.intake.cells import NOTHING, Asked, Reader, read_year
from renewtrack.intake.headings import Column
from renewtrack.intake.sheets import Cell, raw_text


def _visit(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    told = column.answers.get("date_no_year", "")
    result = visits.read_visit(raw_text(cell), int(told) if told.isdigit() else read_year(read))
    if isinstance(result, Question):
        readings = date_doubts.readings(result)
        doubt = Doubt(result.kind, result.words, readings, date_doubts.CAUTIOUS.get(result.kind))
        taken = answering.settled(read, column, cell, doubt)
        half = visits.half_of(raw_text(cell))
        return Visit(taken, half) if isinstance(taken, PartialDate) else NOTHING
    if isinstance(result, Unreadable):
        return _unreadable(read, found, cell)
    return NOTHING if result is None else result


def _time(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    return measures.read_time(cell) or _unreadable(read, found, cell)


def _measure(read: Asked, found: Field, column: Column, cell: Cell) -> object:
    """Return a value in the unit it is stored in, or the qualifier that stands in its place."""
    quantity = found.columns.get("reading", "")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        said = measures.Measured(float(cell))
    else:
        words = measures.read_words(raw_text(cell))
        if words is None:
            return _unreadable(read, found, cell)
        said = words
    if said.value is None:
        return said.qualifier
    value = measures.stored(quantity, said.value, said.unit or unit_of(column))
    if value is None:
        read.complain("unknown_unit", found.key, value=raw_text(cell), unit=unit_of(column))
        return NOTHING
    return value


def unit_of(column: Column) -> str:
    """Return the unit that a column's heads tell, "" for none."""
    return _unit((column.heading, *reversed(column.parents)))


@lru_cache(maxsize=256)
def _unit(heads: tuple[str, ...]) -> str:
    return next((unit for head in heads if (unit := text.heading(text.fold(head))[1])), "")


def _unreadable(read: Asked, found: Field, cell: Cell) -> object:
    read.complain("unreadable", found.key, value=raw_text(cell), field=found.words)
    return NOTHING


READERS: dict[str, Reader] = {"visit": _visit, "time": _time, "measure": _measure}
