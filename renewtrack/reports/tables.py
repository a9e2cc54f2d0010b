"""What a report is made of: tables of plain values with the words and the unit of each column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from renewtrack.domain import money
from renewtrack.domain.periods import Period
from renewtrack.words import Words

KINDS = (  # what a value is, and how it is written
    "text",
    "count",  # a whole number
    "wan_yuan",  # integer fen, written as 万元
    "yuan",  # integer fen, written as 元
    "wan_m2",  # square metres, written as 万㎡
    "percent",  # 0 to 100
    "date",  # ISO text, as precise as known
    "rank",
    "quantity",  # in the unit that a column of the row names
)
LEVELS = ("leaf", "subtotal", "of_which", "total", "adjustment")
WORDY = ("text", "date")
NONE = Words("", "")
NOT_APPLICABLE = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``group`` is the heading that it shares with its neighbours, if any."""

    key: str
    words: Words
    kind: str
    group: Words | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a cell is text, ``Words``, a number or None, which is not known."""

    cells: tuple[object, ...]
    level: str = "leaf"


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table; ``absent`` says why it is empty where the file cannot fill it at all."""

    key: str
    title: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    notes: tuple[Words, ...] = ()
    unit: Words = NONE
    absent: Words | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report of one period. ``figures`` are ready texts by name, for running text.

    ``frozen_at`` is the time (UTC, ISO 8601) at which the period was frozen, None where it is
    open. ``cutoff`` is the last day that the figures speak of.
    """

    period: Period
    tables: tuple[ReportTable, ...]
    figures: Mapping[str, str] = field(default_factory=dict)
    frozen_at: str | None = None
    office: str = ""
    person: str = ""
    cutoff: str = ""


def text_of(column: Column, value: object, language: str = "zh") -> str:
    """Return a cell as it is written: "" not known, "-" not applicable, rounded half up, last."""
    if value is None:
        return ""
    if isinstance(value, Words):
        return value.in_(language)
    if isinstance(value, str):
        return value
    assert isinstance(value, int | float | Decimal)
    return _WRITTEN[column.kind](value)


def _decimals(value: int | float | Decimal) -> str:
    return str(money.half_up(value))


def _quantity(value: int | float | Decimal) -> str:
    text = _decimals(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "text": str,
    "date": str,
    "count": lambda value: str(int(value)),
    "rank": lambda value: str(int(value)),
    "wan_yuan": lambda fen: money.wan_text(int(fen)),
    "yuan": lambda fen: money.yuan_text(int(fen)),
    "wan_m2": lambda square_metres: _decimals(Decimal(str(square_metres)) / 10_000),
    "percent": _decimals,
    "quantity": _quantity,
}


def number_of(column: Column, value: object) -> float | int | None:
    """Return a cell as a number in its written unit, for a sheet; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if column.kind in WORDY:
        return None
    written = _WRITTEN[column.kind](value)
    return int(written) if column.kind in ("count", "rank") else float(written)


def share(part: float | int | None, whole: float | int | None) -> Decimal | str | None:
    """Return part of whole in percent: "-" where there is no whole, None where not known."""
    if part is None or whole is None:
        return None
    if not whole:
        return NOT_APPLICABLE
    return Decimal(str(part)) * 100 / Decimal(str(whole))


def total(values: list[int | float | None]) -> int | float | None:
    """Return the sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
