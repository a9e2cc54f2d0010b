"""The history written out as a workbook: the actions, and each change with persons masked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renewtrack.intake import writing
from renewtrack.store import exports, history, titles
from renewtrack.store.table_words import label

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.masking import Mask
    from renewtrack.store.history import Change, Group, HistoryFilter

ACTIONS = (
    ("编号", 8),
    ("时间（UTC）", 21),
    ("谁", 12),
    ("做了什么", 48),
    ("改动", 8),
    ("状态", 10),
)
CHANGES = (
    *(("编号", 8), ("时间（UTC）", 21), ("谁", 12), ("记录", 32), ("字段", 18)),
    *(("原值", 24), ("新值", 24)),
)
OPS = {"insert": "新增", "delete": "删除"}
UNDONE = "已撤销"
MOST = 100_000  # changes; a sheet takes 1,048,575
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(db: Database, path: Path, which: HistoryFilter, who: str) -> int:
    """Write the actions that meet a filter and return their number; the export is recorded.

    Raises NotWritten, FileBusy, NotAllowed.
    """
    import xlsxwriter

    groups = history.groups(db, which, -1)
    mask = exports.mask(db)

    def seen(content: Path, count: int) -> None:
        exports.record(db, exports.Going(who, "history", path.name), count, content)

    with (
        writing.written(path, len(groups), seen) as target,
        xlsxwriter.Workbook(str(target), _OPTIONS) as book,
    ):
        _fill(book, "操作", ACTIONS, (_action(group, mask) for group in groups))
        _fill(book, "改动", CHANGES, _changes(db, groups, which, mask))
    return len(groups)


def _fill(book: Any, name: str, heads: tuple[tuple[str, int], ...], lines: Iterator[Any]) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    for column, (head, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line):
            if isinstance(value, int | float):
                sheet.write_number(row, column, value)
            elif value is not None:
                sheet.write_string(row, column, str(value))


def _action(group: Group, mask: Mask) -> tuple[object, ...]:
    state = "" if group.standing else UNDONE
    words = mask.free(group.words.zh)
    return group.id, group.at, group.who, words, group.changes, state


def _changes(
    db: Database, groups: list[Group], which: HistoryFilter, mask: Mask
) -> Iterator[tuple[object, ...]]:
    left = MOST
    for group in groups:
        for change in history.changes(db, group.id, left):
            if which.table is not None and (change.table, change.row_id) != (
                which.table,
                which.row_id or change.row_id,
            ):
                continue
            left -= 1
            yield _change(db, change, mask)
        if left <= 0:
            return


def _change(db: Database, change: Change, mask: Mask) -> tuple[object, ...]:
    known = change.table in titles.KINDS
    name = titles.title(db, change.table, change.row_id) if known else label(change.table)
    line = change.group_id, change.at, change.who, mask.free(name.zh)
    if change.op != "update" or change.column is None:
        return *line, OPS.get(change.op, change.op), None, None
    return *line, change.column, _said(change, change.old, mask), _said(change, change.new, mask)


def _said(change: Change, value: object, mask: Mask) -> object:
    if isinstance(value, bytes) or change.column == "geom":
        return None
    return mask.field(change.column or "", value) if isinstance(value, str) else value
