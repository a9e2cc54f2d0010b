from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain import distances, photo_places
from renewtrack.domain.photo_names import Told, told
from renewtrack.domain.photo_pairs import Lack, Shot, lacking, suggest
from renewtrack.domain.photo_places import Ground, Guide, Match, homes_of, names_of

LON, LAT = 116.306863, 40.031353
ONE, OTHER = 11, 12  # estates


def box(east_m: float) -> distances.Box:
    """A building 40 m wide that begins so far east of the corner."""
    across = math.degrees(1 / distances.EARTH_M) / math.cos(math.radians(LAT))
    return LON + east_m * across, LON + (east_m + 40) * across, LAT, LAT + 0.0001


@pytest.fixture
def guide() -> Guide:
    grounds = [
        Ground(1, ONE, "1", box(0)),
        Ground(3, ONE, "3", box(100)),
        Ground(30, OTHER, "3", box(3000)),
        Ground(31, OTHER, "1区5", None),
    ]
    estates = [(ONE, "上地东里小区", ("东里",)), (OTHER, "福雅里", ())]
    rooms = [(301, 3, "2", "301"), (302, 3, "1", "301"), (501, 3, "1", "501")]
    return Guide(grounds, names_of(estates), homes_of(rooms))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("上地东里3号楼2单元301_改造前", Told("上地东里", "3", "2", "301", phase="before")),
        ("3-2-301前", Told(None, "3", "2", "301", phase="before")),
        ("上地东里 3-2-301", Told("上地东里", "3", "2", "301")),
        ("20250312_3-2-301后", Told(None, "3", "2", "301", phase="after", taken="2025-03-12")),
        ("1-2-3-301", Told(loose="301")),
        ("9号楼4单元601室外窗 后", Told(None, "9", "4", "601", phase="after")),
        ("三号楼 改造后 (2)", Told(None, "3", phase="after")),
        ("1区5号楼楼道整治后", Told(None, "1区5", item="B16", phase="after")),
        ("W14外窗", Told(item="W14")),
        ("外墙保温中", Told(item="W14", phase="during")),
        ("301前", Told(loose="301", phase="before")),
        ("IMG_20250312_101112", Told(taken="2025-03-12T10:11:12")),
        ("IMG_20251332_101112", Told()),
        ("2025-03-01", Told(taken="2025-03-01")),
        ("afternoon", Told()),
        ("门前", Told(estate="门前")),
        ("DSC_0012", Told()),
        ("../../etc/passwd", Told()),
        ("", Told()),
    ],
)
def test_a_name_tells_place_item_phase_and_day(name: str, expected: Told) -> None:
    assert told(name) == expected


def test_a_name_tells_an_item_in_the_office_s_own_words() -> None:
    assert told("3号楼外窗后", ("外窗", "户内防水")).item == "外窗"


@given(st.text(max_size=300))
def test_no_name_whatever_is_too_much(name: str) -> None:
    assert isinstance(told(name), Told)


@pytest.mark.parametrize(
    ("names", "place", "expected"),
    [
        (["上地东里3号楼2单元301_改造前"], None, Match("household", 301, "name")),
        (["东里3号楼301"], None, Match("building", 3, "name")),  # two homes have that number
        (["东里3号楼501"], None, Match("household", 501, "name")),
        (["IMG_1", "3号楼2单元", "上地街道上地东里"], None, Match("building", 3, "folder")),
        (["301前", "3号楼2单元", "上地东里"], None, Match("household", 301, "folder")),
        (["IMG_1", "第一批", "福雅里"], None, Match("estate", OTHER, "folder")),
        (["3号楼"], None, None),  # two estates have one
        (["3号楼"], 3010, Match("building", 30, "name")),
        (["某某园3号楼"], None, None),
        (["IMG_1"], 20, Match("building", 1, "exif")),
        (["IMG_1"], 75, Match("building", 3, "exif")),
        (["IMG_1"], 500, None),
        (["IMG_1", "福雅里"], 20, Match("estate", OTHER, "folder")),
        (["1号楼"], 120, Match("building", 1, "name")),  # the name is worth more than the place
    ],
)
def test_a_picture_finds_its_place(
    guide: Guide, names: list[str], place: float | None, expected: Match | None
) -> None:
    lon = None if place is None else box(place)[0]
    lat = None if place is None else LAT
    assert guide.match([told(name) for name in names], lon, lat) == expected


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert distances.metres(116, 40, 116, 41) == pytest.approx(111_195, abs=1)


@pytest.mark.parametrize(("off", "far"), [(None, False), (200.0, False), (200.1, True)])
def test_more_than_200_metres_off_is_questioned(off: float | None, far: bool) -> None:
    assert photo_places.is_far(off) is far


def test_the_pictures_taken_nearest_to_each_other_make_a_pair() -> None:
    place = ("building", 3)
    shots = [
        Shot(1, "before", place, "B16", "2025-01-01", LON, LAT),
        Shot(2, "before", place, "B16", "2025-01-01", box(35)[0], LAT),
        Shot(3, "after", place, "B16", "2025-09-01", box(38)[0], LAT),
        Shot(4, "after", place, "W14", "2025-09-01", LON, LAT),
        Shot(5, "after", ("building", 4), "B16", "2025-09-01", LON, LAT),
        Shot(6, "during", place, "B16"),
    ]
    assert suggest(shots) == [(2, 3)]


def test_a_picture_in_a_pair_is_suggested_no_more() -> None:
    place = ("household", 7)
    shots = [Shot(1, "before", place), Shot(2, "after", place), Shot(3, "after", place, "外窗")]
    assert suggest(shots, paired=[2]) == [(1, 3)]


def test_a_place_with_one_phase_alone_lacks_the_other() -> None:
    shots = [
        Shot(1, "before", ("building", 1), "B16"),
        Shot(2, "after", ("building", 1), None),  # shows the whole house
        Shot(3, "after", ("building", 2), "B16"),
        Shot(4, None, ("building", 3), "B16"),
        Shot(5, "before", None),
    ]
    assert lacking(shots) == [Lack(("building", 2), "B16", "before")]
