"""Rows, towers and courts of buildings laid out on the plots of the invented district."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from renewtrack.demo import shapes
from renewtrack.demo.ground import Plot
from renewtrack.demo.shapes import Frame, Ring

_SETBACK = 7.0  # metres between a building and the edge of its plot


@dataclass(frozen=True, slots=True)
class Manner:
    """How one estate is built: its kinds of blocks, storeys and the gaps between."""

    kind: str  # rows, courts, towers, mixed
    storeys: tuple[int, ...]
    length: tuple[float, float]
    depth: float
    turn: float  # radians from the direction of its streets
    structures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One building as laid out: footprint on the plane, storeys, structure."""

    ring: Ring
    storeys: int
    structure: str
    shape: str  # slab, tower, angle, court


def manner(rng: Random, year: int) -> Manner:
    """Return how an estate of a year was built."""
    turn = math.radians(rng.choice((0, 0, 0, 0, -9, 8, -14, 12, 4)))
    if year < 1968:
        kind = rng.choice(("courts", "courts", "rows"))
        return Manner(kind, (2, 3, 3, 4), (34, 48), 13.0, turn, ("brick_timber", "brick_concrete"))
    if year < 1980:
        return Manner("rows", (3, 4, 5, 5), (38, 56), 11.5, turn, ("brick_concrete",))
    if year < 1990:
        kind = rng.choice(("rows", "rows", "mixed", "courts"))
        return Manner(kind, (5, 6, 6, 6), (44, 66), 12.0, turn, ("brick_concrete", "bottom_frame"))
    if year < 1998:
        kind = rng.choice(("rows", "rows", "mixed"))
        return Manner(kind, (6, 6, 6, 7), (46, 72), 12.6, turn, ("brick_concrete", "frame"))
    kind = rng.choice(("rows", "mixed", "towers"))
    return Manner(kind, (6, 6, 7, 9), (48, 70), 13.4, turn, ("frame", "brick_concrete"))


def filled(plot: Plot, built: Manner, rng: Random) -> list[Block]:
    """Return every block the plot has room for, from the north-west, row by row."""
    frame = Frame(plot.frame.x, plot.frame.y, plot.frame.angle + built.turn)
    if built.kind == "towers":
        return list(_towers(plot, frame, rng))
    if built.kind == "courts":
        return list(_courts(plot, frame, built, rng))
    return list(_rows(plot, frame, built, rng))


def _rows(plot: Plot, frame: Frame, built: Manner, rng: Random) -> Iterator[Block]:
    """Lay slabs in rows that face south; a mixed estate has a line of towers in the north."""
    length = rng.uniform(*built.length)
    gap_along = rng.uniform(9, 14)
    height = 3.0 * max(built.storeys)
    pitch = built.depth + max(14.0, 1.25 * height)
    step = rng.choice((0.0, 0.0, 2.4))
    first = True
    for across in _spread(plot, frame, 1, built.depth, pitch):
        towers = built.kind == "mixed" and first
        wide, apart = (25.0, 21.0) if towers else (length, gap_along)
        shift = rng.choice((0.0, 0.0, 5.0, -5.0))
        for along in _spread(plot, frame, 0, wide, wide + apart):
            place = Frame(*frame.out(along + shift, across - (4 if towers else 0)), frame.angle)
            if towers:
                block = _tower(place, rng)
            else:
                long = length - rng.choice((0.0, 0.0, 0.0, length / 3))
                block = Block(
                    place.lay(shapes.slab(long, built.depth, step)),
                    rng.choice(built.storeys),
                    rng.choice(built.structures),
                    "slab",
                )
            if _fits(plot, block.ring):
                first = False
                yield block


def _towers(plot: Plot, frame: Frame, rng: Random) -> Iterator[Block]:
    for row, across in enumerate(_spread(plot, frame, 1, 26, 50)):
        for along in _spread(plot, frame, 0, 26, 48):
            place = Frame(*frame.out(along + (12 if row % 2 else -12), across), frame.angle)
            block = _tower(place, rng)
            if _fits(plot, block.ring):
                yield block


def _courts(plot: Plot, frame: Frame, built: Manner, rng: Random) -> Iterator[Block]:
    """Lay U and L blocks around courts, with a short slab where they leave room."""
    for across in _spread(plot, frame, 1, 46, 66):
        for along in _spread(plot, frame, 0, 54, 70):
            place = Frame(*frame.out(along, across), frame.angle)
            storeys, structure = rng.choice(built.storeys), rng.choice(built.structures)
            shape = rng.choice(("court", "court", "angle", "angle", "slab"))
            if shape == "court":
                rings = [place.lay(shapes.court_block(54, 44, 12.5))]
            elif shape == "angle":
                flip = rng.choice((1, -1))
                corners = shapes.angle_block(52, 42, 12.5)
                rings = [place.lay((flip * a, b) for a, b in corners)]
                rings.append(Frame(*place.out(flip * 8, 10), frame.angle).lay(shapes.slab(28, 11)))
            else:
                rings = [
                    Frame(*place.out(0, side), frame.angle).lay(shapes.slab(48, built.depth))
                    for side in (16, -16)
                ]
            for ring in rings:
                if _fits(plot, ring):
                    yield Block(ring, storeys, structure, shape if ring is rings[0] else "slab")


def _tower(place: Frame, rng: Random) -> Block:
    ring = place.lay(shapes.tower(rng.choice((23.0, 25.0, 27.0)), rng.choice((4.0, 5.0))))
    storeys = rng.choice((11, 12, 14, 16, 18))
    return Block(ring, storeys, rng.choice(("shear_wall", "frame_shear")), "tower")


def _spread(plot: Plot, frame: Frame, axis: int, size: float, pitch: float) -> list[float]:
    """Return the middles of as many places as fit along an axis, from north or west."""
    reach = [frame.within(corner)[axis] for corner in plot.ring]
    low, high = min(reach) + _SETBACK, max(reach) - _SETBACK
    count = max(0, int((high - low - size) // pitch) + 1)
    start = (low + high - (count - 1) * pitch) / 2
    places = [start + number * pitch for number in range(count)]
    return places if axis == 0 else places[::-1]


def _fits(plot: Plot, ring: Ring) -> bool:
    """Tell whether a footprint stays off the edges of its plot."""
    centre = shapes.middle(ring)
    return all(shapes.holds(plot.ring, _outward(centre, corner, _SETBACK - 1)) for corner in ring)


def _outward(centre: shapes.Place, corner: shapes.Place, by: float) -> shapes.Place:
    dx, dy = corner[0] - centre[0], corner[1] - centre[1]
    far = math.hypot(dx, dy)
    return corner[0] + dx / far * by, corner[1] + dy / far * by
