"""How the cells of a ledger table are drawn and edited."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from renewtrack.domain import stages
from renewtrack.ui import cells, glyphs
from renewtrack.ui.cells import Refusal
from renewtrack.ui.choice_box import ChoiceBox
from renewtrack.ui.columns import Column
from renewtrack.ui.look import light
from renewtrack.ui.refusal import Refused
from renewtrack.ui.speaking import text
from renewtrack.ui.table_model import BucketRole, KindRole, LedgerModel, MarkRole, ValueRole

Index = QModelIndex | QPersistentModelIndex
COMMITS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class CellDelegate(QStyledItemDelegate):
    """Draws status, percent and marked rows; edits with a list or a line that may refuse."""

    typed = Signal(int, object, str)  # id of the row, Column, what stands there and is not saved
    settled = Signal(int, object)  # the cell holds nothing unsaved any more

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._about: tuple[int, Column] | None = None
        self.closeEditor.connect(self._closed)
        self._refused = Refused(view)
        self._cell = QPersistentModelIndex()

    # -- drawing

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        looks = cast(Any, option)  # the stubs know the fields of an option only by half
        tones = light.tones
        looks.state &= ~QStyle.StateFlag.State_HasFocus
        if index.data(MarkRole):
            looks.backgroundBrush = QBrush(QColor(tones.warning))
        elif self._marks_row(index.row()) and not looks.state & QStyle.StateFlag.State_Selected:
            looks.backgroundBrush = QBrush(QColor(tones.hover))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        kind = index.data(KindRole)
        if kind == "stage":
            self._paint_stage(painter, option, index)
        elif kind == "percent":
            self._paint_percent(painter, option, index)
        else:
            super().paint(painter, option, index)
        if index == self._view.currentIndex():
            self._paint_cursor(painter, option)

    def _paint_stage(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = self._ground(painter, option, index)
        bucket = stages.bucket(index.data(BucketRole))
        side = 13
        top = box.top() + (box.height() - side) / 2
        glyphs.paint(painter, bucket, QRectF(box.left() + 6, top, side, side))
        painter.setPen(glyphs.text_colour(bucket))
        words = str(index.data() or "").split(" ", 1)[-1]
        room = box.adjusted(6 + side + 6, 0, -4, 0)
        elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), elided)

    def _paint_percent(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = self._ground(painter, option, index)
        value = index.data(ValueRole)
        if not isinstance(value, (int, float)):
            return
        words = painter.fontMetrics().horizontalAdvance("100%")
        track = QRectF(box.left() + 8, box.center().y() - 1.5, box.width() - words - 22, 4)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if track.width() > 12:
            painter.setBrush(QColor(light.tones.line))
            painter.drawRoundedRect(track, 2, 2)
            painter.setBrush(QColor(light.tones.accent))
            part = track.width() * min(max(value, 0), 100) / 100
            painter.drawRoundedRect(QRectF(track.left(), track.top(), part, 4), 2, 2)
        painter.restore()
        painter.setPen(QColor(light.tones.text))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.adjusted(0, 0, -7, 0), int(flags), str(index.data()))

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> QRect:
        """Fill what lies under a cell of our own and return its box."""
        looks, tones = cast(Any, option), light.tones
        box = cast(QRect, looks.rect)
        if looks.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(tones.picked))
        elif index.data(MarkRole):
            painter.fillRect(box, QColor(tones.warning))
        elif self._marks_row(index.row()):
            painter.fillRect(box, QColor(tones.hover))
        return box

    def _paint_cursor(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        painter.save()
        painter.setPen(QColor(light.tones.accent))
        box = cast(QRect, cast(Any, option).rect)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        if self._view.hasFocus():
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()

    def _marks_row(self, row: int) -> bool:
        marked = getattr(self._view, "marks_row", None)
        return bool(marked(row)) if marked is not None else False

    # -- editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = cast(LedgerModel, index.model())
        column = model.columns[index.column()]
        self._cell = QPersistentModelIndex(index)
        row_id = model.ids[index.row()]
        self._about = row_id, column
        offered = cells.choices(column)
        editor: QWidget
        if offered:
            editor = self._list(parent, [(key, text(words)) for key, words in offered])
            editor.editTextChanged.connect(lambda words: self._narrowed(editor, words))
        else:
            editor = QLineEdit(parent)
            editor.textEdited.connect(self._refused.hide)
            editor.textEdited.connect(lambda words: self.typed.emit(row_id, column, words))
            editor.setFrame(False)
        editor.setAccessibleName(text(column.words))
        return editor

    def _list(self, parent: QWidget, offered: list[tuple[str, str]]) -> ChoiceBox:
        editor = ChoiceBox(parent, offered)
        editor.chosen.connect(lambda down: self._commit(editor, down, 0))
        editor.editTextChanged.connect(lambda _: self._refused.hide())
        return editor

    def _narrowed(self, editor: QWidget, words: str) -> None:
        """Tell of words typed into a list; what the list itself puts there is no typing."""
        line = cast(QComboBox, editor).lineEdit()
        if line is not None and line.isModified() and self._about is not None:
            self.typed.emit(*self._about, words)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        shown = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findText(shown)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(shown)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        about = self._about
        if cast(LedgerModel, model).type(index, self._typed(editor)) is None and about is not None:
            self.settled.emit(*about)

    def _closed(self, _: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        if hint == QStyledItemDelegate.EndEditHint.RevertModelCache and self._about is not None:
            self.settled.emit(*self._about)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._refused.hide()
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        editor = watched if isinstance(watched, QWidget) else None
        if editor is None:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(cast(QKeyEvent, event).key())
            if key in COMMITS and not (isinstance(editor, QComboBox) and editor.view().isVisible()):
                self._commit(editor, *COMMITS[key])
                return True
        if event.type() == QEvent.Type.ShortcutOverride and _opens(editor, cast(QKeyEvent, event)):
            event.accept()  # Alt+Down opens the list here; elsewhere it is the next record
            return True
        if event.type() == QEvent.Type.FocusOut:
            popped = cast(QFocusEvent, event).reason() == Qt.FocusReason.PopupFocusReason
            if not popped and self._refuses(editor):
                return True  # the text stays until it is put right or given up with Esc
        return super().eventFilter(watched, event)

    def _commit(self, editor: QWidget, down: int, right: int) -> None:
        """Commit what is typed and move on, or keep the editor open and say why not."""
        if self._refuses(editor):
            return
        here = self._view.currentIndex()
        row, column = here.row() + down, here.column()
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        move = getattr(self._view, "move_to", None)
        if move is not None:
            move(row, column, right)

    def _refuses(self, editor: QWidget) -> bool:
        if not self._cell.isValid():
            return False
        model = cast(LedgerModel, self._cell.model())
        found = model.read(self._cell, self._typed(editor))
        if isinstance(found, Refusal):
            self._refused.say(editor, found.words)
            return True
        self._refused.hide()
        return False

    @staticmethod
    def _typed(editor: QWidget) -> str:
        if isinstance(editor, QComboBox):
            return editor.currentText()
        return editor.text() if isinstance(editor, QLineEdit) else ""


def _opens(editor: QWidget, event: QKeyEvent) -> bool:
    """Tell whether a key opens or closes the list of an editor."""
    arrows = (Qt.Key.Key_Down, Qt.Key.Key_Up)
    return (
        isinstance(editor, QComboBox)
        and event.key() in arrows
        and event.modifiers() == Qt.KeyboardModifier.AltModifier
    )
