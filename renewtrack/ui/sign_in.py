"""The dialog in which a person signs in to a file that names people."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from renewtrack.store import people
from renewtrack.store.file import ProjectFile
from renewtrack.store.people import Identity
from renewtrack.ui import asking, icons, plain
from renewtrack.ui.look import light
from renewtrack.ui.proof import Proof
from renewtrack.ui.speaking import say
from renewtrack.words import Words

TITLE = Words("登录", "Sign in")
INTO = Words("登录“{district}”台账", "Sign in to the ledger of {district}")
SIGN_IN = Words("登录", "Sign in")
FORGOTTEN = Words(
    "忘记密码时，请管理员在“数据 > 人员与权限”里重设。",
    "If a password is forgotten, a manager sets another one under Data > People and roles.",
)


class SignIn(QDialog):
    """Asks who works in the file now; ``identity`` is set once a password was proved."""

    def __init__(self, file: ProjectFile, usual: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.identity: Identity | None = None
        say(self.setWindowTitle, TITLE)
        sign = QLabel()
        sign.setPixmap(icons.pixmap("people", light.tones.accent, 30))
        head = plain.label()
        head.setProperty("role", "title")
        head.setWordWrap(True)
        say(head.setText, INTO.filled(district=file.district or file.path.stem))
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(sign)
        top.addWidget(head, 1)
        self.proof = Proof(file.path, people.all(file.db), "sign_in", readonly=file.readonly)
        self.proof.choose(usual)
        self.proof.proved.connect(self._proved)
        hint = plain.label()
        hint.setProperty("role", "dim")
        hint.setWordWrap(True)
        say(hint.setText, FORGOTTEN)
        self.buttons = asking.buttons(SIGN_IN)
        self.buttons.accepted.connect(self.proof.check)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 14)
        box.setSpacing(14)
        box.addLayout(top)
        box.addWidget(self.proof)
        box.addWidget(hint)
        box.addStretch(1)
        box.addWidget(self.buttons)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setDefault(True)
        self.setMinimumWidth(400)
        self.proof.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        self.proof.end()
        super().done(result)

    def _proved(self, identity: Identity) -> None:
        self.identity = identity
        self.accept()


def ask(file: ProjectFile, usual: str, parent: QWidget) -> Identity | None:
    """Ask who works in an opened file; None if the person gave up."""
    dialog = SignIn(file, usual, parent)
    try:
        dialog.exec()
        return dialog.identity
    finally:
        dialog.deleteLater()
