"""A building that is not on record yet, drawn on the map and then named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from renewtrack.ui import map_words
from renewtrack.ui.map_deeds import box_around
from renewtrack.ui.map_tools import POLYGON, Purpose

if TYPE_CHECKING:
    from renewtrack.gis.shaping import Sketch
    from renewtrack.ui.main_window import MainWindow

AROUND = 0.002  # degrees, about 200 m: whose estate a new building is likely to stand in


class MapNewBuilding:
    """Draws the outline first and asks for estate and number then."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._session = window, window.session

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what its command does."""
        return {"draw_building": self.draw}

    def draw(self) -> None:
        """Draw a building that is not on record yet."""
        hint = map_words.DRAW_HINT.filled(what=map_words.NEW_BUILDING)
        self._window.map_deeds.take(Purpose("draw_building", POLYGON, hint, self._drawn))

    def _drawn(self, sketch: Sketch) -> None:
        from renewtrack.gis import shaping

        geometry = shaping.make(sketch)  # refused before anything is asked
        self._window.map_tools.lay_down()
        self._window.map_deeds.later(lambda: self._ask(sketch, geometry))

    def _ask(self, sketch: Sketch, geometry: object) -> None:
        from renewtrack.gis import shaping
        from renewtrack.store import geometries
        from renewtrack.ui.record_deeds import NewRecord

        db, deeds = self._session.db, self._window.map_deeds
        near = geometries.near(db, "building", box_around(geometry))
        dialog = NewRecord("buildings", self._session, self._window)
        around = geometries.near(db, "building", box_around(geometry, AROUND))
        estate = geometries.estate_of(db, _nearest(geometry, around))
        if (place := dialog.estate.findData(estate)) >= 0:
            dialog.estate.setCurrentIndex(place)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        values = geometries.values(shaping.to_blob(shaping.settle(geometry, near)))
        name, estate_id = dialog.name.text().strip(), int(dialog.estate.currentData())
        if self._window.records.add_building(estate_id, name, values) is not None:
            deeds.tell_stored(map_words.OUTLINE_WHAT, sketch)
            deeds.tell_overlap(shaping.overlaps(geometry, near))


def _nearest(geometry: object, others: dict[int, bytes]) -> int | None:
    from renewtrack.gis import shaping

    far = {one: shaping.from_blob(blob).distance(geometry) for one, blob in others.items()}
    return min(far, key=lambda one: far[one]) if far else None
