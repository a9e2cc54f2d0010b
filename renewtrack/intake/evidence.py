"""What the cells of a column settle about each other, so that the person need not be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from renewtrack.domain import quantities
from renewtrack.domain.fields import Field
from renewtrack.intake.sheets import Cell

_DAY_AND_MONTH = re.compile(r"^\s*(\d{1,2})[-./](\d{1,2})[-./](?:1[89]|20)\d\d\s*$")
_MONTHS = 12


def of(known: Field, cells: Iterable[Cell]) -> Mapping[str, str]:
    """Return answers to kinds of questions that a column of a field gives by itself."""
    if known.kind in ("percent", "progress"):
        return _scale(set(cells))
    if known.kind == "date":
        return _order(set(cells))
    return {}


def _scale(cells: set[Cell]) -> Mapping[str, str]:
    """Tell shares from percentages: 0.95 beside 1 is a share, 1 beside 86.3 a percentage."""
    figures = {float(figure) for cell in cells if (figure := quantities.bare(cell)) is not None}
    shares = any(0 < figure < 1 for figure in figures)
    percentages = any(figure > 1 for figure in figures)
    if shares == percentages:
        return {}
    return {"percent_scale": "share" if shares else "percent"}


def _order(cells: set[Cell]) -> Mapping[str, str]:
    """Tell by a day above 12 whether days or months come first, where all dates agree."""
    pairs = [
        (int(found[1]), int(found[2]))
        for cell in cells
        if isinstance(cell, str) and (found := _DAY_AND_MONTH.match(cell))
    ]
    days_first = any(first > _MONTHS for first, _ in pairs)
    months_first = any(second > _MONTHS for _, second in pairs)
    if days_first == months_first:
        return {}
    return {"day_or_month_first": "d/m" if days_first else "m/d"}
