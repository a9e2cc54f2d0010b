"""Source and history of one record, line by line, as the list of records shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import masking
from renewtrack.ui import form_fields, history_lines
from renewtrack.ui.facts_form import masked
from renewtrack.ui.import_wizard_tables import Head
from renewtrack.ui.record_history import OUTSIDE, local, moment
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.origins import Origin

FROM = Words("来源", "Source")
PLACE = Words("{file} · {sheet} {cell}：{raw}", "{file} · {sheet} {cell}: {raw}")
CHANGED = Words("{old} → {new}", "{old} → {new}")


@dataclass(frozen=True, slots=True)
class Told:
    """One line: when, who, which field or what was done, and the cell or both values."""

    at: str
    who: str
    what: Words
    more: Words


SOURCE_HEADS: tuple[Head[Told], ...] = (
    Head(Words("时间", "When"), 132, lambda line: local(line.at)),
    Head(Words("谁", "Who"), 96, lambda line: line.who or text(OUTSIDE)),
    Head(Words("内容", "What"), 130, lambda line: _plain(line.what)),
    Head(
        Words("来源单元格，或原值 → 新值", "Cell of origin, or old → new"),
        420,
        lambda line: _plain(line.more),
    ),
)


def told(db: Database, table: str, row_id: int) -> list[Told]:
    """Return the cells that a record's values came from, then what was done to it, latest first."""
    from renewtrack.store import origins, recalling

    found = origins.of_record(db, table, row_id)
    cells = [
        _source(table, column, origin)
        for column, origin in found.items()
        if origin.file is not None and origin.cell is not None
    ]
    changes = history_lines.change_lines(db, recalling.of_record(db, table, row_id))
    past = [
        Told(line.change.at, line.change.who or "", line.field, _values(line.old, line.new))
        for line in sorted(changes, key=lambda line: moment(line.change.at), reverse=True)
    ]
    return [*cells, *past]


def _source(table: str, column: str, origin: Origin) -> Told:
    raw = (origin.raw or "").replace("\n", " ")
    personal = form_fields.personal(table, column)
    shown = masked(column, raw) if personal else masking.mask_text(raw)
    where = PLACE.filled(file=origin.file, sheet=origin.sheet or "", cell=origin.cell, raw=shown)
    name = form_fields.field_of(table, column).words
    what = Words(f"{FROM.zh}：{name.zh}", f"{FROM.en}: {name.en}")
    return Told(origin.at, origin.who or "", what, where)


def _values(old: Words, new: Words) -> Words:
    return CHANGED.filled(old=old, new=new) if old.zh or new.zh else Words("", "")


def _plain(words: Words) -> str:
    return " ".join(words.in_(speech.language).split())
