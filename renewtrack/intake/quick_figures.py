"""Figures that a spreadsheet keeps as plain numbers, read without their decimal text.

Whatever is not certain to come out as ``cells`` reads it is left to ``cells``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from renewtrack.domain import quantities
from renewtrack.domain.fields import Field
from renewtrack.intake import plausible

MISSING: Any = object()
Quick = Callable[[list[Any]], list[Any]]  # cells -> their values, None for a blank, or MISSING
_FIGURES = ("int", "area", "money")
_WANTED = {"area": ("㎡", "m2"), "money": ("万元", "元")}  # unit of a bare number, unit stored
_MOST = 10.0**11  # yuan or m2; above it the decimal text decides
_MOST_COUNTED = 10.0**8
_DUST = 1e-6


def reader(known: Field, unit: str | None) -> Quick | None:
    """Return a quick reader for a field's plain numbers, or None where its kind has none."""
    if known.kind not in _FIGURES or known.key == "floors":
        return None
    limits = plausible.limits(known.key)
    low, high = limits.usual if limits else (0.0, _MOST)
    if known.kind == "int":
        return _counts(low, min(high, _MOST_COUNTED))
    bare, wanted = _WANTED[known.kind]
    times = quantities.plain_factor(unit or bare, wanted)
    if times is None:
        return None
    quick = _fen if known.kind == "money" else _square_metres
    return quick(float(times), low, min(high, _MOST))


def _counts(low: float, high: float) -> Quick:
    def quick(cells: list[Any]) -> list[Any]:
        return [
            cell
            if cell is None or (cell.__class__ is int and (low <= cell <= high or cell == 0))
            else MISSING
            for cell in cells
        ]

    return quick


def _fen(times: float, low: float, high: float) -> Quick:
    times *= 100
    low, high = low * 100, high * 100

    def quick(cells: list[Any]) -> list[Any]:
        return [
            fen
            if (cell.__class__ is float or cell.__class__ is int)
            and -_DUST < (exact := cell * times) - (fen := round(exact)) < _DUST
            and (low <= fen <= high or fen == 0)
            else (None if cell is None else MISSING)
            for cell in cells
        ]

    return quick


def _square_metres(times: float, low: float, high: float) -> Quick:
    def quick(cells: list[Any]) -> list[Any]:
        return [
            area
            if (cell.__class__ is float or cell.__class__ is int)
            and abs((exact := float(cell * times)) - (area := round(exact, 4))) <= 1e-13 * area
            and (low <= area <= high or area == 0)
            else (None if cell is None else MISSING)
            for cell in cells
        ]

    return quick
