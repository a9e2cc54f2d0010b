"""The board of a week: half days of crews with the homes that are visited, painted by us."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from renewtrack.domain.slots import Slot
from renewtrack.ui import cells, plain, week_paint
from renewtrack.ui.homes_view import LOOKS
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.ui.week_paint import HALF_WORDS, HEAD, HIGH, LEFT, NO_CREW
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.store.visit_boards import Cell, Week
    from renewtrack.store.visit_lists import Visit

NAME = Words("一周入户安排", "A week of visits")
CELL = Words("{crew} {day} {half}，{count} 户", "{crew} {day} {half}, {count} homes")
FAR = Words("相距 {metres} 米", "{metres} m apart")
VISITS, HOMES = "application/x-renewtrack-visits", "application/x-renewtrack-homes"


class WeekBoard(QWidget):
    """Arrows go from half day to half day, Enter opens one; homes and visits are dropped on it."""

    moved = Signal()  # another half day is in front
    opened = Signal()
    shown = Signal(QRect)  # the place of the half day in front, to be scrolled to
    dropped_visits = Signal(object, object)  # ids, cell
    dropped_homes = Signal(object, object)
    by_weeks = Signal(int)
    shifted = Signal(int, int)  # halves down and days on that the visits in front are to move

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.week: Week | None = None
        self.cell: Cell = (0, Slot(dt.date(2000, 1, 3), "am"))
        self.today = dt.date(2000, 1, 1)
        self._pressed: tuple[QPoint, Visit] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        say(self.setAccessibleName, NAME)
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_week(self, week: Week) -> None:
        """Show another week, or the same one read again."""
        self.week = week
        crews = [crew.id for crew in week.crews]
        crew_id, slot = self.cell
        if crew_id not in crews or slot.day not in week.days():
            day = self.today if self.today in week.days() else week.first
            self.cell = (crew_id if crew_id in crews else crews[0], Slot(day, slot.half))
        self.setMinimumSize(self.sizeHint())
        self._again()

    def visits(self) -> tuple[Visit, ...]:
        """Return the visits of the half day in front."""
        return () if self.week is None else self.week.cells.get(self.cell, ())

    def go_to(self, cell: Cell) -> None:
        """Bring a half day to the front."""
        if cell != self.cell:
            self.cell = cell
            self.moved.emit()
        box = next((box for each, box in self._cells() if each == cell), None)
        if box is not None:
            self.shown.emit(box)
        self._again()

    def sizeHint(self) -> QSize:
        crews = len(self.week.crews) if self.week is not None else 1
        return QSize(LEFT + 7 * 76, HEAD + crews * 2 * HIGH + 2)

    def described(self, cell: Cell) -> str:
        """Return what is told of a half day in words."""
        if self.week is None:
            return ""
        crew_id, slot = cell
        held = self.week.cells.get(cell, ())
        crew = next((crew.name for crew in self.week.crews if crew.id == crew_id), "")
        said = [
            text(
                CELL.filled(
                    crew=crew or NO_CREW,
                    day=str(slot.day),
                    half=HALF_WORDS[slot.half],
                    count=len(held),
                )
            )
        ]
        if cell in self.week.closed:
            said.append(text(self.week.closed[cell]))
        said += [text(each) for each in self.week.quiet.get(slot.day, ())]
        if cell in self.week.far:
            said.append(text(FAR.filled(metres=f"{self.week.far[cell]:,.0f}")))
        troubles = self.week.troubles
        said += [f"{v.short} {text(troubles[v.id])}" for v in held if v.id in troubles]
        return "；".join(said)

    def told(self, visit: Visit) -> str:
        """Return what is told of one visit in words."""
        purpose = cells.code_words("visit_purposes", visit.purpose) if visit.purpose else ""
        said = [f"{visit.estate} {visit.short}", text(LOOKS["visit"][visit.state].words)]
        said += [text(purpose)] if isinstance(purpose, Words) else []
        if self.week is not None and visit.id in self.week.troubles:
            said.append(text(self.week.troubles[visit.id]))
        return "，".join(said)

    def _again(self, *_: object) -> None:
        self.setAccessibleDescription(self.described(self.cell))
        self.update()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(light.tones.base))
        if self.week is None:
            return
        front = (self.cell, 3 if self.hasFocus() else 2)
        week_paint.paint(painter, self.week, self.width(), (self.today, front), event.rect())

    def _cells(self) -> list[tuple[Cell, QRect]]:
        return [] if self.week is None else week_paint.cells(self.week, self.width())

    # -- moving about

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key = Qt.Key(event.key())
        if key in steps and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.shifted.emit(*steps[key])
        elif key in steps and not event.modifiers():
            self._step(*steps[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.by_weeks.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def beside(self, down: int, right: int) -> Cell | None:
        """Return the half day some rows below and days after the one in front."""
        if self.week is None:
            return None
        crew_id, slot = self.cell
        rows = [(crew.id, half) for crew in self.week.crews for half in HALF_WORDS]
        at = max(0, min(len(rows) - 1, rows.index((crew_id, slot.half)) + down))
        return rows[at][0], Slot(slot.day + dt.timedelta(right), rows[at][1])

    def _step(self, down: int, right: int) -> None:
        """Go one half day on; over the end of a week the next one comes."""
        cell = self.beside(down, right)
        if cell is not None:
            self.show_half_day(cell)

    def show_half_day(self, cell: Cell) -> None:
        """Bring a half day to the front; its week comes where it is the one before or after."""
        self.go_to(cell)
        if self.week is not None and cell[1].day not in self.week.days():
            self.by_weeks.emit(1 if cell[1].day > self.week.first else -1)

    def _chips(self, found: tuple[Cell, QRect]) -> list[tuple[Visit, QRect]]:
        return [] if self.week is None else week_paint.chips(self.week, *found)

    def _at(self, point: QPoint) -> tuple[Cell, QRect] | None:
        return next((pair for pair in self._cells() if pair[1].contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        found = self._at(point)
        self._pressed = None
        if found is None:
            return
        self.go_to(found[0])
        visit = next((v for v, chip in self._chips(found) if chip.contains(point)), None)
        if visit is not None and visit.state == "planned":
            self._pressed = (point, visit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            start, pressed = self._pressed
            if (point - start).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                drag = QDrag(self)
                drag.setMimeData(carried(VISITS, [pressed.id]))
                drag.exec(Qt.DropAction.MoveAction)
            return
        found = self._at(point)
        if found is None:
            QToolTip.hideText()
        else:
            visit = next((v for v, chip in self._chips(found) if chip.contains(point)), None)
            told = self.described(found[0]) if visit is None else self.told(visit)
            QToolTip.showText(event.globalPosition().toPoint(), plain.plain_tip(told), self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._at(event.position().toPoint()) is not None:
            self.opened.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if mime.hasFormat(VISITS) or mime.hasFormat(HOMES):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = self._at(event.position().toPoint())
        if found is None:
            return
        self.go_to(found[0])
        mime = event.mimeData()
        for kind, signal in ((VISITS, self.dropped_visits), (HOMES, self.dropped_homes)):
            if mime.hasFormat(kind):
                event.acceptProposedAction()
                signal.emit(json.loads(bytes(mime.data(kind).data()).decode()), found[0])


def carried(kind: str, ids: list[int]) -> QMimeData:
    """Return what a drag carries: visits or homes by their ids."""
    mime = QMimeData()
    mime.setData(kind, json.dumps(ids).encode())
    return mime
