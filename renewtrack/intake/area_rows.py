"""The rows of a list or layer of administrative areas: one area each below the one it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from renewtrack.domain import text
from renewtrack.domain.places import AREA_LEVELS, Area
from renewtrack.intake import fields_of, outlines, rows
from renewtrack.intake.columns import Cells
from renewtrack.intake.entries import Entries
from renewtrack.intake.known import community_key, street_key
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.rows import Rejected, Surroundings
from renewtrack.intake.wanted import Wanted
from renewtrack.store import gpkg

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DISTRICT, STREET = AREA_LEVELS[:2]


@dataclass(slots=True)
class _Line:
    """One area of an accepted row; ``ref`` is below 0 for one that the import makes."""

    place: int
    level: str
    name: str
    ref: int
    known: Area | None
    street: str | None


def plan(cells: Cells, around: Surroundings) -> Wanted:
    """Return what the rows of a list of areas would write."""
    wanted = Wanted.of(cells)
    told = rows.each(cells, wanted, lambda place: _line(RowRead(cells, place), around))
    lines = [line for _, line in told]
    parents = _Parents(around, lines)
    wanted.entries = tuple(
        _entries(cells, around, [line for line in lines if line.level == level], parents)
        for level in AREA_LEVELS
    )
    return wanted


def _line(read: RowRead, around: Surroundings) -> tuple[_Line, str]:
    name = text.tidy(read.words("area_name") or "")
    if not name:
        raise Rejected("no_area_name", "area_name")
    level = read.words("area_level") or STREET
    if "area_level" not in read.cells.columns:
        around.notes["no_level"].append(read.row)
    if level == DISTRICT:
        _of_this_district(name, around)
    street = read.words("street")
    around.claim(("area", level, street_key(street) if street else "", _key(level, name)), read.row)
    known = _known(around, level, name, read.words("adcode"), street)
    ref = known.id if known is not None else around.fresh("area")
    return _Line(read.place, level, name, ref, known, street), name


def _of_this_district(name: str, around: Surroundings) -> None:
    """Raise Rejected for a district that is not the file's own."""
    own = around.district
    if own and _key(DISTRICT, own) != _key(DISTRICT, name):
        raise Rejected("other_area", "area_name", value=name, district=own)


def _key(level: str, name: str) -> str:
    if level == STREET:
        return street_key(name)
    return community_key(name) if level != DISTRICT else text.fold(name)


def _known(
    around: Surroundings, level: str, name: str, code: str | None, street: str | None
) -> Area | None:
    """Return the area of a code, else the only one of that level and name below its street."""
    areas = [each for each in around.known.below.areas.values() if each.level == level]
    if code and (coded := [each for each in areas if each.code == code]):
        return coded[0]
    named = [each for each in areas if _key(level, each.name) == _key(level, name)]
    if street and len(named) > 1:
        above = around.known.below.areas
        named = [
            each
            for each in named
            if each.parent_id in above
            and _key(STREET, above[each.parent_id].name) == street_key(street)
        ]
    return named[0] if len(named) == 1 else None


def _entries(
    cells: Cells, around: Surroundings, lines: Sequence[_Line], parents: _Parents
) -> Entries:
    places = [line.place for line in lines]
    found = Entries("area", places, [line.ref for line in lines])
    found.columns = fields_of.entity(cells, "area", places)
    found.columns |= fields_of.told(cells, "name", "area_name", [line.name for line in lines])
    levels: list[object] = [line.level if line.known is None else None for line in lines]
    found.columns |= fields_of.told(cells, "level", "area_level", levels)
    found.columns |= outlines.columns(cells, around, places, [line.known for line in lines])
    found.parents = {"parent_id": ("area", [parents.of(line) for line in lines])}
    return found


class _Parents:
    """Which area each one lies in: by the street that its row names, else by its shape."""

    def __init__(self, around: Surroundings, lines: Sequence[_Line]) -> None:
        self._outlines = around.outlines.by_place
        self._lines = {line.ref: line for line in lines}
        self._known = dict(around.known.below.areas)
        self._shapes: dict[int, BaseGeometry] = {}

    def of(self, line: _Line) -> int:
        """Return the ref of the area above, 0 for none."""
        if line.level == DISTRICT:
            return 0
        if line.level != STREET:
            above = AREA_LEVELS[AREA_LEVELS.index(line.level) - 1]
            found = self._named(line) or self._around(line, above) or self._around(line, STREET)
            if found:
                return found
        return next((ref for ref, level, _ in self._every() if level == DISTRICT), 0)

    def _every(self) -> list[tuple[int, str, str]]:
        mine = [(line.ref, line.level, line.name) for line in self._lines.values()]
        return [*mine, *((each.id, each.level, each.name) for each in self._known.values())]

    def _named(self, line: _Line) -> int:
        if not line.street:
            return 0
        key = street_key(line.street)
        return next(
            (
                ref
                for ref, level, name in self._every()
                if level == STREET and street_key(name) == key
            ),
            0,
        )

    def _around(self, line: _Line, level: str) -> int:
        outline = self._outlines.get(line.place)
        if outline is None:
            return 0
        point = outline.shape.representative_point()
        for ref, other, _ in self._every():
            shape = self._shape(ref) if other == level and ref != line.ref else None
            if shape is not None and shape.intersects(point):
                return ref
        return 0

    def _shape(self, ref: int) -> BaseGeometry | None:
        if ref in self._lines and self._lines[ref].place in self._outlines:
            return self._outlines[self._lines[ref].place].shape
        known = self._known.get(ref)
        if known is None or known.geom is None:
            return None
        if ref not in self._shapes:
            import shapely

            self._shapes[ref] = shapely.from_wkb(gpkg.to_wkb(known.geom))
        return self._shapes[ref]
