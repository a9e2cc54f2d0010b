"""A table of control points in two systems, typed or pasted, with what each of them is off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from renewtrack.domain import systems
from renewtrack.domain.control_points import ControlPoint, Fit
from renewtrack.domain.systems import System
from renewtrack.ui.speaking import say, speech, text
from renewtrack.words import Words

NAME, X, Y, FIRST, SECOND, OFF = range(6)
TITLE = Words("控制点", "Control points")
HEADS = (
    Words("点号", "Point"),
    Words("地方 X（北）", "Local X (north)"),
    Words("地方 Y（东）", "Local Y (east)"),
)
DEGREES = (Words("经度", "Longitude"), Words("纬度", "Latitude"))
METRES = (Words("已知 X（北）", "Known X (north)"), Words("已知 Y（东）", "Known Y (east)"))
RESIDUAL = Words("残差（米）", "Off by (m)")
_SPARE = 2  # empty rows to go on with


class ControlPointsTable(QTableWidget):
    """Rows of points; ``edited`` after every change of one."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_SPARE, 6, parent)
        self._known: System = systems.GEOGRAPHIC[0]
        say(self.setAccessibleName, TITLE)
        self.verticalHeader().setDefaultSectionSize(26)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(False)
        self.itemChanged.connect(self._changed)
        speech.switched.connect(self._name_columns)
        self._name_columns()

    def show_points(self, points: Sequence[ControlPoint]) -> None:
        """Show points, their known side in the system that is chosen."""
        with QSignalBlocker(self):
            self.clearContents()
            self.setRowCount(len(points) + _SPARE)
            for row, point in enumerate(points):
                self._put(row, point)
        self.edited.emit()

    def set_known(self, key: str) -> None:
        """Take the known side in another system from now on; what stands there is converted."""
        points = self.points()
        found = systems.of_key(key)
        assert found is not None  # one of those that are offered
        self._known = found
        self._name_columns()
        if points:
            self.show_points(points)

    def points(self) -> list[ControlPoint]:
        """Return the rows that are filled in and can be read."""
        rows = (self._point(row) for row in range(self.rowCount()))
        return [point for point in rows if point is not None]

    def unread(self) -> list[int]:
        """Return the rows, from 1, that are begun and cannot be read."""
        return [
            row + 1
            for row in range(self.rowCount())
            if self._point(row) is None and any(self._cell(row, at) for at in (X, Y, FIRST, SECOND))
        ]

    def show_fit(self, fit: Fit | None) -> None:
        """Show beside each point how far it is off; the worst one is marked."""
        off = iter(fit.residuals if fit is not None else ())
        worst = max((each.metres for each in fit.residuals), default=0.0) if fit else 0.0
        with QSignalBlocker(self):
            for row in range(self.rowCount()):
                residual = next(off, None) if self._point(row) is not None else None
                item = QTableWidgetItem("" if residual is None else f"{residual.metres:.3f}")
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if residual is not None and fit is not None and not fit.exact:
                    item.setToolTip(f"{residual.east:+.3f}, {residual.north:+.3f}")
                    if residual.metres == worst and worst > 0.0005:
                        bold = item.font()
                        bold.setBold(True)
                        item.setFont(bold)
                        item.setText(f"▲ {residual.metres:.3f}")
                self.setItem(row, OFF, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear_chosen()
        else:
            super().keyPressEvent(event)

    def paste(self, words: str) -> None:
        """Put rows of cells, as spreadsheets copy them, in from the cursor on."""
        row, column = max(0, self.currentRow()), max(0, self.currentColumn())
        lines = [line for line in words.replace("\r", "").split("\n") if line.strip()]
        with QSignalBlocker(self):
            self.setRowCount(max(self.rowCount(), row + len(lines) + _SPARE))
            for down, line in enumerate(lines):
                cells = line.split("\t") if "\t" in line else line.replace("，", ",").split(",")
                for along, cell in enumerate(cells[: OFF - column]):
                    self.setItem(row + down, column + along, QTableWidgetItem(cell.strip()))
        self.edited.emit()

    def _clear_chosen(self) -> None:
        with QSignalBlocker(self):
            for index in self.selectedIndexes():
                if index.column() != OFF:
                    self.takeItem(index.row(), index.column())
        self.edited.emit()

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.column() == OFF:
            return
        if item.row() >= self.rowCount() - 1:
            with QSignalBlocker(self):
                self.setRowCount(item.row() + 1 + _SPARE)
        self.edited.emit()

    def _point(self, row: int) -> ControlPoint | None:
        try:
            north, east, first, second = (
                float(self._cell(row, at).replace(",", "")) for at in (X, Y, FIRST, SECOND)
            )
            pair = (second, first) if self._known.metric else (first, second)
            lon, lat = self._known.to_wgs84(*pair)
        except (ValueError, OverflowError):
            return None
        return ControlPoint(self._cell(row, NAME) or str(row + 1), east, north, lon, lat)

    def _put(self, row: int, point: ControlPoint) -> None:
        x, y = self._known.from_wgs84(point.lon, point.lat)
        metric = self._known.metric
        known = (f"{y:.4f}", f"{x:.4f}") if metric else (f"{x:.9f}", f"{y:.9f}")
        for column, words in enumerate((point.name, f"{point.y:.12g}", f"{point.x:.12g}", *known)):
            self.setItem(row, column, QTableWidgetItem(words))

    def _cell(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""

    def _name_columns(self, _: object = None) -> None:
        known = METRES if self._known.metric else DEGREES
        self.setHorizontalHeaderLabels([text(words) for words in (*HEADS, *known, RESIDUAL)])
