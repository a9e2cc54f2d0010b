"""A row's coordinates turned into the position of its building or estate."""

from __future__ import annotations

import math

from renewtrack.domain.places import Building, Estate, Site
from renewtrack.domain.systems import LOCAL
from renewtrack.intake import positions, shifts
from renewtrack.intake.layout import Layout
from renewtrack.intake.options import Options
from renewtrack.intake.plans import Value
from renewtrack.intake.positions import Misplaced, Position, Reference
from renewtrack.intake.row_read import Read, RowRead
from renewtrack.intake.rows import Surroundings
from renewtrack.intake.shifts import Stood
from renewtrack.store import gpkg

FIELDS = shifts.FIELDS
SAME_PLACE_M = 0.3
FAR_FROM_FOOTPRINT_M = 30.0
_METRES = 111_320.0


def reference(layout: Layout, options: Options) -> tuple[Reference, str | None]:
    """Return the sheet's coordinate system: told by its heads, else its words, else the person.

    The second value is the system the head names where the person chose another.
    """
    heads = " ".join(column.label for column in layout.columns if column.field in FIELDS)
    named = positions.reference(heads)
    around = positions.reference(f"{heads} {layout.facts.around}")
    chosen = positions.option(options.crs, options.fits)
    told = named if named.system else around
    if (answered := _answered(layout, options)) is not None:
        return answered, None
    if chosen.fit is not None and told.system in (None, "old", "cgcs2000"):
        return chosen, None
    if told.system == "old" and (own := _named_in(heads + layout.facts.around, options)):
        return own, None
    if chosen.system is not None and layout.column("geometry") is not None:
        return chosen, None  # a layer's declaration is a program's; the person knows better
    meridian = chosen.meridian or named.meridian or around.meridian
    if told.system is None:
        return Reference(chosen.system, meridian), None
    chosen_grid = bool(chosen.system and chosen.system.startswith("EPSG:"))
    if chosen_grid and told.system == "cgcs2000":
        return Reference(chosen.system, meridian), None  # the grid that "CGCS2000" leaves open
    differs = chosen.system is not None and chosen.system != told.system
    return Reference(told.system, meridian), told.system if differs else None


def _named_in(words: str, options: Options) -> Reference | None:
    """Return the local system of the file whose name stands in the sheet's own words."""
    for key in options.fits:
        if key.removeprefix(LOCAL) in words:
            return positions.option(key, options.fits)
    return None


def _answered(layout: Layout, options: Options) -> Reference | None:
    """Return the system that the person gave to a question about a column of coordinates."""
    for column in layout.columns:
        for kind in shifts.KINDS if column.field in FIELDS and column.answers else ():
            given = column.answers.get(kind)
            if given is not None and positions.told(given, options.fits):
                return positions.option(given, options.fits)
    return None


def values(
    read: RowRead, around: Surroundings, standing: Building | Estate | Site | None
) -> dict[str, Value]:
    """Return the columns of a row's position; empty where it has none or it stands already.

    A footprint in the file is never replaced by a point.
    """
    pair = _pair(read)
    if pair is None:
        return {}
    x, y, cell = pair
    known = around.reference
    if (own := read.words("crs")) is not None and positions.option(own, around.options.fits).system:
        known = positions.option(own, around.options.fits)
    found = positions.place(x, y, known)
    _note_stood(read.row, around, found, standing)
    if isinstance(found, Misplaced):
        _complain(read, around, found, known)
        return {}
    if found.swapped and _heads_say_which(read):
        around.notes["swapped"].append(read.row)
    around.placed.append((read.row, found.lon, found.lat))
    return _columns(read, found, cell, standing)


def _note_stood(
    row: int,
    around: Surroundings,
    found: Position | Misplaced,
    standing: Building | Estate | Site | None,
) -> None:
    """Keep coordinates that can tell their system: beside a known position, or without any."""
    crs = found.crs if isinstance(found, Position) else ""
    if isinstance(found, Misplaced) and found.kind != "unknown_system":
        return
    if standing is not None and standing.geom is not None:
        lon, lat = gpkg.centre(standing.geom)
        around.stood.append(Stood(row, found.x, found.y, crs, lon, lat))
    elif not crs or len(around.stood) < shifts.MOST_POINTS:
        around.stood.append(Stood(row, found.x, found.y, crs))


def _columns(
    read: RowRead, found: Position, cell: Read, standing: Building | Estate | Site | None
) -> dict[str, Value]:
    if standing is not None and standing.geom is not None:
        west, east, south, north = gpkg.bounds(standing.geom)
        lon, lat = (west + east) / 2, (south + north) / 2
        away = metres(lon, lat, found.lon, found.lat)
        if away <= SAME_PLACE_M:
            return {}
        if (west, south) != (east, north):
            if away > max(FAR_FROM_FOOTPRINT_M, metres(west, south, east, north)):
                read.complain("footprint_kept", _field(read), metres=round(away))
            return {}
    return {
        "geom": Value(gpkg.point(found.lon, found.lat), cell.raw, cell.cell),
        "source_x": Value(found.x, cell.raw, cell.cell),
        "source_y": Value(found.y, cell.raw, cell.cell),
        "source_crs": Value(found.crs),
        "position_method": Value(positions.METHOD),
    }


def metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance of two near places in metres, on a sphere."""
    east = (lon - other_lon) * math.cos(math.radians(lat)) * _METRES
    return math.hypot(east, (lat - other_lat) * _METRES)


def _pair(read: RowRead) -> tuple[float, float, Read] | None:
    """Return the figure meant as east, the one meant as north, and the first one's cell."""
    east = read.values.get("lon") or read.values.get("coord_y")
    north = read.values.get("lat") or read.values.get("coord_x")
    single = east or north
    if single is None:
        return None
    alone = east is None or north is None  # a pair beside another column is a slip of the keys
    both = positions.pair(single.value) if alone else None
    if both is None and east is not None and north is not None:
        first, second = positions.number(east.value), positions.number(north.value)
        both = (first, second) if first is not None and second is not None else None
    if both is None:
        for key in FIELDS[:4]:
            if key in read.values and positions.number(read.values[key].value) is None:
                read.complain("bad_coordinate", key, value=read.values[key].raw)
        return None
    return both[0], both[1], single


def _complain(read: RowRead, around: Surroundings, found: Misplaced, known: Reference) -> None:
    if found.kind == "unknown_system":
        around.notes["old_datum" if known.system == "old" else "which_system"].append(read.row)
    else:
        read.complain(found.kind, _field(read), value=f"{found.x:.10g}, {found.y:.10g}")


def _field(read: RowRead) -> str:
    return next(key for key in FIELDS if key in read.values)


def _heads_say_which(read: RowRead) -> bool:
    """Tell heads that name east or north; a bare X and Y is read either way."""
    words = "".join(column.label for column in read.layout.columns if column.field in FIELDS)
    return any(sign in words for sign in "经纬东北")
