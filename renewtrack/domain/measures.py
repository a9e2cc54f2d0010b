"""What a sensor's cell says: a value in the unit that its quantity is stored in, or why none."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from renewtrack.domain import codes, tables, text

BELOW, ABOVE = "below_limit", "above_limit"
_FIGURE = re.compile(
    r"^(?P<bound>[<>≤≥]=?)?(?P<value>[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?)(?P<unit>.*)$"
)
_PLACES = 6  # of a stored value; no sensor is finer
_TIME = re.compile(
    r"^(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?"
    r"(?:[t,]?(?P<h>\d{1,2})(?:[:时点](?P<n>\d{1,2})?(?:[:分](?P<s>\d{1,2})(?:\.\d+)?秒?|分)?)?)?z?$"
)
_CLOCK = re.compile(r"^(?P<h>\d{1,2})(?:[:时点](?P<n>\d{1,2})?(?:[:分]\d{0,2}秒?)?)?(?:-.*)?$")
_SERIAL = re.compile(r"^[3-7]\d{4}(?:\.\d+)?$")  # what a text file keeps of a workbook's time
_EPOCH = datetime(1899, 12, 30)
_SERIALS = (30_000.0, 80_000.0)  # 1982 to 2119


@dataclass(frozen=True, slots=True)
class Measured:
    """One value with the unit that stands behind it, or a qualifier in its place."""

    value: float | None
    unit: str = ""
    qualifier: str | None = None


@lru_cache(maxsize=16384)
def read_words(words: str) -> Measured | None:
    """Return what the words of a cell say, None where they are no value: <0.01 is below a limit."""
    folded = text.fold(words)
    found = _FIGURE.match(folded)
    if found is None:
        entry = codes.recognise("qualifiers", words)
        return Measured(None, "", entry.key) if entry else None
    if found["bound"]:
        return Measured(None, "", BELOW if found["bound"][0] in "<≤" else ABOVE)
    value = float(found["value"].replace(",", ""))
    return Measured(value, found["unit"]) if math.isfinite(value) else None


def stored(quantity: str, value: float, unit: str) -> float | None:
    """Return a value in the unit its quantity is stored in; None for a unit that is not known."""
    factors = _units().get(quantity, {})
    wanted = text.fold(unit)
    if not wanted or not factors or wanted == _stored_in(quantity):
        return round(float(value), _PLACES)
    factor = factors.get(wanted)
    return None if factor is None else round(float(value * factor), _PLACES)


def read_time(cell: object) -> str | None:
    """Return a time to the minute as ISO; the day or the hour alone (T08:00) where that is all."""
    if isinstance(cell, datetime):
        return f"{cell.replace(tzinfo=None):%Y-%m-%dT%H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"T{cell:%H:%M}"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if isinstance(cell, float) and 0 <= cell < 1:  # a clock's part of a day
            return f"{_EPOCH + timedelta(minutes=round(cell * 1440)):T%H:%M}"
        if not _SERIALS[0] <= cell < _SERIALS[1]:
            return None
        at = _EPOCH + timedelta(minutes=round(cell * 1440))
        return f"{at:%Y-%m-%d}" if float(cell).is_integer() else f"{at:%Y-%m-%dT%H:%M}"
    if isinstance(cell, str) and _SERIAL.match(cell):
        return read_time(float(cell))
    return _time_of_words(cell) if isinstance(cell, str) else None


def at_hour(day: str, words: str) -> str | None:
    """Return a day with the hour that another cell tells: 8, 08:00, 8时, 8:00-9:00."""
    found = _CLOCK.match(text.fold(words))
    return _joined(day, int(found["h"]), int(found["n"] or 0)) if found else None


@lru_cache(maxsize=16384)
def _time_of_words(words: str) -> str | None:
    # A blank parts day and hour: 2025/10/01 00:00; without it the digits would run together.
    parted = re.sub(r"(?<=[\d日])\s+(?=\d)", "T", words.strip())
    found = _TIME.match(text.fold(parted))
    if found is None:
        clock = _CLOCK.match(text.fold(words)) if not words.strip().isdigit() else None
        at = _joined("1900-01-01", int(clock["h"]), int(clock["n"] or 0)) if clock else None
        return at and at[10:]
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat()
    except ValueError:
        return None
    return day if found["h"] is None else _joined(day, int(found["h"]), int(found["n"] or 0))


def _joined(day: str, hour: int, minute: int) -> str | None:
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    at = datetime.fromisoformat(day) + timedelta(hours=hour, minutes=minute)
    return f"{at:%Y-%m-%dT%H:%M}"


@cache
def _units() -> dict[str, dict[str, float]]:
    return {
        row["key"]: {text.fold(unit): factor for unit, factor in row.get("units", {}).items()}
        for row in tables.document("measured")["code"]
    }


def _stored_in(quantity: str) -> str:
    entry = codes.code("measured", quantity)
    return text.fold(entry.unit) if entry else ""
