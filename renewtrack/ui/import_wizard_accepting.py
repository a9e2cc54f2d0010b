"""The buttons of the preview that accept or leave out by cell, row and column, and the rule."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from renewtrack.intake import options, plans
from renewtrack.ui.import_wizard_choice import Choice
from renewtrack.ui.import_wizard_grid import GridTable
from renewtrack.ui.import_wizard_lines import ChangeLine
from renewtrack.ui.import_wizard_parts import button, label
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

KEEP = Words("保留台账原值(&K)", "&Keep the ledger's")
TAKE = Words("用表中的值(&T)", "&Take the sheet's")
LEAVE_ROW = Words("不导入这一行(&H)", "Leave row &out")
LEAVE_COLUMN = Words("不导入这一列(&J)", "Leave &column out")
RESET = Words("撤销我的 {count} 处修改(&Z)", "Undo my {count} changes (&Z)")
RULE = Words("两边不同时(&L)", "Where both d&iffer")
RULES = {
    options.SHEET_WINS: Words("以表格为准", "the sheet wins"),
    options.FILE_WINS: Words("以台账为准", "the ledger wins"),
    options.NEWER_WINS: Words("数据日期新的为准", "the newer data date wins"),
    options.ASK: Words("逐格询问", "ask for each cell"),
}


class AcceptRow(QWidget):
    """Says of the line under the cursor what is taken in; tells, and changes nothing itself."""

    kept = Signal(int, int)  # zero-based row and column
    taken = Signal(int, int)
    row_left = Signal(int)
    column_left = Signal(int)
    rule_said = Signal(str)
    reset_asked = Signal()

    def __init__(self, table: GridTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keep, self.take = button(KEEP), button(TAKE)
        self.leave_row, self.leave_column = button(LEAVE_ROW), button(LEAVE_COLUMN)
        self.reset, self.rule = button(RESET.filled(count=0)), QComboBox()
        self._line: ChangeLine | None = None
        self._choice: Choice | None = None
        self._deeds = (
            (self.keep, KEEP, self._keep, None),
            (self.take, TAKE, self._take, None),
            (self.leave_row, LEAVE_ROW, self._leave_row, QKeySequence.StandardKey.Delete),
            (self.leave_column, LEAVE_COLUMN, self._leave_column, None),
        )
        self._lay_out()
        self._offer_on(table)
        self.reset.clicked.connect(self.reset_asked)
        self.rule.activated.connect(lambda _: self.rule_said.emit(str(self.rule.currentData())))
        speech.switched.connect(self._fill)
        self.show_line(None)

    def show_choice(self, choice: Choice) -> None:
        """Show the rule and how much was changed."""
        self._choice = choice
        self._fill()

    def show_line(self, line: ChangeLine | None) -> None:
        """Offer what can be said of the line under the cursor."""
        self._line = line
        said = self._choice.options if self._choice is not None else options.Options()
        at = line.at if line is not None else None
        differs = line is not None and line.change is not None and at is not None
        kept = at is not None and at in said.keep
        asked = line is not None and line.issue is not None and line.issue.kind == "conflict"
        self.keep.setEnabled((differs and _replaces(line)) or asked)
        self.take.setVisible(kept or asked or said.rule != options.SHEET_WINS)
        self.take.setEnabled(kept or asked)
        self.leave_row.setEnabled(line is not None)
        self.leave_column.setEnabled(at is not None)
        for deed, (made, *_) in zip(self._actions, self._deeds, strict=True):
            deed.setEnabled(made.isEnabled())

    def _lay_out(self) -> None:
        name = label(RULE, "dim")
        name.setBuddy(self.rule)
        say(self.rule.setAccessibleName, Words("两边不同时", "Where both differ"))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        for made, *_ in self._deeds:
            box.addWidget(made)
        box.addWidget(self.reset)
        box.addStretch(1)
        box.addWidget(name)
        box.addWidget(self.rule)

    def _offer_on(self, table: GridTable) -> None:
        """Offer the same on the table by the right mouse button, the menu key and Delete."""
        self._actions: list[QAction] = []
        for made, words, deed, keys in self._deeds:
            made.clicked.connect(deed)
            action = QAction(table)
            say(action.setText, words)
            if keys is not None:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(deed)
            table.addAction(action)
            self._actions.append(action)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _fill(self, _: object = None) -> None:
        choice = self._choice
        with QSignalBlocker(self.rule):
            self.rule.clear()
            for key, words in RULES.items():
                self.rule.addItem(text(words), key)
            if choice is not None:
                self.rule.setCurrentIndex(self.rule.findData(choice.options.rule))
        count = choice.mendings if choice is not None else 0
        say(self.reset.setText, RESET.filled(count=count))
        self.reset.setVisible(count > 0)

    def _keep(self) -> None:
        if self._line is not None and self._line.at is not None:
            self.kept.emit(*self._line.at)

    def _take(self) -> None:
        if self._line is not None and self._line.at is not None:
            self.taken.emit(*self._line.at)

    def _leave_row(self) -> None:
        if self._line is not None:
            self.row_left.emit(self._line.row - 1)

    def _leave_column(self) -> None:
        if self._line is not None and self._line.at is not None:
            self.column_left.emit(self._line.at[1])


def _replaces(line: ChangeLine | None) -> bool:
    """Tell whether a value of the file gives way; a new project's estate may have some already."""
    if line is None or line.change is None:
        return False
    return line.state != plans.NEW or line.change.old not in (None, "")
