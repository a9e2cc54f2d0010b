"""The form of one stored row: its fields, each written as soon as it is left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import cells, icons, plain
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import Column
from renewtrack.ui.form_fields import Group
from renewtrack.ui.refusal import Refused
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

MASKED_TIP = Words(
    "个人信息默认遮盖；点“显示姓名电话（留痕）”填写理由后可查看和修改",
    "Personal details are masked; “Show persons (recorded)” asks for a reason first",
)

REVEAL = Words("显示姓名电话（留痕）", "Show persons (recorded)")

LABEL_WIDTH = 78  # so that the groups of a form stand under each other


class FactsForm(QWidget):
    """Shows the fields of one row and tells what was typed into them."""

    changed = Signal(object, object)  # Column, value
    typed = Signal(object, str)  # Column, what stands in its field and is not saved
    settled = Signal(object)  # Column whose field holds nothing unsaved any more
    reveal_asked = Signal()

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._row: object | None = None
        self._masked = True
        self.closed = False  # nothing may be changed here
        self.reveal = QToolButton()
        self._refused = Refused(self)
        self._head = plain.label()
        self._head.setProperty("role", "section")
        say(self._head.setText, group.words)
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(5)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for column in group.fields:
            self._add(column)
            if column.key == self._last_personal:
                self._add_reveal()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 6)
        box.addWidget(self._head)
        box.addLayout(self._form)
        speech.switched.connect(self._spoken)

    def show_row(self, row: object | None, masked: bool = True) -> None:
        """Show a row; a field with the cursor in it keeps what is being typed."""
        same = getattr(row, "id", None) == getattr(self._row, "id", None)
        self._row, self._masked = row, masked
        self.setVisible(row is not None)
        if self.group.personal:
            held = any(getattr(row, key, None) for key in self.group.personal)
            self._form.setRowVisible(self.reveal, masked and held)
        for column in self.group.fields:
            field = self.fields[column.key]
            typing = same and isinstance(field, QLineEdit) and field.isModified()
            if not (typing and field.hasFocus()):
                self._fill(column)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            key = event.key() if isinstance(event, QKeyEvent) else 0
            if key == Qt.Key.Key_Escape and watched.isModified():
                self._refused.hide()
                self._fill(self._column(watched))
                self.settled.emit(self._column(watched))
                return True
        return super().eventFilter(watched, event)

    @property
    def _last_personal(self) -> str:
        return next(
            (each.key for each in reversed(self.group.fields) if each.key in self.group.personal),
            "",
        )

    def _add_reveal(self) -> None:
        """Put the button that unmasks persons right below their fields."""
        say(self.reveal.setText, REVEAL)
        say(self.reveal.setAccessibleName, REVEAL)
        icons.give(self.reveal.setIcon, "eye")
        self.reveal.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.reveal.clicked.connect(self.reveal_asked)
        self._form.addRow("", self.reveal)

    def _add(self, column: Column) -> None:
        label = plain.label()
        label.setProperty("role", "dim")
        label.setMinimumWidth(LABEL_WIDTH)
        say(label.setText, column.words)
        field: QLineEdit | QComboBox
        if cells.choices(column):
            field = QComboBox()
            field.activated.connect(lambda _: self._chosen(column))
            field.setMinimumContentsLength(6)
        else:
            field = QLineEdit()
            field.installEventFilter(self)
            field.editingFinished.connect(lambda: self._finished(column))
            field.textEdited.connect(lambda _: self._refused.hide())
            field.textEdited.connect(lambda typed: self.typed.emit(column, typed))
        say(field.setAccessibleName, column.words)
        self.fields[column.key] = field
        label.setBuddy(field)
        self._form.addRow(label, field)

    def _fill(self, column: Column) -> None:
        field = self.fields[column.key]
        value = getattr(self._row, column.key, None)
        if isinstance(field, QComboBox):
            field.clear()
            field.addItem("", None)
            for key, words in cells.choices(column):
                field.addItem(text(words), key)
            field.setCurrentIndex(max(0, field.findData(value)))
            field.setEnabled(not self.closed)
            return
        hidden = column.key in self.group.personal and self._masked and bool(value)
        shown = masked(column.key, str(value)) if hidden else self._shown(column, value)
        field.setText(shown)
        field.setCursorPosition(0)
        field.setReadOnly(hidden or self.closed)
        field.setToolTip(text(MASKED_TIP) if hidden else plain.plain_tip(shown))
        field.setModified(False)

    @staticmethod
    def _shown(column: Column, value: object) -> str:
        if column.kind == "date":
            return cells.edited(column, value, speech.language)
        return cells.shown(column, value, speech.language)

    def _finished(self, column: Column) -> None:
        field = self.fields[column.key]
        if not isinstance(field, QLineEdit) or not field.isModified() or field.isReadOnly():
            return
        value = cells.typed(column, field.text())
        if isinstance(value, Refusal):
            self._refused.say(field, value.words)
            return
        self._refused.hide()
        field.setModified(False)
        if value != getattr(self._row, column.key, None):
            self.changed.emit(column, value)
        else:
            self._fill(column)
            self.settled.emit(column)

    def put(self, key: str, words: str) -> bool:
        """Put words into a field as if they had just been typed; False where none can be."""
        field = self.fields.get(key)
        if not isinstance(field, QLineEdit) or field.isReadOnly() or self._row is None:
            return False
        field.setText(words)
        field.setModified(True)
        field.setFocus()
        return True

    def _chosen(self, column: Column) -> None:
        field = self.fields[column.key]
        if isinstance(field, QComboBox):
            value = field.currentData()
            if value != getattr(self._row, column.key, None):
                self.changed.emit(column, value)

    def _column(self, field: QLineEdit) -> Column:
        return next(each for each in self.group.fields if self.fields[each.key] is field)

    def _spoken(self) -> None:
        if self._row is not None:
            for column in self.group.fields:
                self._fill(column)


def masked(key: str, value: str) -> str:
    """Return a personal value as it may be seen by everybody."""
    from renewtrack.domain import masking

    return masking.mask_phone(value) if key == "phone" else masking.mask_name(value)
