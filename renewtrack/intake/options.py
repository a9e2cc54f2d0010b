"""What the person says about a sheet, which always wins over what was recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from renewtrack.domain.control_points import Fit

SHEET_WINS, FILE_WINS, NEWER_WINS, ASK = "sheet", "file", "newer", "ask"
RULES = (SHEET_WINS, FILE_WINS, NEWER_WINS, ASK)
NEW_PLACE, NO_PLACE = "new", "none"


@dataclass(frozen=True, slots=True)
class Options:
    """The person's own words on one import; None or empty = as recognised.

    ``mapping`` gives fields (or "" for none) to zero-based columns, ``head_rows`` are the
    zero-based rows of the head, ``skip`` zero-based rows to leave out, ``fill_down`` fields whose
    blanks mean "as above" though the cells are not merged, ``units`` a unit for a field's key.
    ``answers`` settles a kind of question for a whole column, by zero-based column and the issue's
    kind: "yes", "no", "blank", or the value itself as text. ``edits`` are cells mended in the
    preview, by zero-based row and column; ``keep`` are cells whose value in the file stays,
    ``take`` cells that win whatever the rule says.
    ``rule`` says who wins where sheet and file differ, one of ``RULES``. ``places`` says which
    record a written place is, by ``(table, written words)``: a uid, ``NEW_PLACE`` or
    ``NO_PLACE``. ``new_places`` allows sheets that list no places of their own to make them.
    ``fits`` are the local systems of the file by key, as ``crs`` and answers may name them.
    ``sender`` names the remembered layout to go by, None the one of these headings, "" none.
    """

    layout: str | None = None
    sender: str | None = None
    crs: str | None = None
    year: int | None = None
    mapping: Mapping[int, str] | None = None
    sheet: str | None = None
    head_rows: tuple[int, ...] | None = None
    skip: frozenset[int] = frozenset()
    fill_down: frozenset[str] = frozenset()
    units: Mapping[str, str] | None = None
    answers: Mapping[tuple[int, str], str] = field(default_factory=dict)
    edits: Mapping[tuple[int, int], str] = field(default_factory=dict)
    keep: frozenset[tuple[int, int]] = frozenset()
    take: frozenset[tuple[int, int]] = frozenset()
    rule: str = SHEET_WINS
    places: Mapping[tuple[str, str], str] = field(default_factory=dict)
    new_places: bool = False
    fits: Mapping[str, Fit] = field(default_factory=dict)
