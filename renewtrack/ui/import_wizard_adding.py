"""What is added to an import: files, folders of them, cells on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from renewtrack.errors import UserError
from renewtrack.intake import batch, reading, refusals
from renewtrack.intake.batch import Skipped
from renewtrack.intake.sheets import SheetCells
from renewtrack.words import Words

NAME = Words("剪贴板", "Clipboard")
ADDED = Words(
    "加入 {count} 个文件，跳过 {skipped} 个：{names}",
    "{count} files added, {skipped} skipped: {names}",
)
_NAMED = 3


class NothingOnClipboard(UserError):
    """The clipboard holds no text."""

    words = Words(
        "剪贴板上没有表格。请先在 Excel 或 WPS 中选中带表头的区域并复制，再粘贴。",
        "There are no cells on the clipboard. Copy a range with its head in Excel or WPS first.",
    )


def files_of(paths: Iterable[Path]) -> tuple[list[Path], list[Skipped]]:
    """Return files, in the place of a folder the sheets in it, and what of it is no sheet.

    Raises FolderWithoutSheets and what looking into a folder raises.
    """
    files: list[Path] = []
    skipped: list[Skipped] = []
    for path in map(Path, paths):
        if not path.is_dir():
            files.append(path)
            continue
        found = batch.files_in(path)
        if not found.files:
            raise refusals.FolderWithoutSheets(name=path.name)
        files += found.files
        skipped += found.skipped
    return files, skipped


def told(files: Sequence[Path], skipped: Sequence[Skipped]) -> Words | None:
    """Return what to say of a folder's files that are left aside, None for none."""
    if not skipped:
        return None
    names = [f"{one.path.name}（{one.why.zh}）" for one in skipped[:_NAMED]]
    english = [f"{one.path.name} ({one.why.en})" for one in skipped[:_NAMED]]
    more = len(skipped) > _NAMED
    words = Words("、".join(names) + "…" * more, ", ".join(english) + "…" * more)
    return ADDED.filled(count=len(files), skipped=len(skipped), names=words)


def from_clipboard() -> tuple[SheetCells, ...]:
    """Return the cells on the clipboard; raises NothingOnClipboard."""
    found = reading.read_text(QApplication.clipboard().text())
    if not found:
        raise NothingOnClipboard
    return found
