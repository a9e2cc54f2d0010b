"""A stored value in the words of a sheet: the office's own where they still mean it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from renewtrack.domain import addresses, codes, dates, quantities, stages, text
from renewtrack.store.batches import CellSource

_STORED = {"money": (100, "元", "万元"), "area": (1, "m2", "m2")}  # per unit, unit, as usual
Sources = Mapping[str, CellSource]


def date(iso: str | None, source: CellSource | None, year: int | None) -> str | None:
    """Return a date as the office wrote it, else ``2025年5月31日``, ``2025年5月`` or ``2025年``."""
    if iso is None:
        return None
    shown = dates.show(iso, "zh")
    return _own(source, lambda raw: iso_of(raw, year) == iso) or (
        shown if iso_of(shown, year) == iso else iso
    )


def year(first: int | None, last: int | None, source: CellSource | None) -> str | int | None:
    """Return a year or a range of years."""
    if first is None:
        return None
    own = _own(source, lambda raw: dates.read_year(raw) == (first, last))
    if own is not None and not own.isdigit():
        return own
    return f"{first}-{last}年" if last is not None else first


def stage(key: str | None, percent: float | None, source: CellSource | None) -> str | None:
    """Return stage and percent as one text that is read back as both."""
    if key is None:
        return None if percent is None else _percent(percent)
    own = _own(source, lambda raw: _progress(raw) == (key, percent))
    if own is not None:
        return own
    name = stages.stage(key).words.zh
    tries = (
        [name, key]
        if percent is None
        else [f"{name}{_percent(percent)}", _percent(percent), f"{key} {_percent(percent)}"]
    )
    return next((words for words in tries if _progress(words) == (key, percent)), tries[0])


def work(kind: str, remark: str | None, source: CellSource | None) -> str:
    """Return the words of one work."""
    own = _own(source, lambda raw: _kind(raw) == kind)
    if own is not None and not remark:
        return own
    if remark and (_kind(remark) == kind or kind == "other"):
        return remark
    entry = codes.code("work_types", kind)
    return entry.words.zh if entry else kind


def code(table: str, key: str | None) -> str | None:
    """Return the label of a key of a code list."""
    if key is None:
        return None
    entry = codes.code(table, key)
    return entry.words.zh if entry else key


def in_unit(figure: Decimal, kind: str, unit: str | None) -> Decimal:
    """Return stored fen (``money``) or m2 (``area``) in a column's unit; anything else as it is.

    Without a unit that is known it is 万元, or m2.
    """
    if kind not in _STORED:
        return figure
    times, stored, usual = _STORED[kind]
    found = quantities.in_unit(figure / times, stored, unit or usual)
    return in_unit(figure, kind, usual) if found is None else found


def building_number(number: str) -> str:
    """Return a building's number with 号楼 where that is read back as the same number."""
    if "号" in number:  # what stands in place of a number
        return number
    shown = f"{number}号楼"
    return shown if addresses.building_number(shown) == number else number


def _own(source: CellSource | None, means: Callable[[str], bool]) -> str | None:
    if source is None or not source.raw or not means(source.raw):
        return None
    return source.raw


def iso_of(raw: object, year_known: int | None) -> str | None:
    """Return the date that words are read as, ISO, or None."""
    found = dates.read_date(raw, year_known)
    return found.iso if isinstance(found, dates.PartialDate) else None


def _progress(words: str) -> tuple[str | None, float | None]:
    found = stages.read_progress(words)
    return (found.stage.key if found.stage else None, found.percent)


def _percent(percent: float) -> str:
    return f"{percent:.10g}%"


def _kind(words: str) -> str | None:
    entry = codes.recognise("work_types", text.tidy(words))
    return entry.key if entry else None
