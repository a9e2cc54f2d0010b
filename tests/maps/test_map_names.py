from __future__ import annotations

import json
import struct
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.maps import names, packing
from tests.maps.district import Building, building, placed_of, slab


@pytest.mark.parametrize(
    ("label", "estate", "number"),
    [
        ("东里小区3号楼", "东里小区", "3"),
        ("东里小区 12号楼", "东里小区", "12"),
        ("东里小区甲1号楼", "东里小区", "甲1"),
        ("上地东里一区5#楼", "上地东里一区", "5"),
        ("望江里11-14栋", "望江里", "11-14"),
        ("望江里A2幢", "望江里", "A2"),
        ("同德广场无号D6ET8N号楼", "同德广场", ""),
        ("老干部活动站", "老干部活动站", ""),
        ("", "", ""),
    ],
)
def test_a_label_is_an_estate_and_a_number(label: str, estate: str, number: str) -> None:
    assert names.split(label) == (estate, number)


def estates(features: Sequence[Building]) -> list[names.EstateName]:
    placed = placed_of(features)
    return names.estates(placed.labels, packing.pack(placed))


def labels(features: Sequence[Building]) -> list[str]:
    """Read packed labels as the page does."""
    placed = placed_of(features)
    buffer = names.pack_labels(placed.labels, packing.pack(placed))
    (count,) = struct.unpack_from("<I", buffer)
    ends = struct.unpack_from(f"<{count + 1}I", buffer, 4)
    texts = buffer[4 + 4 * (count + 1) :]
    return [texts[ends[row] : ends[row + 1]].decode() for row in range(count)]


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert labels([building(1, label=text)]) == [text]


def test_half_a_sign_that_no_file_can_hold_does_no_harm() -> None:
    assert labels([building(1, label="\ud800 东里")]) == ["? 东里"]


@given(st.text())
def test_estates_are_ascii_json_whatever_they_are_called(text: str) -> None:
    placed = placed_of([building(1, label=text)])
    document = names.of_estates(placed.labels, packing.pack(placed))
    assert document.isascii()
    assert len(json.loads(document)["estates"]) == 1


def test_a_misplaced_building_does_not_drag_its_estates_name_away() -> None:
    good = [building(i, label=f"东里{i}号楼") for i in range(1, 8)]
    astray = building(8, label="东里8号楼", geom=slab(90_000, 0))
    (alone,) = estates(good)
    (both,) = estates([*good, astray])
    assert (both.x, both.y, both.width, both.height) == (
        alone.x,
        alone.y,
        alone.width,
        alone.height,
    )


def test_a_very_long_name_is_cut_on_the_map_and_whole_on_the_card() -> None:
    features = [building(1, label="长" * 5000)]
    assert (len(estates(features)[0].name), len(labels(features)[0])) == (60, 5000)
