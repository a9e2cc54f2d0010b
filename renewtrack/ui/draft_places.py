"""Where words were typed: by keys and ids alone, so that the person finds the way back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import codes, masking
from renewtrack.ui import form_fields
from renewtrack.ui.columns import COLUMNS
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

CELL, FIELD, NEW, REASON = "cell", "field", "new", "reason"  # stored in the file; never renamed
REVEAL, EXPORT = "reveal", "export"
IN_NEW = {
    "estates": Words("新增小区（没有完成）", "New estate (not finished)"),
    "buildings": Words("新增楼栋（没有完成）", "New building (not finished)"),
    "projects": Words("新增项目（没有完成）", "New project (not finished)"),
    "works": Words("新增改造内容（没有完成）", "New work (not finished)"),
}
REASONS = {
    REVEAL: Words("查看个人信息的理由", "reason to see personal details"),
    EXPORT: Words("导出完整个人信息的理由", "reason to export personal details in full"),
}
OF = Words("{record} · {field}", "{record} · {field}")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a table, a field of the details, a field of a new record, or a reason asked for."""

    what: str
    kind: str = ""  # estates, buildings, projects: of the record shown
    row_id: int = 0  # its id; 0 where there is none yet
    table: str = ""  # of the stored row, which may be that of its project
    column: str = ""  # its column, a source of funding, a field of a dialog, or what is asked for

    def written(self) -> str:
        """Return the place as it is stored."""
        return json.dumps([self.what, self.kind, self.row_id, self.table, self.column])

    @property
    def personal(self) -> bool:
        """Tell whether personal details stand there."""
        return form_fields.personal(self.table, self.column)

    @property
    def group(self) -> Place:
        """Return what is taken up again in one go: all fields of a new record, else itself."""
        return Place(NEW, self.kind) if self.what == NEW else self


def read(written: str) -> Place | None:
    """Return a stored place; None for one that a newer version of the program wrote."""
    try:
        what, kind, row_id, table, column = json.loads(written)
        place = Place(str(what), str(kind), int(row_id), str(table), str(column))
    except (ValueError, TypeError):
        return None
    return place if place.what in (CELL, FIELD, NEW, REASON) else None


def words(db: Database, place: Place) -> Words:
    """Return what a place is called: its record and its field."""
    if place.what == NEW:
        return IN_NEW[place.kind]
    if place.what == REASON and not place.row_id:
        return REASONS[place.column]
    from renewtrack.store import titles

    record = titles.title(db, place.kind[:-1], place.row_id)
    return OF.filled(record=record, field=_field(place))


def shown(place: Place, text: str) -> str:
    """Return typed words as everybody may see them."""
    if place.personal:
        hide = masking.mask_phone if place.column == "phone" else masking.mask_name
        return hide(text)
    return masking.mask_text(text)


def _field(place: Place) -> Words:
    if place.what == REASON:
        return REASONS[place.column]
    if place.table == "funding":
        code = codes.code("fund_sources", place.column)
        return code.words if code is not None else Words(place.column, place.column)
    if place.what == CELL:
        for column in COLUMNS[place.kind]:
            if column.key == place.column:
                return column.words
    return form_fields.field_of(place.table, place.column).words
