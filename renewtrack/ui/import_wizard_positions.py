"""Where a sheet's points fall beside the known buildings, in each coordinate system they may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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

from renewtrack.ui.import_wizard_parts import label
from renewtrack.ui.look import light
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

Point = tuple[float, float]  # longitude and latitude, WGS 84
NAMES = {
    "wgs84": Words("WGS 84（GPS）", "WGS 84 (GPS)"),
    "cgcs2000": Words("国家 2000（CGCS2000）", "CGCS2000"),
    "gcj02": Words("高德、腾讯 GCJ-02", "Gaode, Tencent GCJ-02"),
    "bd09": Words("百度 BD-09", "Baidu BD-09"),
}
OFF = Words(
    "{system}：与已知楼栋相差约 {metres} 米", "{system}: about {metres} m off known buildings"
)
OFF_NONE = Words("{system}：没有可比的楼栋", "{system}: no building to compare with")
BEST = Words("{words}（最接近）", "{words} (nearest)")
PICTURE = Words("表中的点与已知楼栋的位置", "The sheet's points beside known buildings")
TOLD = Words(
    "下图中灰点是文件里已有的楼栋，彩点是这张表的点。选一个坐标系，看它们是否落在一起；选定后按它重新计算。",
    "Grey dots are buildings of the file, coloured ones the sheet's points. Choose the system in "
    "which they fall together; the plan is then made again by it.",
)
FINE = Words("表中的坐标都落在已知楼栋附近。", "The sheet's points fall near known buildings.")
NONE = Words("这张表没有坐标。", "This sheet has no coordinates.")
SCALE = Words("{metres} 米", "{metres} m")
_MARGIN = 18
_DEGREE = 111_320.0  # metres of a degree of latitude


@dataclass(frozen=True, slots=True)
class Seen:
    """Points to compare: known ones, the sheet's in each system, the shift in metres of each."""

    known: Sequence[Point] = ()
    points: dict[str, Sequence[Point]] = field(default_factory=dict)
    metres: dict[str, float | None] = field(default_factory=dict)
    best: str = ""
    system: str = ""
    shifted: bool = False


class PointsMap(QWidget):
    """A small picture of points, north at the top, with a scale; no map and no network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: Sequence[Point] = ()
        self._points: Sequence[Point] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 180)
        say(self.setAccessibleName, PICTURE)
        light.switched.connect(lambda _: self.update())

    def sizeHint(self) -> QSize:
        return QSize(560, 380)

    def show_points(self, known: Sequence[Point], points: Sequence[Point]) -> None:
        """Show known points in grey and others in colour."""
        self._known, self._points = known, points
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = light.tones
        painter.fillRect(self.rect(), QColor(tones.base))
        painter.setPen(QPen(QColor(tones.line), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
        if self._known or self._points:
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
        painter.setPen(Qt.PenStyle.NoPen)
        for points, tone, size in (
            (self._known, tones.faint, 2.0),
            (self._points, tones.accent, 3.0),
        ):
            painter.setBrush(QColor(tone))
            for point in points:
                painter.drawEllipse(place(point), size, size)
        self._paint_scale(painter, per_metre)

    def _fit(self) -> tuple[float, float, float]:
        """Return the middle and the pixels of a metre, so that nearly all points are in sight."""
        both = [*self._points, *(self._known if not self._points else ())] or list(self._known)
        near = _near(self._known, both) if self._points else both
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
        for system in NAMES:
            made = QRadioButton()
            made.clicked.connect(lambda _, system=system: self._choose(system))
            self._group.addButton(made)
            self.buttons[system] = made
            side.addWidget(made)
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
        for system, made in self.buttons.items():
            made.setVisible(seen is not None and system in seen.points)
            made.setChecked(seen is not None and system == seen.system)
        self._draw(seen.system if seen is not None else "")
        self._tell()

    def _choose(self, system: str) -> None:
        self._draw(system)
        if self.seen is not None and system != self.seen.system:
            self.system_said.emit(system)

    def _draw(self, system: str) -> None:
        self.picture.setVisible(self.seen is not None)
        if self.seen is not None:
            self.picture.show_points(self.seen.known, self.seen.points.get(system, ()))

    def _tell(self, _: object = None) -> None:
        seen = self.seen
        if seen is None:
            self.told.setText(text(NONE))
            return
        self.told.setText(text(TOLD if seen.shifted else FINE))
        for system, made in self.buttons.items():
            metres = seen.metres.get(system)
            words = OFF_NONE.filled(system=NAMES[system])
            if metres is not None:
                words = OFF.filled(system=NAMES[system], metres=f"{metres:,.0f}")
            made.setText(text(BEST.filled(words=words) if system == seen.best else words))


def _near(known: Sequence[Point], points: Sequence[Point]) -> Sequence[Point]:
    """Return the points with the known ones within twice their spread."""
    lons, lats = sorted(p[0] for p in points), sorted(p[1] for p in points)
    spread = max(lons[-1] - lons[0], lats[-1] - lats[0], 0.004)
    lon, lat = lons[len(lons) // 2], lats[len(lats) // 2]
    return [
        *points,
        *(p for p in known if abs(p[0] - lon) < 2 * spread and abs(p[1] - lat) < 2 * spread),
    ]


def _cos(latitude: float) -> float:
    return max(0.05, cos(radians(latitude)))
