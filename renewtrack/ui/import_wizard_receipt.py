"""The last page of the import wizard: what was written, and how to take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from renewtrack.intake import plans
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_parts import button, card, label, page, row
from renewtrack.ui.import_wizard_tables import ROW_HEIGHT, Head, LinesModel, LinesTable
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
BATCH_BEFORE = Words(
    "导入批次 {batch}。它之后文件又有改动，请在“历史”中整批撤销。",
    "Batch {batch}. The file was changed after it; undo it as a whole in the history.",
)
REJECTED = Words(
    "有 {count} 行没有导入。请另存后改正，再导入一次。",
    "Rows left out: {count}. Save them, mend them and import them again.",
)
UNDO = Words("撤销这一批(&U)", "&Undo this batch")
UNDONE = Words("这一批已撤销，文件恢复到导入之前。", "The batch was undone; the file is as before.")
REST = Words("一并写入其余 {count} 张(&R)", "Write the &rest: {count}")
REST_HOW = Words(
    "逐张读取、核对、写入，每张是单独的一批；遇到要您回答、会拒绝行或合计对不上的就停在那一张。",
    "Sheets are read, checked and written one by one, each a batch of its own; it stops at the "
    "first that asks, leaves rows out or has totals that differ.",
)
NUMBERED, TAKEN_BACK = Words("批次 {batch}", "Batch {batch}"), Words("已撤销", "Undone")
ALL_OF_BATCH = Words("这一次的全部文件", "All files of this import")
SAVE = Words("拒绝的行另存为 Excel…(&X)", "Save rejected rows as E&xcel…")


_MOST_LINES = 9


class ReceiptPage(QWidget):
    """Says what an import did, sheet by sheet."""

    undo_asked = Signal()
    rejects_asked = Signal()
    rest_asked = Signal()
    picked = Signal(object)  # Choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.counted = label(role="hero"), label(wrap=True)
        self.batch, self.rejected = label(role="dim", wrap=True), label(role="dim", wrap=True)
        self.undo, self.save = button(UNDO), button(SAVE)
        self.rest, self.how = button(REST.filled(count=0)), label(REST_HOW, "dim", wrap=True)
        self.model: LinesModel[Choice] = LinesModel(_heads())
        self.table = LinesTable(ALL_OF_BATCH)
        self.undo.clicked.connect(self.undo_asked)
        self.save.clicked.connect(self.rejects_asked)
        self.rest.clicked.connect(self.rest_asked)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._pick)
        self._choice: Choice | None = None
        self._undoable, self._waiting = False, 0
        speech.switched.connect(self._tell)

    def show_choice(self, choice: Choice, all_of: Sequence[Choice], undoable: bool) -> None:
        """Show the receipt of a sheet, and what became of all of the batch.

        ``undoable`` tells that nothing was done to the file after it.
        """
        self._choice, self._undoable = choice, undoable
        done = [each for each in all_of if each.receipt is not None or each.trouble is not None]
        with QSignalBlocker(self.table.selectionModel()):
            self.model.show_lines(done)
            if choice in done:
                self.table.selectRow(done.index(choice))
        self._waiting = sum(each.waits for each in all_of)
        self._tell()

    def _lay_out(self) -> None:
        self.table.take(self.model, wide=5)
        frame, inside = card()
        inside.setSpacing(12)
        for shown in (self.head, self.counted, self.batch, self.rejected):
            inside.addWidget(shown)
        inside.addLayout(row(self.undo, self.save, None))
        for below in (self.table, self.how):
            inside.addWidget(below)
        inside.addLayout(row(self.rest, None))
        box = page(self)
        box.addStretch(1)
        frame.setMaximumWidth(820)
        middle = row(None, frame, None)
        middle.setStretch(1, 12)
        box.addLayout(middle)
        box.addStretch(2)

    def _pick(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid() and (choice := self.model.lines[now.row()]).receipt is not None:
            self.picked.emit(choice)

    def _tell(self, _: object = None) -> None:
        receipt = self._choice.receipt if self._choice else None
        if self._choice is None or receipt is None:
            return
        counts = receipt.plan.counts
        self.head.setText(text(WRITTEN if receipt.batch is not None else NOTHING))
        self.counted.setText(text(COUNTED.filled(name=_name(self._choice), **counts)))
        standing = BATCH if self._undoable else BATCH_BEFORE
        batch = UNDONE if self._choice.undone else standing.filled(batch=receipt.batch)
        self.batch.setText(text(batch) if receipt.batch is not None else "")
        self.batch.setVisible(receipt.batch is not None)
        self.undo.setVisible(receipt.batch is not None and self._undoable)
        rejected = counts[plans.REJECTED]
        self.rejected.setText(text(REJECTED.filled(count=rejected)) if rejected else "")
        self.rejected.setVisible(rejected > 0)
        self.save.setVisible(rejected > 0)
        self._tell_of_batch()

    def _tell_of_batch(self) -> None:
        lines = len(self.model.lines)
        self.table.setVisible(lines > 1)
        self.table.setFixedHeight(ROW_HEIGHT * (min(lines, _MOST_LINES) + 1) + 8)
        self.rest.setText(text(REST.filled(count=self._waiting)))
        for shown in (self.rest, self.how):
            shown.setVisible(self._waiting > 0)


def _heads() -> tuple[Head[Choice], ...]:
    counted = (
        (Words("新增", "New"), plans.NEW),
        (Words("更新", "Changed"), plans.CHANGED),
        (Words("无变化", "Same"), plans.SAME),
        (Words("拒绝", "Rejected"), plans.REJECTED),
    )
    return (
        Head(Words("文件 · 工作表", "File · sheet"), 270, _name, ink=_ink),
        *(Head(words, 62, _count(state), right=True) for words, state in counted),
        Head(Words("结果", "Result"), 170, _result, ink=_ink),
    )


def _count(state: str) -> Callable[[Choice], str]:
    return lambda choice: (
        f"{choice.receipt.plan.counts[state]:,}" if choice.receipt is not None else ""
    )


def _name(choice: Choice) -> str:
    several = choice.opened is not None and len(choice.opened.sheets) > 1
    name = values.short(choice.path)
    return f"{name} · {choice.sheet}" if several else name


def _result(choice: Choice) -> Words | str:
    if choice.receipt is None:
        return choice.trouble.in_(speech.language) if choice.trouble is not None else ""
    if choice.undone:
        return TAKEN_BACK
    batch = choice.receipt.batch
    return NOTHING if batch is None else NUMBERED.filled(batch=batch)


def _ink(choice: Choice) -> str:
    return "bad" if choice.receipt is None else "dim" if choice.undone else "text"
