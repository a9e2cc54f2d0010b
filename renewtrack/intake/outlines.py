"""The shapes of a sheet in WGS 84, mended where that can be done, beside what they came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renewtrack.domain.places import Area, Building, Estate, Site
from renewtrack.intake import positions, shifts
from renewtrack.intake.columns import NOWHERE, Cells
from renewtrack.intake.entries import Filled
from renewtrack.intake.row_read import RowRead
from renewtrack.intake.shape_systems import OLD, Turned, turn
from renewtrack.intake.shifts import Stood
from renewtrack.store import gpkg, sound_shapes

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from renewtrack.intake.rows import Surroundings

KEY = "geometry"
COLUMNS = ("geom", "source_x", "source_y", "source_crs", "position_method")
_SRID = re.compile(r"^SRID=[0-9]+;", re.IGNORECASE)
Record = Area | Building | Estate | Site


@dataclass(slots=True)
class Outline:
    """One row's shape in degrees and the middle of it as the sheet has it."""

    shape: BaseGeometry
    x: float
    y: float
    crs: str
    words: str  # what the cell says in short

    @property
    def middle(self) -> tuple[float, float]:
        """Return longitude and latitude of the middle of its bounds."""
        west, south, east, north = self.shape.bounds
        return (west + east) / 2, (south + north) / 2


@dataclass(slots=True)
class Outlines:
    """The shapes of a sheet by place; those that give no position are not among them."""

    index: int = NOWHERE  # the sheet's column
    by_place: dict[int, Outline] = field(default_factory=dict)
    checked: bool = False


def read(cells: Cells, around: Surroundings) -> Outlines:
    """Read the shapes of a sheet, and say of each what is wrong with it and what was done."""
    column = cells.columns.get(KEY)
    if column is None:
        return Outlines()
    import shapely

    places = [place for place, value in enumerate(column.values) if value is not None]
    texts = [_SRID.sub("", str(column.values[place]).strip()) for place in places]
    shapes = shapely.force_2d(sound_shapes.of_wkt(texts))
    found = Outlines(column.column.index)
    usable = []
    for place, shape in zip(places, shapes, strict=True):
        if shape is None or shape.is_empty:
            RowRead(cells, place).complain(
                "shape_unreadable" if shape is None else "shape_empty", KEY
            )
        else:
            usable.append((place, shape))
    turned = turn([shape for _, shape in usable], around.reference)
    for (place, raw), one in zip(usable, turned, strict=True):
        if (outline := _outline(cells, around, place, raw, one)) is not None:
            found.by_place[place] = outline
    return found


def _outline(
    cells: Cells, around: Surroundings, place: int, raw: BaseGeometry, one: Turned
) -> Outline | None:
    row = cells.rows[place]
    west, south, east, north = raw.bounds
    x, y = (west + east) / 2, (south + north) / 2
    if one.shape is None:
        if one.why in ("which_system", OLD):
            around.notes[one.why].append(row)
            around.stood.append(Stood(row, x, y, ""))
        else:
            RowRead(cells, place).complain(one.why, KEY, value=f"{x:.10g}, {y:.10g}")
        return None
    if one.swapped:
        around.notes["swapped"].append(row)
        x, y = y, x
    shape, said = sound_shapes.mended(one.shape)
    for finding in said:
        RowRead(cells, place).complain(finding.kind, KEY, **finding.values)
    if shape.is_empty:
        RowRead(cells, place).complain("shape_empty", KEY)
        return None
    outline = Outline(shape, x, y, one.crs, _short(raw))
    around.placed.append((row, *outline.middle))
    return outline


def columns(
    cells: Cells,
    around: Surroundings,
    places: Sequence[int],
    standing: Sequence[Record | None],
) -> dict[str, Filled]:
    """Return the columns of the rows' shapes; {} for a sheet without any.

    A shape that the file has to the millimetre is left out, as is a point where it has an area.
    """
    outlines = around.outlines
    if not outlines.by_place:
        return {}
    filled: dict[str, list[object]] = {name: [None] * len(places) for name in COLUMNS}
    raws = [""] * len(places)
    for entry, (place, record) in enumerate(zip(places, standing, strict=True)):
        outline = outlines.by_place.get(place)
        if outline is None:
            continue
        raws[entry] = outline.words
        _compare(around, cells.rows[place], outline, record)
        if record is not None and record.geom is not None and _stands(outline, record.geom):
            continue
        for name, value in zip(COLUMNS, _stored(outline), strict=True):
            filled[name][entry] = value
    at = outlines.index
    return {
        name: Filled(values, at if name in COLUMNS[:3] else NOWHERE, raws=list(raws))
        for name, values in filled.items()
        if any(value is not None for value in values)
    }


def check_pairs(cells: Cells, around: Surroundings, known: Sequence[tuple[str, bytes]]) -> None:
    """Tell of outlines that lie on one another, in the sheet or on a building of the file.

    ``known`` are names and shapes of the file's buildings that the sheet does not tell of.
    """
    import shapely

    mine = list(around.outlines.by_place.items())
    theirs = [shapely.from_wkb(gpkg.to_wkb(blob)) for _, blob in known]
    for pair in sound_shapes.doubled([*theirs, *(outline.shape for _, outline in mine)]):
        if pair.second < len(theirs):
            continue
        place = mine[pair.second - len(theirs)][0]
        other = pair.first - len(theirs)
        name = known[pair.first][0] if other < 0 else ""
        first = cells.rows[mine[other][0]] + 1 if other >= 0 else 0
        kind = "shape_doubled" if not pair.m2 else "shape_overlaps"
        RowRead(cells, place).complain(
            kind if not name else f"{kind}_known",
            KEY,
            first=first,
            value=name,
            area=pair.m2,
            percent=pair.percent,
        )


def _compare(around: Surroundings, row: int, outline: Outline, record: Record | None) -> None:
    """Keep coordinates beside a known position of the same place, which can tell their system."""
    if len(around.stood) >= shifts.MOST_POINTS:
        return
    if record is not None and record.geom is not None and gpkg.has_position(record.geom):
        lon, lat = gpkg.centre(record.geom)
        around.stood.append(Stood(row, outline.x, outline.y, outline.crs, lon, lat))
    else:
        around.stood.append(Stood(row, outline.x, outline.y, outline.crs))


def _stands(outline: Outline, geom: bytes) -> bool:
    if sound_shapes.same(outline.shape, geom):
        return True
    west, east, south, north = gpkg.bounds(geom)
    return outline.shape.geom_type == "Point" and (west, south) != (east, north)


def _stored(outline: Outline) -> tuple[object, ...]:
    return (
        sound_shapes.stored(outline.shape),
        outline.x,
        outline.y,
        outline.crs,
        positions.METHOD,
    )


def _short(shape: BaseGeometry) -> str:
    import shapely

    return f"{shape.geom_type.upper()} ({int(shapely.get_num_coordinates(shape))})"
