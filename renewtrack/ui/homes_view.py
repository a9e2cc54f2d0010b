"""The front of a building, painted: floors down, flats across, colour and sign for each home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from renewtrack.domain import codes
from renewtrack.domain.homes_front import AGREE, UNKNOWN, VISIT, Front, Home
from renewtrack.ui import plain
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

NAME = Words("住户立面图", "Homes on the front")
STAIRWELL = Words("{number} 单元", "Stairwell {number}")
NO_STAIRWELL = Words("未分单元", "No stairwell")
FLOOR = Words("{floor} 层", "{floor}F")
NO_FLOOR = Words("层数不明", "floor?")
ASKED_NOBODY = Words("未征询", "Not asked")
NOT_BOOKED = Words("未预约", "Not booked")
CARE = Words("特殊情况：{care}", "Special care: {care}")
ACCESS = Words("入户须知：{access}", "To be let in: {access}")
BEYOND = Words("摸底外增补：{why}", "Added beyond the survey: {why}")
CARE_SIGN, ACCESS_SIGN, BEYOND_SIGN = "♥", "⚠", "＋"
TIP = Words("{room}：{agree}，{visit}{date}", "{room}: {agree}, {visit}{date}")
WIDE, HIGH, GAP, HEAD, LEFT = 72, 40, 4, 30, 62  # pixels
SIGN = 14  # of the sign of a state
BETWEEN = 18  # stairwells


@dataclass(frozen=True, slots=True)
class Look:
    """What a state is called, its colour on a light and a dark ground, and its sign."""

    words: Words
    light: str
    dark: str
    sign: str


def _named(table: str, key: str, fallback: Words) -> Words:
    entry = codes.code(table, key)
    return entry.words if entry else fallback


LOOKS: dict[str, dict[str, Look]] = {
    AGREE: {
        "yes": Look(_named("agreements", "yes", ASKED_NOBODY), "#A5D6A7", "#2E7D32", "✓"),
        "no": Look(_named("agreements", "no", ASKED_NOBODY), "#EF9A9A", "#B71C1C", "✗"),
        "undecided": Look(
            _named("agreements", "undecided", ASKED_NOBODY), "#FFE082", "#8D6E00", "？"
        ),
        UNKNOWN: Look(ASKED_NOBODY, "#ECEFF1", "#37414A", ""),
    },
    VISIT: {
        "planned": Look(
            _named("appointment_states", "planned", NOT_BOOKED), "#90CAF9", "#1565C0", "◷"
        ),
        "kept": Look(_named("appointment_states", "kept", NOT_BOOKED), "#A5D6A7", "#2E7D32", "✓"),
        "missed": Look(
            _named("appointment_states", "missed", NOT_BOOKED), "#FFCC80", "#A65B00", "！"
        ),
        "off": Look(_named("appointment_states", "off", NOT_BOOKED), "#CFD8DC", "#455A64", "—"),
        UNKNOWN: Look(NOT_BOOKED, "#ECEFF1", "#37414A", ""),
    },
}


class HomesView(QWidget):
    """Shows one building; arrows move, Shift extends, a letter is told as ``typed``."""

    typed = Signal(str)
    opened = Signal(int)
    edited = Signal(int)  # F2: the form of a home is wanted
    marked_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.front = Front((), (), {})
        self.mode = AGREE
        self.current: Home | None = None
        self.marked: dict[int, Home] = {}
        self._boxes: list[tuple[QRect, Home]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        say(self.setAccessibleName, NAME)
        speech.switched.connect(self._again)
        light.switched.connect(self._again)

    def show_front(self, front: Front) -> None:
        """Show another building, or the same one read again."""
        kept = self.current.id if self.current is not None else None
        self.front = front
        self._boxes = list(self._placed())
        by_id = {home.id: home for _, home in self._boxes}
        self.marked = {key: by_id[key] for key in self.marked if key in by_id}
        self.current = by_id.get(kept) if kept is not None else None
        if self.current is None and self._boxes:
            self.current = self._boxes[0][1]
        self.setMinimumSize(self.sizeHint())
        self.resize(self.sizeHint())
        self._again()

    def show_mode(self, mode: str) -> None:
        """Colour by another thing."""
        self.mode = mode
        self._again()

    def homes(self) -> list[Home]:
        """Return the homes that an answer goes to: the marked ones, else the one in front."""
        return list(self.marked.values()) or ([self.current] if self.current else [])

    def sizeHint(self) -> QSize:
        right = max((box.right() for box, _ in self._boxes), default=200)
        return QSize(right + BETWEEN, HEAD + max(1, len(self.front.floors)) * (HIGH + GAP) + GAP)

    def _again(self, *_: object) -> None:
        if self.current is not None:
            self.setAccessibleDescription(tip(self.current))
        self.update()

    def _placed(self) -> Sequence[tuple[QRect, Home]]:
        found, left = [], LEFT
        for stairwell in self.front.stairwells:
            for row, floor in enumerate(self.front.floors):
                for place, home in enumerate(self.front.cells.get((stairwell, floor), ())):
                    top = HEAD + row * (HIGH + GAP)
                    found.append((QRect(left + place * (WIDE + GAP), top, WIDE, HIGH), home))
            left += self.front.abreast(stairwell) * (WIDE + GAP) + BETWEEN
        return found

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tones = light.tones
        painter.fillRect(self.rect(), QColor(tones.base))
        painter.setPen(QColor(tones.dim))
        left, middle = LEFT, int(Qt.AlignmentFlag.AlignCenter)
        for stairwell in self.front.stairwells:
            wide = self.front.abreast(stairwell) * (WIDE + GAP)
            words = NO_STAIRWELL if stairwell is None else STAIRWELL.filled(number=stairwell)
            painter.drawText(QRect(left, 0, wide, HEAD), middle, text(words))
            left += wide + BETWEEN
        for row, floor in enumerate(self.front.floors):
            words = NO_FLOOR if floor is None else FLOOR.filled(floor=floor)
            box = QRect(0, HEAD + row * (HIGH + GAP), LEFT - GAP, HIGH)
            painter.drawText(box, middle, text(words))
        for box, home in self._boxes:
            if box.intersects(event.rect()):
                self._home(painter, box, home)

    def _home(self, painter: QPainter, box: QRect, home: Home) -> None:
        tones, look = light.tones, LOOKS[self.mode].get(home.state(self.mode), LOOKS[AGREE][""])
        painter.fillRect(box, QColor(look.dark if light.dark else look.light))
        chosen = home.id in self.marked
        is_current = self.current is not None and home.id == self.current.id and self.hasFocus()
        colour = tones.accent if chosen or is_current else tones.line
        painter.setPen(QPen(QColor(colour), 3 if is_current else 2 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.setPen(QColor(tones.text))
        inner = box.adjusted(6, 3, -5, -3)
        cut = painter.fontMetrics().elidedText(
            home.room, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop), cut)
        low = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(inner, low, look.sign)
        painter.drawText(inner.adjusted(SIGN, 0, 0, 0), low, signs(home))
        if home.needs:
            right = int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight)
            painter.drawText(inner, right, f"✎{home.needs}")

    # -- moving about

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in ways:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go(self._next(*ways[key]), extend)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current.id)
        elif key == Qt.Key.Key_F2 and self.current is not None:
            self.edited.emit(self.current.id)
        elif event.text().isalpha() and not event.modifiers():
            self.typed.emit(event.text().lower())
        else:
            super().keyPressEvent(event)

    def _next(self, right: int, down: int) -> Home | None:
        """Return the nearest home in a direction, in the same row or else in the next ones."""
        here = next((box for box, home in self._boxes if home is self.current), None)
        if here is None:
            return self._boxes[0][1] if self._boxes else None
        from_ = here.center()
        found: list[tuple[int, Home]] = []
        for box, home in self._boxes:
            way = box.center() - from_
            ahead = way.x() * right + way.y() * down
            aside = abs(way.x() * down) + abs(way.y() * right)
            if ahead > 0:
                found.append((ahead + 50 * aside, home))
        return min(found, key=lambda pair: pair[0], default=(0, None))[1]

    def _go(self, home: Home | None, extend: bool = False, toggle: bool = False) -> None:
        if home is None:
            return
        if extend and self.current is not None:
            self.marked |= {self.current.id: self.current, home.id: home}
        elif toggle and home.id in self.marked:
            del self.marked[home.id]
        elif toggle:
            self.marked[home.id] = home
        else:
            self.marked = {}
        self.current = home
        self.marked_changed.emit()
        self._again()

    def _at(self, point: QPoint) -> Home | None:
        return next((home for box, home in self._boxes if box.contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        held = event.modifiers()
        self._go(
            self._at(event.position().toPoint()),
            bool(held & Qt.KeyboardModifier.ShiftModifier),
            bool(held & Qt.KeyboardModifier.ControlModifier),
        )

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        home = self._at(event.position().toPoint())
        if home is not None:
            self.opened.emit(home.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        home = self._at(event.position().toPoint())
        if home is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), plain.plain_tip(tip(home)), self)


def tip(home: Home) -> str:
    """Return what is told of a home in words."""
    agree, visit = (
        LOOKS[mode].get(home.state(mode), LOOKS[mode][UNKNOWN]).words for mode in (AGREE, VISIT)
    )
    date = f" {home.date}" if home.date else ""
    said = text(TIP.filled(room=home.room, agree=agree, visit=visit, date=date))
    return "\n".join((said, *map(text, flags(home))))


def signs(home: Home) -> str:
    """Return the small signs of a home: special care, access, beyond the survey."""
    told = (
        (home.care, CARE_SIGN),
        (home.access, ACCESS_SIGN),
        (home.added_why, BEYOND_SIGN),
    )
    return "".join(sign for held, sign in told if held)


def flags(home: Home) -> list[Words]:
    """Return in words what the small signs mean."""
    cared = [_named("vulnerable", key, Words(key, key)) for key in home.care]
    care = Words("、".join(each.zh for each in cared), ", ".join(each.en for each in cared))
    told = (
        (home.care, CARE.filled(care=care)),
        (home.access, ACCESS.filled(access=home.access)),
        (home.added_why, BEYOND.filled(why=home.added_why)),
    )
    return [words for held, words in told if held]
