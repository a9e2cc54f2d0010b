"""PMTiles (version 3) as a base map: one archive with its own directory.

Written after the specification of protomaps/PMTiles, spec/v3/spec.md: a header of 127 bytes, a
root directory and leaf directories of varints, tiles numbered along a Hilbert curve.
"""

from __future__ import annotations

import json
import struct
import threading
from bisect import bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from renewtrack.maps import tile_source
from renewtrack.maps.tile_source import RASTER, VECTOR, About

_HEADER = struct.Struct("<7sB11QBBBBBB4iB2i")
_SIGNATURE = b"PMTiles"
_NONE, _GZIP = 1, 2  # compressions that the standard library has
_KINDS = {1: VECTOR, 2: RASTER, 3: RASTER, 4: RASTER}  # mvt, png, jpeg, webp
_DEEPEST = 4  # directories below one another
_LARGEST_DIRECTORY = 4 << 20  # bytes, unpacked
_MOST_ENTRIES = 300_000
_KEPT = 24  # leaf directories held
_MOST_KEPT = 300_000  # entries in them


@dataclass(frozen=True, slots=True)
class _Header:
    root: tuple[int, int]
    metadata: tuple[int, int]
    leaves: tuple[int, int]
    tiles: tuple[int, int]
    packing: int  # of directories
    tile_packing: int
    about: About


@dataclass(frozen=True, slots=True)
class _Directory:
    """Entries in columns; a run of 0 leads to a leaf directory."""

    ids: list[int]
    runs: list[int]
    lengths: list[int]
    offsets: list[int]


class PMTiles:
    """An open PMTiles archive."""

    def __init__(self, path: Path) -> None:
        """Open it; raises ValueError, OSError."""
        self._lock = threading.Lock()
        self._file = path.open("rb")
        try:
            self._size = path.stat().st_size
            self._header = _header(self._file.read(_HEADER.size))
            if sum(self._header.tiles) > self._size:
                raise ValueError("the file breaks off")
            self._root = _directory(self._unpacked(self._read(*self._header.root)))
            self.about = self._named(self._header.about)
        except (ValueError, OSError):
            self._file.close()
            raise
        self._leaves: OrderedDict[int, _Directory] = OrderedDict()

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return a tile, or None; raises ValueError where it is broken."""
        wanted, directory = tile_id(zoom, x, y), self._root
        for _ in range(_DEEPEST):
            place = bisect_right(directory.ids, wanted) - 1
            if place < 0:
                return None
            offset, length = directory.offsets[place], directory.lengths[place]
            run = directory.runs[place]
            if run:
                inside = wanted < directory.ids[place] + run
                return self._tile(offset, length) if inside else None
            directory = self._leaf(offset, length)
        return None

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._file.close()

    def _tile(self, offset: int, length: int) -> bytes:
        start, size = self._header.tiles
        if length > tile_source.LARGEST_TILE or offset + length > size:
            raise ValueError("a tile beyond the archive's end")
        raw = self._read(start + offset, length)
        return tile_source.unpacked(raw) if self._header.tile_packing == _GZIP else raw

    def _leaf(self, offset: int, length: int) -> _Directory:
        with self._lock:
            known = self._leaves.get(offset)
        if known is not None:
            return known
        start, size = self._header.leaves
        if offset + length > size:
            raise ValueError("a directory beyond the archive's end")
        read = _directory(self._unpacked(self._read(start + offset, length)))
        with self._lock:
            self._leaves[offset] = read
            while len(self._leaves) > 1 and self._is_much():
                self._leaves.popitem(last=False)
        return read

    def _is_much(self) -> bool:
        entries = sum(len(each.ids) for each in self._leaves.values())
        return len(self._leaves) > _KEPT or entries > _MOST_KEPT

    def _read(self, offset: int, length: int) -> bytes:
        if length > 2 * tile_source.LARGEST_TILE or offset + length > self._size:
            raise ValueError("beyond the end of the file")
        with self._lock:
            self._file.seek(offset)
            read = self._file.read(length)
        if len(read) != length:
            raise ValueError("the file breaks off")
        return read

    def _unpacked(self, raw: bytes) -> bytes:
        if self._header.packing == _GZIP:
            return tile_source.unpacked(raw, _LARGEST_DIRECTORY)
        return raw

    def _named(self, about: About) -> About:
        """Return what the header tells with the attribution of the metadata, if that reads."""
        try:
            told = json.loads(self._unpacked(self._read(*self._header.metadata)))
        except (ValueError, RecursionError):
            return about
        text = told.get("attribution") if isinstance(told, dict) else ""
        return About(about.kind, about.low, about.high, about.bounds, tile_source.plain(text))


def tile_id(zoom: int, x: int, y: int) -> int:
    """Return a tile's number: the tiles of all lower zooms, then its place on the curve."""
    number, side = ((1 << 2 * zoom) - 1) // 3, 1 << zoom
    half = side >> 1
    while half:
        right, below = bool(x & half), bool(y & half)
        number += half * half * ((3 * right) ^ below)
        if not below:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        half >>= 1
    return number


def _header(raw: bytes) -> _Header:
    if len(raw) != _HEADER.size or raw[:7] != _SIGNATURE:
        raise ValueError("no PMTiles archive")
    fields = _HEADER.unpack(raw)
    if fields[1] != 3:
        raise ValueError("not version 3 of PMTiles")
    root, metadata, leaves, tiles = zip(fields[2:10:2], fields[3:10:2], strict=True)
    packing, tile_packing, kind = fields[14:17]
    if packing not in (_NONE, _GZIP) or tile_packing not in (_NONE, _GZIP):
        raise ValueError("packed in a way that is not known here")
    if kind not in _KINDS:
        raise ValueError("tiles of an unknown kind")
    west, south, east, north = (degrees / 1e7 for degrees in fields[19:23])
    return _Header(
        root,
        metadata,
        leaves,
        tiles,
        packing,
        tile_packing,
        About(
            _KINDS[kind],
            *tile_source.zooms(fields[17], fields[18]),
            bounds=tile_source.extent(west, south, east, north),
        ),
    )


def _directory(raw: bytes) -> _Directory:
    numbers = _varints(raw)
    count = numbers[0] if numbers else 0
    if len(numbers) < 1 + 4 * count:
        raise ValueError("a directory that breaks off")
    gaps, runs, lengths, stored = (
        numbers[1 + at * count : 1 + (at + 1) * count] for at in range(4)
    )
    ids, offsets, last = [], [], 0
    for gap in gaps:
        last += gap
        ids.append(last)
    for place, value in enumerate(stored):
        if value:
            offsets.append(value - 1)
        elif place:
            offsets.append(offsets[-1] + lengths[place - 1])
        else:
            raise ValueError("a directory without a beginning")
    return _Directory(ids, runs, lengths, offsets)


def _varints(raw: bytes) -> list[int]:
    """Return the numbers of a directory; the first says how many entries of four follow."""
    numbers, value, shift = [], 0, 0
    for byte in raw:
        value |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
            if shift > 63:
                raise ValueError("a number without an end")
        else:
            numbers.append(value)
            if numbers[0] > _MOST_ENTRIES:
                raise ValueError("a directory of too many entries")
            if len(numbers) > 4 * numbers[0]:
                break
            value = shift = 0
    return numbers
