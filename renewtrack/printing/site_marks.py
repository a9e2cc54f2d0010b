"""Sites on paper: parks and water as grounds, greenways, roads and pipes as lines, else dots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from renewtrack.domain import codes
from renewtrack.printing import shapes
from renewtrack.printing.shapes import View
from renewtrack.printing.sheet import PAPER, Box, Mark, Paths, Pen, polylines, rectangle, starts
from renewtrack.printing.site_shapes import KINDS
from renewtrack.printing.status_map import SiteShape
from renewtrack.store import sound_shapes
from renewtrack.words import Words


@dataclass(frozen=True, slots=True)
class Look:
    """How a group of sites is drawn; widths and dashes in mm."""

    fill: str
    edge: str
    width: float = 0.18
    dashes: tuple[float, ...] = ()


LOOKS = {
    "green": Look("#CFE4C3", "#8DB67A"),
    "water": Look("#C9DFEC", "#86B0CB"),
    "paved": Look("#E9E3D6", "#C5B99F"),
    "green_line": Look("", "#5E9B4B", 0.6, (1.8, 1.2)),
    "line": Look("", "#A9B1BA", 0.7),
    "pipe": Look("", "#7A5C99", 0.5, (2.4, 0.8, 0.5, 0.8)),
    "point": Look("#4B5763", "#FFFFFF"),
}
LINES = ("green_line", "line", "pipe")
DOT = 0.8  # mm, the radius of a facility
POLYGONS, STROKES = (3, 6), (1, 2, 5)  # shapely's type numbers


@dataclass(frozen=True, slots=True)
class Drawn:
    """The marks of the sites inside the frame, and how many there are of each kind."""

    marks: tuple[Mark, ...]
    counts: dict[str, int]


def compose(sites: tuple[SiteShape, ...], view: View) -> Drawn:
    """Draw the sites of which any part lies in the frame, grounds first and dots last."""
    if not sites:
        return Drawn((), {})
    found = sound_shapes.of_wkb([site.wkb for site in sites])
    paper = shapely.transform(found, view.on_paper)
    frame = view.frame
    seen = shapely.intersects(
        paper, shapely.box(frame.left, frame.top, frame.right, frame.bottom)
    ) & ~shapely.is_empty(paper)
    counts = Counter(sites[at].kind for at in np.nonzero(seen)[0].tolist())
    marks: list[Mark] = []
    kinds = np.array([site.kind for site in sites])
    for group in LOOKS:
        keys = [entry.key for entry in codes.table(KINDS) if entry.group == group]
        own = paper[seen & np.isin(kinds, keys)]
        marks += _group(group, own, frame)
    return Drawn(tuple(marks), dict(counts))


def _group(group: str, own: np.ndarray, frame: Box) -> Iterator[Mark]:
    types = shapely.get_type_id(own)
    grounds = own[np.isin(types, POLYGONS)]
    strokes = own[np.isin(types, STROKES)]
    dots = own[~np.isin(types, (*POLYGONS, *STROKES))]
    if len(grounds):
        # The strong colour of a dot or a line would hide all that lies on a ground.
        look = LOOKS[group if LOOKS[group].fill and group != "point" else "paved"]
        yield _grounds(grounds).drawn("site", Pen(look.edge, look.width), look.fill, frame)
    if len(strokes):
        look = LOOKS[group if group in LINES else "line"]
        yield _strokes(strokes).drawn("site", Pen(look.edge, look.width, look.dashes), None, frame)
    if len(dots):
        look = LOOKS["point"]
        middles = shapely.get_coordinates(shapely.centroid(dots))
        discs = [shapes.symbol("●", x, y, DOT) for x, y in middles.tolist()]
        yield shapes.joined(discs).drawn("site", Pen(look.edge, 0.25), look.fill, frame)


def _grounds(found: np.ndarray) -> Paths:
    """Flatten polygons; holes run against their rims so that they stay empty."""
    parts = shapely.get_parts(shapely.orient_polygons(found))
    rings, of_part = shapely.get_rings(parts, return_index=True)
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    lines = starts(np.bincount(of_ring, minlength=len(rings)))
    return Paths(points, lines, starts(np.bincount(of_part, minlength=len(parts))), "site")


def _strokes(found: np.ndarray) -> Paths:
    points, of_line = shapely.get_coordinates(shapely.get_parts(found), return_index=True)
    offsets = starts(np.bincount(of_line))
    return Paths(points, offsets, np.arange(len(offsets)), "site")


def sample(kind: str, wide: float, size: float) -> tuple[Mark, ...]:
    """Return the legend's sign of a kind, drawn round (0, 0) to the right."""
    entry = codes.code(KINDS, kind)
    group = entry.group if entry else "point"
    look = LOOKS[group]
    if group in LINES:
        pen = Pen(look.edge, look.width, look.dashes)
        return (polylines([[(0.0, 0.0), (wide, 0.0)]], "swatch", pen),)
    if group == "point":
        disc = shapes.symbol("●", wide / 2, 0.0, min(DOT, size * 0.5))
        return (disc.drawn("swatch", Pen(PAPER, 0.25), look.fill),)
    ground = rectangle(Box(0, -size * 0.6, wide, size * 1.2), "swatch")
    return (ground.drawn("swatch", Pen(look.edge, look.width), look.fill),)


def words(kind: str) -> Words:
    """Return the word for a kind."""
    entry = codes.code(KINDS, kind)
    return entry.words if entry else Words(kind, kind)
