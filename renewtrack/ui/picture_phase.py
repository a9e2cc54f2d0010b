"""Says of a picture whether it shows a place before, during or after its renewal, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from renewtrack.ui.print_words import Choice
from renewtrack.ui.speaking import say
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.attachments import Attachment

PHASES = {
    "": Words("阶段未注明", "Phase not said"),
    "before": Words("改造前", "Before the works"),
    "during": Words("施工中", "During the works"),
    "after": Words("改造后", "After the works"),
}
PHASE = Words("照片所处阶段", "Phase that the picture shows")
TAKEN, NO_DAY = Words("拍摄日期", "Taken on"), Words("日期未注明", "Day not said")
NEVER = QDate(1900, 1, 1)  # stands for a day that nobody said


class PicturePhase(QWidget):
    """A phase and a day; ``told`` (phase or "", ISO day or "") after a change by the person."""

    told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.phase = Choice(PHASES)
        self.day = QDateEdit()
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setCalendarPopup(True)
        self.day.setMinimumDate(NEVER)
        self.day.setKeyboardTracking(False)  # a date is told when it is whole
        say(self.day.setSpecialValueText, NO_DAY)
        say(self.phase.setAccessibleName, PHASE)
        say(self.day.setAccessibleName, TAKEN)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.phase, 1)
        box.addWidget(self.day, 1)
        self.phase.currentIndexChanged.connect(self._tell)
        self.day.dateChanged.connect(self._tell)

    def show_of(self, each: Attachment | None, closed: bool) -> None:
        """Show what is said of a picture; hidden where none is selected."""
        self.setVisible(each is not None)
        self.setEnabled(not closed)
        if each is None:
            return
        for field in (self.phase, self.day):
            field.blockSignals(True)
        self.phase.choose(each.phase or "")
        day = QDate.fromString(each.taken_on or "", Qt.DateFormat.ISODate)
        self.day.setDate(day if day.isValid() else NEVER)
        for field in (self.phase, self.day):
            field.blockSignals(False)

    def _tell(self) -> None:
        day = self.day.date()
        iso = day.toString(Qt.DateFormat.ISODate) if day > NEVER else ""
        self.told.emit(self.phase.key, iso)
