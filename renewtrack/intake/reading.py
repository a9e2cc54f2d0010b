"""Any file an office sends, read into the cells of its sheets."""

from __future__ import annotations

from pathlib import Path

from renewtrack.intake import delimited, preflight, refusals, workbooks
from renewtrack.intake.sheets import SheetCells


def read(path: Path) -> tuple[SheetCells, ...]:
    """Read the sheets of a file, of whatever format its first bytes show.

    Text keeps its exact signs ("2023.10" is text), blanks are None, hidden sheets are told.
    Raises a UserError with its own sentence for a file that is missing, locked, empty,
    passworded, a web page, damaged, too big, or no sheet at all.
    """
    if preflight.kind(path) == "text":
        sheets: tuple[SheetCells, ...] = (delimited.read(path),)
    else:
        sheets = workbooks.read(path)
    if not any(sheet.rows for sheet in sheets):
        raise refusals.SheetEmpty(name=path.name)
    return sheets
