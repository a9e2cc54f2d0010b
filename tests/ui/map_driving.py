"""A person at the map of a real window: mouse and keys reach the page's own widget."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from renewtrack.ui.main_window import MainWindow

NO_KEYS = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
Place = tuple[float, float]


class Hand:
    """What a person does to the map of a window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        assert window.workspace.map.view is not None
        self.view = window.workspace.map.view

    def js(self, code: str) -> Any:
        """Run code in the page and return its value."""
        assert self.view.page is not None
        answers: list[Any] = []
        self.view.page.runJavaScript(f"JSON.stringify({code})", answers.append)
        self.until(lambda: bool(answers))
        return json.loads(answers[0]) if answers[0] else None

    def until(self, true: Callable[[], object], timeout: int = 15_000) -> None:
        """Wait until something is true."""
        spin(true, timeout)

    def until_js(self, code: str, tries: int = 300) -> None:
        """Wait until code in the page is true."""
        for _ in range(tries):
            if self.js(code):
                return
            pause(20)
        raise AssertionError(code)

    def look_at(self, kind: str, row_id: int, zoom: int = 19) -> None:
        """Select a record and stand still where it is; the page's first fit may come meanwhile."""
        self.window.workspace.ledger.go_to(kind, row_id)
        self.window.workspace.ledger.table.mark([row_id])
        lon, lat = self.centre(kind, row_id)
        self.js("(renewtrack.stage.view.handled = true)")
        for _ in range(5):
            self.js(f"renewtrack.map.setView([{lat}, {lon}], {zoom}, {{animate: false}}) && 1")
            self.still()
            pause(200)
            if self.js("renewtrack.map.getZoom()") == zoom:
                return
        raise AssertionError("the map does not stand still")

    def still(self) -> None:
        """Wait until the map stands and everything is painted, after the strip has grown too."""
        pause(60)
        moving = "renewtrack.map._animatingZoom || renewtrack.map._panAnim?._inProgress"
        self.until_js(f"!({moving}) && renewtrack.tiles.isIdle()")
        pause(30)

    def centre(self, kind: str, row_id: int) -> Place:
        from renewtrack.store import geometries, gpkg

        blob = geometries.of(self.window.session.db, kind.rstrip("s"), row_id)
        assert blob is not None
        return gpkg.centre(blob)

    def middle(self) -> Place:
        """The middle of the view in pixels."""
        wide, high = self.js("[renewtrack.map.getSize().x, renewtrack.map.getSize().y]")
        return wide / 2, high / 2

    def pixel(self, lon: float, lat: float) -> Place:
        """Where a place stands in the view."""
        x, y = self.js(
            f"(({{x, y}}) => [x, y])(renewtrack.map.latLngToContainerPoint([{lat}, {lon}]))"
        )
        return x, y

    def move(self, at: Place) -> None:
        self._mouse(QEvent.Type.MouseMove, at, NONE, held=False)

    def click(self, at: Place, button: Qt.MouseButton = LEFT) -> None:
        self.move(at)
        self._mouse(QEvent.Type.MouseButtonPress, at, button)
        self._mouse(QEvent.Type.MouseButtonRelease, at, button)
        self.js("1")  # answered after the click

    def drag(self, start: Place, end: Place) -> None:
        self.move(start)
        self._mouse(QEvent.Type.MouseButtonPress, start, LEFT)
        for step in (1, 2, 3):
            part = step / 3
            between = (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
            self._mouse(QEvent.Type.MouseMove, between, LEFT)
        self._mouse(QEvent.Type.MouseButtonRelease, end, LEFT)
        self.js("1")

    def key(self, key: Qt.Key, text: str = "", keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        target = self._screen()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, key, keys, text))
        self.js("1")

    def do(self, command: str) -> None:
        """Give a command of the window and wait until the map stands."""
        self.window.commands.actions[command].trigger()
        held = self.window.map_tools.in_hand
        self.until_js(f"(renewtrack.stage.hand.tool !== null) === {str(bool(held)).lower()}")
        self.still()

    def answer(self, dialog: Callable[[Any], object]) -> None:
        """Do something with the next dialog that opens."""

        def look() -> None:
            found = QApplication.activeModalWidget()
            if found is None:
                QTimer.singleShot(20, look)
            else:
                dialog(found)

        QTimer.singleShot(0, look)

    def steps(self, count: int) -> None:
        """Wait until the shape in the making has so many steps."""
        self.until(lambda: self.window.map_tools.steps == count)

    def _mouse(
        self, kind: QEvent.Type, at: Place, button: Qt.MouseButton, *, held: bool = True
    ) -> None:
        target = self._screen()
        place = QPoint(round(at[0]), round(at[1]))
        moving = kind == QEvent.Type.MouseMove
        released = kind == QEvent.Type.MouseButtonRelease
        event = QMouseEvent(
            kind,
            QPointF(place),
            QPointF(target.mapToGlobal(place)),
            NONE if moving else button,
            button if held and not released else NONE,
            NO_KEYS,
        )
        QApplication.sendEvent(target, event)

    def _screen(self) -> QWidget:
        proxy = self.view._view.focusProxy()  # type: ignore[union-attr]
        assert proxy is not None
        return proxy


def spin(true: Callable[[], object], timeout: int = 30_000) -> None:
    """Let the program run until something is true; it may run already."""
    if true():
        return
    loop, clock, last = QEventLoop(), QTimer(), QTimer(singleShot=True)
    clock.timeout.connect(lambda: loop.quit() if true() else None)
    last.timeout.connect(loop.quit)
    last.start(timeout)
    clock.start(10)
    loop.exec()
    clock.stop()
    last.stop()
    assert true()


def pause(milliseconds: int) -> None:
    """Let the program run for a moment."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
