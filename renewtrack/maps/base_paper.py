"""The base maps of a ledger as one picture beneath a printed map."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from renewtrack.maps import tile_pictures, vector_pictures
from renewtrack.maps.base_maps import BaseMaps, OpenBase
from renewtrack.maps.lying import Floats, square
from renewtrack.maps.tile_source import VECTOR
from renewtrack.store import base_maps

if TYPE_CHECKING:
    from PIL.Image import Image
    from sqlite_utils import Database

MOST_PIXELS = 24_000_000  # put together before they are bent into the sheet
NEARER = 4  # zooms that a picture is enlarged beyond its highest, as on the screen
DEEPEST = 3  # doublings of a vector tile beyond its own zoom
_SIDE = tile_pictures.SIDE


class PaperBase:
    """Opened base maps that know how to lie on paper; made, asked and closed in threads."""

    def __init__(self, db: Database, ledger: Path, allowed: Collection[str] = ()) -> None:
        """Open those that are shown; ``allowed`` are the online addresses switched on here."""
        self._maps = BaseMaps()
        self._opened = self._maps.open(base_maps.all(db), ledger, allowed)
        self._maps.use(self._opened)
        self._last: tuple[object, bytes | None] = (None, None)
        self.sources = tuple(
            (each.attribution or each.base.name, each.base.approval_number)
            for each in self._opened.bases
        )
        self.troubles = tuple(why for _, why in self._opened.troubles)

    def pixels(self, lon: Floats, lat: Floats, size: tuple[int, int]) -> bytes | None:
        """Return red, green, blue of a sheet of so many pixels; None where nothing lies there.

        ``lon`` and ``lat`` (k, k) are the places, in degrees, of knots spread evenly over it.
        """
        key = (lon.tobytes(), lat.tobytes(), size)
        if self._last[0] != key:
            self._last = (key, self._drawn(lon, lat, size))
        return self._last[1]

    def close(self) -> None:
        """Let the files go."""
        self._maps.use(type(self._opened)())

    def _drawn(self, lon: Floats, lat: Floats, size: tuple[int, int]) -> bytes | None:
        from PIL import Image

        x, y = square(lon, lat)
        sheet, drawn = Image.new("RGBA", size, "white"), False
        for each in self._opened.bases:
            layer = _layer(each, x, y, size)
            if layer is None:
                continue
            drawn = True
            if each.base.opacity < 1:
                cover = layer.getchannel("A").point(lambda a, o=each.base.opacity: round(a * o))
                layer.putalpha(cover)
            sheet = Image.alpha_composite(sheet, layer)
        return sheet.convert("RGB").tobytes() if drawn else None


def _layer(each: OpenBase, x: Floats, y: Floats, size: tuple[int, int]) -> Image | None:
    """Return one base map bent into the sheet; None where it has nothing there."""
    from PIL import Image

    found = _plan(each, x, y, size)
    if found is None:
        return None
    zoom, side, (left, top, right, bottom) = found
    mosaic, any_there = Image.new("RGBA", ((right - left) * side, (bottom - top) * side)), False
    for column in range(left, right):
        for row in range(top, bottom):
            tile = _tile(each, (zoom, column, row), side)
            if tile is not None:
                any_there = True
                mosaic.paste(tile, ((column - left) * side, (row - top) * side))
    if not any_there:
        return None
    scale = 2**zoom * side
    across, down = x * scale - left * side, y * scale - top * side
    return mosaic.transform(
        size, Image.Transform.MESH, _mesh(across, down, size), Image.Resampling.BILINEAR
    )


def _plan(
    each: OpenBase, x: Floats, y: Floats, size: tuple[int, int]
) -> tuple[int, int, tuple[int, int, int, int]] | None:
    """Return zoom, side of a tile in pixels and the tiles' range, as fine as the sheet can show."""
    about = each.source.about
    west, south, east, north = about.bounds
    edge_x, edge_y = square(np.array([west, east]), np.array([north, south]))
    low = max(float(x.min()), float(edge_x[0])), max(float(y.min()), float(edge_y[0]))
    high = min(float(x.max()), float(edge_x[1])), min(float(y.max()), float(edge_y[1]))
    if low[0] >= high[0] or low[1] >= high[1]:
        return None
    fine = math.log2(size[0] / (float(np.ptp(x)) * _SIDE))
    wanted = max(about.low, round(fine))
    if about.kind != VECTOR and wanted > about.high + NEARER:
        return None
    while wanted >= about.low:
        zoom = min(wanted, about.high)
        deeper = min(wanted - zoom, DEEPEST) if about.kind == VECTOR else 0
        side = _SIDE * 2**deeper
        count = 2**zoom
        box = (
            math.floor(low[0] * count),
            math.floor(low[1] * count),
            min(math.floor(high[0] * count) + 1, count),
            min(math.floor(high[1] * count) + 1, count),
        )
        if (box[2] - box[0]) * (box[3] - box[1]) * side**2 <= MOST_PIXELS:
            return zoom, side, box
        wanted -= 1
    return None


def _tile(each: OpenBase, where: tuple[int, int, int], side: int) -> Image | None:
    try:
        raw = each.source.tile(*where)
    except Exception:  # noqa: BLE001 - whatever libraries make of a file that means harm
        return None
    if not raw:
        return None
    if each.source.about.kind == VECTOR:
        return vector_pictures.drawn(raw, side)
    made = tile_pictures.decoded(raw)
    return made if made is None or made.size == (side, side) else made.resize((side, side))


def _mesh(
    across: Floats, down: Floats, size: tuple[int, int]
) -> Sequence[tuple[tuple[int, int, int, int], tuple[float, ...]]]:
    """Return for each field between knots its box on the sheet and its four corners' places."""
    rows, columns = across.shape
    xs = np.rint(np.linspace(0, size[0], columns)).astype(int).tolist()
    ys = np.rint(np.linspace(0, size[1], rows)).astype(int).tolist()
    fields = []
    for row in range(rows - 1):
        for column in range(columns - 1):
            corners = ((row, column), (row + 1, column), (row + 1, column + 1), (row, column + 1))
            quad = tuple(float(axis[at]) for at in corners for axis in (across, down))
            box = (xs[column], ys[row], xs[column + 1], ys[row + 1])
            fields.append((box, quad))
    return fields
