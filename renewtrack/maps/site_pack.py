"""Sites, which are no buildings, packed for the page, with their kinds in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from renewtrack.domain import codes
from renewtrack.domain.places import Site
from renewtrack.maps import packing, shapes

KINDS = "site_kinds"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class SitePack:
    """Packed sites and, in the pack's order, their names as JSON."""

    body: bytes
    names: bytes


def pack(sites: Sequence[Site]) -> SitePack:
    """Return sites packed; the class of each is the place of its kind in ``kind_keys()``."""
    keys = kind_keys()
    drawn = shapes.from_blobs([site.geom for site in sites])
    chosen = [sites[row] for row in drawn.row.tolist()]
    other = keys.index(OTHER)
    places = {key: place for place, key in enumerate(keys)}
    kinds = np.array([places.get(site.kind, other) for site in chosen], dtype=np.uint8)
    ids = np.array([site.id for site in chosen], dtype=np.int32)
    names = json.dumps([site.name or "" for site in chosen]).encode("ascii")
    return SitePack(packing.pack_shapes(drawn, kinds, ids), names)


def kind_keys() -> list[str]:
    """Return the keys of the kinds in the order in which the page knows them."""
    return [each.key for each in codes.table(KINDS)]


def kinds(language: str) -> list[dict[str, str]]:
    """Return each kind's key, word and how it is drawn, for the page."""
    return [
        {"key": each.key, "word": each.words.in_(language), "group": each.group}
        for each in codes.table(KINDS)
    ]
