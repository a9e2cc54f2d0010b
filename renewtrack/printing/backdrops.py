"""The base map beneath the printed map: asked for by place, laid into the frame as a picture."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from renewtrack.printing.projection import SEMI_MAJOR, Plane
from renewtrack.printing.shapes import View
from renewtrack.printing.sheet import Floats, Mark, Picture
from renewtrack.printing.status_map import StatusMap

PIXELS_A_MM = 8.0  # about 200 to the inch
MOST_PIXELS = 9_000_000  # of one sheet: a larger sheet is looked at from farther away
KNOTS = 25  # a side: between them the bend of the plane is far below a pixel
_ROUNDS = 8


def compose(status_map: StatusMap, view: View) -> Iterator[Mark]:
    """Return the base map in the frame; nothing where there is none."""
    backdrop, frame = status_map.backdrop, view.frame
    if backdrop is None:
        return
    share = min(PIXELS_A_MM, math.sqrt(MOST_PIXELS / frame.area))
    size = max(1, round(frame.width * share)), max(1, round(frame.height * share))
    lon, lat = places(view)
    pixels = backdrop.pixels(lon, lat, size)
    if pixels is not None:
        yield Picture(frame, *size, pixels, "backdrop")


def places(view: View) -> tuple[Floats, Floats]:
    """Return the longitudes and latitudes (k, k) of knots spread evenly over the frame."""
    metres = view.scale / 1000
    across = np.linspace(-0.5, 0.5, KNOTS) * view.frame.width * metres
    up = np.linspace(0.5, -0.5, KNOTS) * view.frame.height * metres
    return back(view.plane, *np.meshgrid(across, up))


def back(plane: Plane, east: Floats, north: Floats) -> tuple[Floats, Floats]:
    """Return longitude and latitude of many points of the plane, in degrees."""
    lat = plane.lat + np.degrees(north / SEMI_MAJOR)
    lon = plane.lon + np.degrees(east / (SEMI_MAJOR * np.cos(np.radians(lat))))
    for _ in range(_ROUNDS):
        reached_east, reached_north = plane.forward(lon, lat)
        lat = lat + np.degrees((north - reached_north) / SEMI_MAJOR)
        wide = SEMI_MAJOR * np.cos(np.radians(lat))
        lon = lon + np.degrees((east - reached_east) / wide)
    return lon, lat
