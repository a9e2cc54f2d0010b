"""The overview: where on the district's map the printed frame lies."""

from __future__ import annotations

import numpy as np
import shapely

from renewtrack.printing import lettering, panels, phrases, shapes
from renewtrack.printing.layouts import Layout
from renewtrack.printing.map_frame import BOUNDARY_PENS, MapFrame
from renewtrack.printing.projection import Plane
from renewtrack.printing.shapes import View
from renewtrack.printing.sheet import (
    HAIR,
    PAPER,
    SOFT_INK,
    Box,
    Mark,
    Paths,
    Pen,
    Text,
    rectangle,
    shape,
)
from renewtrack.printing.status_map import Boundary, StatusMap
from renewtrack.store import sound_shapes

RED = "#C62828"
HIGH = 0.62  # of the width, at most
LEAST = 22.0  # mm of A3; a lower overview shows nothing
UNIT_FILL = "#F6D9D5"


def overview(
    status_map: StatusMap, drawn: MapFrame, layout: Layout, box: Box
) -> tuple[list[Mark], float]:
    """Return the overview at the top of a box and the y below it; nothing without boundaries."""
    outlines = [each for each in status_map.boundaries if each.level == "street"]
    if not outlines or not drawn.located:
        return [], box.top - layout.lengths["gap"]
    words = phrases.OVERVIEW.in_(status_map.facts.language)
    marks, top = panels.heading(words, box, layout)
    room = Box(box.left, top, box.width, min(box.width * HIGH, box.bottom - top))
    if room.height < LEAST * layout.growth:
        return [], box.top - layout.lengths["gap"]
    ground = sound_shapes.of_wkb([each.wkb for each in outlines])
    view = _view(ground, drawn, room)
    marks.append(rectangle(room, "overview", Pen(HAIR, 0.2), PAPER))
    marks += _areas(status_map, ground, view, layout)
    marks.append(_frame(drawn, view, room))
    return marks, room.bottom


def _view(ground: np.ndarray, drawn: MapFrame, room: Box) -> View:
    """Return the view that holds the district; its scale is no round one."""
    west, south, east, north = shapely.total_bounds(ground)
    plane = Plane(float(west + east) / 2, float(south + north) / 2)
    x, y = plane.forward(np.array([west, east, west, east]), np.array([south, south, north, north]))
    inner = room.shrunk(room.height * 0.06)
    needed = max(
        2 * float(np.abs(x).max()) / inner.width, 2 * float(np.abs(y).max()) / inner.height
    )
    return View(room, plane, max(1, round(needed * 1000)))


def _areas(status_map: StatusMap, ground: np.ndarray, view: View, layout: Layout) -> list[Mark]:
    streets = [each for each in status_map.boundaries if each.level == "street"]
    own = [geometry for geometry, each in zip(ground, streets, strict=True) if each.inside]
    marks: list[Mark] = []
    if own and len(own) < len(streets):
        filled = shapes.joined([shapes.read([shapely.to_wkb(each)]).polygons for each in own])
        marks.append(
            Paths(view.on_paper(filled.points), filled.lines, filled.parts, "overview").drawn(
                "overview", None, UNIT_FILL, view.frame
            )
        )
    rims = shapely.line_merge(shapely.union_all(shapely.boundary(ground)))
    pen = Pen(BOUNDARY_PENS["street"].colour, 0.18)
    marks.append(shapes.lines_on_paper(rims, view).drawn("overview", pen, clip=view.frame))
    marks += _names(streets, ground, view, layout)
    return marks


def _names(streets: list[Boundary], ground: np.ndarray, view: View, layout: Layout) -> list[Mark]:
    """Write the names of the streets that have room for theirs."""
    size = layout.text["small"] * 0.85
    taken: list[Box] = []
    marks: list[Mark] = []
    for each, geometry in zip(streets, ground, strict=True):
        x, y = view.on_paper(shapely.get_coordinates(shapely.point_on_surface(geometry)))[0]
        wide = lettering.width(each.name, size)
        place = Box(float(x) - wide / 2, float(y) - size * 0.6, wide, size * 1.2)
        if view.frame.holds(place) and not any(place.overlaps(other) for other in taken):
            taken.append(place)
            marks.append(Text(place, each.name, size, "overview", "centre", SOFT_INK, size * 0.12))
    return marks


def _frame(drawn: MapFrame, view: View, room: Box) -> Mark:
    """Return the outline of the printed frame, at least a dot large."""
    main = drawn.view
    half_x = main.frame.width / 2 * main.scale / 1000
    half_y = main.frame.height / 2 * main.scale / 1000
    corners = [
        main.plane.back(x, y)
        for x, y in ((-half_x, half_y), (half_x, half_y), (half_x, -half_y), (-half_x, -half_y))
    ]
    points = view.on_paper(np.array(corners, float))
    centre = points.mean(axis=0)
    reach = np.maximum(np.abs(points - centre), 1.0) * np.sign(points - centre)
    points = np.clip(centre + reach, (room.left, room.top), (room.right, room.bottom))
    return shape([(float(x), float(y)) for x, y in points], "overview_frame").drawn(
        "overview_frame", Pen(RED, 0.45)
    )
