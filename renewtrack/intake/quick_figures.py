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
Quick = Callable[[Any], Any]  # a number -> its value, or MISSING
_FIGURES = ("int", "area", "money")
_WANTED = {"area": ("㎡", "m2"), "money": ("万元", "元")}  # unit of a bare number, unit stored
_MOST = 10.0**11  # yuan or m2; above it the decimal text decides
_DUST = 1e-6


def reader(known: Field, unit: str | None) -> Quick | None:
    """Return a quick reader for a field's plain numbers, or None where its kind has none."""
    if known.kind not in _FIGURES or known.key == "floors":
        return None
    limits = plausible.limits(known.key)
    low, high = limits.usual if limits else (0.0, _MOST)
    if known.kind == "int":
        return _counts(low, min(high, 10.0**8))
    bare, wanted = _WANTED[known.kind]
    times = quantities.plain_factor(unit or bare, wanted)
    if times is None:
        return None
    quick = _fen if known.kind == "money" else _square_metres
    return quick(float(times), low, min(high, _MOST))


def _counts(low: float, high: float) -> Quick:
    def quick(cell: Any) -> Any:
        if cell.__class__ is int and (low <= cell <= high or cell == 0):
            return cell
        return MISSING

    return quick


def _fen(times: float, low: float, high: float) -> Quick:
    times *= 100
    low, high = low * 100, high * 100

    def quick(cell: Any) -> Any:
        if cell.__class__ is not float and cell.__class__ is not int:
            return MISSING
        exact = cell * times
        fen = round(exact)
        if abs(exact - fen) < _DUST and (low <= fen <= high or fen == 0):
            return fen
        return MISSING

    return quick


def _square_metres(times: float, low: float, high: float) -> Quick:
    def quick(cell: Any) -> Any:
        if cell.__class__ is not float and cell.__class__ is not int:
            return MISSING
        exact = cell * times
        area = round(exact, 4)
        if abs(exact - area) <= 1e-13 * area and (low <= area <= high or area == 0):
            return float(area)
        return MISSING

    return quick
