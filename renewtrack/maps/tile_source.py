"""What every base map is to the page and to paper: tiles by zoom, column and row."""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import dataclass
from typing import Protocol

RASTER, VECTOR = "raster", "vector"
Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
WORLD: Bounds = (-180.0, -85.0511, 180.0, 85.0511)
HIGHEST = 24  # zoom that any source may have
LARGEST_TILE = 8 << 20  # bytes, unpacked
LONGEST_TEXT = 300
_MARKUP = re.compile(r"<[^<>]*>")
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class About:
    """What a source says of itself, checked: its tiles' kind, zooms, extent and origin."""

    kind: str
    low: int
    high: int
    bounds: Bounds = WORLD
    attribution: str = ""


class TileSource(Protocol):
    """An open base map; may be asked from any thread."""

    @property
    def about(self) -> About:
        """What it is."""

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a picture or an unpacked vector tile, rows from the north; None for none."""

    def close(self) -> None:
        """Let the file go."""


def unpacked(raw: bytes, largest: int = LARGEST_TILE) -> bytes:
    """Return bytes without gzip round them; raises ValueError where they are broken or a bomb."""
    if raw[:2] != _GZIP:
        return raw
    machine = zlib.decompressobj(31)
    try:
        made = machine.decompress(raw, largest + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if len(made) > largest:
        raise ValueError("too large when unpacked")
    return made


def plain(text: object) -> str:
    """Return a foreign text as one short line without markup or signs that do not show."""
    bare = _MARKUP.sub("", str(text or ""))
    line = "".join(sign if sign.isprintable() else " " for sign in bare)
    return " ".join(line.split())[:LONGEST_TEXT]


def zooms(low: object, high: object) -> tuple[int, int]:
    """Return two zooms in order and in reach; raises ValueError for what is none."""
    first, last = int(str(low)), int(str(high))
    if not 0 <= first <= last <= HIGHEST:
        raise ValueError("zooms out of reach")
    return first, last


def extent(west: float, south: float, east: float, north: float) -> Bounds:
    """Return bounds cut to the world; all of it where they say nothing."""
    numbers = (west, south, east, north)
    if not all(map(math.isfinite, numbers)) or west >= east or south >= north:
        return WORLD
    cut = (max(west, -180.0), max(south, WORLD[1]), min(east, 180.0), min(north, WORLD[3]))
    return cut if cut[0] < cut[2] and cut[1] < cut[3] else WORLD
