"""What to say and do about pasted cells that were not taken, and rows past the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from renewtrack.ui import added_rows, asking, plain
from renewtrack.ui.added_rows import Added
from renewtrack.ui.columns import KIND_WORDS
from renewtrack.ui.pasting import Paste, Reject
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.main_window import MainWindow
    from renewtrack.ui.record_deeds import RecordDeeds

TITLE = Words("粘贴结果", "What was pasted")
REJECTED = Words(
    "写入 {taken} 个单元格；下面 {count} 处没有写入，表中原有的单元格已标成橙色，内容没有变：",
    "{taken} cells were written; these {count} were not. Those of the table are marked orange "
    "and unchanged:",
)
HEADS = (
    Words("行", "Row"),
    Words("列", "Column"),
    Words("粘贴的内容", "Pasted"),
    Words("原因", "Why not"),
)
LIST = Words("没有写入的单元格", "Cells that were not written")
CLOSE = Words("知道了", "OK")
WHOLE = Words("（整行或表外）", "(row, or outside)")
BEYOND = Words(
    "粘贴的内容比表多 {count} 行。把多出的行新增为{kind}吗？各列都会写入。",
    "The paste has {count} rows more than the table. Add them as new {kind}, with all columns?",
)
DECLINED = Words("没有新增", "Not added, as you chose")
ADD = Words("新增", "Add them")


class RejectsDialog(QDialog):
    """Lists the cells of a paste that were not taken, with the reason of each."""

    def __init__(self, window: MainWindow, taken: int, rejects: list[Reject]) -> None:
        super().__init__(window)
        say(self.setWindowTitle, TITLE)
        head = plain.label()
        head.setWordWrap(True)
        say(head.setText, REJECTED.filled(taken=taken, count=len(rejects)))
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([text(words) for words in HEADS])
        say(self.list.setAccessibleName, LIST)
        columns = window.workspace.ledger.table.ledger.columns
        for reject in rejects:
            name = text(columns[reject.column].words if reject.column >= 0 else WHOLE)
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
    """Offer to add the rows past the end, and list whatever was not taken."""
    tables = window.workspace.ledger
    taken, rejects = len(paste.edits), list(paste.rejects)
    filled = [any(cell.strip() for cell in line) for line in paste.beyond]
    if any(filled):
        question = BEYOND.filled(count=sum(filled), kind=KIND_WORDS[tables.kind])
        model, first = tables.table.ledger, tables.table.ledger.rowCount()
        if asking.confirmed(window, TITLE, question, ADD):
            columns = [model.columns[number] for number in paste.columns]
            added = added_rows.read(window.session.db, tables.kind, columns, paste.beyond)
            taken += sum(row.cells for row in added.rows)
            rejects += _placed(added, first, paste.columns)
            records.add_rows(tables.kind, added.rows)
        else:
            rejects += [
                Reject(first + number, -1, " | ".join(line), DECLINED)
                for number, line in enumerate(paste.beyond)
                if filled[number]
            ]
    if rejects:
        RejectsDialog(window, taken, rejects).exec()


def _placed(added: Added, first: int, columns: tuple[int, ...]) -> list[Reject]:
    """Return what new rows could not take, by the rows and columns of the table."""
    return [
        Reject(
            first + each.row,
            columns[each.column] if each.column >= 0 else -1,
            each.text,
            each.words,
        )
        for each in added.rejects
    ]
