"""Splits one building on the map and merges several, each as one named action."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from renewtrack.ui import asking, map_words
from renewtrack.ui.asking import LineDialog
from renewtrack.ui.map_tools import LINE, Purpose
from renewtrack.words import Words

if TYPE_CHECKING:
    from sqlite_utils import Database

    from renewtrack.gis.shaping import Sketch
    from renewtrack.ui.main_window import MainWindow

_BETWEEN = re.compile(r"[\s、，,;；]+")


class MapDividing:
    """Cuts the outline of the selected building, or makes the selected buildings one."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._session = window, window.session

    def table(self) -> dict[str, Callable[[], object]]:
        """Return what its commands do."""
        guarded = self._window.guarded
        return {
            "split_building": lambda: guarded(self.split),
            "merge_buildings": lambda: guarded(self.merge),
        }

    def split(self) -> None:
        """Let the person draw the line along which the selected building is cut."""
        from renewtrack.gis import shaping, splitting
        from renewtrack.store import geometries

        found = self._window.map_deeds.target()
        blob = (
            geometries.of(self._session.db, "building", found[1])
            if found is not None and found[0] == "building"
            else None
        )
        if found is None or blob is None:
            self._window.tell(map_words.PICK_BUILDING)
            return
        outline, name = shaping.from_blob(blob), found[2]
        if "Polygon" not in outline.geom_type:
            raise splitting.NoOutline(name=name)

        def cut(sketch: Sketch) -> None:
            parts = splitting.parts(outline, shaping.make(sketch))
            self._window.map_tools.lay_down()
            self._window.map_deeds.later(lambda: self._store_parts(found[1], name, parts))

        hint, box = map_words.SPLIT_HINT, self._window.map_deeds.box_of("building", found[1])
        purpose = Purpose("split_building", LINE, hint.filled(name=name), cut, box=box)
        self._window.map_deeds.take(purpose)

    def _store_parts(self, building_id: int, name: str, parts: list[object]) -> None:
        from renewtrack.gis import shaping
        from renewtrack.store import geometries

        numbers = self._ask_numbers(building_id, name, [shaping.area_m2(part) for part in parts])
        if numbers is None:
            return
        blobs = [shaping.to_blob(part) for part in parts]
        detail = map_words.SPLIT_DETAIL.filled(name=name, count=len(parts))
        self._session.write(
            "divide", lambda db: geometries.split(db, building_id, blobs, numbers), detail
        )
        self._window.workspace.ledger.go_to("buildings", building_id)

    def _ask_numbers(self, building_id: int, name: str, areas: list[float]) -> list[str] | None:
        from renewtrack.domain import addresses
        from renewtrack.store import buildings

        mine = buildings.get(self._session.db, building_id)
        if mine is None:
            return None
        taken = {each.number for each in buildings.of_estate(self._session.db, mine.estate_id)}
        wanted = len(areas) - 1

        def read(typed: str) -> list[str]:
            given = [part for part in _BETWEEN.split(typed) if part]
            return [addresses.building_number(part) or part for part in given]

        def check(typed: str) -> Words | None:
            given = read(typed)
            if len(dict.fromkeys(given)) != wanted or len(given) != wanted:
                return map_words.SPLIT_NUMBERS.filled(count=wanted)
            twice = next((each for each in given if each in taken), None)
            return None if twice is None else map_words.SPLIT_TAKEN.filled(number=twice)

        question = map_words.SPLIT_ASK.filled(
            name=name, count=len(areas), areas=" + ".join(f"{area:,.1f}" for area in areas)
        )
        free = (f"{mine.number}-{count}" for count in range(2, 1000))
        offered = [number for number in free if number not in taken][:wanted]
        dialog = LineDialog(map_words.SPLIT_TITLE, question, check, " ".join(offered), self._window)
        if dialog.exec() != LineDialog.DialogCode.Accepted:
            return None
        return read(dialog.line.text())

    def merge(self) -> None:
        """Make the selected buildings one, the first of the table's order staying."""
        from renewtrack.gis import joining, shaping
        from renewtrack.store import geometries, merging_buildings

        tables, db = self._window.workspace.ledger, self._session.db
        marked = tables.table.marked() if tables.kind == "buildings" else []
        if len(marked) < 2:
            self._window.tell(map_words.PICK_TWO)
            return
        if not self._session.may("editor"):
            self._window.tell(map_words.READ_ONLY)
            return
        named = geometries.names(db, marked)
        blobs = {each: geometries.of(db, "building", each) for each in marked}
        outlines = {each: shaping.from_blob(blob) for each, blob in blobs.items() if blob}
        for each in marked:
            if each not in outlines or "Polygon" not in outlines[each].geom_type:
                raise joining.NothingToJoin(name=named.get(each, ""))
        joined = joining.union([outlines[each] for each in marked])
        kept, *others = sorted(marked, key=lambda each: tables.table.ledger.place(each) or 0)
        if not self._agreed(named, kept, others, apart=joined.geom_type != "Polygon"):
            return

        def store(db: Database) -> None:
            merging_buildings.merge(db, kept, others, shaping.to_blob(joined))

        detail = map_words.MERGE_DETAIL.filled(name=named.get(kept, ""), count=len(marked))
        self._session.write("divide", store, detail)
        tables.go_to("buildings", kept)

    def _agreed(self, named: dict[int, str], kept: int, others: list[int], *, apart: bool) -> bool:
        first = [named.get(each, "") for each in others[:5]]
        zh, en = "、".join(first), ", ".join(first)
        if len(others) > 5:
            zh, en = f"{zh}…（{len(others)}）", f"{en}… ({len(others)})"
        question = map_words.MERGE_ASK.filled(name=named.get(kept, ""), others=Words(zh, en))
        if apart:
            more = map_words.MERGE_APART
            question = Words(f"{question.zh}\n{more.zh}", f"{question.en}\n{more.en}")
        return asking.confirmed(self._window, map_words.MERGE_TITLE, question, map_words.MERGE_YES)
