"""A raster base map whose tiles are shifted, as those of Chinese web maps are, set right."""

from __future__ import annotations

import math

from renewtrack.domain import datum
from renewtrack.maps import tile_pictures
from renewtrack.maps.lying import degrees, square
from renewtrack.maps.tile_source import About, TileSource

SYSTEMS = ("wgs84", "gcj02")  # what tiles may be in; Baidu's are cut by a plan of their own
_SIDE = tile_pictures.SIDE


class Shifted:
    """Tiles of another source moved to where WGS 84 has them."""

    def __init__(self, source: TileSource, system: str) -> None:
        self._source, self._system = source, system
        self.about: About = source.about

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile put together from those that lie beneath it, to half a pixel.

        The shift changes by less than a pixel across a tile.
        """
        left, top = self._corner(zoom, x, y)
        column, row = math.floor(left), math.floor(top)
        dx, dy = round((left - column) * _SIDE), round((top - row) * _SIDE)
        if (dx, dy) == (0, 0):
            return self._source.tile(zoom, column, row)
        from PIL import Image

        made, found = Image.new("RGBA", (_SIDE, _SIDE)), False
        for across in (0, 1) if dx else (0,):
            for down in (0, 1) if dy else (0,):
                raw = self._source.tile(zoom, column + across, row + down)
                part = None if raw is None else tile_pictures.decoded(raw)
                if part is not None:
                    found = True
                    place = across * _SIDE - dx, down * _SIDE - dy
                    made.paste(part.resize((_SIDE, _SIDE)), place)
        return tile_pictures.png(made) if found else None

    def close(self) -> None:
        """Let the source go."""
        self._source.close()

    def _corner(self, zoom: int, x: int, y: int) -> tuple[float, float]:
        """Return where a tile's upper left corner lies among the source's tiles."""
        import numpy as np

        side = 2**zoom
        middle = np.array([(x + 0.5) / side]), np.array([(y + 0.5) / side])
        lon, lat = degrees(*middle)
        moved = datum.from_wgs84(float(lon[0]), float(lat[0]), self._system)
        across, down = square(np.array([moved[0]]), np.array([moved[1]]))
        return float(across[0]) * side - 0.5, float(down[0]) * side - 0.5
