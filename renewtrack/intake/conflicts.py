"""Who wins where sheet and file both have a value and they differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from renewtrack.domain import dates
from renewtrack.intake import headings, options
from renewtrack.intake.columns import Cells
from renewtrack.intake.options import Options
from renewtrack.intake.plans import QUESTION
from renewtrack.intake.sheets import raw_text
from renewtrack.store import batches
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.intake.rows import Surroundings

_ANSWER = "conflict"


class Rule:
    """The person's rule for one sheet; it says of each cell whether its value is taken."""

    def __init__(self, db: Database, cells: Cells, around: Surroundings) -> None:
        self._db, self._cells, self._around = db, cells, around
        self._said: Options = around.options
        cutoff = cells.layout.facts.cutoff
        self._cutoff = dates.latest(cutoff) if cutoff else dt.date.today()
        self._since: dict[tuple[str, int], Mapping[str, str]] = {}
        self._columns = {column.index: column for column in cells.layout.columns}

    def takes(  # noqa: PLR0913 - one cell of one record, as comparing has it at hand
        self, place: int, table: str, row_id: int, name: str, record: object, index: int
    ) -> bool:
        """Tell whether the value in a column of the sheet is taken, and say why not."""
        stored = getattr(record, name)
        if self._said.rule == options.SHEET_WINS or stored in (None, "", ()):
            return True
        if (self._cells.rows[place], index) in self._said.take:
            return True
        if self._said.rule == options.FILE_WINS:
            self._around.notes["file_kept"].append(self._cells.rows[place])
            return False
        if self._said.rule == options.NEWER_WINS:
            return self._newer(place, table, row_id, name, index)
        if self._said.answers.get((index, _ANSWER)) == options.SHEET_WINS:
            return True
        if self._said.answers.get((index, _ANSWER)) != options.FILE_WINS:
            self._tell(place, index, "conflict", stored=stored, level=QUESTION)
        return False

    def _newer(self, place: int, table: str, row_id: int, name: str, index: int) -> bool:
        if (table, row_id) not in self._since:
            self._since[table, row_id] = batches.known_since(self._db, table, row_id)
        since = self._since[table, row_id]
        known = since.get(name, since.get("", ""))
        if not known or self._cutoff >= dates.earliest(known):
            return True
        self._tell(place, index, "older_sheet", known=known, cutoff=self._cutoff)
        return False

    def _tell(self, place: int, index: int, kind: str, **values: object) -> None:
        column = self._columns.get(index)
        key = column.field if column is not None and column.field else ""
        cells = self._cells.layout.rows[self._cells.rows[place]]
        values["value"] = raw_text(cells[index]) if index >= 0 else ""
        values["field"] = headings.field(key).words if key else Words("", "")
        self._cells.told.setdefault(place, []).append((kind, key, values))
