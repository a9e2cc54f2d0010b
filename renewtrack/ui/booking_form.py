"""The form at the desk: who is to be visited, and the first half day that is free for that home."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from renewtrack.domain import codes
from renewtrack.domain.slots import Slot
from renewtrack.errors import UserError
from renewtrack.ui import asking, cells, plain
from renewtrack.ui.cells import Refusal
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.week_paint import HALF_WORDS, NO_CREW
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.domain.slots import Crew
    from renewtrack.store.bookings import Booking
    from renewtrack.store.visit_lists import Home

TITLE = Words("登记预约", "Book a visit")
WHO = Words("住户（小区拼音 楼-单元-房号）", "Home (estate, building-stairwell-room)")
FOUND = Words("找到的住户", "Homes found")
DATE, HALF = Words("日期", "Date"), Words("上/下午", "Half of the day")
CREW, PURPOSE = Words("班组", "Crew"), Words("事由", "Purpose")
REMARK = Words("备注", "Remarks")
NEXT = Words("找下一个空档", "Next free half day")
HINT = Words(
    "例：dl 3-2-301，回车选中第一户并给出最早的空档，再回车登记。",
    "Such as: dl 3-2-301. Enter takes the first home and its first free half day, Enter books.",
)
NOBODY = Words("没有找到这一户，请检查楼号和房号。", "No such home; check building and room.")
CHOOSE = Words("请先选中一户。", "Choose a home first.")
DAY = Words("请填写日期，例如 2026-6-8。", "Give the date, such as 2026-6-8.")
BOOKED = Words("：{home} {day} {half}", "{home} on {day} {half}")
SAID = Words("{home}　{estate}", "{home}  {estate}")


class BookingForm(QDialog):
    """Enter goes on from the home to the half day and books it; ``booked`` is the visit's id."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.booked: int | None = None
        self.homes: list[Home] = []
        self.crews: list[Crew] = []
        self.words, self.found = QLineEdit(), QListWidget()
        self.date, self.half, self.crew = QLineEdit(), QComboBox(), QComboBox()
        self.purpose, self.remark = QComboBox(), QLineEdit()
        self.next, self.why = QPushButton(), plain.label()
        self._build()
        self._fill()

    @property
    def home(self) -> Home | None:
        """Return the home that is chosen."""
        place = self.found.currentRow()
        return self.homes[place] if 0 <= place < len(self.homes) else None

    def take(self, home: Home, slot: Slot | None = None, crew_id: int | None = None) -> None:
        """Begin with a home, and with a half day where one is given."""
        self.words.blockSignals(True)
        self.words.setText(f"{home.estate} {home.short}")
        self.words.blockSignals(False)
        self._show_homes([home])
        self.date.setFocus()
        if slot is not None:
            self._show_slot(slot, crew_id)

    def _build(self) -> None:
        say(self.setWindowTitle, TITLE)
        say(self.words.setPlaceholderText, HINT)
        say(self.found.setAccessibleName, FOUND)
        self.found.setFixedHeight(112)
        self.words.textChanged.connect(lambda _: self._search())
        self.words.installEventFilter(self)
        self.found.currentRowChanged.connect(lambda _: self.offer())
        self.found.itemActivated.connect(lambda _: self._accept())
        say(self.next.setText, NEXT)
        self.next.setAutoDefault(False)
        self.next.clicked.connect(self.later)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        asking.add_row(form, WHO, self.words)
        form.addRow("", self.found)
        for words, field in (
            *((DATE, self.date), (HALF, self.half), (CREW, self.crew)),
            *((PURPOSE, self.purpose), (REMARK, self.remark)),
        ):
            asking.add_row(form, words, field)
        form.addRow("", self.next)
        asking.framed(self, (form,), self.why, self._accept)
        self.setMinimumWidth(560)

    def _fill(self) -> None:
        from renewtrack.store import crews

        for half in HALF_WORDS:
            self.half.addItem("", half)
        self.crew.addItem("", None)
        self.crews = crews.all(self.session.db)
        for crew in self.crews:
            self.crew.addItem(crew.name, crew.id)
        for entry in codes.table("visit_purposes"):
            self.purpose.addItem("", entry.key)
        speech.switched.connect(self._spoken)
        self._spoken()

    def _spoken(self, _: str = "") -> None:
        for place, words in enumerate(HALF_WORDS.values()):
            self.half.setItemText(place, text(words))
        self.crew.setItemText(0, text(NO_CREW))
        for place, entry in enumerate(codes.table("visit_purposes")):
            self.purpose.setItemText(place, text(entry.words))

    # -- finding

    def eventFilter(self, watched: QObject, event: Any) -> bool:
        if watched is self.words and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if event.type() == QKeyEvent.Type.KeyPress and step is not None:
                place = self.found.currentRow() + step
                self.found.setCurrentRow(max(0, min(self.found.count() - 1, place)))
                return True
        return super().eventFilter(watched, event)

    def _search(self) -> None:
        from renewtrack.store import visit_lists

        words = self.words.text().strip()
        self._show_homes(visit_lists.find(self.session.db, words) if words else [])
        whole = re.search(r"\d{3}", words)  # a room has been typed
        self.why.setText(text(NOBODY) if whole and not self.homes else "")

    def _show_homes(self, homes: list[Home]) -> None:
        self.homes = homes
        self.found.blockSignals(True)
        self.found.clear()
        for home in self.homes:
            self.found.addItem(text(SAID.filled(home=home.short, estate=home.estate)))
        self.found.blockSignals(False)
        if len(self.homes) == 1:
            self.found.setCurrentRow(0)

    # -- offering a half day

    def offer(self) -> None:
        """Offer the first half day that is free for the home, from tomorrow on."""
        self._offer(dt.date.fromisoformat(self.session.today) + dt.timedelta(1))

    def later(self) -> None:
        """Offer the first free half day after the one that stands there."""
        slot = self._slot()
        if slot is None:
            self.offer()
            return
        self._offer(slot.day, slot)

    def _offer(self, first: dt.date, after: Slot | None = None) -> None:
        from renewtrack.store import bookings

        if self.home is None:
            self.why.setText(text(CHOOSE))
            return
        try:
            found = bookings.next_free(self.session.db, self.home.household_id, first, after=after)
        except UserError as refused:
            self.why.setText(refused.in_(self.session.language))
            return
        self._show_slot(found[0], found[1].id)

    def _show_slot(self, slot: Slot, crew_id: int | None) -> None:
        self.date.setText(str(slot.day))
        self.half.setCurrentIndex(self.half.findData(slot.half))
        self.crew.setCurrentIndex(max(0, self.crew.findData(crew_id)))
        self.why.setText("")

    def _slot(self) -> Slot | None:
        read = cells.typed(asking.DATE, self.date.text())
        if isinstance(read, Refusal) or not read:
            return None
        try:
            return Slot(dt.date.fromisoformat(str(read)), str(self.half.currentData()))
        except ValueError:  # a month is no day
            return None

    # -- booking

    def _accept(self) -> None:
        if self.homes and (self.home is None or self.words.hasFocus()):
            self.found.setCurrentRow(max(0, self.found.currentRow()))  # or the arrows'
            self.date.setFocus()
            return
        home, slot = self.home, self._slot()
        if home is None or slot is None:
            self.why.setText(text(CHOOSE if home is None else DAY))
            return
        booking = self._booking(home, slot)
        from renewtrack.store import bookings

        half = HALF_WORDS[slot.half]
        detail = BOOKED.filled(home=home.short, day=str(slot.day), half=half)
        try:
            self.booked = self.session.write("book", lambda db: bookings.book(db, booking), detail)
        except UserError as refused:
            self.why.setText(refused.in_(self.session.language))
            return
        self.accept()

    def _booking(self, home: Home, slot: Slot) -> Booking:
        from renewtrack.store.bookings import Booking

        return Booking(
            home.household_id,
            slot,
            self.crew.currentData(),
            self.purpose.currentData(),
            "desk",
            self.remark.text().strip() or None,
        )
