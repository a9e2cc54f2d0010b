"""What is drawn and corrected on the map, as named actions of buildings and estates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog

from renewtrack.ui import ledger, map_words
from renewtrack.ui.map_tools import LINE, POINT, POLYGON, Purpose, size_of
from renewtrack.words import Words

if TYPE_CHECKING:
    from renewtrack.gis.shaping import Sketch
    from renewtrack.ui.commands import Commands
    from renewtrack.ui.main_window import MainWindow
    from renewtrack.ui.visible_list import VisibleList

TABLES = {"buildings": "building", "estates": "estate"}
CHECKED = ("map_box", "map_outline", "measure_length", "measure_area")
Target = tuple[str, int, str]  # table, id, name


class MapDeeds:
    """Draws, places and corrects what is selected, and measures and chooses."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session
        self._tools = window.map_tools

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what each command of the map does."""
        tools = self._tools
        return {
            "map_box": lambda: self._toggle("map_box", lambda: tools.choose("box", "map_box")),
            "map_outline": lambda: self._toggle(
                "map_outline", lambda: tools.choose("outline", "map_outline")
            ),
            "measure_length": lambda: self._measure("measure_length", LINE),
            "measure_area": lambda: self._measure("measure_area", POLYGON),
            "draw_outline": lambda: self._draw(POLYGON, map_words.OUTLINE_OF),
            "draw_position": lambda: self._draw(POINT, map_words.POSITION_OF),
            "pen_finish": lambda: tools.tell_pen("finish"),
            "pen_cancel": tools.lay_down,
            "pen_snapping": lambda: self._switch("snapping"),
            "pen_squared": lambda: self._switch("squared"),
            "correct_shape": lambda: self._window.guarded(self.correct_selected),
            "bulk_edit": self.bulk_edit,
        }

    def dress(self, commands: Commands) -> None:
        """Give the strip its buttons, and let the actions show which tool is in hand."""
        self._tools.strip.fill(commands.actions)
        commands.actions["pen_snapping"].setChecked(True)
        self._tools.stepped.connect(self._press)
        self._session.opened.connect(self._tools.lay_down)

    def follow(self, listed: VisibleList) -> None:
        """Do on the map what is chosen in the list of what is in view."""
        pane, sites = self._window.workspace.map, self._window.map_sites
        listed.picked.connect(lambda ids, extend: pane.picked.emit(ids, extend))
        listed.site_picked.connect(lambda row_id: self._pick_site(row_id))
        listed.located.connect(lambda table, row_id: self.show((table, row_id, "")))

        tables = self._window.workspace.ledger
        tables.rows_marked.connect(lambda _, ids: sites.pick(0) if ids and sites.picked else None)

    def _pick_site(self, row_id: int) -> None:
        self._window.workspace.map.picked.emit([], False)  # no building is meant any more
        self._window.map_sites.pick(row_id)

    def _press(self) -> None:
        """Press the button of the tool in hand, and name what undo would undo."""
        actions = self._window.commands.actions
        for key in CHECKED:
            actions[key].setChecked(self._tools.in_hand == key)
        self._window.deeds.name_undo()

    # -- tools that write nothing

    def _toggle(self, key: str, take: Callable[[], bool]) -> None:
        if self._tools.in_hand == key:
            self._tools.lay_down()
        elif not take():
            self._window.tell(map_words.NO_MAP)

    def _measure(self, key: str, shape: str) -> None:
        hint = map_words.AREA_HINT if shape == POLYGON else map_words.LENGTH_HINT
        self._toggle(key, lambda: self._tools.take_up(Purpose(key, shape, hint), key))

    def _switch(self, mode: str) -> None:
        act = self._window.commands.actions[f"pen_{mode}"]
        self._tools.set_mode(mode, act.isChecked())

    # -- positions and outlines of records

    def take(self, purpose: Purpose) -> bool:
        """Take up the pen to write something; say so where that cannot be."""
        if not self._session.may("editor"):
            self._window.tell(map_words.READ_ONLY)
            return False
        if not self._tools.take_up(purpose, purpose.key):
            self._window.tell(map_words.NO_MAP)
            return False
        return True

    def target(self) -> Target | None:
        """Return the building or estate that is selected, or has the cursor."""
        tables = self._window.workspace.ledger
        table, kind = tables.table, tables.kind
        marked, current = table.marked(), table.current_id()
        row_id = marked[0] if len(marked) == 1 else current
        if kind not in TABLES or row_id is None:
            return None
        place = table.ledger.place(row_id)
        row = table.ledger.row(place) if place is not None else None
        return (TABLES[kind], row_id, ledger.row_name(row)) if row is not None else None

    def _draw(self, shape: str, words: Words) -> None:
        found = self.target()
        if found is None:
            self._window.tell(map_words.PICK_PLACE)
            return
        table, row_id, name = found
        if shape == POINT and self._has_outline(table, row_id):
            self._window.tell(map_words.HAS_OUTLINE.filled(name=name))
            return
        hint = map_words.POINT_HINT if shape == POINT else map_words.DRAW_HINT
        what = map_words.POSITION_WHAT if shape == POINT else map_words.OUTLINE_WHAT
        purpose = Purpose(
            "draw_position" if shape == POINT else "draw_outline",
            shape,
            hint.filled(what=words.filled(name=name)),
            lambda sketch: self.store(found, sketch, what),
            skip=(table, row_id),
            box=self.box_of(table, row_id),
        )
        self.take(purpose)

    def _has_outline(self, table: str, row_id: int) -> bool:
        box = self.box_of(table, row_id)
        return box is not None and (box[0], box[1]) != (box[2], box[3])

    def box_of(self, table: str, row_id: int) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north of what a record has for a position, or None."""
        from renewtrack.store import geometries, gpkg

        blob = geometries.of(self._session.db, table, row_id)
        if blob is None:
            return None
        min_x, max_x, min_y, max_y = gpkg.bounds(blob)
        return min_x, min_y, max_x, max_y

    def correct(self, found: Target | None) -> None:
        """Take up the pen to correct the shape that something has."""
        from renewtrack.gis import shaping
        from renewtrack.store import geometries

        if found is None:
            self._window.tell(map_words.PICK_PLACE)
            return
        table, row_id, name = found
        blob = geometries.of(self._session.db, table, row_id)
        sketch = shaping.take_apart(blob) if blob is not None else None
        if sketch is None:
            words = map_words.NO_SHAPE if blob is None else map_words.ODD_SHAPE
            self._window.tell(words.filled(name=name))
            return
        point = sketch.shape == POINT
        hint = map_words.CORRECT_POINT_HINT if point else map_words.CORRECT_HINT
        what = map_words.POSITION_WHAT if point else map_words.SHAPE_WHAT
        purpose = Purpose(
            "correct_shape",
            sketch.shape,
            hint.filled(what=map_words.SHAPE_OF.filled(name=name)),
            lambda drawn: self.store(found, drawn, what),
            parts=sketch.parts,
            skip=(table, row_id),
            box=self.box_of(table, row_id),
        )
        self.take(purpose)

    def correct_selected(self) -> None:
        """Correct the picked site, or else the building or estate that is selected."""
        if self._window.map_sites.picked:
            self._window.map_sites.correct()
        else:
            self.correct(self.target())

    def bulk_edit(self) -> None:
        """Give all selected records one value in one column."""
        from renewtrack.ui.bulk_edit import BulkEdit

        tables = self._window.workspace.ledger
        ids = tables.table.marked()
        if not ids:
            self._window.tell(map_words.PICK_ROWS)
            return
        if not self._session.may("editor"):
            self._window.tell(map_words.READ_ONLY)
            return
        dialog = BulkEdit(tables.kind, tables.table, ids, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._window.guarded(lambda: tables.table.ledger.write(dialog.edits))

    def show(self, found: Target) -> None:
        """Move the map to something."""
        table, row_id, _ = found
        pane = self._window.workspace.map
        if table == "site":
            if pane.view is not None:
                pane.view.tell({"do": "zoom_site", "id": row_id})
        else:
            pane.zoom(f"{table}s", [row_id])

    def store(self, found: Target, sketch: Sketch, what: Words) -> None:
        """Write a drawn shape as the position of a record; raises what ``shaping.make`` does."""
        from renewtrack.gis import shaping
        from renewtrack.store import geometries

        table, row_id, name = found
        db = self._session.db
        geometry = shaping.make(sketch)
        box = box_around(geometry)
        near = geometries.near(db, "building", box, {row_id} if table == "building" else ())
        blob = shaping.to_blob(shaping.settle(geometry, near))
        detail = map_words.DRAWN_DETAIL.filled(name=name, what=what)
        self._session.write("place", lambda db: geometries.put(db, table, row_id, blob), detail)
        self.tell_stored(what, sketch)
        if table == "building":
            self.tell_overlap(shaping.overlaps(geometry, near))
        self.later(lambda: self._mark(table, row_id))

    # -- what is told and done afterwards

    def tell_stored(self, what: Words, sketch: Sketch) -> None:
        """Say that a shape is stored, and its size."""
        self._window.tell(map_words.STORED.filled(what=what, size=size_of(sketch)))

    def tell_overlap(self, shared: dict[int, float]) -> None:
        """Say which neighbour a stored shape overlaps most."""
        from renewtrack.store import geometries

        if shared:
            worst = max(shared, key=lambda each: shared[each])
            named = geometries.names(self._session.db, [worst])
            self._window.tell(
                map_words.OVERLAPS.filled(other=named.get(worst, ""), area=f"{shared[worst]:,.1f}")
            )

    def _mark(self, table: str, row_id: int) -> None:
        pane = self._window.workspace.map
        if table != "site":
            pane.select(f"{table}s", [row_id])

    def later(self, deed: Callable[[], object]) -> None:
        """Do something once the page's message is answered: a dialog would hold it up."""
        QTimer.singleShot(0, self._window, lambda: self._window.guarded(deed))


def box_around(geometry: object, margin: float = 0.0) -> tuple[float, float, float, float]:
    """Return min x, max x, min y, max y of a shapely geometry, with a margin in degrees."""
    min_x, min_y, max_x, max_y = geometry.bounds  # type: ignore[attr-defined]
    return min_x - margin, max_x + margin, min_y - margin, max_y + margin
