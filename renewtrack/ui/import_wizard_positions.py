"""Where a sheet's points fall beside the known buildings, in each coordinate system they may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, radians

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from renewtrack.intake import shifts
from renewtrack.intake.shifts import Shift
from renewtrack.ui.import_wizard_parts import label
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

Point = tuple[float, float]  # longitude and latitude, WGS 84
OFF = Words("{system}：相差约 {metres} 米", "{system}: about {metres} m off")
BEST = Words("{words}（最接近）", "{words} (nearest)")
PICTURE = Words("表中的点与已知楼栋的位置", "The sheet's points beside known buildings")
TOLD = Words(
    "灰点是台账里已有的位置，蓝点是表中的点，线连着同一处。坐标系很可能不对：请选相差最小的一个。",
    "Grey dots are positions of the ledger, blue ones the sheet's; lines join those of one place. "
    "The system is likely wrong: choose the one that is least off.",
)
FINE = Words(
    "灰点是台账里已有的位置，蓝点是表中的点，线连着同一处。",
    "Grey dots are positions of the ledger, blue ones the sheet's; lines join those of one place.",
)
NONE = Words("这张表没有坐标。", "This sheet has no coordinates.")
SCALE = Words("{metres} 米", "{metres} m")
_MARGIN = 18
_MOST_SYSTEMS = 5
_MOST_KNOWN = 4_000  # dots
_DEGREE = 111_320.0  # metres of a degree of latitude


@dataclass(frozen=True, slots=True)
class Seen:
    """A sheet's points in the system followed, beside the known points of the same places."""

    shift: Shift
    known: Sequence[Point] = ()  # of every place of the file

    @property
    def system(self) -> str:
        """Return the system that the points are shown in."""
        return self.shift.said or self.shift.best

    @property
    def pairs(self) -> list[tuple[Point, Point]]:
        """Return each point with the known one of its place."""
        return [
            ((point.lon, point.lat), (point.known_lon, point.known_lat))
            for point in self.shift.points
        ]

    @property
    def systems(self) -> list[str]:
        """Return the likeliest systems, the nearest first, the one followed among them."""
        found = sorted(self.shift.metres, key=self.shift.metres.__getitem__)[:_MOST_SYSTEMS]
        said = self.shift.said
        return found if said in ("", *found) else [*found, said]


class PointsMap(QWidget):
    """A small picture of points, north at the top, with a scale; no map and no network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: Sequence[Point] = ()
        self._pairs: Sequence[tuple[Point, Point]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 180)
        say(self.setAccessibleName, PICTURE)
        light.switched.connect(self._again)

    def sizeHint(self) -> QSize:
        return QSize(560, 380)

    def _again(self, _: object) -> None:
        self.update()

    def show_points(self, known: Sequence[Point], pairs: Sequence[tuple[Point, Point]]) -> None:
        """Show known points in grey, others in colour with a line to the known one of each."""
        self._known, self._pairs = known[:: len(known) // _MOST_KNOWN + 1], pairs
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = light.tones
        painter.fillRect(self.rect(), QColor(tones.base))
        painter.setPen(QPen(QColor(tones.line), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        if self._pairs:
            self._paint_points(painter)
        painter.end()

    def _paint_points(self, painter: QPainter) -> None:
        lon, lat, per_metre = self._fit()
        wide = _DEGREE * _cos(lat)

        def place(point: Point) -> QPointF:
            east, north = (point[0] - lon) * wide, (point[1] - lat) * _DEGREE
            return QPointF(
                self.width() / 2 + east * per_metre, self.height() / 2 - north * per_metre
            )

        tones = light.tones
        painter.setPen(QPen(QColor(tones.warning), 1.2))
        for point, known in self._pairs:
            painter.drawLine(place(point), place(known))
        painter.setPen(Qt.PenStyle.NoPen)
        shown = [point for point, _ in self._pairs]
        for points, tone, size in ((self._known, tones.faint, 2.0), (shown, tones.accent, 3.0)):
            painter.setBrush(QColor(tone))
            for point in points:
                painter.drawEllipse(place(point), size, size)
        self._paint_scale(painter, per_metre)

    def _fit(self) -> tuple[float, float, float]:
        """Return the middle and the pixels of a metre, so that all pairs are in sight."""
        near = [point for pair in self._pairs for point in pair]
        lons, lats = sorted(p[0] for p in near), sorted(p[1] for p in near)
        left, right, low, high = lons[0], lons[-1], lats[0], lats[-1]
        lon, lat = (left + right) / 2, (low + high) / 2
        wide = max((right - left) * _DEGREE * _cos(lat), 60.0)
        tall = max((high - low) * _DEGREE, 60.0)
        room = self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN
        return lon, lat, min(room[0] / wide, room[1] / tall)

    def _paint_scale(self, painter: QPainter, per_metre: float) -> None:
        metres = next(
            (
                each
                for each in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000)
                if each * per_metre >= 50
            ),
            100_000,
        )
        y, x = self.height() - 10.0, 12.0
        painter.setPen(QPen(QColor(light.tones.dim), 2))
        painter.drawLine(QPointF(x, y), QPointF(x + metres * per_metre, y))
        painter.drawText(QPointF(x, y - 5), text(SCALE.filled(metres=f"{metres:,}")))


class PositionsTab(QWidget):
    """Lets the person choose the system in which a sheet's points fall on known buildings."""

    system_said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen: Seen | None = None
        self.picture, self.told = PointsMap(), label(wrap=True)
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        side = QVBoxLayout()
        side.setSpacing(8)
        self._side = QVBoxLayout()
        self._side.setSpacing(8)
        side.addLayout(self._side)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self.picture, 1)
        middle.addLayout(side)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.told)
        box.addLayout(middle, 1)
        speech.switched.connect(self._tell)

    def show_seen(self, seen: Seen | None) -> None:
        """Show the points of a sheet, or that it has none."""
        self.seen = seen
        systems = seen.systems if seen is not None else []
        if systems != list(self.buttons):
            self._offer(systems)
        for system, made in self.buttons.items():
            made.setChecked(seen is not None and system == seen.system)
        self.picture.setVisible(seen is not None)
        if seen is not None:
            self.picture.show_points(seen.known, seen.pairs)
        self._tell()

    def _offer(self, systems: Sequence[str]) -> None:
        for old in self.buttons.values():
            self._group.removeButton(old)
            self._side.removeWidget(old)
            old.deleteLater()
        self.buttons = {}
        for system in systems:
            made = QRadioButton()
            made.clicked.connect(partial(self._choose, system))
            self._group.addButton(made)
            self._side.addWidget(made)
            self.buttons[system] = made

    def _choose(self, system: str) -> None:
        if self.seen is not None and system != self.seen.shift.said:
            self.system_said.emit(system)

    def _tell(self, _: object = None) -> None:
        seen = self.seen
        if seen is None:
            self.told.setText(text(NONE))
            return
        shift = seen.shift
        self.told.setText(text(TOLD if shift.doubtful else FINE))
        for system, made in self.buttons.items():
            metres = shift.metres[system]
            words = OFF.filled(system=shifts.name(system), metres=f"{metres:,.0f}")
            made.setText(text(BEST.filled(words=words) if system == shift.best else words))


def _cos(latitude: float) -> float:
    return max(0.05, cos(radians(latitude)))
