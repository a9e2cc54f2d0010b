"""What became of pictures that were to be taken in: counts that add up, and each that was not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from renewtrack.ui import asking, plain
from renewtrack.ui.import_wizard_tables import Head, LinesModel, LinesTable
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.photos import Receipt

TITLE = Words("照片导入结果", "Pictures taken in")
COUNTS = Words(
    "共 {files} 个文件：新增 {added}，已有 {there}，跳过 {skipped}。",
    "{files} files: {added} added, {there} already there, {skipped} skipped.",
)
BY = Words(
    "归位：按文件名 {name}，按文件夹 {folder}，按拍摄位置 {exif}；未归位 {none}。",
    "Placed by file name {name}, by folder {folder}, by position {exif}; without a place {none}.",
)
SKIPPED = Words("没有导入的文件和需要看一看的文件", "Files not taken in, and files to look at")
FILE, WHY = Words("文件", "File"), Words("原因", "Reason")
CUT = Words("已导入，但文件不完整（后半部分缺失）", "taken in, but its end is missing")
Line = tuple[str, Words]


class ReceiptDialog(QDialog):
    """Counts, and a table of what was skipped or is damaged."""

    def __init__(self, receipt: Receipt, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say(self.setWindowTitle, TITLE)
        self.resize(560, 360)
        box = QVBoxLayout(self)
        for words in _said(receipt):
            label = plain.label()
            label.setWordWrap(True)
            say(label.setText, words)
            box.addWidget(label)
        told: Sequence[Line] = [
            *((each.name, each.why) for each in receipt.skipped),
            *((name, CUT) for name in receipt.cut),
        ]
        self.model: LinesModel[Line] = LinesModel(
            (Head(FILE, 240, lambda line: line[0]), Head(WHY, 260, lambda line: line[1]))
        )
        self.model.setParent(self)
        self.table = LinesTable(SKIPPED)
        self.table.take(self.model, wide=1)
        self.model.show_lines(told)
        self.table.setVisible(bool(told))
        box.addWidget(self.table, 1)
        if not told:
            box.addStretch(1)
        box.addLayout(asking.foot(self))


def _said(receipt: Receipt) -> tuple[Words, Words]:
    counts = COUNTS.filled(
        files=f"{receipt.files:,}",
        added=f"{len(receipt.added):,}",
        there=f"{receipt.there:,}",
        skipped=f"{len(receipt.skipped):,}",
    )
    by = receipt.by
    return counts, BY.filled(name=by["name"], folder=by["folder"], exif=by["exif"], none=by[""])
