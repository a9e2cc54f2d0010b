"""The map in the window: shows features, tells what was picked, comes back when it dies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from renewtrack.maps import page_words
from renewtrack.maps.features import MapArea, MapFeature
from renewtrack.maps.theme import STAGE, Theme
from renewtrack.words import LANGUAGES

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from renewtrack.maps.drawing import Drawing
    from renewtrack.maps.site import Site
    from renewtrack.ui.map_page import Room

_NOTICE_MS = 10_000
_GROUND = {False: "#F1F2F0", True: "#1A1C1F"}  # as in map.css, so that opening does not flash


class MapView(QWidget):
    """The map. Light to make; ``start()`` imports WebEngine and opens the page.

    Whatever is shown, picked or filtered before the page listens is sent when it does.
    """

    picked = Signal(list, bool)  # ids; True: added to what was picked before
    legend_clicked = Signal(str)  # a class's key, or "overdue"
    ready = Signal()  # the page listens
    painted = Signal(float)  # all is drawn; milliseconds since the page was asked for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._dark, self._theme = LANGUAGES[0], False, STAGE
        self._site: Site | None = None
        self._room: Room | None = None
        self._view: QWebEngineView | None = None
        self._listening = False
        self._revision = 0
        self._deaths = 0
        self._features: dict[int, MapFeature] = {}
        self._drawing: Drawing | None = None  # None: to be made from the features
        self._areas: tuple[MapArea, ...] = ()
        self._selected: frozenset[int] = frozenset()
        self._only: frozenset[int] | None = None
        self._chosen: frozenset[str] = frozenset()
        self._build()

    # What the window asks for

    def start(self) -> None:
        """Import WebEngine and open the page; call after the window's first paint."""
        if self._view is not None:
            return
        from renewtrack.ui import map_scheme

        map_scheme.make_known()
        from PySide6.QtWebEngineWidgets import QWebEngineView

        from renewtrack.maps import site
        from renewtrack.ui.map_page import Room

        self._site = site.shipped()
        self._put_features()
        self._put_ground()
        self._view = QWebEngineView(self)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAcceptDrops(False)
        self._room = Room(self._site, self._language, self._dark, self._view)
        self._room.asked.connect(self._asked)
        self._room.page.renderProcessTerminated.connect(self._died)
        self._room.page.setBackgroundColor(QColor(_GROUND[self._dark]))
        self._view.setPage(self._room.page)
        self._stack.insertWidget(0, self._view)
        self._stack.setCurrentIndex(0)
        self._room.load()

    def show_features(self, features: Sequence[MapFeature], theme: Theme = STAGE) -> None:
        """Show features coloured by a theme; only what differs from before is drawn anew.

        For many thousands call ``drawing.prepare`` on a worker and give ``show_drawing`` that.
        """
        same = theme is self._theme and {each.id for each in features} == self._features.keys()
        if not (same and self._patch(features)):
            self._theme, self._drawing = theme, None
            self._features = {each.id: each for each in features}
            self._send_features()

    def show_drawing(self, drawing: Drawing) -> None:
        """Show features that were made ready elsewhere."""
        self._theme, self._drawing, self._features = drawing.theme, drawing, drawing.features
        self._send_features()

    def update_features(self, changed: Iterable[MapFeature]) -> None:
        """Draw some features anew after an edit; new ones are added."""
        changed = list(changed)
        if not self._patch(changed):
            self._features |= {each.id: each for each in changed}
            self._drawing = None
            self._send_features()

    def show_ground(self, areas: Iterable[MapArea]) -> None:
        """Show boundaries and names of areas as the ground."""
        self._areas = tuple(areas)
        if self._site is not None:
            self._put_ground()
            self._tell("ground", revision=self._revision)

    def select(self, ids: Iterable[int]) -> None:
        """Outline features; never answered by ``picked``."""
        wanted = frozenset(ids)
        if wanted != self._selected:
            self._selected = wanted
            self._tell("select", ids=sorted(wanted))

    def filter_to(self, ids: Iterable[int] | None) -> None:
        """Dim all features but some; None dims none."""
        self._only = None if ids is None else frozenset(ids)
        self._send_filter()

    def choose_classes(self, keys: Iterable[str]) -> None:
        """Press these lines of the legend: all other classes are dimmed; none: all are shown."""
        if frozenset(keys) != self._chosen:
            self._chosen = frozenset(keys)
            self._send_filter()

    def zoom_to(self, ids: Iterable[int]) -> None:
        """Move to some features and flash them."""
        self._tell("zoom", ids=sorted(set(ids)))

    def zoom_all(self) -> None:
        """Move to where all features can be seen."""
        self._tell("zoom", ids=None)

    def flash(self, ids: Iterable[int]) -> None:
        """Call some features to notice without moving."""
        self._tell("flash", ids=sorted(set(ids)))

    def features_of(self, estates: Iterable[int]) -> frozenset[int]:
        """Return the ids of the features that stand in some estates."""
        wanted = set(estates)
        return frozenset(each.id for each in self._features.values() if each.estate_id in wanted)

    def estates_of(self, ids: Iterable[int]) -> frozenset[int]:
        """Return the estates that some features stand in."""
        known = self._features
        return frozenset(known[each].estate_id for each in ids if each in known)

    def set_dark(self, dark: bool) -> None:
        """Change between the light and the dark ground without loading anew."""
        self._dark = dark
        self._dress()
        self._send_look()

    def set_language(self, language: str) -> None:
        """Say everything on the map in another language without loading anew."""
        self._language = language
        self._dress()
        self._send_look()

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

    # What the page asks for

    def _asked(self, message: str) -> None:
        from renewtrack.maps import asking

        ask = asking.read(message)
        if isinstance(ask, asking.Ready):
            self._listen()
        elif isinstance(ask, asking.Painted):
            self.painted.emit(ask.milliseconds)
        elif isinstance(ask, asking.Legend):
            self._chosen ^= {ask.key}
            self._send_filter()
            self.legend_clicked.emit(ask.key)
        elif isinstance(ask, asking.Pick):
            ids = [each for each in ask.ids if each in self._features]
            self._selected = frozenset(ids) | (self._selected if ask.extend else frozenset())
            self.picked.emit(ids, ask.extend)

    def _listen(self) -> None:
        self._listening = True
        self._put_features()  # after a reload the pack is older than the patches
        self._send_look()
        self._tell("ground", revision=self._revision)
        self._tell("features", revision=self._revision, fit=False)
        self._send_filter()
        self._tell("select", ids=sorted(self._selected))
        self.ready.emit()

    def _died(self, status: QWebEnginePage.RenderProcessTerminationStatus) -> None:
        if status.name == "NormalTerminationStatus" or self._room is None:
            return
        self._listening = False
        self._deaths += 1
        if self._deaths > 1:
            self._stack.setCurrentWidget(self._lost)
            return
        self._notice.show()
        QTimer.singleShot(_NOTICE_MS, self._notice, self._notice.hide)
        QTimer.singleShot(0, self._room, self._room.load)

    def _open_again(self) -> None:
        if self._room is not None:
            self._deaths = 0
            self._stack.setCurrentIndex(0)
            self._room.load()

    # What is sent to the page

    def _tell(self, deed: str, **values: object) -> None:
        if self._listening and self._room is not None:
            self._room.tell(json.dumps({"do": deed, **values}))

    def _patch(self, changed: Sequence[MapFeature]) -> bool:
        """Send what changed row by row; False where only a new pack will do."""
        from renewtrack.maps import drawing

        rows = drawing.patches(self._features, changed, self._theme)
        if rows is None:
            return False
        if rows:
            self._drawing = None
            self._features |= {each.id: each for each in changed}
            self._tell("patch", rows=rows)
        return True

    def _put_features(self) -> None:
        """Make the pack answer from the features; before the start there is no need."""
        if self._site is None:
            return
        from renewtrack.maps import drawing, site

        if self._drawing is None:
            self._drawing = drawing.prepare(list(self._features.values()), self._theme)
        self._revision += 1
        self._site.put("features.bin", site.BINARY, self._drawing.body)
        self._site.put("features.json", site.JSON, self._drawing.names)

    def _put_ground(self) -> None:
        if self._site is None:
            return
        from renewtrack.maps import ground, site

        packed = ground.pack(self._areas)
        self._revision += 1
        self._site.put("ground.bin", site.BINARY, packed.body)
        self._site.put("ground.json", site.JSON, packed.names)

    def _send_features(self) -> None:
        if self._listening:
            self._put_features()
            self._send_look()
            self._tell("features", revision=self._revision, fit=False)

    def _send_filter(self) -> None:
        only = None if self._only is None else sorted(self._only)
        self._tell("filter", ids=only, chosen=sorted(self._chosen))

    def _send_look(self) -> None:
        self._tell(
            "look",
            dark=self._dark,
            language=self._language,
            words=page_words.in_(self._language),
            title=self._theme.words.in_(self._language),
            classes=[
                {
                    "key": each.key,
                    "word": each.words.in_(self._language),
                    "glyph": each.glyph,
                    "light": each.light,
                    "dark": each.dark,
                }
                for each in self._theme.classes
            ],
        )

    # The widgets round the page

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._notice = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._notice.setContentsMargins(8, 4, 8, 4)
        self._notice.hide()
        outer.addWidget(self._notice)
        self._stack = QStackedLayout()
        outer.addLayout(self._stack, 1)
        self._opening = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._opening)
        self._lost = QWidget(self)
        self._lost_text = QLabel(self._lost, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._again = QPushButton(self._lost)
        self._again.clicked.connect(self._open_again)
        lost = QVBoxLayout(self._lost)
        lost.addStretch(1)
        lost.addWidget(self._lost_text)
        lost.addWidget(self._again, 0, Qt.AlignmentFlag.AlignHCenter)
        lost.addStretch(1)
        self._stack.addWidget(self._lost)
        self._dress()

    def _dress(self) -> None:
        """Give the widgets round the page their words and the page its first colour."""
        self.setAccessibleName(page_words.PAGE_WORDS["map"].in_(self._language))
        self._opening.setText(page_words.OPENING.in_(self._language))
        self._notice.setText(page_words.CAME_BACK.in_(self._language))
        self._lost_text.setText(page_words.TABLE_ONLY.in_(self._language))
        self._again.setText(page_words.TRY_AGAIN.in_(self._language))
        if self._room is not None:
            self._room.page.setBackgroundColor(QColor(_GROUND[self._dark]))
