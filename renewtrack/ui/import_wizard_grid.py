"""The preview's table: cell by cell old and new, filled while one looks, mended in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QWidget

from renewtrack.intake import plans
from renewtrack.intake.sheets import letters
from renewtrack.ui import import_wizard_values as values
from renewtrack.ui import plain
from renewtrack.ui.import_wizard_lines import ChangeLine, Lines, said
from renewtrack.ui.import_wizard_tables import Head, Index, LinesModel, LinesTable
from renewtrack.ui.speaking import speech
from renewtrack.words import Words

STATES = {
    plans.NEW: Words("新增", "New"),
    plans.CHANGED: Words("更新", "Changed"),
    plans.SAME: Words("无变化", "Same"),
    plans.REJECTED: Words("拒绝", "Rejected"),
}
SIGNS = {plans.NEW: "＋", plans.CHANGED: "✎", plans.SAME: "＝", plans.REJECTED: "✖"}
INKS = {plans.NEW: "good", plans.CHANGED: "accent", plans.SAME: "dim", plans.REJECTED: "bad"}
CHANGES = Words("将写入的内容", "What will be written")
MEND_TIP = Words(
    "双击或按 F2 改正原文：{raw}", "Double-click or press F2 to mend what was written: {raw}"
)
RAW = 6
_SLICE = 0.008  # seconds of one go at filling the table
_PAUSE = 25  # milliseconds between two
_AHEAD = 20_000  # lines found without being asked for
_FIRST = 400


class GridModel(LinesModel[ChangeLine]):
    """The lines of the preview; a cell of the sheet can be written anew."""

    mended = Signal(int, int, str)  # zero-based row and column of the sheet, the new words
    grown = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_heads(), parent)
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._fill)

    def show_found(self, lines: Lines) -> None:
        """Show other lines, the first of them now and the rest bit by bit."""
        self.beginResetModel()
        self.lines = lines
        lines.grow(2 * _SLICE, _FIRST)
        self._count = len(lines)
        self.endResetModel()
        self._timer.start()
        self.grown.emit()

    @property
    def found(self) -> Lines | None:
        """Return the lines shown, or None before there is a plan."""
        return self.lines if isinstance(self.lines, Lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._count

    def canFetchMore(self, parent: Index) -> bool:
        return self.found is not None and not self.found.done

    def fetchMore(self, parent: Index) -> None:
        self._grow()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == RAW and self.lines[index.row()].at is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            return raw_to_mend(self.lines[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            return tip(self.lines[index.row()])
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.lines[index.row()]
        if line.at is None or str(value) == raw_to_mend(line):
            return False
        self.mended.emit(*line.at, str(value))
        return True

    def _fill(self) -> None:
        found = self.found
        if found is None or found.done or len(found) >= _AHEAD:
            self._timer.stop()
        if found is not None and not found.done:
            self._grow()

    def _grow(self) -> None:
        found = self.found
        if found is None:
            return
        found.grow(_SLICE, _AHEAD)
        if len(found) > self._count:
            self.beginInsertRows(QModelIndex(), self._count, len(found) - 1)
            self._count = len(found)
            self.endInsertRows()
        self.grown.emit()

    def _again(self, _: object) -> None:
        if self._count:
            last = self.index(self._count - 1, len(self.heads) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.heads) - 1)


class MendDelegate(QStyledItemDelegate):
    """A line to write a cell anew, never larger than the cell."""

    def createEditor(
        self, parent: QWidget, option: Any, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        line = QLineEdit(parent)
        line.setFrame(False)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.isModified():  # closing without a change mends nothing
            model.setData(index, editor.text())


class GridTable(LinesTable):
    """The table of the preview; F2 and a double click mend."""

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(CHANGES, parent)
        self.take(model)
        self.setItemDelegate(MendDelegate(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )


def raw_to_mend(line: ChangeLine) -> str:
    """Return the words to begin mending with; nothing where they are about a person."""
    change = line.change
    raw = change.raw if change is not None else line.raw
    hidden = values.masked_raw(change) if change is not None else line.raw
    return "" if hidden != raw.replace("\n", " ") or "*" in raw else raw


def tip(line: ChangeLine) -> str | None:
    """Return what a line's cells say when pointed at."""
    if line.issue is not None:
        return plain.plain_tip(said(line).in_(speech.language))
    if line.at is None:
        return None
    return plain.plain_tip(MEND_TIP.filled(raw=raw_shown(line)).in_(speech.language))


def _heads() -> tuple[Head[ChangeLine], ...]:
    return (
        Head(
            Words("状态", "State"),
            84,
            lambda line: Words(
                f"{SIGNS[line.state]} {STATES[line.state].zh}",
                f"{SIGNS[line.state]} {STATES[line.state].en}",
            ),
            ink=lambda line: INKS[line.state],
        ),
        Head(Words("行", "Row"), 44, lambda line: str(line.row), right=True),
        Head(Words("对象", "Of"), 176, lambda line: line.name),
        Head(Words("内容", "What"), 122, lambda line: line.field),
        Head(Words("台账原值", "In the ledger"), 98, _old, ink=lambda line: "dim"),
        Head(Words("→ 新值", "→ New value"), 150, _new, ink=_new_ink),
        Head(Words("表中原文 ✎", "As written ✎"), 136, raw_shown, ink=lambda line: "dim"),
    )


def _old(line: ChangeLine) -> str:
    change = line.change
    return values.shown(change, change.old, speech.language) if change else ""


def _new(line: ChangeLine) -> str | Words:
    change = line.change
    if change is None:
        return said(line) if line.issue is not None else ""
    return values.shown(change, change.new, speech.language)


def _new_ink(line: ChangeLine) -> str:
    return "bad" if line.change is None and line.state == plans.REJECTED else "text"


def raw_shown(line: ChangeLine) -> str:
    """Return the sheet's cell and the words in it, those about persons masked."""
    change = line.change
    words = values.masked_raw(change) if change is not None else line.raw
    if line.at is None:
        return f"{change.cell}：{words}" if change and change.cell and change.raw else words
    return f"{letters(line.at[1])}{line.at[0] + 1}：{words}"
