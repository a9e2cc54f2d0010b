"""What stands in the map's place before it opens and after it is lost, and the notice above it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from renewtrack.maps import page_words

_NOTICE_MS = 10_000


class MapFrame(QWidget):
    """Holds the map's page and, when there is none, says so in words."""

    again = Signal()  # the person wants the map back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignCenter
        plain = Qt.TextFormat.PlainText
        self.notice = QLabel(self, alignment=centre, wordWrap=True, textFormat=plain)
        self.notice.setContentsMargins(8, 4, 8, 4)
        self.notice.hide()
        self._opening = QLabel(self, alignment=centre, textFormat=plain)
        self.lost = QWidget(self)
        self._lost_text = QLabel(self.lost, alignment=centre, wordWrap=True, textFormat=plain)
        self._again = QPushButton(self.lost)
        self._again.clicked.connect(self.again)
        lost = QVBoxLayout(self.lost)
        lost.addStretch(1)
        lost.addWidget(self._lost_text)
        lost.addWidget(self._again, 0, Qt.AlignmentFlag.AlignHCenter)
        lost.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notice)
        self._stack = QStackedLayout()
        outer.addLayout(self._stack, 1)
        self._stack.addWidget(self._opening)
        self._stack.addWidget(self.lost)

    def show_map(self, view: QWidget) -> None:
        """Show the map's page."""
        if self._stack.indexOf(view) < 0:
            self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def show_lost(self) -> None:
        """Say that the map is lost and the table is not."""
        self.notice.hide()
        self._stack.setCurrentWidget(self.lost)

    def tell_it_came_back(self) -> None:
        """Say for a while that the map was loaded again."""
        self.notice.show()
        QTimer.singleShot(_NOTICE_MS, self.notice, self.notice.hide)

    def say(self, language: str) -> None:
        """Say everything in a language."""
        self._opening.setText(page_words.OPENING.in_(language))
        self.notice.setText(page_words.CAME_BACK.in_(language))
        self._lost_text.setText(page_words.TABLE_ONLY.in_(language))
        self._again.setText(page_words.TRY_AGAIN.in_(language))
