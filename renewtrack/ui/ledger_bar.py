"""The bar over the tables of the ledger: a tab for each, and how many rows are shown."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from renewtrack.ui import plain
from renewtrack.ui.speaking import say, text
from renewtrack.words import Words

COUNTER_SHORT = Words("{shown} / {total} · {marked}", "{shown} / {total} · {marked}")
COUNTER = Words("显示 {shown} / 共 {total} · 选 {marked}", "{shown} of {total} · {marked} selected")
TABS = Words("台账表", "Ledger tables")
SIGNS = QSize(16, 16)
NARROW = 470  # pixels; below it the words of the tabs take the place of their signs


class LedgerBar(QWidget):
    """Tabs at the left, the counter at the right, in full where the tabs leave room for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs, self.counter = QTabBar(), plain.label()
        self._numbers: dict[str, str] = {}
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        say(self.tabs.setAccessibleName, TABS)
        self.counter.setProperty("role", "dim")
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar = QHBoxLayout(self)
        bar.setContentsMargins(6, 0, 10, 0)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        bar.addWidget(self.counter)

    def count(self, shown: int, total: int, marked: int) -> None:
        """Say how many rows are shown, of how many, and how many are selected."""
        numbers = {"shown": shown, "total": total, "marked": marked}
        self._numbers = {key: f"{value:,}" for key, value in numbers.items()}
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tabs.setIconSize(SIGNS if self.width() >= NARROW else QSize(0, 0))
        self._say()

    def _say(self) -> None:
        if not self._numbers:
            return
        full = text(COUNTER.filled(**self._numbers))
        room = self.width() - self.tabs.sizeHint().width() - 24
        fits = self.counter.fontMetrics().horizontalAdvance(full) <= room
        self.counter.setText(full if fits else text(COUNTER_SHORT.filled(**self._numbers)))
        self.counter.setToolTip(full)
