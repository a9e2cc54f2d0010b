"""Small base maps made for the tests: each kind of file that an office may bring."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import shapely
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from renewtrack.maps import pmtiles, vector_tile_writing
from renewtrack.maps.lying import square

Tile = tuple[int, int, int]
HERE = (116.300, 40.035)  # a place in the tests' district
CGCS2000_39 = 4527  # three-degree belt 39, with its number before the easting


def tile_at(zoom: int, lon: float = HERE[0], lat: float = HERE[1]) -> Tile:
    """The tile in which a place lies."""
    x, y = square(np.array([lon]), np.array([lat]))
    return zoom, int(x[0] * 2**zoom), int(y[0] * 2**zoom)


def about(zooms: Iterable[int], reach: int = 1) -> list[Tile]:
    """The tiles about the place, so many on each side, at some zooms."""
    return [
        (zoom, x + dx, y + dy)
        for zoom, x, y in map(tile_at, zooms)
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
    ]


def picture(colour: tuple[int, int, int] = (205, 222, 190), words: str = "") -> bytes:
    """One raster tile as PNG."""
    made = Image.new("RGB", (256, 256), colour)
    pen = ImageDraw.Draw(made)
    pen.rectangle((0, 0, 255, 255), outline=(120, 140, 110))
    pen.text((20, 20), words, fill=(60, 70, 60))
    store = io.BytesIO()
    made.save(store, "PNG")
    return store.getvalue()


def streets(zoom: int, x: int, y: int) -> bytes:
    """One vector tile with the layers that most tile makers write."""
    side = vector_tile_writing.EXTENT
    green = shapely.box(400, 400, 1500, 1200)
    lake = shapely.Polygon(
        [(2200, 2200), (3600, 2300), (3500, 3300), (2300, 3500)],
        [[(2700, 2700), (2700, 2900), (2900, 2900), (2900, 2700)]],
    )
    ways = [
        shapely.LineString([(-100, 1800), (side + 100, 1900)]),
        shapely.LineString([(1900, -100), (2000, side + 100)]),
        shapely.LineString([(300, 0), (300, 1800)]),
    ]
    layers = (
        ("landuse", [green], [{"class": "park"}]),
        ("water", [lake], [{"class": "lake"}]),
        (
            "transportation",
            ways,
            [
                {"class": "primary", "name": "学院路"},
                {"class": "secondary", "name": "Keyuan Road"},
                {"class": "minor"},
            ],
        ),
        (
            "place",
            [shapely.Point(900, 800)],
            [{"class": "suburb", "name": f"地名{x % 10}{y % 10}"}],
        ),
    )
    return b"".join(vector_tile_writing.layer(*each) for each in layers)


def mbtiles(path: Path, tiles: Mapping[Tile, bytes], **told: str) -> Path:
    """An MBTiles file; rows are counted from the south."""
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        made.execute(
            "CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)"
        )
        made.executemany("INSERT INTO metadata VALUES (?, ?)", told.items())
        made.executemany(
            "INSERT INTO tiles VALUES (?, ?, ?, ?)",
            [(z, x, 2**z - 1 - y, tile) for (z, x, y), tile in tiles.items()],
        )
    made.close()
    return path


def raster_mbtiles(path: Path, zooms: Iterable[int] = (14, 15), **told: str) -> Path:
    """A raster MBTiles file about the place."""
    zooms = list(zooms)
    tiles = {each: picture(words="{}/{}/{}".format(*each)) for each in about(zooms)}
    facts = {"format": "png", "minzoom": str(min(zooms)), "maxzoom": str(max(zooms))}
    return mbtiles(path, tiles, **facts, **told)


def vector_mbtiles(path: Path, zooms: Iterable[int] = (14,), **told: str) -> Path:
    """A vector MBTiles file about the place, packed as such files are."""
    zooms = list(zooms)
    tiles = {each: gzip.compress(streets(*each)) for each in about(zooms)}
    facts = {"format": "pbf", "minzoom": str(min(zooms)), "maxzoom": str(max(zooms))}
    return mbtiles(path, tiles, **facts, **told)


def archive(
    path: Path,
    tiles: Mapping[Tile, bytes],
    kind: int = 2,
    attribution: str = "",
    leaf: bool = False,
) -> Path:
    """A PMTiles archive; with ``leaf`` its root leads to a further directory."""
    numbered = sorted((pmtiles.tile_id(*where), tile) for where, tile in tiles.items())
    body, entries = b"", []
    for number, tile in numbered:
        entries.append((number, 1, len(tile), len(body)))
        body += tile
    leaves, root = b"", _directory(entries)
    if leaf:
        leaves = root
        root = _directory([(numbered[0][0], 0, len(leaves), 0)])
    metadata = gzip.compress(json.dumps({"attribution": attribution}).encode())
    zooms = [zoom for zoom, _, _ in tiles]
    places, at = [], 127
    for part in (root, metadata, leaves, body):
        places += [at, len(part)]
        at += len(part)
    header = struct.pack(
        "<7sB11QBBBBBB4iB2i",
        *(b"PMTiles", 3, *places, len(tiles), len(tiles), len(tiles)),
        *(1, 2, 1, kind, min(zooms), max(zooms)),
        *(-1800000000, -850000000, 1800000000, 850000000, 0, 0, 0),
    )
    path.write_bytes(header + root + metadata + leaves + body)
    return path


def _directory(entries: list[tuple[int, int, int, int]]) -> bytes:
    last, numbers = 0, [len(entries)]
    for number, *_ in entries:
        numbers.append(number - last)
        last = number
    numbers += [run for _, run, _, _ in entries] + [length for _, _, length, _ in entries]
    numbers += [offset + 1 for *_, offset in entries]
    return gzip.compress(b"".join(map(varint, numbers)))


def varint(value: int) -> bytes:
    """A number as protocol buffers write it."""
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def drawn(wide: int = 300, high: int = 200) -> Image.Image:
    """A picture whose four quarters differ in colour."""
    made = Image.new("RGB", (wide, high))
    pen = ImageDraw.Draw(made)
    for place, colour in enumerate(((220, 60, 60), (60, 180, 60), (60, 60, 220), (230, 200, 60))):
        x, y = place % 2 * wide // 2, place // 2 * high // 2
        pen.rectangle((x, y, x + wide // 2, y + high // 2), fill=colour)
    return made


def geotiff(path: Path, code: int = CGCS2000_39, metres: float = 4.0) -> Path:
    """A GeoTIFF whose middle is the place, so many metres a pixel."""
    from pyproj import Transformer

    made = drawn()
    east, north = Transformer.from_crs(4326, code, always_xy=True).transform(*HERE)
    tags = ImageFileDirectory_v2()
    for number, kind, values in (
        (33550, 12, (metres, metres, 0.0)),
        (33922, 12, (0.0, 0.0, 0.0, east - 150 * metres, north + 100 * metres, 0.0)),
        (34735, 3, (1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, code)),
    ):
        tags.tagtype[number] = kind
        tags[number] = values
    made.save(path, tiffinfo=tags)
    return path
