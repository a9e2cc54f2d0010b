"""Sites on the map: shown beneath the buildings, drawn, picked, corrected and deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from renewtrack.maps import tool_asks
from renewtrack.ui import asking, map_words
from renewtrack.ui.map_tools import LINE, POINT, POLYGON, Purpose, size_of
from renewtrack.ui.site_form import SiteForm, kind_words
from renewtrack.ui.speaking import speech, text
from renewtrack.ui.tasks import Task
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.domain.places import Site
    from renewtrack.gis.shaping import Sketch
    from renewtrack.maps.site_pack import SitePack
    from renewtrack.ui.main_window import MainWindow

READING = Words("正在读取场地…", "Reading sites…")
DRAWN = {
    "draw_park": (POLYGON, map_words.AREA_WORD),
    "draw_line": (LINE, map_words.LINE_WORD),
    "draw_point": (POINT, map_words.POINT_WORD),
}


class MapSites(QObject):
    """Keeps the map's sites in step with the file and does what is done with them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session, self._tools = window, window.session, window.map_tools
        self._reading: Task | None = None
        self._again = False
        self._shown: list[Site] | None = None  # what the page has
        self._revision = 0
        self.picked = 0  # the id of the site that is picked on the map; 0: none
        self._tools.opened.connect(self._opened)
        self._tools.asked.connect(self._answer)
        self._session.changed.connect(self._changed)
        self._session.opened.connect(self._other_file)
        speech.switched.connect(self._say_kinds)

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what its commands do."""
        deeds: dict[str, Callable[[], object]] = {
            key: lambda key=key: self.draw(key)  # type: ignore[misc]
            for key in DRAWN
        }
        guarded = self._window.guarded
        return deeds | {
            "edit_site": lambda: guarded(self.edit),
            "delete_site": lambda: guarded(self.delete),
        }

    # -- what the page shows

    def reload(self) -> None:
        """Read the sites in a thread and give them to the page where they differ."""
        if self._tools.view is None or self._session.file is None:
            return
        if self._reading is not None:
            self._again = True
            return

        def read(db: Database, _: Task) -> tuple[list[Site], SitePack]:
            from renewtrack.maps import site_pack
            from renewtrack.store import sites

            found = [each for each in sites.all(db) if each.geom is not None]
            return found, site_pack.pack(found)

        self._reading = self._session.run_read(read, self._read, self._failed, words=READING)

    def _read(self, found: tuple[list[Site], SitePack]) -> None:
        from renewtrack.maps import site

        self._reading = None
        sites, packed = found
        view = self._tools.view
        if view is not None and sites != self._shown:
            self._shown = sites
            self._revision += 1
            view.site.put("sites.bin", site.BINARY, packed.body)
            view.site.put("sites.json", site.JSON, packed.names)
            view.keep({"do": "sites", "revision": self._revision})
            if self.picked and all(each.id != self.picked for each in sites):
                self.pick(0)
        if self._again:
            self._again = False
            self.reload()

    def _failed(self, error: Exception) -> None:
        self._reading = None
        self._session.tasks.troubled.emit(error)

    def _opened(self) -> None:
        self._say_kinds()
        self.reload()

    def _changed(self, _: object) -> None:
        self.reload()
        if self.picked:
            self.pick(self.picked)

    def _other_file(self) -> None:
        self.pick(0)
        self._shown = None
        self.reload()

    def _say_kinds(self, _: str = "") -> None:
        from renewtrack.maps import site_pack

        if self._tools.view is not None:
            kinds = site_pack.kinds(speech.language)
            self._tools.view.keep({"do": "site_kinds", "kinds": kinds})

    # -- what is done with them

    def _answer(self, ask: object) -> None:
        if isinstance(ask, tool_asks.SitePicked):
            self.pick(ask.id)

    def pick(self, site_id: int) -> None:
        """Outline a site and show what can be done with it; 0 for none."""
        site = self._site(site_id)
        self.picked = site.id if site is not None else 0
        view, strip = self._tools.view, self._tools.strip
        if view is not None:
            view.tell({"do": "pick_site", "ids": [self.picked] if self.picked else []})
        if site is None:
            strip.show_site(None, ())
            return
        kind = kind_words(site.kind)
        name = map_words.SITE_SHOWN.filled(kind=kind, name=site.name or "—")
        strip.show_site(
            name,
            (
                (map_words.SITE_EDIT, lambda: self._window.guarded(self.edit)),
                (map_words.SITE_SHAPE, self.correct),
                (map_words.SITE_DELETE, lambda: self._window.guarded(self.delete)),
            ),
        )

    def draw(self, key: str) -> None:
        """Draw a new site: an area, a line or a point."""
        shape, word = DRAWN[key]
        hint = map_words.POINT_HINT if shape == POINT else map_words.DRAW_HINT
        words = hint.filled(what=map_words.NEW_SITE.filled(shape=word))
        self._window.map_deeds.take(Purpose(key, shape, words, self._drawn))

    def _drawn(self, sketch: Sketch) -> None:
        from renewtrack.gis import shaping

        geometry = shaping.make(sketch)  # refused before anything is asked
        self._tools.lay_down()
        self._window.map_deeds.later(lambda: self._ask(sketch, geometry))

    def _ask(self, sketch: Sketch, geometry: object) -> None:
        from renewtrack.gis import shaping
        from renewtrack.store import geometries, sites

        form = SiteForm(sketch.shape, None, text(size_of(sketch)), self._window)
        if form.exec() != QDialog.DialogCode.Accepted:
            return
        values = form.values | geometries.values(shaping.to_blob(geometry))
        words = kind_words(str(values["kind"]))
        name = values["name"]
        detail = Words(f"“{name or words.zh}”", f"“{name or words.en}”")
        row_id = self._session.write("add_site", lambda db: sites.add(db, **values), detail)
        self._window.tell(map_words.STORED.filled(what=words, size=size_of(sketch)))
        self.pick(row_id)

    def correct(self) -> None:
        """Correct the shape of the picked site."""
        site = self._site(self.picked)
        if site is None:
            self._window.tell(map_words.PICK_SITE)
            return
        self._window.map_deeds.correct(("site", site.id, _name(site)))

    def edit(self) -> None:
        """Change kind, name and remark of the picked site."""
        from renewtrack.gis import shaping
        from renewtrack.store import sites

        site = self._site(self.picked)
        if site is None:
            self._window.tell(map_words.PICK_SITE)
            return
        sketch = shaping.take_apart(site.geom) if site.geom is not None else None
        size = text(size_of(sketch)) if sketch is not None else ""
        form = SiteForm(sketch.shape if sketch is not None else "", site, size, self._window)
        if form.exec() != QDialog.DialogCode.Accepted:
            return
        values = {key: said for key, said in form.values.items() if getattr(site, key) != said}
        if values:
            detail = f"“{_name(site)}”"
            self._session.write("edit", lambda db: sites.change(db, site.id, values), detail)

    def delete(self) -> None:
        """Delete the picked site after asking."""
        from renewtrack.store import sites

        site = self._site(self.picked)
        if site is None:
            self._window.tell(map_words.PICK_SITE)
            return
        name = _name(site)
        question = map_words.SITE_DELETE_ASK.filled(name=name)
        if asking.confirmed(self._window, map_words.SITE_DELETE, question, map_words.SITE_DELETE):
            self.pick(0)
            self._session.write("delete", lambda db: sites.remove(db, site.id), f"“{name}”")

    def _site(self, site_id: int) -> Site | None:
        from renewtrack.store import sites

        if not site_id or self._session.file is None:
            return None
        return sites.get(self._session.db, site_id)


def _name(site: Site) -> str:
    return site.name or text(kind_words(site.kind))
