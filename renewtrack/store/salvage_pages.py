"""Rows read straight out of the leaf pages of a torn file, past every tree that led to them."""

from __future__ import annotations

import struct
from contextlib import suppress
from dataclasses import dataclass

Values = tuple[object, ...]
_LEAF, _INNER = 0x0D, 0x05  # pages of rows, not of an index
_FIXED = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0, 0: 0}  # bytes by serial type


class Torn(ValueError):
    """What stands there is no row."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The bytes of a file of SQLite, page by page."""

    stored: bytes
    size: int

    @property
    def count(self) -> int:
        """Return how many pages there are, a last one that is cut off included."""
        return -(-len(self.stored) // self.size)

    def page(self, number: int) -> bytes:
        """Return a page by its number, from 1; Torn for one that is not there."""
        if not 1 <= number <= self.count:
            raise Torn
        return self.stored[(number - 1) * self.size : number * self.size]


def leaves(pages: Pages, root: int) -> set[int]:
    """Return the leaf pages of rows that a tree still reaches from its root."""
    found, waiting, visited = set[int](), [root], set[int]()
    while waiting:
        number = waiting.pop()
        if number in visited:
            continue
        visited.add(number)
        try:
            page = pages.page(number)
            head = 100 if number == 1 else 0
            if page[head] == _LEAF:
                found.add(number)
            elif page[head] == _INNER:
                waiting += _children(page, head)
        except (Torn, IndexError, struct.error):
            continue
    return found


def rows(pages: Pages, number: int) -> list[tuple[int, Values]]:
    """Return rowid and values of every row in a page; none of a page that holds no rows."""
    page = pages.page(number)
    head = 100 if number == 1 else 0
    if len(page) < head + 8 or page[head] != _LEAF:
        return []
    (cells,) = struct.unpack_from(">H", page, head + 3)
    found = []
    for at in range(min(cells, (len(page) - head - 8) // 2)):
        (start,) = struct.unpack_from(">H", page, head + 8 + 2 * at)
        with suppress(Torn, IndexError, struct.error, UnicodeDecodeError):
            found.append(_row(pages, page, start))
    return found


def _children(page: bytes, head: int) -> list[int]:
    (cells,) = struct.unpack_from(">H", page, head + 3)
    (right,) = struct.unpack_from(">I", page, head + 8)
    starts = struct.unpack_from(f">{cells}H", page, head + 12)
    return [right, *(struct.unpack_from(">I", page, start)[0] for start in starts)]


def _row(pages: Pages, page: bytes, start: int) -> tuple[int, Values]:
    length, at = _varint(page, start)
    rowid, at = _varint(page, at)
    if rowid >= 1 << 63 or not 0 < length <= len(pages.stored):
        raise Torn
    return rowid, _values(_payload(pages, page, at, length))


def _payload(pages: Pages, page: bytes, at: int, length: int) -> bytes:
    """Return the bytes of a record, from the page and from those it overflows into."""
    most = pages.size - 35
    if length <= most:
        return page[at : at + length]
    least = (pages.size - 12) * 32 // 255 - 23
    here = least + (length - least) % (pages.size - 4)
    if here > most:
        here = least
    parts = [page[at : at + here]]
    (following,) = struct.unpack_from(">I", page, at + here)
    left = length - here
    while left > 0:
        further = pages.page(following)
        (following,) = struct.unpack_from(">I", further, 0)
        parts.append(further[4 : 4 + left])
        if len(parts[-1]) < min(left, pages.size - 4):
            raise Torn
        left -= len(parts[-1])
    return b"".join(parts)


def _values(record: bytes) -> Values:
    """Return the values of a record; a text must be UTF-8 here, since little else proves a row."""
    end, at = _varint(record, 0)
    kinds = []
    while at < end:
        kind, at = _varint(record, at)
        kinds.append(kind)
    if at != end:
        raise Torn
    values: list[object] = []
    for kind in kinds:
        size = _FIXED.get(kind, (kind - 12) // 2)
        stored = record[at : at + size]
        if kind in (10, 11) or len(stored) != size:
            raise Torn
        values.append(_value(kind, stored))
        at += size
    if at != len(record):
        raise Torn
    return tuple(values)


def _value(kind: int, stored: bytes) -> object:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        return struct.unpack(">d", stored)[0]
    if kind < 7:
        return int.from_bytes(stored, "big", signed=True)
    return stored.decode() if kind % 2 else stored


def _varint(stored: bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes and where the next begins."""
    number = 0
    for step in range(9):
        byte = stored[at + step]
        if step == 8:
            return number << 8 | byte, at + 9
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, at + step + 1
    raise Torn
