"""The sheet that covers a whole window while it is locked, with the way back in its middle."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack.store.people import Person
from renewtrack.ui import icons, plain
from renewtrack.ui.look import light
from renewtrack.ui.proof import Proof
from renewtrack.ui.speaking import say
from renewtrack.words import Words

LOCKED = Words("已锁定", "Locked")
WORKING_ON = Words(
    "正在进行的任务会继续做完，内容不会丢失。",
    "Jobs that are running go on, and nothing is lost.",
)
UNLOCK = Words("解锁", "Unlock")
OTHER = Words("换人登录…", "Somebody else…")
NARROW, LOW = 330, 260  # a window smaller than this shows the bare field
_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)


def shows_work(window: QWidget) -> bool:
    """Tell whether a top-level widget is a window with content: no menu, tip or dropped list."""
    return window.isVisible() and window.windowType() not in _PASSING


class Cover(QWidget):
    """One window's cover; opaque, and nothing under it takes a key."""

    proved = Signal(object)  # Identity
    other_asked = Signal()

    def __init__(
        self, window: QWidget, path: Path, persons: tuple[Person, ...], readonly: bool
    ) -> None:
        super().__init__(window)
        self._covered = window
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        say(self.setAccessibleName, LOCKED)
        self.proof = Proof(path, persons, "unlock", readonly)
        self.proof.proved.connect(self.proved)
        self.unlock, self.other = QPushButton(), QPushButton()
        say(self.unlock.setText, UNLOCK)
        say(self.other.setText, OTHER)
        self.other.setFlat(True)
        self.unlock.setProperty("role", "primary")
        for button in (self.unlock, self.other):
            button.setAutoDefault(False)  # the dialog under it keeps its own
        self.unlock.clicked.connect(self.proof.check)
        self.other.clicked.connect(self.other_asked)
        self.hint = plain.label()
        self.hint.setProperty("role", "dim")
        self.hint.setWordWrap(True)
        say(self.hint.setText, WORKING_ON)
        self._build()
        self.fit()

    def _build(self) -> None:
        self._sign = QLabel()
        self._sign.setPixmap(icons.pixmap("lock", light.tones.accent, 34))
        head = plain.label()
        head.setProperty("role", "title")
        say(head.setText, LOCKED)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._sign)
        top.addWidget(head, 1)
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.unlock)
        self.card = QFrame()
        self.card.setProperty("role", "card")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(22, 18, 22, 16)
        inside.setSpacing(14)
        inside.addLayout(top)
        inside.addWidget(self.proof)
        inside.addWidget(self.hint)
        inside.addLayout(row)
        self.card.setMaximumWidth(380)
        around = QHBoxLayout(self)
        around.setContentsMargins(8, 8, 8, 8)
        around.addStretch(1)
        around.addWidget(self.card, 4, Qt.AlignmentFlag.AlignVCenter)
        around.addStretch(1)
        light.switched.connect(self._dress)

    def fit(self) -> None:
        """Cover the whole window as large as it is now, above all else in it."""
        window = self._covered
        self.setGeometry(window.rect())
        low = window.height() < LOW or window.width() < NARROW
        self.hint.setVisible(not low)
        self._sign.setVisible(not low)
        self.raise_()

    def offer(self, persons: Sequence[Person]) -> None:
        """Let anybody of the file sign in here, in place of the one who locked it."""
        self.proof.offer(persons, "sign_in")
        self.other.hide()
        self.proof.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Put the cursor where the password is typed."""
        self.proof.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus on the cover: what is under it is not to be reached."""
        ring = [
            field
            for field in (self.proof.name, self.proof.password, self.unlock, self.other)
            if field.isEnabled() and field.isVisibleTo(self)
        ]
        focus = QApplication.focusWidget()
        place = ring.index(focus) if focus in ring else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        ring[(place + (1 if forward else -1)) % len(ring)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unlock by the enter key; no other key goes on to the window."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = QApplication.focusWidget()
            self.other.click() if focus is self.other else self.proof.check()
        event.accept()

    def _dress(self, _: bool) -> None:
        self._sign.setPixmap(icons.pixmap("lock", light.tones.accent, 34))
