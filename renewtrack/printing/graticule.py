"""Longitude and latitude at the map's frame."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from renewtrack.printing import lettering, phrases
from renewtrack.printing.layouts import Layout
from renewtrack.printing.shapes import View
from renewtrack.printing.sheet import (
    FAINT_INK,
    INK,
    SOFT_INK,
    Box,
    Mark,
    Pen,
    Text,
    polylines,
    rectangle,
)

STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000)  # seconds of arc
_METRES_A_SECOND = 30.9


def step(view: View, apart: float) -> int:
    """Return the round step in seconds whose ticks stand about ``apart`` mm from one another."""
    wanted = apart * view.scale / 1000 / _METRES_A_SECOND
    return min(STEPS, key=lambda seconds: abs(math.log(seconds / wanted)))


def crosses(view: View, layout: Layout) -> Iterator[Mark]:
    """Return the small crosses where the lines of the frame's ticks meet."""
    west, south, east, north = _corners(view)
    seconds = step(view, layout.lengths["tick_apart"])
    arm, lines = 1.2 * layout.growth, []
    grid = [
        (lon, lat) for lon in _ticks(west, east, seconds) for lat in _ticks(south, north, seconds)
    ]
    for x, y in view.on_paper(np.array(grid, float).reshape(-1, 2)):
        lines += [[(x - arm, y), (x + arm, y)], [(x, y - arm), (x, y + arm)]]
    yield polylines(lines, "cross", Pen(FAINT_INK, 0.12)).drawn(
        "cross", Pen(FAINT_INK, 0.12), clip=view.frame
    )


def border(view: View, layout: Layout, outer: Box) -> Iterator[Mark]:
    """Return the double frame."""
    yield rectangle(view.frame, "frame", Pen(INK, 0.15))
    yield rectangle(outer, "frame", Pen(INK, 0.6 * layout.growth))


def ticks(view: View, layout: Layout) -> Iterator[Mark]:
    """Return the lettered ticks between the lines of the frame."""
    west, south, east, north = _corners(view)
    seconds = step(view, layout.lengths["tick_apart"])
    band, size = layout.lengths["border"], layout.text["tick"]
    for lon in _ticks(west, east, seconds):
        text = phrases.degrees(lon, "EW")
        for edge, outwards in ((view.frame.top, -1), (view.frame.bottom, 1)):
            yield from _upright(view, lon, edge, (outwards * band, text, size))
    for lat in _ticks(south, north, seconds):
        text = phrases.degrees(lat, "NS")
        for edge, outwards in ((view.frame.left, -1), (view.frame.right, 1)):
            yield from _sideways(view, lat, edge, (outwards * band, text, size))


def _upright(
    view: View, lon: float, edge: float, dress: tuple[float, str, float]
) -> Iterator[Mark]:
    band, text, size = dress
    north = (view.frame.centre[1] - edge) * view.scale / 1000
    lat = view.plane.lat_on_column(view.plane.lat, lon, north)
    x = _point(view, lon, lat)[0]
    half = lettering.width(text, size) / 2
    if view.frame.left + half < x < view.frame.right - half:
        box = Box(x - half, edge + band * 0.6 - size * 0.5, 2 * half, size)
        yield polylines([[(x, edge), (x, edge + band * 0.24)]], "tick", Pen(INK, 0.15))
        yield Text(box, text, size, "tick", "centre", SOFT_INK)


def _sideways(
    view: View, lat: float, edge: float, dress: tuple[float, str, float]
) -> Iterator[Mark]:
    band, text, size = dress
    east = (edge - view.frame.centre[0]) * view.scale / 1000
    lon = view.plane.lon_on_row(view.plane.lon, lat, east)
    y = _point(view, lon, lat)[1]
    half = lettering.width(text, size) / 2
    if view.frame.top + half < y < view.frame.bottom - half:
        middle = edge + band * 0.6
        box = Box(middle - size * 0.5, y - half, size, 2 * half)
        yield polylines([[(edge, y), (edge + band * 0.24, y)]], "tick", Pen(INK, 0.15))
        yield Text(box, text, size, "tick", "centre", SOFT_INK, upright=False)


def _point(view: View, lon: float, lat: float) -> tuple[float, float]:
    x, y = view.on_paper(np.array([[lon, lat]]))[0]
    return float(x), float(y)


def _corners(view: View) -> tuple[float, float, float, float]:
    """Return west, south, east, north that the frame reaches."""
    half_x = view.frame.width / 2 * view.scale / 1000
    half_y = view.frame.height / 2 * view.scale / 1000
    corners = [view.plane.back(x, y) for x in (-half_x, half_x) for y in (-half_y, half_y)]
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(lons), min(lats), max(lons), max(lats)


def _ticks(low: float, high: float, seconds: int) -> list[float]:
    first, last = math.ceil(low * 3600 / seconds), math.floor(high * 3600 / seconds)
    return [count * seconds / 3600 for count in range(first, last + 1)]
