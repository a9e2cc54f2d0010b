"""The map itself: frame, boundaries, features in colour and hatch, names, north arrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from renewtrack.printing import (
    backdrops,
    graticule,
    hatching,
    map_names,
    overdue,
    shapes,
    site_marks,
)
from renewtrack.printing.labelling import Ink, Taken
from renewtrack.printing.layouts import Layout
from renewtrack.printing.projection import Plane
from renewtrack.printing.scales import fit
from renewtrack.printing.shapes import Ground, View
from renewtrack.printing.sheet import (
    INK,
    PAPER,
    Box,
    Floats,
    Indices,
    Mark,
    Paths,
    Pen,
    rectangle,
    shape,
)
from renewtrack.printing.status_map import SiteShape, StatusMap

TINT = 0.42  # how much of a class's colour its ground keeps under the hatch
DIMMED, DIMMED_EDGE = "#ECEDEF", "#D3D6DA"
SMALL = 1.3  # mm: a symbol that is no wider shows its class by form and full colour, not by hatch
NOWHERE = Plane(0.0, 0.0)
CENTIMETRE = 1e-7  # degrees: lines that lie closer are one line
BOUNDARY_PENS = {
    "street": Pen("#8B7A68", 0.4, (4.0, 1.0, 0.8, 1.0)),
    "community": Pen("#B3A796", 0.22, (1.6, 0.9)),
}


@dataclass(frozen=True, slots=True)
class MapFrame:
    """The drawn map: its marks, its view, and what it could and could not show."""

    marks: tuple[Mark, ...]
    view: View
    counts: dict[str, int]  # class -> features drawn
    overdue: int
    signed: bool  # a sign per estate tells what is overdue, not a rim per building
    outside: int
    empty: int
    numbers: dict[int, int]  # estate -> its number on the map
    unlabelled: int
    has_points: bool
    located: bool  # False: nothing says where on earth the district is
    sites: dict[str, int]  # kind of site -> sites drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """The features inside the frame: shapes in mm and the feature that each belongs to."""

    paths: Paths
    owners: Indices
    bounds: Floats
    small: NDArray[np.bool_]  # a point's symbol, too small for a hatch


def compose(
    status_map: StatusMap, layout: Layout, scale: int | None, name: str = "map"
) -> MapFrame:
    """Draw the map into the frame of a name, at a scale or the largest round one that fits."""
    ground = shapes.read([feature.wkb for feature in status_map.features])
    outer = layout.boxes[name]
    inner = outer.shrunk(layout.lengths["border"])
    fitted = view_of(status_map, ground, inner.shrunk(layout.lengths["padding"]), scale)
    view = View(inner, *((fitted.plane, fitted.scale) if fitted else (NOWHERE, scale or 10_000)))
    lettered = fitted is not None and "graticule" in layout.elements
    drawn = _drawn(status_map, ground, view)
    seen = sorted({int(owner) for owner in drawn.owners})
    features = [status_map.features[owner] for owner in seen]
    late = _late(status_map, drawn)
    signed = not overdue.rimmed(late.bounds)
    radius = overdue.RADIUS * layout.growth
    signs = overdue.places(late.bounds, late.owners, inner, radius) if signed else []
    taken = Taken()
    for box in signs:
        taken.add(box)
    names = map_names.compose(
        status_map, layout, view, taken, (Ink(inner, drawn.bounds), drawn.paths, drawn.owners)
    )
    black = status_map.facts.black_and_white
    sites = site_marks.compose(_shown_sites(status_map, layout, fitted), view)
    marks = [
        *_beneath(status_map, layout, view, fitted is not None, sites.marks),
        *_features(status_map, drawn, inner),
        *(() if signed else _rims(late, black, inner)),
        *names.marks,
        *(mark for box in signs for mark in overdue.sign(box, black)),
        *graticule.border(view, layout, outer),
        *(graticule.ticks(view, layout) if lettered else ()),
    ]
    return MapFrame(
        tuple(marks),
        view,
        dict(Counter(feature.class_key for feature in features)),
        sum(feature.overdue for feature in features),
        signed,
        len(status_map.features) - ground.empty - len(features),
        ground.empty,
        names.numbers,
        names.unlabelled,
        bool(len(ground.points)),
        fitted is not None,
        sites.counts,
    )


def _beneath(
    status_map: StatusMap, layout: Layout, view: View, located: bool, sites: tuple[Mark, ...]
) -> Iterator[Mark]:
    """Draw what lies beneath the features: ground, base map, sites, lines, neighbours."""
    yield rectangle(view.frame, "ground", fill=PAPER)
    if located:
        yield from backdrops.compose(status_map, view)
    yield from sites
    if located and "graticule" in layout.elements:
        yield from graticule.crosses(view, layout)
    yield from _boundaries(status_map, layout, view)
    yield from _dimmed(status_map, view)


def _shown_sites(
    status_map: StatusMap, layout: Layout, fitted: View | None
) -> tuple[SiteShape, ...]:
    return status_map.sites if fitted is not None and "sites" in layout.elements else ()


def _dimmed(status_map: StatusMap, view: View) -> Iterator[Mark]:
    """Draw the neighbours pale: they say where the unit lies and count as nothing."""
    if not status_map.dimmed:
        return
    ground = shapes.read(list(status_map.dimmed))
    paths, _ = shapes.on_paper(ground, view, ["■"] * len(status_map.dimmed))
    bounds, frame = shapes.bounds(paths), view.frame
    inside = (
        (bounds[:, 0] < frame.right)
        & (bounds[:, 2] > frame.left)
        & (bounds[:, 1] < frame.bottom)
        & (bounds[:, 3] > frame.top)
    )
    if inside.any():
        yield paths.only(inside).drawn("dimmed", Pen(DIMMED_EDGE, 0.1), DIMMED, frame)


def view_of(status_map: StatusMap, ground: Ground, room: Box, scale: int | None) -> View | None:
    """Return the view that holds the features, and their streets where that costs little scale.

    None where nothing has a place.
    """
    if status_map.bounds is not None:
        view = _fitted(status_map.bounds, room)
        return view if scale is None else View(room, view.plane, scale)
    own = ground.extent()
    inside = [boundary.wkb for boundary in status_map.boundaries if boundary.inside]
    extents = [extent for extent in (own, shapes.read(inside).extent()) if extent]
    if not extents:
        return None
    candidates = [_fitted(_union(extents), room), _fitted(extents[0], room)]
    view = candidates[0] if candidates[0].scale <= 2 * candidates[1].scale else candidates[1]
    return view if scale is None else View(room, view.plane, scale)


def _union(
    extents: list[tuple[float, float, float, float]],
) -> tuple[float, float, float, float]:
    lows = np.array(extents)[:, :2].min(axis=0)
    highs = np.array(extents)[:, 2:].max(axis=0)
    return float(lows[0]), float(lows[1]), float(highs[0]), float(highs[1])


def _fitted(extent: tuple[float, float, float, float], room: Box) -> View:
    west, south, east, north = extent
    plane = Plane((west + east) / 2, (south + north) / 2)
    corner_lon = np.array([west, east, west, east])
    corner_lat = np.array([south, south, north, north])
    x, y = plane.forward(corner_lon, corner_lat)
    reach_x, reach_y = 2 * float(np.abs(x).max()), 2 * float(np.abs(y).max())
    return View(room, plane, fit(reach_x, reach_y, room.width, room.height))


def _drawn(status_map: StatusMap, ground: Ground, view: View) -> Drawn:
    """Return the shapes of every feature of which any part lies inside the frame."""
    glyph = {kind.key: kind.glyph for kind in status_map.theme.classes}
    glyphs = [glyph.get(feature.class_key, "") for feature in status_map.features]
    paths, owners = shapes.on_paper(ground, view, glyphs)
    bounds, frame = shapes.bounds(paths), view.frame
    inside = (
        (bounds[:, 0] < frame.right)
        & (bounds[:, 2] > frame.left)
        & (bounds[:, 1] < frame.bottom)
        & (bounds[:, 3] > frame.top)
    )
    small = np.isin(owners, ground.point_owners) & (2 * view.symbol_radius <= SMALL)
    return Drawn(paths.only(inside), owners[inside], bounds[inside], small[inside])


def _features(status_map: StatusMap, drawn: Drawn, clip: Box) -> list[Mark]:
    """Return every class's shapes with its fill and hatch; small symbols are one colour."""
    keys = np.array([feature.class_key for feature in status_map.features] or [""])[drawn.owners]
    sides = (drawn.bounds[:, 2:] - drawn.bounds[:, :2]).min(axis=1) if len(drawn.bounds) else None
    apart = hatching.spacing(np.empty(0) if sides is None else sides)
    black = status_map.facts.black_and_white
    marks: list[Mark] = []
    for kind in status_map.theme.classes:
        for small in (False, True):
            own = drawn.paths.only((keys == kind.key) & (drawn.small == small))
            plain = small and kind.hatch not in ("none", "empty")
            marks += [
                mark.drawn(mark.role, mark.pen, mark.fill, clip)
                for mark in dressed(own, "solid" if plain else kind.hatch, kind.light, black, apart)
                if len(mark)
            ]
    return marks


def _late(status_map: StatusMap, drawn: Drawn) -> Drawn:
    """Return what is overdue, each shape owned by its estate."""
    late = np.array([f.overdue for f in status_map.features] or [False])[drawn.owners]
    estates = np.array([f.estate_id for f in status_map.features] or [0])[drawn.owners]
    return Drawn(drawn.paths.only(late), estates[late], drawn.bounds[late], drawn.small[late])


def _rims(late: Drawn, black: bool, clip: Box) -> Iterator[Mark]:
    if len(late.paths):
        yield late.paths.drawn("overdue", overdue.pen(black, late.bounds), clip=clip)


def dressed(paths: Paths, hatch: str, colour: str, black: bool, apart: float) -> list[Paths]:
    """Return shapes in the dress of their class: ground, hatch, outline.

    Colour and black-and-white bear the same hatches, so a copied sheet can still be read.
    """
    strong = INK if black else colour
    thin = min(0.16, apart * 0.22)
    if hatch == "none":
        pen = Pen("#6B6B6B" if black else colour, thin, (0.5, 0.35))
        return [paths.drawn("feature", pen, PAPER)]
    if hatch == "solid":
        return [paths.drawn("feature", Pen(strong, thin), strong)]
    if hatch == "empty":
        return [paths.drawn("feature", Pen(strong, thin * 1.3), PAPER)]
    fill = PAPER if black else tinted(colour)
    lines = hatching.hatch(paths, hatch, apart, strong)
    bare = paths.drawn("feature", None, fill)
    return [bare, *lines, paths.drawn("outline", Pen(strong, thin))]


def tinted(colour: str) -> str:
    """Return a colour mixed with white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * TINT):02X}" for part in parts)


def _boundaries(status_map: StatusMap, layout: Layout, view: View) -> Iterator[Mark]:
    """Draw every boundary once, where two areas share it too; streets over communities."""
    if "boundaries" not in layout.elements:
        return
    drawn = shapely.GeometryCollection()
    lines: list[Mark] = []
    for level in ("street", "community"):
        own = [item.wkb for item in status_map.boundaries if item.level == level]
        rims = shapely.boundary(shapely.from_wkb(np.array(own, object)))
        joint = shapely.union_all(rims, grid_size=CENTIMETRE)
        fresh = shapely.line_merge(shapely.difference(joint, drawn, grid_size=CENTIMETRE))
        if not fresh.is_empty:
            paths = shapes.lines_on_paper(fresh, view)
            lines.append(paths.drawn("boundary", BOUNDARY_PENS[level], clip=view.frame))
        drawn = joint
    yield from reversed(lines)


def swatch(box: Box) -> Paths:
    """Return the little building that stands for a class in the legend."""
    left, right, top, bottom = box.left, box.right, box.top, box.bottom
    return shape([(left, top), (right, top), (right, bottom), (left, bottom)], "swatch")
