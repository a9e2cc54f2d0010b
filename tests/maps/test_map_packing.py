from __future__ import annotations

from itertools import pairwise

import numpy as np

from renewtrack.maps import packing
from renewtrack.maps.theme import STAGE
from tests.maps.district import building, buildings, look_of, placed_of


def columns(packed: packing.Pack) -> dict[str, list[int]]:
    """Read a pack as the page does."""
    magic, version, count, rings, vertices, *_ = packing.HEADER.unpack_from(packed.body)
    assert (magic, version) == (packing.MAGIC, packing.VERSION)
    at = packing.HEADER.size + 4 * (count + 1) + 4 * (rings + 1) + 8 * vertices + 8 * count
    found = {}
    for name, kind in (("ids", "<i4"), ("groups", "<i4"), ("flags", "u1")):
        found[name] = np.frombuffer(packed.body, kind, count, at).tolist()
        at += np.dtype(kind).itemsize * count
    assert at == len(packed.body)
    return found


def test_ids_and_estates_stand_in_the_order_that_is_told() -> None:
    features = buildings(estates=4, each=10)
    packed = packing.pack(placed_of(features))
    chosen = [features[row] for row in packed.order]
    assert columns(packed) == {
        "ids": [each.id for each in chosen],
        "groups": [each.estate_id for each in chosen],
        "flags": [2 for _ in chosen],
    }


def test_a_look_stands_in_the_order_of_the_pack() -> None:
    features = buildings(estates=4, each=10)
    order = packing.pack(placed_of(features)).order
    packed = packing.pack_look(look_of(features), order)
    chosen = [features[row] for row in order]
    assert list(packed) == [
        *(STAGE.index(each.bucket) for each in chosen),
        *(int(each.overdue) for each in chosen),
    ]


def test_near_buildings_stand_near_each_other_in_the_pack() -> None:
    features = buildings(estates=9, each=20)
    order = packing.pack(placed_of(features)).order
    changes = sum(features[a].estate_id != features[b].estate_id for a, b in pairwise(order))
    assert changes < 30  # 8 at best, 160 by chance


def test_features_without_a_place_are_counted_and_left_out() -> None:
    packed = packing.pack(placed_of([building(1), building(2, geom=b"")]))
    assert (packed.order.tolist(), packed.unplaced) == ([0], 1)


def test_an_unknown_class_is_drawn_as_the_last() -> None:
    look = look_of([building(1, bucket="of a newer version")])
    assert look.classes.tolist() == [len(STAGE.classes) - 1]


def test_nothing_packs_to_a_header_and_two_zeros() -> None:
    packed = packing.pack(placed_of([]))
    assert len(packed.body) == packing.HEADER.size + 8
