"""What the person says about a sheet, which always wins over what was recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """The person's own words on one import; None or empty = as recognised.

    ``mapping`` gives fields (or "" for none) to zero-based columns, ``head_rows`` are the
    zero-based rows of the head, ``skip`` zero-based rows to leave out, ``fill_down`` fields whose
    blanks mean "as above" though the cells are not merged, ``units`` a unit for a field's key.
    """

    layout: str | None = None
    crs: str | None = None
    year: int | None = None
    mapping: Mapping[int, str] | None = None
    sheet: str | None = None
    head_rows: tuple[int, ...] | None = None
    skip: frozenset[int] = frozenset()
    fill_down: frozenset[str] = frozenset()
    units: Mapping[str, str] | None = None
