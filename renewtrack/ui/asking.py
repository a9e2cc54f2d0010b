"""Small questions to the person: yes or no, a number to type, a line, a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.ui import cells, plain
from renewtrack.ui.cells import Refusal
from renewtrack.ui.columns import Column
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

OK = Words("确定", "OK")
CANCEL, CLOSE = Words("取消", "Cancel"), Words("关闭", "Close")
NEEDED = Words("请填写", "Please fill this in")
NOT_SAME = Words("请输入数字 {number}", "Please type the number {number}")
DATE = Column("date", Words("日期", "Date"), 0, "date")


class LineDialog(QDialog):
    """One question, one line, and a sentence where the answer will not do."""

    def __init__(
        self,
        title: Words,
        question: Words,
        check: Callable[[str], Words | None],
        value: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._check = check
        say(self.setWindowTitle, title)
        label = plain.label()
        label.setWordWrap(True)
        say(label.setText, question)
        self.line = QLineEdit(value)
        say(self.line.setAccessibleName, question)
        label.setBuddy(self.line)
        self._why = plain.label()
        self._why.setProperty("role", "bad")
        self._why.setWordWrap(True)
        self.buttons = buttons()
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 16, 18, 14)
        box.setSpacing(10)
        for widget in (label, self.line, self._why, self.buttons):
            box.addWidget(widget)
        self._why.hide()
        self.setMinimumWidth(380)

    def _accept(self) -> None:
        why = self._check(self.line.text().strip())
        if why is None:
            self.accept()
            return
        self._why.setText(text(why))
        self._why.show()
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))
        self.line.setFocus()


def buttons(ok: Words = OK) -> QDialogButtonBox:
    """Return the two buttons of a question, in our own words."""
    made = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
    )
    for kind, words in (
        (QDialogButtonBox.StandardButton.Ok, ok),
        (QDialogButtonBox.StandardButton.Cancel, CANCEL),
    ):
        button = made.button(kind)
        button.setText(text(words))
        say(button.setText, words)
    return made


def framed(
    dialog: QDialog,
    parts: Sequence[QWidget | QLayout],
    why: QLabel,
    accept: Callable[[], object],
    ok: Words = OK,
) -> QDialogButtonBox:
    """Lay out what a dialog asks, below it the sentence of what is wrong, and its buttons."""
    why.setProperty("role", "bad")
    why.setWordWrap(True)
    made = buttons(ok)
    made.accepted.connect(accept)
    made.rejected.connect(dialog.reject)
    box = QVBoxLayout(dialog)
    box.setContentsMargins(20, 18, 20, 14)
    box.setSpacing(12)
    for part in (*parts, why, made):
        if isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return made


def foot(dialog: QDialog) -> QHBoxLayout:
    """Return the last row of a window that only needs closing."""
    close = QPushButton()
    say(close.setText, CLOSE)
    close.setAutoDefault(False)
    close.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(close)
    return row


def add_row(form: QFormLayout, words: Words, field: QWidget, place: int = -1) -> None:
    """Add a field to a form under its name, which is its key and its name to a screen reader.

    It comes last, or into another place.
    """
    label = plain.label()
    say(label.setText, words)
    say(field.setAccessibleName, words)
    label.setBuddy(field)
    form.insertRow(place, label, field)


def line(
    parent: QWidget,
    title: Words,
    question: Words,
    value: str = "",
    typed: Callable[[str], object] | None = None,
) -> str | None:
    """Ask for a line that is not empty; None if the person gave up.

    ``typed`` is told of every change while the question stands.
    """
    dialog = LineDialog(title, question, lambda said: None if said else NEEDED, value, parent)
    if typed is not None:
        dialog.line.textEdited.connect(typed)
    return dialog.line.text().strip() if dialog.exec() == QDialog.DialogCode.Accepted else None


def date(parent: QWidget, title: Words, question: Words, value: str) -> str | None:
    """Ask for a date, as offices type them, and return it in ISO form."""

    def check(typed: str) -> Words | None:
        read = cells.typed(DATE, typed)
        return read.words if isinstance(read, Refusal) else None if read else NEEDED

    dialog = LineDialog(title, question, check, value, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return str(cells.typed(DATE, dialog.line.text()))


def number(parent: QWidget, title: Words, question: Words, wanted: int) -> bool:
    """Ask to type a number, so that nobody deletes hundreds of rows by one key."""

    def check(typed: str) -> Words | None:
        return None if typed == str(wanted) else NOT_SAME.filled(number=wanted)

    dialog = LineDialog(title, question, check, "", parent)
    return dialog.exec() == QDialog.DialogCode.Accepted


def confirmed(parent: QWidget, title: Words, question: Words, yes: Words = OK) -> bool:
    """Ask yes or no; no is the safe default."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(text(title))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text(question))
    agreed = box.addButton(text(yes), QMessageBox.ButtonRole.AcceptRole)
    refused = box.addButton(text(CANCEL), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(refused)
    box.exec()
    return box.clickedButton() is agreed


def tell(parent: QWidget | None, title: Words, message: Words) -> None:
    """Say something that the person has to know."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Information)
    box.setWindowTitle(text(title))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text(message))
    box.addButton(text(OK), QMessageBox.ButtonRole.AcceptRole)
    box.exec()
