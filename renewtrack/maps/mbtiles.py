"""MBTiles as a base map: raster or vector tiles in an SQLite file."""

from __future__ import annotations

from pathlib import Path

from renewtrack.maps import tile_pictures, tile_source
from renewtrack.maps.tile_source import RASTER, VECTOR, About
from renewtrack.store.tile_files import NotTiles, TileFile

_GZIP = b"\x1f\x8b"


class MBTiles:
    """An open MBTiles file."""

    def __init__(self, path: Path) -> None:
        """Open it; raises NotTiles, ValueError, OSError."""
        self._file = TileFile(path)
        try:
            self.about = self._about()
        except (NotTiles, ValueError):
            self._file.close()
            raise

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile, or None; raises ValueError where it is broken."""
        found = self._file.tile(zoom, x, 2**zoom - 1 - y)  # rows are counted from the south
        return None if found is None else tile_source.unpacked(found)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def _about(self) -> About:
        told = self._file.metadata
        low, high = told.get("minzoom"), told.get("maxzoom")
        if low is None or high is None:
            found = self._file.zooms()
            if found is None:
                raise NotTiles("no tile in it")
            low, high = map(str, found)
        return About(
            self._kind(),
            *tile_source.zooms(low, high),
            bounds=_bounds(told.get("bounds", "")),
            attribution=tile_source.plain(told.get("attribution")),
        )

    def _kind(self) -> str:
        """Return what the tiles are by their bytes: what the file says of them may be wrong."""
        example = self._file.any_tile()
        if example is None:
            raise NotTiles("no tile in it")
        if tile_pictures.kind_of(example) is not None:
            return RASTER
        stated = self._file.metadata.get("format", "").lower()
        if stated in ("pbf", "mvt") or example[:2] == _GZIP:
            return VECTOR
        raise NotTiles("tiles of an unknown kind")


def _bounds(text: str) -> tile_source.Bounds:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return tile_source.WORLD
    return tile_source.extent(west, south, east, north)
