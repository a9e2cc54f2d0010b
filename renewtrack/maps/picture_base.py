"""A picture as a base map: bent into tiles as they are asked for."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from renewtrack.maps import geotiff, tile_pictures, tile_source
from renewtrack.maps.base_refusals import BadCorners, Broken, NotABase, TooLarge
from renewtrack.maps.lying import Cornered, Floats, Lying, degrees, square
from renewtrack.maps.tile_source import RASTER, About

if TYPE_CHECKING:
    from PIL.Image import Image

Bytes = npt.NDArray[np.uint8]
MOST_PIXELS = 120_000_000  # four bytes each, and a third more for the smaller copies
FORMATS = ("TIFF", "JPEG", "PNG", "WEBP", "BMP")
_SIDE = tile_pictures.SIDE
_KNOTS = 17  # a side of a tile: between them the bend is taken for straight
_BROKEN = (OSError, ValueError, SyntaxError, MemoryError, KeyError, TypeError, ArithmeticError)


class Picture:
    """An open picture; its pixels are read when the first tile is asked for."""

    def __init__(self, path: Path, corners: Sequence[tuple[float, float]] | None = None) -> None:
        """Open it, by its own place or by four corners in WGS 84.

        Raises NotABase, Broken, TooLarge, NoPlace, UnknownSystem, BadCorners, OSError.
        """
        self._path = path
        self._lock = threading.Lock()
        self._levels: list[Bytes] | None = None
        self._is_broken = False  # found when its pixels were read
        image = _opened(path)
        with image:
            self._width, self._height = image.size
            self._lying: Lying = (
                Cornered(corners, *image.size) if corners else geotiff.lying(image, path)
            )
        self.about = self._about()

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile as PNG; None where the picture is not."""
        drawn = self.drawn((x / 2**zoom, y / 2**zoom, (x + 1) / 2**zoom, (y + 1) / 2**zoom), _SIDE)
        if drawn is None:
            return None
        from PIL import Image

        return tile_pictures.png(Image.fromarray(drawn, "RGBA"))

    def close(self) -> None:
        """Let the pixels go."""
        with self._lock:
            self._levels = None

    def drawn(self, box: tuple[float, float, float, float], side: int) -> Bytes | None:
        """Return a square part of the Mercator square (0 to 1) as pixels; None outside."""
        left, top, right, bottom = box
        knots = (np.arange(_KNOTS) / (_KNOTS - 1)).reshape(1, -1)
        x = np.broadcast_to(left + (right - left) * knots, (_KNOTS, _KNOTS))
        y = np.broadcast_to((top + (bottom - top) * knots).T, (_KNOTS, _KNOTS))
        column, row = self._lying.to_pixels(*degrees(x, y))
        if not (np.isfinite(column).all() and np.isfinite(row).all()):
            return None
        if self._misses(column, row):
            return None
        between = _between(side)
        step = max(np.ptp(column), np.ptp(row)) / side
        levels = self._pixels()
        level = min(max(0, math.floor(math.log2(max(step, 1.0)))), len(levels) - 1)
        share = 2**level
        return _sampled(
            levels[level],
            between @ column @ between.T / share - 0.5,
            between @ row @ between.T / share - 0.5,
        )

    def _misses(self, column: Floats, row: Floats) -> bool:
        return bool(
            column.max() < 0
            or row.max() < 0
            or column.min() > self._width
            or row.min() > self._height
        )

    def _about(self) -> About:
        """Return where it lies, found along its edges, and how near one can look at it."""
        along = np.linspace(0, 1, 21)
        low, high = np.zeros(21), np.ones(21)
        column = np.concatenate([along, along, low, high]) * self._width
        row = np.concatenate([low, high, along, along]) * self._height
        lon, lat = self._lying.to_degrees(column, row)
        if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
            raise BadCorners
        if (np.abs(lon) > 180.001).any() or (np.abs(lat) > 90.001).any():
            raise BadCorners
        x, y = square(lon, lat)
        size = max(np.ptp(x) / self._width, np.ptp(y) / self._height)
        near = math.ceil(math.log2(1 / (max(size, 1e-12) * _SIDE)))
        bounds = tile_source.extent(*map(float, (lon.min(), lat.min(), lon.max(), lat.max())))
        return About(RASTER, 0, min(max(near, 0), tile_source.HIGHEST), bounds)

    def _pixels(self) -> list[Bytes]:
        """Return the picture and its halved copies, read at the first call."""
        with self._lock:
            if self._is_broken:
                raise Broken(name=self._path.name)
            if self._levels is None:
                self._is_broken = True
                self._levels = _halved(_read(self._path))
                self._is_broken = False
            return self._levels


def _opened(path: Path) -> Image:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(path, formats=FORMATS)
    except UnidentifiedImageError:
        raise NotABase(name=path.name) from None
    except (Warning, Image.DecompressionBombError):
        raise TooLarge(name=path.name, size="?", most=MOST_PIXELS // 10**6) from None
    except FileNotFoundError:
        raise
    except _BROKEN:
        raise Broken(name=path.name) from None
    width, height = image.size
    if width * height > MOST_PIXELS:
        image.close()
        size = round(width * height / 10**6)
        raise TooLarge(name=path.name, size=size, most=MOST_PIXELS // 10**6)
    return image


def _read(path: Path) -> Bytes:
    """Return the pixels as red, green, blue and cover; raises Broken."""
    try:
        with _opened(path) as image:
            empty = geotiff.no_data(image)
            image.load()
            pixels: Bytes = np.array(_eight_bits(image).convert("RGBA"))
            if empty is not None and image.mode in ("L", "RGB"):
                pixels[(np.asarray(image.convert("RGB")) == empty).all(axis=2), 3] = 0
            return pixels
    except _BROKEN:
        raise Broken(name=path.name) from None


def _eight_bits(image: Image) -> Image:
    """Return a picture of one deep band as grey between its usual darkest and brightest."""
    from PIL import Image

    if image.mode not in ("I", "F", "I;16", "I;16B", "I;16L"):
        return image
    values = np.asarray(image, dtype=float)
    known = values[np.isfinite(values)]
    low, high = np.percentile(known, (2, 98)) if len(known) else (0.0, 1.0)
    grey = np.clip((np.nan_to_num(values) - low) / max(high - low, 1e-9), 0, 1) * 255
    return Image.fromarray(grey.astype(np.uint8), "L")


def _halved(pixels: Bytes) -> list[Bytes]:
    from PIL import Image

    levels = [pixels]
    while min(levels[-1].shape[:2]) > _SIDE:
        levels.append(np.asarray(Image.fromarray(levels[-1], "RGBA").reduce(2)))
    return levels


def _between(side: int) -> npt.NDArray[Any]:
    """Return the weights (side, knots) of the knots at the middle of every pixel."""
    place = (np.arange(side) + 0.5) / side * (_KNOTS - 1)
    first = np.minimum(place.astype(int), _KNOTS - 2)
    weights = np.zeros((side, _KNOTS))
    weights[np.arange(side), first] = 1 - (place - first)
    weights[np.arange(side), first + 1] = place - first
    return weights


def _sampled(pixels: Bytes, column: Floats, row: Floats) -> Bytes:
    """Return the picture at places between its pixels, mixed from the four about each."""
    height, width = pixels.shape[:2]
    inside = (column > -0.5) & (row > -0.5) & (column < width - 0.5) & (row < height - 0.5)
    left = np.clip(np.floor(column), 0, max(width - 2, 0)).astype(int)
    top = np.clip(np.floor(row), 0, max(height - 2, 0)).astype(int)
    right, below = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across = np.clip(column - left, 0, 1)[..., None]
    down = np.clip(row - top, 0, 1)[..., None]
    upper = pixels[top, left] * (1 - across) + pixels[top, right] * across
    lower = pixels[below, left] * (1 - across) + pixels[below, right] * across
    made: Bytes = np.rint(upper * (1 - down) + lower * down).astype(np.uint8)
    made[~inside] = 0
    return made
