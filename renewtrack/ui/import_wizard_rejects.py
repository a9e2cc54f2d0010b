"""The rows that an import left out, saved as a workbook with the reason beside each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from renewtrack.errors import UserError
from renewtrack.intake import writing
from renewtrack.intake.layout import Layout
from renewtrack.intake.plans import REJECTED, Plan
from renewtrack.intake.sheets import Cell, raw_text
from renewtrack.ui import putting_out
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import text
from renewtrack.words import Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

REASON = Words("原因", "Reason")
SAVE_AS = Words("拒绝的行另存为", "Save rejected rows as")
SAVED = Words("已保存 {count} 行：{name}", "Saved {count} rows: {name}")
LEFT_OUT = Words("（未导入的行）", " (left out)")


class CannotSave(UserError):
    """The workbook of left-out rows could not be written."""

    words = Words(
        "不能写入“{name}”：文件可能正被 Excel 或 WPS 打开，或没有写入权限。请关闭它或换个名字。",
        "“{name}” cannot be written: it may be open in Excel or WPS, or may not be written to. "
        "Close it, or save under another name.",
    )


def ask(parent: QWidget, plan: Plan) -> Path | None:
    """Ask where the left-out rows are to be saved."""
    near = plan.path.with_name(f"{plan.path.stem}{text(LEFT_OUT)}.xlsx")
    chosen, _ = QFileDialog.getSaveFileName(parent, text(SAVE_AS), str(near), "Excel (*.xlsx)")
    return Path(chosen) if chosen else None


def save_recorded(session: Session, plan: Plan, path: Path) -> Words:
    """Write the rejected rows, record that they went out, and return what to say of it."""
    seen = putting_out.recorder(session, "rejected", path, putting_out.SENT_BACK)
    return SAVED.filled(count=save(plan, path, session.language, seen), name=path.name)


def save(plan: Plan, path: Path, language: str, seen: writing.Seen | None = None) -> int:
    """Write the rejected rows below the sheet's own title and head; return how many.

    Every cell stays where and as the sender wrote it, so that the rows can be mended and imported
    again: with persons as they came, so ``seen`` records it. Raises CannotSave, what ``seen`` does.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    rejected = [row for row in plan.rows if row.state == REJECTED]
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with (
            writing.written(path, len(rejected), seen) as target,
            xlsxwriter.Workbook(str(target), options) as book,
        ):
            sheet = book.add_worksheet()
            looks = {
                "head": book.add_format({"bold": True, "align": "center", "text_wrap": True}),
                "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            }
            below = _write_head(sheet, plan.layout, looks, language)
            for number, row in enumerate(rejected, below):
                reason = " ".join(issue.message.in_(language) for issue in row.issues)
                _write_row(sheet, number, (*plan.layout.rows[row.row - 1], reason), looks)
            sheet.freeze_panes(below, 0)
    except (OSError, FileCreateError, writing.NotWritten) as refused:
        raise CannotSave(name=path.name) from refused
    return len(rejected)


def _write_head(sheet: Worksheet, found: Layout, looks: dict[str, Format], language: str) -> int:
    """Write the rows down to the head, merged as they were; return the next free row."""
    below = found.head_rows[-1] + 1 if found.head_rows else 0
    width = found.sheet.width
    for row in range(below):
        _write_row(sheet, row, found.sheet.rows[row], looks)
    for merge in found.sheet.merged:
        if merge.bottom < below and (merge.tall or merge.wide):
            cell = found.sheet.rows[merge.top][merge.left]
            right = min(merge.right, width - 1)
            if merge.bottom > merge.top or right > merge.left:
                words = raw_text(cell)
                sheet.merge_range(merge.top, merge.left, merge.bottom, right, words, looks["head"])
    sheet.set_column(0, width - 1, 14)
    sheet.set_column(width, width, 70)
    sheet.write_string(max(0, below - 1), width, REASON.in_(language), looks["head"])
    return below


def _write_row(sheet: Worksheet, row: int, cells: Sequence[Cell], looks: dict[str, Format]) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, dt.date | dt.datetime):
            moment = dt.datetime.combine(cell, dt.time()) if type(cell) is dt.date else cell
            sheet.write_datetime(row, place, moment, looks["date"])
        elif isinstance(cell, str | dt.time | dt.timedelta):
            sheet.write_string(row, place, str(cell))
        elif cell is not None:
            sheet.write(row, place, cell)
