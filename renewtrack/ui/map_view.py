"""The map in the window: shows features, tells what was picked, comes back when it dies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from renewtrack.maps import asking, page_words, tool_asks
from renewtrack.maps.features import MapArea
from renewtrack.maps.showing import Message, Showing
from renewtrack.ui.map_frame import MapFrame

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from renewtrack.maps.drawing import Drawing
    from renewtrack.maps.looks import Look
    from renewtrack.maps.site import Site
    from renewtrack.ui.map_page import Room

_GROUND = {False: "#F1F2F0", True: "#1A1C1F"}  # as in map.css, so that opening does not flash


class MapView(QWidget):
    """The map. Light to make; ``start()`` imports WebEngine and opens the page.

    Whatever is shown, picked or filtered before the page listens is told to it when it does,
    and again after the page was lost and came back.
    """

    picked = Signal(list, bool)  # ids; True: added to what was picked before
    legend_clicked = Signal(str)  # a class's key, or "overdue"
    asked = Signal(object)  # any other ask of the page, for whoever answers it
    ready = Signal()  # the page listens
    painted = Signal(float)  # all is drawn; milliseconds since the page was asked for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._showing = Showing()
        self._room: Room | None = None
        self._view: QWebEngineView | None = None
        self._listening = False
        self._deaths = 0
        self.ground_seen: tuple[float, float, float, float] | None = None  # degrees
        self._frame = MapFrame(self)
        self._frame.again.connect(self._open_again)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._frame)
        self._dress()

    def start(self) -> None:
        """Import WebEngine and open the page; call after the window's first paint."""
        if self._view is not None:
            return
        from renewtrack.ui import map_scheme

        map_scheme.make_known()
        from PySide6.QtWebEngineWidgets import QWebEngineView

        from renewtrack.ui.map_page import Room

        self._view = QWebEngineView(self)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        showing = self._showing
        self._room = Room(showing.site, showing.language, showing.dark, self._view)
        self._room.asked.connect(self._asked)
        self._room.page.renderProcessTerminated.connect(self._died)
        self._view.setPage(self._room.page)
        self._dress()
        self._frame.show_map(self._view)
        self._room.load()

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Show features that ``drawing.prepare`` made ready on a worker; None: none at all."""
        self._tell(*self._showing.show_drawing(drawing))

    def show_look(self, look: Look) -> None:
        """Colour the same features by another theme, or as they are now."""
        self._tell(*self._showing.show_look(look))

    def patch(self, ids: Sequence[int], classes: Sequence[int], overdue: Sequence[bool]) -> None:
        """Draw some features in other classes after an edit."""
        self._tell(*self._showing.patch(ids, classes, overdue))

    def show_ground(self, areas: Iterable[MapArea]) -> None:
        """Show boundaries and names of areas as the ground."""
        self._tell(*self._showing.show_ground(areas))

    def select(self, ids: Iterable[int]) -> None:
        """Outline features; never answered by ``picked``."""
        self._tell(*self._showing.select(ids))

    def filter_to(self, ids: Iterable[int] | None) -> None:
        """Dim all features but some; None dims none."""
        self._tell(*self._showing.filter_to(ids))

    def choose_classes(self, keys: Iterable[str]) -> None:
        """Press these lines of the legend: all other classes are dimmed; none: all are shown."""
        self._tell(*self._showing.choose(keys))

    def zoom_to(self, ids: Iterable[int]) -> None:
        """Move to some features and flash them."""
        self._tell({"do": "zoom", "ids": sorted(set(ids))})

    def zoom_all(self) -> None:
        """Move to where all features can be seen."""
        self._tell({"do": "zoom", "ids": None})

    def flash(self, ids: Iterable[int]) -> None:
        """Call some features to notice without moving."""
        self._tell({"do": "flash", "ids": sorted(set(ids))})

    def features_of(self, estates: Iterable[int]) -> frozenset[int]:
        """Return the ids of the features that stand in some estates."""
        return self._showing.members(estates)

    def estates_of(self, ids: Iterable[int]) -> frozenset[int]:
        """Return the estates that some features stand in."""
        return self._showing.groups_of(ids)

    def set_dark(self, dark: bool) -> None:
        """Change between the light and the dark ground without loading anew."""
        self._showing.dark = dark
        self._dress()
        self._tell(self._showing.look())

    def set_language(self, language: str) -> None:
        """Say everything on the map in another language without loading anew."""
        self._showing.language = language
        self._dress()
        self._tell(self._showing.look())

    def tell(self, message: Message) -> None:
        """Tell the page something once."""
        self._tell(message)

    def keep(self, message: Message) -> None:
        """Tell the page something, and again whenever it is opened anew."""
        self._tell(*self._showing.keep(message))

    def take_keys(self) -> None:
        """Give the keyboard to the page, which has a tool in hand."""
        if self._view is not None:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def site(self) -> Site:
        """The files that the page may fetch."""
        return self._showing.site

    @property
    def refused_requests(self) -> int:
        """How many requests of the page for anything but our own files were refused."""
        return 0 if self._room is None else self._room.wall.refused

    @property
    def page(self) -> QWebEnginePage | None:
        """The web page; None before ``start()``."""
        return None if self._room is None else self._room.page

    def picture(self) -> QImage:
        """Return what the map shows now; after ``painted`` it is complete, off screen too."""
        return (self._view or self).grab().toImage()

    def _asked(self, message: str) -> None:
        ask = asking.read(message)
        if isinstance(ask, asking.Ready):
            self._listening = True
            self._tell(*self._showing.everything())
            self.ready.emit()
        elif isinstance(ask, asking.Painted):
            self.painted.emit(ask.milliseconds)
        elif isinstance(ask, asking.Legend):
            self._tell(*self._showing.choose(self._showing.chosen ^ {ask.key}))
            self.legend_clicked.emit(ask.key)
        elif isinstance(ask, asking.Pick):
            self.picked.emit(self._showing.picked(ask.ids, ask.extend), ask.extend)
        elif isinstance(ask, tool_asks.GroundSeen):
            self.ground_seen = ask.bounds
        elif ask is not None:
            self.asked.emit(ask)

    def _tell(self, *messages: Message) -> None:
        if self._listening and self._room is not None:
            for message in messages:
                self._room.tell(json.dumps(message))

    def _died(self, status: QWebEnginePage.RenderProcessTerminationStatus) -> None:
        if status.name == "NormalTerminationStatus" or self._room is None:
            return
        self._listening = False
        self._deaths += 1
        if self._deaths > 1:
            self._frame.show_lost()
            return
        self._frame.tell_it_came_back()
        QTimer.singleShot(0, self._room, self._room.load)

    def _open_again(self) -> None:
        if self._room is not None and self._view is not None:
            self._deaths = 0
            self._frame.show_map(self._view)
            self._room.load()

    def _dress(self) -> None:
        """Give the frame its words and the page its first colour."""
        self.setAccessibleName(page_words.PAGE_WORDS["map"].in_(self._showing.language))
        self._frame.say(self._showing.language)
        if self._room is not None:
            self._room.page.setBackgroundColor(QColor(_GROUND[self._showing.dark]))
