"""The rough extent of the Chinese mainland, where map providers shift coordinates."""

from __future__ import annotations

from functools import cache
from math import floor

from renewtrack.domain import tables

Edge = tuple[float, float, float, float]


def inside_mainland(lon: float, lat: float) -> bool:
    """Return whether a point in WGS 84 degrees lies on the Chinese mainland or Hainan.

    The outline is coarse (``resources/codes/mainland.toml``): it was widened by some 11 km, so a
    town just over a land border counts as inside. Hong Kong and Macau are cut out to some
    hundred metres; Taiwan, Seoul and Hanoi are outside. Good enough to decide whether a datum
    shift applies; no statement about any boundary.
    """
    row = _edges_by_row().get(floor(lat))
    if row is None:
        return False
    inside, outside = row
    return _odd(inside, lon, lat) and not _odd(outside, lon, lat)


def _odd(edges: tuple[Edge, ...], lon: float, lat: float) -> bool:
    """Return whether a ray to the east crosses an odd number of edges."""
    crossed = False
    for x1, y1, x2, y2 in edges:
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
            crossed = not crossed
    return crossed


@cache
def _edges_by_row() -> dict[int, tuple[tuple[Edge, ...], tuple[Edge, ...]]]:
    """Return the edges that touch each whole degree of latitude, so that few are looked at."""
    rows: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for which, name in enumerate(("inside", "outside")):
        for ring in tables.document("mainland")[name]:
            points = list(zip(ring["points"][::2], ring["points"][1::2], strict=True))
            for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
                for row in range(floor(min(y1, y2)), floor(max(y1, y2)) + 1):
                    rows.setdefault(row, ([], []))[which].append((x1, y1, x2, y2))
    return {row: (tuple(inside), tuple(outside)) for row, (inside, outside) in rows.items()}
