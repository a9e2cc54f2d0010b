"""What is added to an import: files, folders of them, cells on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from renewtrack.errors import UserError
from renewtrack.intake import reading
from renewtrack.intake.sheets import SheetCells
from renewtrack.ui import import_wizard_meanwhile as meanwhile
from renewtrack.words import Words

NAME = Words("剪贴板", "Clipboard")


class NothingOnClipboard(UserError):
    """The clipboard holds no text."""

    words = Words(
        "剪贴板上没有表格。请先在 Excel 或 WPS 中选中带表头的区域并复制，再粘贴。",
        "There are no cells on the clipboard. Copy a range with its head in Excel or WPS first.",
    )


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return files, and in the place of a folder the sheets in it; raises its UserErrors."""
    return list(_spread(paths))


def from_clipboard() -> tuple[SheetCells, ...]:
    """Return the cells on the clipboard; raises NothingOnClipboard and what reading raises."""
    words = QApplication.clipboard().text()
    if not words.strip():
        raise NothingOnClipboard
    return reading.read_text(words)


def _spread(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if Path(path).is_dir():
            yield from meanwhile.batch.files_in(Path(path))
        else:
            yield Path(path)
