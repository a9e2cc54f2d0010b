"""What to say and do about pasted cells that were not taken, and rows past the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from renewtrack.ui import asking
from renewtrack.ui.columns import KIND_WORDS
from renewtrack.ui.pasting import Paste
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow
    from renewtrack.ui.record_deeds import RecordDeeds

TITLE = Words("粘贴结果", "What was pasted")
REJECTED = Words(
    "写入 {taken} 个单元格；下面 {count} 个没有写入，已在表中标成橙色，原内容没有变：",
    "{taken} cells were written; these {count} were not. They are marked orange and unchanged:",
)
HEADS = (
    Words("行", "Row"),
    Words("列", "Column"),
    Words("粘贴的内容", "Pasted"),
    Words("原因", "Why not"),
)
LIST = Words("没有写入的单元格", "Cells that were not written")
CLOSE = Words("知道了", "OK")
BEYOND = Words(
    "粘贴的内容比表多 {count} 行。把多出的行新增为{kind}吗？（第一列为名称）",
    "The paste has {count} rows more than the table. Add them as new {kind}? "
    "(the first column is the name)",
)
ADD = Words("新增", "Add them")


class RejectsDialog(QDialog):
    """Lists the cells of a paste that were not taken, with the reason of each."""

    def __init__(self, window: MainWindow, paste: Paste) -> None:
        super().__init__(window)
        say(self.setWindowTitle, TITLE)
        head = QLabel()
        head.setWordWrap(True)
        say(head.setText, REJECTED.filled(taken=len(paste.edits), count=len(paste.rejects)))
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([text(words) for words in HEADS])
        say(self.list.setAccessibleName, LIST)
        columns = window.workspace.ledger.table.ledger.columns
        for reject in paste.rejects:
            name = text(columns[reject.column].words)
            line = [str(reject.row + 1), name, reject.text, text(reject.words)]
            QTreeWidgetItem(self.list, line)
        for place in (0, 1, 2):
            self.list.resizeColumnToContents(place)
        close = QPushButton()
        say(close.setText, CLOSE)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 14)
        for widget in (head, self.list, close):
            box.addWidget(widget)
        self.resize(640, 360)


def tell(window: MainWindow, records: RecordDeeds, paste: Paste) -> None:
    """List the rejects, and offer to add the rows past the end."""
    if paste.rejects:
        RejectsDialog(window, paste).exec()
    names = [line[0].strip() for line in paste.beyond if line and line[0].strip()]
    kind = window.workspace.ledger.kind
    if not names or kind != "estates":
        return
    question = BEYOND.filled(count=len(names), kind=KIND_WORDS[kind])
    if asking.confirmed(window, TITLE, question, ADD):
        for name in names:
            records.add_estate(name)
