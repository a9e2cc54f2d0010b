"""The invented district's ground: blocks between streets, areas that tile it, plots to build on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from renewtrack import paths
from renewtrack.demo import shapes
from renewtrack.demo.shapes import Frame, Place, Ring

Cell = tuple[int, int]  # row from the north, column from the west
_BENDS = 4  # a side of a block is drawn with so many pieces, for its streets bend
_ROAD, _MAIN_ROAD, _LANE = 12.0, 21.0, 5.0  # metres from the middle of the road to the plot


@dataclass(frozen=True, slots=True)
class Plot:
    """Ground for one estate, or an open space (``sign`` is not a digit), with its street grid."""

    community: str
    ring: Ring
    frame: Frame
    sign: str


@cache
def written(name: str) -> dict[str, Any]:
    """Return a table of ``resources/demo``."""
    with paths.resources("demo", f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def boundary(prefix: str) -> Ring:
    """Return the boundary of the communities whose key begins so; "" is the whole district.

    Areas beside each other share every corner of their boundaries, so they tile the district.
    """
    cells = {cell for cell, key in _communities().items() if key.startswith(prefix)}
    return _outline(cells)


def plots(rng: Random) -> list[Plot]:
    """Return the plots from north to south and west to east."""
    signs = [line.split() for line in written("district")["estates"]]
    found: list[Plot] = []
    for (row, column), community in _communities().items():
        found += _divided((row, column), signs[row][column], community, rng)
    return found


@cache
def _communities() -> dict[Cell, str]:
    return {
        (row, column): key
        for row, line in enumerate(written("district")["map"])
        for column, key in enumerate(line.split())
    }


@cache
def _lines() -> tuple[list[float], list[float]]:
    """Return the middles of the roads: eastings from the west, northings from the north."""
    table = written("district")
    us, vs = (list(accumulate(table[name], initial=0.0)) for name in ("columns", "rows"))
    return [u - us[-1] / 2 for u in us], [vs[-1] / 2 - v for v in vs]


def _divided(cell: Cell, sign: str, community: str, rng: Random) -> Iterable[Plot]:
    us, vs = _lines()
    row, column = cell
    west, east = us[column] + _half_road(column), us[column + 1] - _half_road(column + 1)
    north, south = vs[row] - _half_road(row), vs[row + 1] + _half_road(row + 1)
    parts = int(sign) if sign.isdigit() else 1
    cut = rng.uniform(0.42, 0.58)
    wide = rng.random() < 0.5
    for part in range(parts):
        box = [west, east, south, north]
        if parts == 2:
            low, high = (west, east) if wide else (south, north)
            side = (1 if wide else 3) - part
            box[side] = low + (high - low) * cut + (-_LANE, _LANE)[part]
        yield _plot(box, community, sign)


def _half_road(line: int) -> float:
    return _MAIN_ROAD if line in (0, 3, 6) else _ROAD


def _plot(box: list[float], community: str, sign: str) -> Plot:
    west, east, south, north = box
    corners = [(west, south), (east, south), (east, north), (west, north)]
    centre = ((west + east) / 2, (south + north) / 2)
    frame = Frame(*shapes.bent(*centre), shapes.bearing(*centre))
    return Plot(community, _bent_ring(corners), frame, sign)


def _bent_ring(corners: list[Place]) -> Ring:
    """Return the way around corners of the straight grid, each side drawn in pieces."""
    return tuple(
        shapes.bent(
            u0 + (u1 - u0) * piece / _BENDS,
            v0 + (v1 - v0) * piece / _BENDS,
        )
        for (u0, v0), (u1, v1) in zip(corners, corners[1:] + corners[:1], strict=True)
        for piece in range(_BENDS)
    )


def _outline(cells: set[Cell]) -> Ring:
    """Return the way around cells that hang together, counter-clockwise."""
    us, vs = _lines()
    steps: dict[Cell, Cell] = {}
    for row, column in cells:
        around = ((row + 1, column), (row + 1, column + 1), (row, column + 1), (row, column))
        beside = ((row + 1, column), (row, column + 1), (row - 1, column), (row, column - 1))
        for place, start in enumerate(around):
            if beside[place] not in cells:
                steps[start] = around[(place + 1) % 4]
    start = min(steps)
    corners, at = [start], steps[start]
    while at != start:
        corners.append(at)
        at = steps[at]
    return _bent_ring([(us[column], vs[row]) for row, column in corners])
