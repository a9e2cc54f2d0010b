"""The last page of the import wizard: what was written, and how to take it back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from renewtrack.intake import plans
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_parts import button, card, label, page, row
from renewtrack.ui.speaking import speech, text
from renewtrack.words import Words

WRITTEN = Words("已写入", "Written")
NOTHING = Words("没有需要写入的内容", "Nothing had to be written")
COUNTED = Words(
    "“{name}”：新增 {new} 行，更新 {changed} 行，无变化 {same} 行，拒绝 {rejected} 行。",
    "“{name}”: {new} new, {changed} changed, {same} the same, {rejected} rejected.",
)
BATCH = Words(
    "导入批次 {batch}。这一批是一个动作，可以在这里或在“历史”中整批撤销。",
    "Batch {batch}. It is one action and can be undone as a whole, here or in the history.",
)
REJECTED = Words(
    "有 {count} 行没有导入。请另存后改正，再导入一次。",
    "Rows left out: {count}. Save them, mend them and import them again.",
)
UNDO = Words("撤销这一批(&U)", "&Undo this batch")
UNDONE = Words("这一批已撤销，文件恢复到导入之前。", "The batch was undone; the file is as before.")
SAVE = Words("拒绝的行另存为 Excel…(&X)", "Save rejected rows as E&xcel…")


class ReceiptPage(QWidget):
    """Says what an import did."""

    undo_asked = Signal()
    rejects_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.counted = label(role="hero"), label(wrap=True)
        self.batch, self.rejected = label(role="dim", wrap=True), label(role="dim", wrap=True)
        self.undo, self.save = button(UNDO), button(SAVE)
        self.undo.clicked.connect(self.undo_asked)
        self.save.clicked.connect(self.rejects_asked)
        frame, inside = card()
        inside.setSpacing(12)
        for shown in (self.head, self.counted, self.batch, self.rejected):
            inside.addWidget(shown)
        inside.addLayout(row(self.undo, self.save, None))
        box = page(self)
        box.addStretch(1)
        frame.setMaximumWidth(820)
        middle = row(None, frame, None)
        middle.setStretch(1, 12)
        box.addLayout(middle)
        box.addStretch(2)
        self._choice: Choice | None = None
        self._undone = False
        speech.switched.connect(self._tell)

    def show_choice(self, choice: Choice, undone: bool = False) -> None:
        """Show the receipt of a file, or that it was taken back."""
        self._choice, self._undone = choice, undone
        self._tell()

    def _tell(self, _: object = None) -> None:
        receipt = self._choice.receipt if self._choice else None
        if self._choice is None or receipt is None:
            return
        counts = receipt.plan.counts
        self.head.setText(text(WRITTEN if receipt.batch is not None else NOTHING))
        said = COUNTED.filled(name=values.short(self._choice.path), **counts)
        self.counted.setText(text(said))
        batch = UNDONE if self._undone else BATCH.filled(batch=receipt.batch)
        self.batch.setText(text(batch) if receipt.batch is not None else "")
        self.undo.setVisible(receipt.batch is not None and not self._undone)
        rejected = counts[plans.REJECTED]
        self.rejected.setText(text(REJECTED.filled(count=rejected)) if rejected else "")
        self.rejected.setVisible(rejected > 0)
        self.save.setVisible(rejected > 0)
