"""What the dialogs share that ask for a file to go out: what it is, its fields, persons or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QVBoxLayout, QWidget

from renewtrack.ui import asking, plain, putting_out
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

REVEAL = Words("含完整个人信息（要写理由）", "Persons unmasked (asks for a reason)")
Field = tuple[Words, QWidget, QWidget]  # its name, the field, the widget that takes the keyboard


class OutDialog(QDialog):
    """A dialog whose answer is a file that goes out."""

    def __init__(
        self, session: Session, title: Words, ok: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.reveal = QCheckBox()
        self.buttons = asking.buttons(ok)
        say(self.setWindowTitle, title)
        say(self.reveal.setText, REVEAL)

    def lay(self, about: Words, fields: Sequence[Field], *boxes: QCheckBox) -> None:
        """Put the fields below what the dialog is about, then boxes to tick, then the buttons."""
        told = plain.label()
        told.setWordWrap(True)
        say(told.setText, about)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for words, field, buddy in fields:
            name = plain.label()
            say(name.setText, words)
            say(buddy.setAccessibleName, words)
            name.setBuddy(buddy)
            form.addRow(name, field)
        for ticked in (*boxes, self.reveal):
            form.addRow("", ticked)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(12)
        box.addWidget(told)
        box.addLayout(form)
        box.addWidget(self.buttons)
        self.setMinimumWidth(600)

    def allow(self, ready: bool) -> None:
        """Let the person go on, or not yet."""
        self.buttons.button(self.buttons.StandardButton.Ok).setEnabled(ready)

    def run(self, tell: Callable[[Words], object], reason: str = "") -> Task:
        """Write in a thread, record it, and say what went out."""
        raise NotImplementedError

    def ask(self, tell: Callable[[Words], object]) -> None:
        """Ask, and write; where persons are to go out unmasked ask for the reason as well."""
        if self.exec() == QDialog.DialogCode.Accepted:
            reason = self._reason() if self.reveal.isChecked() else ""
            if reason is not None:
                self.run(tell, reason)
        self.deleteLater()

    def _reason(self) -> str | None:
        return putting_out.reason_or_trouble(self._session, self.parentWidget() or self)
