"""The map on a chosen day: reads the time line in a thread, tells the page the days to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from renewtrack.errors import Cancelled
from renewtrack.maps.site import BINARY
from renewtrack.ui.made_facets import DayFacet, LateFacet
from renewtrack.ui.map_themes import MapThemes
from renewtrack.ui.session import Session
from renewtrack.ui.speaking import speech, text
from renewtrack.ui.tasks import Task
from renewtrack.ui.time_slider import TimeBar
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.maps.theme import Theme
    from renewtrack.maps.timeline import Timeline
    from renewtrack.ui.map_view import MapView

READING = Words("正在读各栋的阶段记录…", "Reading the stages of all buildings…")
RECORDED = Words("{day} · 按记录", "{day} · as recorded")
PRESENT = Words("{day} · 今天", "{day} · today")
PLANNED = Words("{day} · 按计划推算", "{day} · as planned")
NOT_KNOWN = Words("{said}，{count} 栋当日不详", "{said}, {count} buildings not known that day")
KNOWN = Words("{said}，都有依据", "{said}, all known")
PAUSE = 200  # milliseconds that the slider stands before table and counts follow


class MapTime(QObject):
    """Shows the stages of a day, and of another beside them."""

    shown = Signal(bool)  # the time line was opened or closed

    def __init__(self, session: Session, themes: MapThemes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self._themes = session, themes
        self.bar = TimeBar()
        self.bar.hide()
        self.view: MapView | None = None
        self._timeline: Timeline | None = None
        self._body = b""
        self._reading: Task | None = None
        self._stale = False
        self._revision = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._settled)
        self._before: DayFacet | None = None
        self._late_before: LateFacet | None = None
        self.bar.moved.connect(self._moved)
        self.bar.closed.connect(self.close)
        themes.chosen.connect(self._themed)
        session.opened.connect(self.close)
        session.changed.connect(self._changed)
        speech.switched.connect(self._moved)

    @property
    def theme(self) -> Theme:
        """Return the theme of the stages on a day."""
        from renewtrack.maps.timeline import DAY

        return DAY

    @property
    def facet(self) -> DayFacet:
        """Return the facet of the stages on the chosen day."""
        return DayFacet(*self._on(self.bar.days[0]))

    @property
    def late_facet(self) -> LateFacet:
        """Return the facet of what was overdue on the chosen day."""
        return LateFacet(*self._on(self.bar.days[0]))

    def toggle(self) -> None:
        """Open the time line, or close it."""
        if self.bar.isHidden():
            self.open()
        else:
            self.close()

    def open(self, how: str = "") -> None:
        """Show the time line; ``how`` is a way to compare two days."""
        if self.session.file is None:
            return
        self.bar.show()
        if how:
            self.bar.compare(how)
        self.bar.slider.setFocus()
        self.shown.emit(True)
        if self._timeline is None:
            self._read()
        else:
            self._start()

    def close(self) -> None:
        """Show the chosen theme as it is today again."""
        self.bar.stop()
        self._pause.stop()
        self._timeline = self._before = self._late_before = None
        if self.bar.isHidden():
            return
        self.bar.hide()
        if self.view is not None:
            self.view.keep({"do": "day", "on": False})
        self._themes.date(None)
        self.shown.emit(False)

    def _read(self) -> None:
        if self._reading is not None:
            self._stale = True
            return
        today = self.session.today
        self._reading = self.session.run_read(
            lambda db, _: _made(db, today), self._arrived, self._failed, words=READING
        )

    def _arrived(self, read: tuple[Timeline, bytes]) -> None:
        self._reading = None
        if self._stale:
            self._stale = False
            self._read()
            return
        if self.bar.isHidden() or self.session.file is None:
            return
        made, self._body = read
        self._timeline = made
        self.bar.reach(made.first, made.today, made.last)
        self._start()

    def _failed(self, error: Exception) -> None:
        self._reading, self._stale = None, False
        self.close()
        if not isinstance(error, Cancelled):
            self.session.tasks.troubled.emit(error)

    def _start(self) -> None:
        """Give the page the time line and show the chosen day."""
        if self.view is None or self._timeline is None:
            return
        self._revision += 1
        self.view.site.put("timeline.bin", BINARY, self._body)
        self.view.keep({"do": "timeline", "revision": self._revision})
        self._moved()
        self._themes.date(self)

    def _moved(self) -> None:
        if self._timeline is None or self.view is None or self.bar.isHidden():
            return
        days, how = self.bar.days, self.bar.how
        captions = [text(self._said(day)) for day in days]
        self.view.keep(
            {"do": "day", "on": True, "how": how, "days": list(days), "captions": captions}
        )
        self._pause.start()

    def _settled(self) -> None:
        """Let count, chips and table follow the slider once it stands."""
        if self._timeline is None:
            return
        facet, before = self.facet, self._before
        unknown = len(self._timeline.ids_on(facet.day, "unknown"))
        said = self._said(facet.day)
        words = (
            NOT_KNOWN.filled(said=said, count=f"{unknown:,}")
            if unknown
            else KNOWN.filled(said=said)
        )
        self.bar.show_state(words)
        late, late_before = self.late_facet, self._late_before
        self._before, self._late_before = facet, late
        if before is not None and late_before is not None:
            self._themes.choice.move(before.key, facet)
            self._themes.choice.move(late_before.key, late)

    def _said(self, day: int) -> Words:
        from renewtrack.maps import courses

        assert self._timeline is not None
        today = self._timeline.today
        words = PRESENT if day == today else RECORDED if day < today else PLANNED
        return words.filled(day=courses.iso_of(day))

    def _on(self, day: int) -> tuple[Timeline, int, str]:
        from renewtrack.maps import courses

        assert self._timeline is not None
        return self._timeline, day, courses.iso_of(day)

    def _themed(self) -> None:
        """Another theme was chosen: the time line shows stages only, so it closes."""
        if self._themes.dated is None and self._timeline is not None:
            self.close()

    def _changed(self, _: object) -> None:
        if not self.bar.isHidden():
            self._read()


def _made(db: Database, today: str) -> tuple[Timeline, bytes]:
    from renewtrack.maps import timeline

    made = timeline.read(db, today)
    return made, made.body
