from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.maps import names, packing
from renewtrack.maps.theme import STAGE
from tests.maps.district import building, slab


@pytest.mark.parametrize(
    ("label", "estate", "number"),
    [
        ("东里小区3号楼", "东里小区", "3"),
        ("东里小区 12号楼", "东里小区", "12"),
        ("东里小区甲1号楼", "东里小区", "甲1"),
        ("上地东里一区5#楼", "上地东里一区", "5"),
        ("望江里11-14栋", "望江里", "11-14"),
        ("望江里A2幢", "望江里", "A2"),
        ("老干部活动站", "老干部活动站", ""),
        ("", "", ""),
    ],
)
def test_a_label_is_an_estate_and_a_number(label: str, estate: str, number: str) -> None:
    assert names.split(label) == (estate, number)


@given(st.text())
def test_any_text_is_ascii_json_and_comes_back_as_it_was(text: str) -> None:
    features = [building(1, label=text + "\ud800")]
    document = names.of_features(features, packing.pack(features, STAGE))
    assert document.isascii()
    assert json.loads(document)["labels"] == [text + "\ud800"]


def test_a_misplaced_building_does_not_drag_its_estates_name_away() -> None:
    good = [building(i, label=f"东里{i}号楼") for i in range(1, 8)]
    astray = building(8, label="东里8号楼", geom=slab(90_000, 0))
    (alone,) = names.estates(good, packing.pack(good, STAGE))
    (both,) = names.estates([*good, astray], packing.pack([*good, astray], STAGE))
    assert (both.x, both.y, both.width, both.height) == (
        alone.x,
        alone.y,
        alone.width,
        alone.height,
    )


def test_a_very_long_name_is_cut_on_the_map_and_whole_on_the_card() -> None:
    features = [building(1, label="长" * 5000)]
    document = json.loads(names.of_features(features, packing.pack(features, STAGE)))
    assert (len(document["estates"][0][1]), len(document["labels"][0])) == (60, 5000)
