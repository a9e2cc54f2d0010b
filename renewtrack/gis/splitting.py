"""One outline cut in two or more along a drawn line."""

from __future__ import annotations

from typing import Any

import shapely
from shapely import ops

from renewtrack.errors import UserError
from renewtrack.gis import shaping
from renewtrack.words import Words

REACH = 4e-6  # degrees, about 0.4 m: a cut may end that short of the wall


class NotCutThrough(UserError):
    """The line does not cut the outline into parts."""

    words = Words(
        "这条线没有把轮廓切开：请从轮廓外画到轮廓外。没有改动。",
        "The line does not cut the outline: draw from outside to outside. Nothing was changed.",
    )


class NoOutline(UserError):
    """There is no outline to cut."""

    words = Words(
        "“{name}”只有一个点，没有轮廓可以切。请先画出轮廓。",
        "“{name}” is a point and has no outline to cut. Draw its outline first.",
    )


def parts(outline: Any, line: Any) -> list[Any]:
    """Return the parts of an outline on the sides of a line, the largest first.

    Raises NotCutThrough where there is but one, or a part is smaller than anything meant.
    """
    cut = ops.split(outline, _longer(line)) if outline.geom_type == "Polygon" else None
    found = list(cut.geoms) if cut is not None else _of_many(outline, line)
    large = [part for part in found if shaping.area_m2(part) >= shaping.SMALLEST_M2]
    if len(large) < 2 or len(large) != len(found):
        raise NotCutThrough
    return sorted(large, key=shaping.area_m2, reverse=True)


def _of_many(outline: Any, line: Any) -> list[Any]:
    """Cut an outline of several blocks: the blocks that the line misses go with the largest."""
    reach = _longer(line)
    cut: list[Any] = []
    whole: list[Any] = []
    for block in outline.geoms:
        pieces = list(ops.split(block, reach).geoms)
        (cut if len(pieces) > 1 else whole).extend(pieces)
    if not cut:
        return []
    cut.sort(key=shaping.area_m2, reverse=True)
    return [shapely.union_all([cut[0], *whole]), *cut[1:]]


def _longer(line: Any) -> Any:
    """Return a line lengthened a little at both ends, for a cut that snapped to the wall."""
    places = list(line.coords)
    return shapely.LineString(
        [_beyond(places[1], places[0]), *places, _beyond(places[-2], places[-1])]
    )


def _beyond(start: tuple[float, ...], end: tuple[float, ...]) -> tuple[float, float]:
    east, north = end[0] - start[0], end[1] - start[1]
    far = (east**2 + north**2) ** 0.5 or 1.0
    return end[0] + east / far * REACH, end[1] + north / far * REACH
