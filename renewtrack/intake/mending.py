"""Cells that a person mended in the preview, in place of those that the sender wrote."""

from __future__ import annotations

from dataclasses import replace

from renewtrack.intake.options import Options
from renewtrack.intake.sheets import SheetCells, raw_text


class Mended(str):
    """The words that a person put in place of a sender's cell; ``was`` is what stood there."""

    was: str

    @classmethod
    def of(cls, words: str, was: str) -> Mended:
        """Return mended words beside the sender's own."""
        found = cls(words)
        found.was = was
        return found


def mended(sheets: tuple[SheetCells, ...], options: Options) -> tuple[SheetCells, ...]:
    """Return the sheets with the person's words in the sheet that options name.

    A mended cell is text, read as any text is; an error in it is gone.
    """
    if not options.edits:
        return sheets
    only = options.sheet if options.sheet is not None else sheets[0].name
    return tuple(_mended(sheet, options) if sheet.name == only else sheet for sheet in sheets)


def _mended(sheet: SheetCells, options: Options) -> SheetCells:
    rows = list(sheet.rows)
    flaws = dict(sheet.flaws)
    for (row, column), words in options.edits.items():
        if row < len(rows) and column < sheet.width:
            cells = list(rows[row])
            cells[column] = Mended.of(words, raw_text(cells[column])) if words.strip() else None
            rows[row] = tuple(cells)
            flaws.pop((row, column), None)
    return replace(sheet, rows=tuple(rows), flaws=flaws)
