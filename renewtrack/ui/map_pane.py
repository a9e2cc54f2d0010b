"""The map beside the table: reads features in a thread, keeps selection and filter in step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from renewtrack.ui import map_reading
from renewtrack.ui.empty_state import EmptyState
from renewtrack.ui.filtering import Choice
from renewtrack.ui.look import light
from renewtrack.ui.map_themes import MapThemes
from renewtrack.ui.map_time import MapTime
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import say, speech
from renewtrack.ui.tasks import Task
from renewtrack.ui.theme_bar import ThemeBar
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.ui.base_maps import ShownBases
    from renewtrack.ui.map_view import MapView

MAP = Words("地图", "Map")
NO_PLACES = Words("这些楼栋还没有坐标", "These buildings have no coordinates yet")
NO_PLACES_HINT = Words(
    "导入带坐标的楼栋普查表，楼栋就会出现在地图上",
    "Import a building survey with coordinates, and the buildings appear on the map",
)
NO_PLACES_ACTION = Words("导入坐标…", "Import coordinates…")
DRAWING = Words("正在画地图…", "Drawing the map…")


class MapPane(QWidget):
    """Hosts the map view; light until ``start()``."""

    picked = Signal(object, bool)  # ids of buildings; True: added to those picked before
    import_asked = Signal()
    shown = Signal()  # the features were given to the map

    def __init__(self, session: Session, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.choice = session, choice
        self.view: MapView | None = None
        self.bases: ShownBases | None = None
        self._pages = QStackedWidget()
        self._empty = EmptyState("map")
        self._empty.show_words(NO_PLACES, NO_PLACES_HINT, NO_PLACES_ACTION, self.import_asked.emit)
        self._blank = QWidget()
        self._pages.addWidget(self._blank)
        self._pages.addWidget(self._empty)
        self._reading: Task | None = None
        self._again = False
        self._fitted = False
        self._known: map_reading.Known | None = None
        self.themes = MapThemes(session, choice, self)
        self.time = MapTime(session, self.themes, self)
        self.theme_bar = ThemeBar(self.themes)
        self.theme_bar.time_asked.connect(self.time.toggle)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part in (self._pages, self.time.bar, self.theme_bar):
            box.addWidget(part, 1 if part is self._pages else 0)
        say(self.setAccessibleName, MAP)
        session.changed.connect(self.reload)
        session.opened.connect(self._opened)
        choice.changed.connect(self._press)
        self.themes.chosen.connect(self.reload)

    def start(self) -> None:
        """Import WebEngine and open the page; after the window's first paint."""
        if self.view is not None:
            return
        from renewtrack.ui.base_maps import ShownBases
        from renewtrack.ui.map_view import MapView

        self.view = MapView()
        say(self.view.setAccessibleName, MAP)
        self.view.set_dark(light.dark)
        self.view.set_language(speech.language)
        light.switched.connect(self.view.set_dark)
        speech.switched.connect(self.view.set_language)
        self.view.picked.connect(lambda ids, extend: self.picked.emit(ids, extend))
        self.view.legend_clicked.connect(self.themes.toggle)
        self.time.view = self.view
        self.view.painted.connect(self._fit)
        self._pages.insertWidget(0, self.view)
        self._pages.setCurrentWidget(self.view)
        self.view.start()
        self.bases = ShownBases(self.session, self.view, self)
        self.bases.reload()
        self.reload()

    def reload(self) -> None:
        """Read what stands on the map, in a thread, and draw what differs."""
        if self.view is None or self.session.file is None:
            return
        if self._reading is not None:
            self._again = True
            return

        today = self.session.today
        theme, known, path = self.themes.shown, self._known, self.session.path
        self._reading = self.session.run_read(
            lambda db, _: map_reading.read(db, today, theme, known, path),
            self._read,
            self._failed,
            words=DRAWING,
        )

    def select(self, kind: str, ids: Iterable[int]) -> None:
        """Outline the buildings of the marked rows."""
        if self.view is not None:
            self.view.select(self.buildings_of(kind, ids))

    def zoom(self, kind: str, ids: Iterable[int]) -> None:
        """Move to the buildings of some rows."""
        wanted = self.buildings_of(kind, ids)
        if self.view is not None and wanted:
            self.view.zoom_to(wanted)

    def zoom_all(self) -> None:
        """Show the whole district."""
        if self.view is not None:
            self.view.zoom_all()

    def dim(self, kind: str, ids: Iterable[int]) -> None:
        """Dim all buildings but those of the rows shown."""
        if self.view is None:
            return
        free = self.choice.empty or self.themes.alone  # then the legend dims by itself
        self.view.filter_to(None if free else self.buildings_of(kind, ids))

    def buildings_of(self, kind: str, ids: Iterable[int]) -> set[int]:
        """Return the buildings that some rows stand for."""
        if self.view is None or self.session.file is None:
            return set()
        if kind == "buildings":
            return set(ids)
        estates = set(ids)
        if kind == "works":
            from renewtrack.store import works

            buildings, wholes = works.buildings_of(self.session.db, estates)
            return {*buildings, *self.view.features_of(set(wholes))}
        if kind == "projects":
            from renewtrack.store import projects

            db = self.session.db
            estates = {each for one in ids for each in projects.estates_of(db, one)}
        return set(self.view.features_of(estates))

    def estates_of(self, ids: Iterable[int]) -> list[int]:
        """Return the estates that some buildings stand in."""
        return sorted(self.view.estates_of(ids)) if self.view is not None else []

    def _read(self, found: map_reading.Content) -> None:
        self._reading = None
        view = self.view
        if view is None or self.session.file is None:
            return
        self._known = found.known
        view.show_drawing(found.drawing)
        view.show_ground(found.ground)
        nowhere = not len(found.drawing.pack.ids) and found.buildings > 0
        self._pages.setCurrentWidget(self._empty if nowhere else view)
        self._press()
        self.shown.emit()
        if self._again:
            self._again = False
            self.reload()

    def _failed(self, error: Exception) -> None:
        self._reading = None
        self.session.tasks.troubled.emit(error)

    def _fit(self) -> None:
        if not self._fitted and self.view is not None:
            self._fitted = True
            self.view.zoom_all()

    def _opened(self) -> None:
        self._fitted = False
        self._known = None
        if self.view is not None and self.session.file is None:
            self.view.show_drawing(None)
        self.reload()

    def _press(self) -> None:
        """Press the legend's lines that are filtered by."""
        if self.view is None:
            return
        self.view.choose_classes(self.themes.pressed())
