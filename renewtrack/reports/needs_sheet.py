"""Needs and their answers as a workbook, persons and rooms masked unless a reason is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from renewtrack.domain import codes, masking
from renewtrack.domain.need_states import STATE_WORDS
from renewtrack.reports.putting import NotWritten, Placed, Seen, clean
from renewtrack.store import needs
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.store.needs import NeedLine

SHEET = Words("需求", "Needs")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which needs, as of which day; a ``reason`` makes them go out in full."""

    ids: Sequence[int]
    today: str
    language: str = "zh"
    reason: str = ""


def _coded(table: str, key: str | None) -> Words:
    entry = codes.code(table, key) if key else None
    return entry.words if entry else Words(key or "", key or "")


def _text(name: str) -> Callable[[NeedLine], Words]:
    def told(line: NeedLine) -> Words:
        value = getattr(line, name)
        words = "" if value is None else str(value)
        return Words(words, words)

    return told


HEADS: tuple[tuple[Words, int, Callable[[NeedLine], Words]], ...] = (
    (Words("编号", "No."), 7, _text("id")),
    (Words("小区", "Estate"), 20, _text("estate")),
    (Words("楼号", "Building"), 9, _text("building")),
    (Words("单元", "Stairwell"), 9, _text("stairwell")),
    (Words("房号", "Room"), 9, _text("room")),
    (Words("需求", "Need"), 42, _text("text")),
    (Words("类别", "Category"), 14, lambda line: _coded("need_categories", line.category)),
    (Words("改造项", "Item"), 16, lambda line: _coded("work_types", line.item)),
    (Words("来源", "Source"), 14, lambda line: _coded("need_sources", line.source)),
    (Words("来源编号", "Source number"), 16, _text("source_no")),
    (Words("提出日期", "Said on"), 12, _text("said_on")),
    (Words("处理", "Decision"), 10, lambda line: STATE_WORDS[line.state]),
    (Words("理由", "Reason"), 28, _text("why")),
    (Words("转办单位", "Referred to"), 16, _text("referred_to")),
    (Words("办理期限", "Due"), 12, _text("due")),
    (Words("答复", "Answer"), 36, _text("reply")),
    (Words("答复日期", "Answered on"), 12, _text("replied_on")),
    (Words("兑现日期", "Delivered on"), 12, _text("delivered_on")),
    (Words("兑现情况", "How delivered"), 24, _text("delivered_how")),
    (Words("同编号", "Same as no."), 9, _text("same_as_id")),
)
_ROOM = 4  # the column of rooms


def write(db: Database, path: Path, wanted: Wanted, seen: Seen | None = None) -> int:
    """Write needs and return how many.

    Raises NotWritten, NotAllowed, and what ``seen`` raises.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    lines = needs.some(db, wanted.ids, wanted.today, wanted.reason)
    with Placed(path, len(lines), seen) as aside:
        book = xlsxwriter.Workbook(str(aside), _OPTIONS)
        sheet = book.add_worksheet(SHEET.in_(wanted.language))
        look = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "border": 1, "bg_color": "#F2F2F2"})
        for column, (words, width, _) in enumerate(HEADS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, words.in_(wanted.language), bold)
        for row, line in enumerate(lines, 1):
            for column, cell in enumerate(_cells(line, wanted)):
                sheet.write_string(row, column, cell, look)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(lines), 1), len(HEADS) - 1)
        try:
            book.close()
        except XlsxFileError as refused:
            raise NotWritten(name=path.name) from refused
    return len(lines)


def _cells(line: NeedLine, wanted: Wanted) -> list[str]:
    cells = [clean(told(line).in_(wanted.language)) for _, _, told in HEADS]
    if not wanted.reason:
        cells[_ROOM] = masking.mask_room(cells[_ROOM])
    return cells
