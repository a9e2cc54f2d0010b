"""The names on the map, as data beside the pack."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from renewtrack.maps import shapes
from renewtrack.maps.features import MapArea
from renewtrack.maps.packing import Pack

# "东里小区甲3号楼" -> 东里小区 | 甲3; "望江里 12" -> 望江里 | 12; "A-2幢" -> "" | A-2
_NUMBER = re.compile(
    r"[\s·]*((?:[甲乙丙丁戊己庚辛东西南北中]|[A-Za-z](?![A-Za-z]))?\d+[A-Za-z]?(?:[-—、,]\d+[A-Za-z]?)*)"
    r"\s*(?:号楼|号|#楼?|＃楼?|栋|幢|座|楼)?$"
)
# "东里小区无号D6ET8N号楼": a building without a number, which the import told apart by its place
_UNNUMBERED = re.compile(r"[\s·]*无号[0-9A-Za-z]+(?:-\d+)?(?:号楼)?$")
_NEAR = shapes.WORLD // 20_000  # about 2 km: what lies farther from its estate is misplaced
_SIGNS = 60  # a longer name is cut on the map; the card shows it whole


@dataclass(frozen=True, slots=True)
class EstateName:
    """An estate's name with the place and extent of its features, in Mercator units."""

    id: int
    name: str
    features: int
    x: int
    y: int
    width: int
    height: int


def split(label: str) -> tuple[str, str]:
    """Return the estate's name and the building's number; the number is "" where none stands."""
    unnumbered = _UNNUMBERED.search(label)
    if unnumbered is not None:
        return label[: unnumbered.start()].strip(), ""
    found = _NUMBER.search(label)
    if found is None:
        return label.strip(), ""
    return label[: found.start()].strip(), found.group(1)


def pack_labels(labels: Sequence[str], packed: Pack) -> bytes:
    """Return the labels of packed features in their order as one buffer.

    Little-endian: u32 how many; u32 first byte of each and the end; the texts in UTF-8.
    """
    texts = [labels[row].encode("utf-8", "replace") for row in packed.order.tolist()]
    ends = np.cumsum([0, *map(len, texts)], dtype=np.int64).astype("<u4")
    return struct.pack("<I", len(texts)) + ends.tobytes() + b"".join(texts)


def of_estates(labels: Sequence[str], packed: Pack) -> bytes:
    """Return the names of the packed features' estates with their places as JSON.

    ASCII only, so that a line separator is an escape and nothing more.
    """
    lines = [
        [each.id, each.name, each.features, each.x, each.y, each.width, each.height]
        for each in estates(labels, packed)
    ]
    return as_json({"estates": lines})


def of_areas(areas: Sequence[MapArea], drawn: shapes.Shapes) -> bytes:
    """Return the names of areas in the order of their shapes as JSON."""
    return as_json({"names": [areas[row].name[:_SIGNS] for row in drawn.row]})


def estates(labels: Sequence[str], packed: Pack) -> list[EstateName]:
    """Return where to write each estate's name: amid its features, leaving out misplaced ones."""
    groups = packed.groups[packed.order]
    places = np.argsort(groups, kind="stable")
    if not len(places):
        return []
    groups, xy = groups[places], packed.anchor[places].astype(np.int64)
    first = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    count = np.diff(np.r_[first, len(groups)])
    owner = np.repeat(np.arange(len(first)), count)
    middle = np.stack([_medians(xy[:, axis], owner, first, count) for axis in (0, 1)], axis=1)
    near = np.asarray((abs(xy - middle[owner]) < _NEAR).all(axis=1), dtype=bool)
    low = np.minimum.reduceat(np.where(near[:, None], xy, shapes.WORLD), first)
    high = np.maximum.reduceat(np.where(near[:, None], xy, 0), first)
    lost = (low > high).any(axis=1)  # in two halves far apart: nothing lies about the middle
    low[lost] = high[lost] = middle[lost]
    columns = np.column_stack([groups[first], count, (low + high) // 2, high - low]).tolist()
    rows = packed.order[places[first]].tolist()
    return [
        EstateName(one, (split(labels[row])[0] or labels[row])[:_SIGNS], *numbers)
        for row, (one, *numbers) in zip(rows, columns, strict=True)
    ]


def _medians(
    values: npt.NDArray[np.int64],
    owner: npt.NDArray[np.intp],
    first: npt.NDArray[np.intp],
    count: npt.NDArray[np.intp],
) -> npt.NDArray[np.int64]:
    """Return the middle value of each owner, of its values that stand together."""
    ordered = values[np.lexsort((values, owner))]
    return np.asarray((ordered[first + (count - 1) // 2] + ordered[first + count // 2]) // 2)


def as_json(document: object) -> bytes:
    """Return a document as compact ASCII JSON."""
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode("ascii")
