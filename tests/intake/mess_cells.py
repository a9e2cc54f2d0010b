"""Single cells as offices write them, from the value that they stand for."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from renewtrack.intake.sheets import Cell

_TIMES = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000, "㎡": 1, "万㎡": 10_000}
OWN_UNIT = 0.15  # how often a cell names its own unit
_FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")


def same(value: Any) -> Any:
    return value


def plain(value: Any, _: random.Random) -> Cell:
    return value  # type: ignore[no-any-return]


def in_unit(value: float, unit: str) -> float | int:
    """Return yuan or m2 in a unit, as a spreadsheet keeps it."""
    said = float(Decimal(str(value)) / _TIMES[unit])
    return int(said) if said.is_integer() else said


def with_unit(value: float, kind: str, chance: random.Random) -> str:
    """Return yuan or m2 as a text that names a unit of its own."""
    unit = chance.choice(("元", "万元", "亿元") if kind == "money" else ("㎡", "万㎡", "平方米"))
    said = Decimal(str(value)) / _TIMES.get(unit, 1)
    return f"{said.normalize():f}{unit}"


def figure(value: Any, chance: random.Random) -> Cell:
    """Write a number as a number or as one of the texts that mean exactly it."""
    if value >= 10**9 or (isinstance(value, float) and "e" in repr(value)):
        return value  # type: ignore[no-any-return]
    texts = (f"{value:,}", str(value).translate(_FULL), f" {value} ", str(value))
    return chance.choice((value, value, value, *texts))


def count(unit: str) -> Any:
    """Return a writer of counts in a unit."""

    def write(value: int, chance: random.Random) -> Cell:
        return chance.choice((figure(value, chance), f"{value}{unit}", f"共{value}{unit}"))

    return write


def day(value: str, chance: random.Random) -> Cell:
    """Write an ISO day in one of the ways that leave no doubt."""
    year, month, date = map(int, value.split("-"))
    return chance.choice(
        (
            value,
            f"{year}年{month}月{date}日",
            f"{year}/{month}/{date}",
            f"{year}.{month}.{date}",
            f"{year}{month:02}{date:02}",
            int(f"{year}{month:02}{date:02}"),
            dt.datetime(year, month, date),
            (dt.date(year, month, date) - dt.date(1899, 12, 30)).days,
            f"{year}年{month}月{date}日".translate(_FULL),
        )
    )


def month(value: str, chance: random.Random) -> Cell:
    """Write an ISO month in one of the ways that leave no doubt."""
    year, number = map(int, value.split("-"))
    return chance.choice(
        (
            value,
            f"{year}年{number}月",
            f"{year}.{number:02}",
            f"{year}/{number}",
            f"预计{year}年{number}月",
        )
    )


def year(value: int, chance: random.Random) -> Cell:
    return chance.choice((value, f"{value}年", str(value), f"{value}年建成"))


def number_of_building(value: str, chance: random.Random) -> Cell:
    forms: tuple[Cell, ...] = (f"{value}号楼", f"{value}#", value, int(value), f"{value}栋")
    return chance.choice(forms)


def tick(value: bool, chance: random.Random) -> Cell:
    return chance.choice(("√", "✓", "是", "同意", 1) if value else ("×", "否", "不同意", 0))
