"""The hidden keys of a surveyor's form: written into it, and obeyed when it comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from renewtrack.domain import text
from renewtrack.intake import export_lines
from renewtrack.intake.layout import Layout
from renewtrack.intake.own_heads import CHECK, ID
from renewtrack.intake.papers import Line, Written
from renewtrack.intake.sheets import Cell, raw_text

if TYPE_CHECKING:
    from sqlite_utils import Database

KEYS: Mapping[str, tuple[str, ...]] = {  # by kind of sheet, in the order of the digest
    "ledger": ("street", "community", "estate_name", "plan_year", "project_name"),
    "buildings": ("street", "community", "estate_name", "bldg_no"),
    "bookings": ("estate_name", "bldg_no", "unit_no", "house_no"),
}
_LENGTH = 12  # signs of a check


def check(kind: str, uid: str, keys: Sequence[Written | Cell]) -> str:
    """Return the digest that ties an id to the key cells it was given out with."""
    said = [text.fold(raw_text(key)) if key is not None else "" for key in keys]
    words = "\x1f".join(("renewtrack-form-1", kind, uid, *said))
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:_LENGTH]


def settled(db: Database, layout: Layout) -> tuple[Layout, dict[int, tuple[str, str]]]:
    """Return a form with its key cells as the file names the records now, and what is refused.

    A row whose id and keys are those that were given out means the record of its id, whatever
    that is called now. The dictionary gives rows (zero-based) the kind of issue that refuses them,
    with the id: one that the file lacks, or one that does not belong to the row's keys.
    """
    places = {column.heading: column.index for column in layout.columns}
    if ID not in places or layout.kind not in KEYS:
        return layout, {}
    known = _known(db, layout.kind)
    keys = [(key, column.index) for key in KEYS[layout.kind]
            if (column := layout.column(key)) is not None]  # fmt: skip
    rows = [list(row) for row in layout.rows]
    refused: dict[int, tuple[str, str]] = {}
    for number in layout.data:
        row = rows[number]
        uid = row[places[ID]]
        if uid is None:
            continue
        line = known.get(str(uid).strip())
        given = row[places[CHECK]] if CHECK in places else None
        refusal = _refusal(layout, line, str(uid).strip(), given, row)
        if refusal:
            refused[number] = refusal, str(uid)
        elif line is not None:
            for key, at in keys:
                if key in line:
                    row[at] = line[key]
    return replace(layout, rows=tuple(tuple(row) for row in rows)), refused


def _refusal(layout: Layout, line: Line | None, uid: str, given: Cell, row: Sequence[Cell]) -> str:
    said = [row[column.index] if (column := layout.column(key)) else None
            for key in KEYS[layout.kind]]  # fmt: skip
    if line is None:
        return "form_id_unknown"
    if given is not None:
        right = check(layout.kind, uid, said) == str(given).strip()
        return "" if right else "form_keys_changed"
    stored = [line.get(key) for key in KEYS[layout.kind]]
    agrees = all(
        one is None or other is None or text.fold(raw_text(one)) == text.fold(raw_text(other))
        for one, other in zip(said, stored, strict=True)
    )
    return "" if agrees else "form_keys_changed"


def _known(db: Database, kind: str) -> dict[str, Line]:
    return {
        str(line["uid"]): line
        for line in export_lines.lines(db, kind, whole=True)
        if line.get("uid")
    }
