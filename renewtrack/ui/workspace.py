"""Table and map side by side, in step: selection both ways, filter, zoom."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from renewtrack.ui.filtering import Choice
from renewtrack.ui.ledger import Ledger
from renewtrack.ui.map_pane import MapPane
from renewtrack.ui.screens import LEDGER, Screens
from renewtrack.ui.session import Session

SHARES = (62, 38)  # per cent of the width, at first


class Workspace(QWidget):
    """The centre of the window while a file is open."""

    cursor_moved = Signal(str, object)  # kind, id or None

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.choice = Choice(self)
        self.ledger = Ledger(session, self.choice)
        self.screens = Screens(session, self.choice, self.ledger)
        self.map = MapPane(session, self.choice)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.screens)
        self.splitter.addWidget(self.map)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.setStretchFactor(0, SHARES[0])
        self.splitter.setStretchFactor(1, SHARES[1])
        self.screens.setMinimumWidth(360)
        self.map.setMinimumWidth(220)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.splitter)
        self.ledger.rows_marked.connect(self._marked)
        self.ledger.cursor_moved.connect(self.cursor_moved)
        self.ledger.zoomed.connect(self.map.zoom)
        self.ledger.listed.connect(self._listed)
        self.screens.drilled.connect(self.drill)
        self.screens.picked.connect(self.point_at)
        self.map.picked.connect(self._picked)
        self.map.shown.connect(self._shown)

    def share(self) -> None:
        """Divide the width between table and map as at first."""
        width = max(self.width(), 800)
        self.splitter.setSizes([width * SHARES[0] // 100, width * SHARES[1] // 100])

    def zoom(self) -> None:
        """Move the map to the marked rows, or to the row with the cursor."""
        table = self.ledger.table
        current = table.current_id()
        self.map.zoom(self.ledger.kind, table.marked() or ([current] if current else []))

    def step(self, by: int) -> None:
        """Move to the next or previous record."""
        table = self.ledger.table
        place = table.currentIndex().row() + by
        if 0 <= place < len(table.ledger.ids):
            column = max(table.currentIndex().column(), 0)
            table.move_to(place, column)

    def show_table(self, kind: str) -> None:
        """Bring a table of the ledger to the front, in place of another view."""
        self.screens.show_view(LEDGER)
        self.ledger.show_kind(kind)

    def go_to(self, kind: str, row_id: int) -> None:
        """Bring a record to the front, in its table and on the map."""
        self.screens.show_view(LEDGER)
        if self.ledger.go_to(kind, row_id):
            self.map.zoom(kind, [row_id])

    def drill(self, kind: str, ids: Iterable[int], _: object = None) -> None:
        """Show just some rows in their table, as a number of a view stands for them."""
        self.show_table(kind)
        self.choice.only_rows(kind, ids)

    def point_at(self, kind: str, ids: Iterable[int]) -> None:
        """Select rows that a view shows, on the map and in their table behind the view."""
        wanted = list(ids)
        self.ledger.tabs.setCurrentIndex(list(self.ledger.tables).index(kind))
        self.ledger.table.mark(wanted)
        self.map.select(kind, wanted)
        self.cursor_moved.emit(kind, wanted[-1] if wanted else None)

    def _marked(self, kind: str, ids: list[int]) -> None:
        if kind == self.ledger.kind:
            self.map.select(kind, ids)

    def _listed(self, kind: str) -> None:
        self.map.dim(kind, self.ledger.table.ledger.ids)
        self.map.select(kind, self.ledger.table.marked())

    def _shown(self) -> None:
        self._listed(self.ledger.kind)

    def _picked(self, ids: Iterable[int], extend: bool) -> None:
        """Select the rows of what was picked on the map, then outline all that they stand for."""
        kind, table = self.ledger.kind, self.ledger.table
        wanted = self._rows_of(kind, list(ids))
        if extend:
            wanted = [*table.marked(), *wanted]
        table.mark(wanted)
        self.map.select(kind, table.marked() if kind != "buildings" else {*wanted})
        self.ledger.count()
        self.cursor_moved.emit(kind, wanted[-1] if wanted else None)

    def _rows_of(self, kind: str, buildings: list[int]) -> list[int]:
        if kind == "buildings":
            return buildings
        estates = self.map.estates_of(buildings)
        if kind == "estates":
            return estates
        from renewtrack.store import projects, works

        db = self.session.db
        if kind == "works":
            return works.at(db, buildings, estates)
        return [each.id for estate in estates for each in projects.of_estate(db, estate)]
