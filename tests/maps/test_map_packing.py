from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from renewtrack.maps import packing
from renewtrack.maps.theme import STAGE
from tests.maps.district import building, buildings


def columns(packed: packing.Pack) -> dict[str, list[int]]:
    """Read a pack as the page does."""
    magic, version, count, rings, vertices, _ = packing.HEADER.unpack_from(packed.body)
    assert (magic, version) == (packing.MAGIC, packing.VERSION)
    at = packing.HEADER.size + 4 * (count + 1) + 4 * (rings + 1) + 8 * vertices + 8 * count
    found = {}
    for name, kind in (("ids", "<i4"), ("groups", "<i4"), ("classes", "u1"), ("flags", "u1")):
        found[name] = np.frombuffer(packed.body, kind, count, at).tolist()
        at += np.dtype(kind).itemsize * count
    assert at == len(packed.body)
    return found


def test_ids_estates_and_classes_stand_in_the_order_that_is_told() -> None:
    features = buildings(estates=4, each=10)
    packed = packing.pack(features, STAGE)
    chosen = [features[row] for row in packed.order]
    assert columns(packed) == {
        "ids": [each.id for each in chosen],
        "groups": [each.estate_id for each in chosen],
        "classes": [STAGE.index(each.bucket) for each in chosen],
        "flags": [2 + packing.OVERDUE * each.overdue for each in chosen],
    }


def test_near_buildings_stand_near_each_other_in_the_pack() -> None:
    features = buildings(estates=9, each=20)
    order = packing.pack(features, STAGE).order
    changes = sum(features[a].estate_id != features[b].estate_id for a, b in pairwise(order))
    assert changes < 30  # 8 at best, 160 by chance


def test_features_without_a_place_are_counted_and_left_out() -> None:
    packed = packing.pack([building(1), building(2, geom=b"")], STAGE)
    assert (packed.order, packed.unplaced) == ((0,), 1)


def test_an_unknown_class_is_drawn_as_the_last() -> None:
    packed = packing.pack([building(1, bucket="of a newer version")], STAGE)
    assert columns(packed)["classes"] == [len(STAGE.classes) - 1]


def test_nothing_packs_to_a_header_and_two_zeros() -> None:
    packed = packing.pack([], STAGE)
    assert len(packed.body) == packing.HEADER.size + 8


def test_packing_does_not_depend_on_the_order_given() -> None:
    features = buildings(estates=3, each=12)
    backwards = [replace(each) for each in reversed(features)]
    assert packing.pack(features, STAGE).body == packing.pack(backwards, STAGE).body
