"""Vector tiles (Mapbox Vector Tile 2.1) read into arrays, with limits on what one may ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

POINT, LINE, POLYGON = 1, 2, 3
MOST_FEATURES = 60_000  # of one tile
MOST_VERTICES = 1_000_000
_VARINT, _LONG, _BYTES, _SHORT = 0, 1, 2, 5
_MOVE, _LINE_TO, _CLOSE = 1, 2, 7

Value = str | int | float | bool | None
Field = tuple[int, int, int | bytes]


@dataclass(frozen=True, slots=True)
class TileFeature:
    """One feature: its parts as (n, 2) arrays, 0 to 1 across the tile, rows from the north."""

    kind: int
    tags: dict[str, Value]
    parts: tuple[npt.NDArray[np.float64], ...]


@dataclass(frozen=True, slots=True)
class TileLayer:
    """The features of one layer."""

    name: str
    features: tuple[TileFeature, ...]


def read(raw: bytes) -> tuple[TileLayer, ...]:
    """Return the layers of a tile; raises ValueError where it is broken or asks for too much."""
    budget = [MOST_FEATURES, MOST_VERTICES]
    return tuple(_layer(value, budget) for number, value in _nested(raw) if number == 3)


def _layer(raw: bytes, budget: list[int]) -> TileLayer:
    told: dict[int, list[bytes]] = {1: [], 2: [], 3: [], 4: []}  # name, features, keys, values
    extent = 4096
    for number, _, value in _fields(raw):
        if number in told and isinstance(value, bytes):
            told[number].append(value)
        elif number == 5 and isinstance(value, int):
            extent = value
    budget[0] -= len(told[2])
    if extent <= 0 or budget[0] < 0:
        raise ValueError("a layer without extent or with too many features")
    keys = [each.decode("utf-8", "replace") for each in told[3]]
    values = [_value(each) for each in told[4]]
    name = told[1][-1].decode("utf-8", "replace") if told[1] else ""
    return TileLayer(
        name, tuple(_feature(each, (keys, values, extent), budget) for each in told[2])
    )


def _feature(
    raw: bytes, layer: tuple[list[str], list[Value], int], budget: list[int]
) -> TileFeature:
    keys, values, extent = layer
    kind, tags, geometry = 0, b"", b""
    for number, _, value in _fields(raw):
        if number == 2 and isinstance(value, bytes):
            tags = value
        elif number == 3 and isinstance(value, int):
            kind = value
        elif number == 4 and isinstance(value, bytes):
            geometry = value
    pairs = _varints(tags).tolist()
    named = {
        keys[key]: values[value]
        for key, value in zip(pairs[::2], pairs[1::2], strict=False)
        if key < len(keys) and value < len(values)
    }
    return TileFeature(kind, named, tuple(_parts(_varints(geometry), extent, budget)))


def _parts(
    numbers: npt.NDArray[np.uint64], extent: int, budget: list[int]
) -> Iterator[npt.NDArray[np.float64]]:
    """Follow the pen's commands; each costs numbers of its own, so none runs further than they."""
    at, moves = 0, []
    starts: list[int] = []
    closed: set[int] = set()
    count = 0
    while at < len(numbers):
        command, times = int(numbers[at]) & 7, int(numbers[at]) >> 3
        at += 1
        if command == _CLOSE:
            closed.add(len(starts) - 1)
            continue
        if command not in (_MOVE, _LINE_TO) or at + 2 * times > len(numbers):
            raise ValueError("a pen that runs away")
        budget[1] -= times
        if budget[1] < 0:
            raise ValueError("too many vertices")
        if command == _MOVE:
            starts += range(count, count + times)
        moves.append(numbers[at : at + 2 * times])
        at, count = at + 2 * times, count + times
    if not count or not starts:
        return
    steps = np.concatenate(moves).astype(np.int64)
    signed = (steps >> 1) ^ -(steps & 1)
    places = np.cumsum(signed.reshape(-1, 2), axis=0) / extent
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], count], strict=True)):
        part = places[start:end]
        yield np.vstack([part, part[:1]]) if number in closed else part


def _value(raw: bytes) -> Value:
    for number, _, value in _fields(raw):
        if isinstance(value, bytes):
            if number == 1:
                return value.decode("utf-8", "replace")
            if number == 2 and len(value) == 4:
                return float(np.frombuffer(value, "<f4")[0])
            if number == 3 and len(value) == 8:
                return float(np.frombuffer(value, "<f8")[0])
        elif number == 6:
            return (value >> 1) ^ -(value & 1)
        elif number == 7:
            return bool(value)
        else:
            return value
    return None


def _nested(raw: bytes) -> Iterator[tuple[int, bytes]]:
    for number, _, value in _fields(raw):
        if isinstance(value, bytes):
            yield number, value


def _fields(raw: bytes) -> Iterator[Field]:
    """Yield number, wire type and value of a message's fields."""
    at = 0
    while at < len(raw):
        key, at = _varint(raw, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(raw, at)
            yield number, kind, value
            continue
        if kind == _BYTES:
            length, at = _varint(raw, at)
        elif kind in (_LONG, _SHORT):
            length = 8 if kind == _LONG else 4
        else:
            raise ValueError("a field of an unknown kind")
        if at + length > len(raw):
            raise ValueError("a tile that breaks off")
        yield number, kind, raw[at : at + length]
        at += length


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(raw):
            raise ValueError("a tile that breaks off")
        value |= (raw[at] & 0x7F) << shift
        at += 1
        if raw[at - 1] < 0x80:
            return value, at
    raise ValueError("a number without an end")


def _varints(raw: bytes) -> npt.NDArray[np.uint64]:
    """Return packed numbers, all at once."""
    octets = np.frombuffer(raw, np.uint8)
    if not len(octets):
        return np.empty(0, np.uint64)
    ends = np.flatnonzero(octets < 0x80)
    if not len(ends) or ends[-1] != len(octets) - 1:
        raise ValueError("numbers that break off")
    starts = np.concatenate([[0], ends[:-1] + 1])
    if (ends - starts > 9).any():
        raise ValueError("a number without an end")
    place = np.arange(len(octets)) - np.repeat(starts, ends - starts + 1)
    shifted = (octets.astype(np.uint64) & 0x7F) << (7 * place).astype(np.uint64)
    return np.add.reduceat(shifted, starts)
