"""In which encoding the names of a shapefile are written, told by its table's own bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_LOOKED_AT = 2_000  # records
_CHINESE = "gb18030"
_SAME = {
    "gbk": _CHINESE,
    "936": _CHINESE,
    "cp936": _CHINESE,
    "gb2312": _CHINESE,
    "gb18030": _CHINESE,
    "ansi 936": _CHINESE,
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "65001": "utf-8",
    "big5": "cp950",
    "950": "cp950",
    "cp950": "cp950",
}
GDAL_NAMES = {_CHINESE: "GB18030", "utf-8": "UTF-8", "cp950": "CP950"}


def encoding(table: bytes, declared: str | None) -> str:
    """Return the encoding of a .dbf, as its .cpg declares it where that fits its bytes."""
    said = _SAME.get((declared or "").strip().lower())
    order = [*([said] if said else []), "utf-8", _CHINESE, "cp950"]
    parts = list(_texts(table))
    return min(dict.fromkeys(order), key=lambda name: _unfit(parts, name))


def _unfit(parts: list[bytes], name: str) -> int:
    """Count the texts that an encoding cannot have made; one cut at a field's end may be."""
    bad = 0
    for part in parts:
        try:
            part.decode(name)
        except UnicodeDecodeError as broken:
            bad += broken.start < len(part) - 3
    return bad


def _texts(table: bytes) -> Iterator[bytes]:
    """Yield the names of the columns and the texts of the first records that are not plain."""
    if len(table) < 32:
        return
    count, head, width = struct.unpack_from("<IHH", table, 4)
    at, places, offset = 32, [], 1
    while at + 32 <= min(head, len(table)) and table[at] != 0x0D:
        size = table[at + 16]
        yield table[at : at + 11].split(b"\x00")[0]
        if table[at + 11 : at + 12] in (b"C", b"V"):
            places.append((offset, size))
        offset += size
        at += 32
    for record in range(min(count, _LOOKED_AT)):
        start = head + record * width
        for offset, size in places:
            part = table[start + offset : start + offset + size].rstrip(b" \x00")
            if part and not part.isascii():
                yield part
