"""The panes round the table: filter, detail, history; their headings, layout and focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from renewtrack import preferences
from renewtrack.ui import icons, plain
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say
from renewtrack.ui.workspace import Workspace
from renewtrack.words import Words

FILTER = Words("筛选", "Filter")
DETAIL = Words("详情", "Details")
HISTORY = Words("历史", "History")
VISIBLE = Words("视野内", "In view")
CLOSE = Words("关闭“{what}”", "Close “{what}”")
GROW = Words("放大或还原“{what}”", "Enlarge “{what}” or put it back")
NARROW = 1600  # below it the detail panel is closed at first
FILTER_WIDTH, DETAIL_WIDTH, HISTORY_HEIGHT = 224, 372, 320
VISIBLE_WIDTH = 256  # in a narrow window, where the map needs the rest
SMALLEST = {"filter": 200, "detail": 340}


class Pane(QDockWidget):
    """A dock with a slim heading of our own."""

    def __init__(self, name: str, words: Words, inner: QWidget, parent: QMainWindow) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.inner = inner
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        say(self.setWindowTitle, words)
        say(self.setAccessibleName, words)
        self.setTitleBarWidget(self._heading(words))
        frame = QFrame()
        frame.setProperty("role", "pane")
        frame.setMinimumWidth(SMALLEST.get(name, 0))
        box = QVBoxLayout(frame)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(inner)
        self.setWidget(frame)

    def add_button(self, icon: str, words: Words, deed: Callable[[], object]) -> None:
        """Put a small button into the heading, before the cross."""
        button = QToolButton()
        icons.give(button.setIcon, icon)
        button.setIconSize(button.iconSize() * 0.7)
        plain.say_tip(button, words)
        say(button.setAccessibleName, words)
        button.clicked.connect(deed)
        bar = self.titleBarWidget().layout()
        assert isinstance(bar, QHBoxLayout)
        bar.insertWidget(1, button)

    def _heading(self, words: Words) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 4, 4)
        label = plain.label()
        label.setProperty("role", "section")
        say(label.setText, words)
        cross = QToolButton()
        icons.give(cross.setIcon, "close")
        cross.setIconSize(cross.iconSize() * 0.7)
        plain.say_tip(cross, CLOSE.filled(what=words))
        say(cross.setAccessibleName, CLOSE.filled(what=words))
        cross.clicked.connect(self.close)
        row.addWidget(label, 1)
        row.addWidget(cross)
        return bar


class Panes:
    """Places the docks, remembers where everything stands, and moves the focus round."""

    def __init__(self, window: QMainWindow, workspace: Workspace, session: Session) -> None:
        self._window, self._workspace, self._session = window, workspace, session
        self.docks: dict[str, Pane] = {}
        self._wanted: dict[str, bool] = {}  # while the first page hides them
        self._full = False
        self._grown = ""  # the pane that takes the whole window

    def add(self, name: str, words: Words, inner: QWidget, area: Qt.DockWidgetArea) -> Pane:
        """Add a pane to one side of the window."""
        pane = Pane(name, words, inner, self._window)
        self._window.addDockWidget(area, pane)
        self.docks[name] = pane
        if name in SMALLEST:
            pane.visibilityChanged.connect(lambda seen: self.make_room(name) if seen else None)
        return pane

    def make_room(self, latest: str = "filter") -> None:
        """Close one side pane where both leave too little; the one opened last stays."""
        docks = self.docks
        if "detail" not in docks or any(docks[name].isHidden() for name in SMALLEST):
            return
        inside = self._workspace.minimumSizeHint().width()
        if self._window.width() < sum(SMALLEST.values()) + inside + 4:
            docks["filter" if latest == "detail" else "detail"].hide()

    def grow(self, name: str) -> None:
        """Let a pane take the whole window, or give the rest its place back."""
        grown, self._grown = self._grown, "" if self._grown else name
        if not grown:
            self._wanted = {each: not pane.isHidden() for each, pane in self.docks.items()}
            for each, pane in self.docks.items():
                pane.setVisible(each == name)
        else:
            kept = self.docks[grown].isHidden()
            self.show()
            self.docks[grown].setHidden(kept)
        middle = self._window.centralWidget()
        if middle is not None:
            middle.setVisible(bool(grown))
        if not grown:
            _enter(self.docks[name].inner)

    def shrink(self) -> None:
        """Give everything its place back where one pane takes the whole window."""
        if self._grown:
            self.grow(self._grown)

    def _closed(self, name: str) -> None:
        if self._grown == name and self.docks[name].isHidden():
            self.shrink()

    def tie(self, name: str, action: QAction) -> None:
        """Let a checkable action open and close a pane."""
        pane = self.docks[name]
        pane.visibilityChanged.connect(lambda _: action.setChecked(not pane.isHidden()))
        pane.visibilityChanged.connect(lambda _: self._closed(name))

    def toggle(self, name: str) -> None:
        """Open or close a pane."""
        pane = self.docks[name]
        pane.setVisible(pane.isHidden())
        if pane.isHidden():
            return
        pane.raise_()
        if name == "visible" and self.docks["detail"].isHidden() and self._window.width() < NARROW:
            self._window.resizeDocks([pane], [VISIBLE_WIDTH], Qt.Orientation.Horizontal)

    def reset(self) -> None:
        """Put everything where it stood at first."""
        window, docks = self._window, self.docks
        self.shrink()
        self._full = False
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["filter"])
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks["detail"])
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, docks["history"])
        docks["filter"].show()
        docks["detail"].setVisible(window.width() >= NARROW)
        docks["history"].hide()
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks["visible"])
        docks["visible"].hide()
        self._workspace.screens.show()
        self._workspace.map.show()
        across = Qt.Orientation.Horizontal
        window.resizeDocks([docks["filter"]], [FILTER_WIDTH], across)
        window.resizeDocks([docks["detail"]], [DETAIL_WIDTH], across)
        window.resizeDocks([docks["history"]], [HISTORY_HEIGHT], Qt.Orientation.Vertical)
        self._workspace.share()

    def hide(self) -> None:
        """Hide the panes while there is no file, remembering which were open."""
        self.shrink()
        if not self._wanted:
            self._wanted = {name: not pane.isHidden() for name, pane in self.docks.items()}
        for pane in self.docks.values():
            pane.hide()

    def show(self) -> None:
        """Show those panes again that were open."""
        for name, wanted in self._wanted.items():
            self.docks[name].setVisible(wanted)
        self._wanted = {}

    def map_full(self) -> bool:
        """Let the map take the whole window, or give the rest its place back."""
        self.shrink()
        self._full = not self._full
        if self._full:
            self._wanted = {name: not pane.isHidden() for name, pane in self.docks.items()}
            for pane in self.docks.values():
                pane.hide()
        else:
            self.show()
        self._workspace.screens.setVisible(not self._full)
        self._workspace.map.setVisible(True)
        return self._full

    def keep(self) -> None:
        """Write place, size, docks, splitter and columns into the preferences."""
        window = self._window
        self.shrink()
        if self._full:
            self.map_full()
        held = self._session.preferences.layout
        tables = self._workspace.ledger.tables
        self._session.prefer(
            geometry=_packed(window.saveGeometry()),
            layout=held if self._session.file is None else _packed(window.saveState()),
            splitter=_packed(self._workspace.splitter.saveState()),
            columns={
                kind: _packed(table.horizontalHeader().saveState())
                for kind, table in tables.items()
            },
        )

    def restore_columns(self) -> None:
        """Put the columns where they stood; sorting starts afresh."""
        for kind, table in self._workspace.ledger.tables.items():
            state = _unpacked(self._session.preferences.columns.get(kind, ""))
            heads = table.horizontalHeader()
            heads.blockSignals(True)
            if state.size() and heads.restoreState(state):
                heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            heads.blockSignals(False)

    def restore(self) -> None:
        """Put docks and splitter where they stood, or where they stand at first."""
        liked = self._session.preferences
        if not self._window.restoreState(_unpacked(liked.layout)):
            self.reset()
        if not self._workspace.splitter.restoreState(_unpacked(liked.splitter)):
            self._workspace.share()

    def restore_geometry(self) -> None:
        """Put the window itself where it stood."""
        self._window.restoreGeometry(_unpacked(self._session.preferences.geometry))

    def step(self, by: int) -> None:
        """Move the focus to the next visible pane, round and round."""
        stops = [(owner, enter) for owner, enter in self._stops() if owner.isVisible()]
        if not stops:
            return
        focused = QApplication.focusWidget()
        here = next(
            (
                place
                for place, (owner, _) in enumerate(stops)
                if focused is not None and (owner is focused or owner.isAncestorOf(focused))
            ),
            -1 if by > 0 else 0,
        )
        stops[(here + by) % len(stops)][1]()

    def _stops(self) -> list[tuple[QWidget, Callable[[], object]]]:
        workspace = self._workspace
        stops: list[tuple[QWidget, Callable[[], object]]] = []
        for name in ("filter", "", "visible", "detail", "history"):
            if not name:
                stops.append((workspace.screens, workspace.screens.take_keyboard))
                stops.append((workspace.map, lambda: _enter(workspace.map)))
            else:
                inner = self.docks[name].inner
                stops.append((inner, lambda into=inner: _enter(into)))  # type: ignore[misc]
        return stops


def _enter(pane: QWidget) -> None:
    """Give the focus to the first widget of a pane that takes it."""
    for child in pane.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
            child.setFocus(Qt.FocusReason.TabFocusReason)
            return
    pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    pane.setFocus(Qt.FocusReason.TabFocusReason)


def _packed(state: QByteArray) -> str:
    return preferences.packed(bytes(state.data()))


def _unpacked(written: str) -> QByteArray:
    return QByteArray(preferences.unpacked(written))
