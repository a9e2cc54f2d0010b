"""What the page asks when something is drawn: only the known forms are answered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from renewtrack.domain import codes
from renewtrack.domain.places import Site
from renewtrack.maps import asking, site_pack, tool_asks
from renewtrack.maps.packing import HEADER
from renewtrack.store import gpkg

RING = [[116.3, 40.0], [116.31, 40.0], [116.31, 40.01]]
DRAWN = {"ask": "drawn", "purpose": "draw_park", "shape": "polygon", "parts": [[RING]]}
DRAWING = {**DRAWN, "ask": "sketch", "steps": 3, "back": 0}
SEEN = {"ask": "seen", "ids": [3, 1], "sites": [2], "count": 5}


def _read(message: dict[str, Any]) -> object:
    return asking.read(json.dumps(message))


def test_what_is_drawn_is_read_with_its_corners() -> None:
    corners = tuple(map(tuple, RING))
    assert _read(DRAWN) == tool_asks.Drawn("draw_park", "polygon", ((corners,),))
    assert _read(DRAWING) == tool_asks.Drawing("draw_park", "polygon", ((corners,),), 3, 0)
    assert _read(SEEN) == tool_asks.Seen((3, 1), (2,), 5)
    assert _read({"ask": "facts", "table": "site", "id": 4}) == tool_asks.Facts("site", 4)
    assert _read({"ask": "site", "id": 0}) == tool_asks.SitePicked(0)
    assert _read({"ask": "pen_off"}) == tool_asks.PenOff()


@pytest.mark.parametrize(
    "message",
    [
        {**DRAWN, "shape": "circle"},
        {**DRAWN, "shape": ["polygon"]},
        {**DRAWN, "parts": []},
        {**DRAWN, "parts": [[]]},
        {**DRAWN, "parts": [[[["116.3", 40.0]]]]},
        {**DRAWN, "parts": [[[[116.3, 40.0, 5.0]]]]},
        {**DRAWN, "parts": [[[[True, 40.0]]]]},
        {**DRAWN, "parts": [[[[1e300, 40.0]]]]},
        {**DRAWN, "parts": [[[[10**400, 40.0]]]]},
        {**DRAWN, "parts": [[RING * 40_000]]},
        {**DRAWN, "parts": [["116"]]},
        {**DRAWN, "parts": "116.3 40.0"},
        {**DRAWN, "purpose": "x" * 33},
        {**DRAWN, "more": 1},
        {**DRAWING, "steps": -1},
        {**DRAWING, "steps": 1.0},
        {**SEEN, "ids": list(range(2_001))},
        {**SEEN, "sites": [-1]},
        {**SEEN, "count": None},
        {"ask": "facts", "table": "household", "id": 1},
        {"ask": "facts", "table": "building", "id": "1"},
        {"ask": "site", "id": 2**40},
        {"ask": "pen_off", "id": 1},
    ],
)
def test_any_other_form_is_not_answered(message: dict[str, Any]) -> None:
    assert _read(message) is None


def test_a_place_that_is_no_number_is_not_answered() -> None:
    text = json.dumps(DRAWN).replace("116.31", "NaN")
    assert asking.read(text) is None


def test_sites_are_packed_with_their_kinds_and_names() -> None:
    hostile = "</script>\u2028${alert(1)}"
    sites = [
        Site(id=7, uid="a", kind="park", name=hostile, geom=gpkg.point(116.3, 40.0)),
        Site(id=9, uid="b", kind="of another program", geom=gpkg.point(116.9, 40.9)),
        Site(id=8, uid="c", kind="park", geom=None),
    ]
    packed = site_pack.pack(sites)
    assert HEADER.unpack_from(packed.body)[2] == 2
    assert sorted(json.loads(packed.names)) == ["", hostile]
    keys = site_pack.kind_keys()
    classes = {each >> 2 for each in packed.body[-2:]}
    assert classes == {keys.index("park"), keys.index("other")}
    assert len(keys) <= 64  # a class has six bits


def test_the_page_knows_every_kind_of_site_in_both_languages() -> None:
    known = {"green", "water", "paved", "line", "green_line", "pipe", "point"}
    for language in ("zh", "en"):
        kinds = site_pack.kinds(language)
        assert [each["key"] for each in kinds] == [each.key for each in codes.table("site_kinds")]
        assert {each["group"] for each in kinds} == known
