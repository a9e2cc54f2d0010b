"""A row means the estate whose code or name equals its own; alike names wait for a person."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renewtrack.domain.places import Estate
from renewtrack.intake import matching
from renewtrack.intake.known import Asked, Known
from renewtrack.intake.matching import MATCHED, NEW, NONE, UNSURE, Matched

STREET, COMMUNITY = "上地街道", "上地第一社区"
ESTATES = (
    Estate(id=1, uid="u-dongli", name="上地东里小区", street=STREET, community=COMMUNITY,
           aliases=("东里大院",), code="SD-001"),
    Estate(id=2, uid="u-yiqu", name="百旺一区", street=STREET, community=COMMUNITY),
    Estate(id=3, uid="u-police-1", name="交警宿舍", street=STREET, community=COMMUNITY),
    Estate(id=4, uid="u-police-2", name="交警宿舍", street="永定镇", community="永定第一社区"),
    Estate(id=5, uid="u-open", name="临湖里", street="永定镇"),
    Estate(id=6, uid="u-garden", name="幸福家园", street="永定镇", community="永定第一社区"),
)  # fmt: skip


def known(*, makes: bool = True) -> Known:
    found = Known(makes=makes)
    for estate in ESTATES:
        found.enter(estate)
        found.streets[estate.street or ""] = estate.street or ""
    found.streets = {"上地": STREET, "永定镇": "永定镇"}
    return found


def meant(name: str, street: str | None = STREET, community: str | None = COMMUNITY) -> Matched:
    return matching.estate(known(), street, community, name)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("上地东里小区", 1),
        ("上地 東里小區", 1),
        ("上地东里（小区）", 1),
        ("东里大院", 1),
        ("百旺1区", 2),
        ("百旺１區", 2),
        ("上地街道上地东里小区", 1),
        ("北京市示范区上地街道上地第一社区上地东里小区", 1),
    ],
)
def test_equal_names_and_old_names_are_one(name: str, number: int) -> None:
    found = meant(name)
    assert (found.id, found.state, found.candidates) == (number, MATCHED, ())


@pytest.mark.parametrize(
    ("name", "number", "buildings"),
    [
        ("上地东里小区5号楼", 1, ("5",)),
        ("上地东里小区11-13栋", 1, ("11", "12", "13")),
        ("上地东里小区一区5#楼2单元", 1, ("1区5",)),
        ("百旺1区5#", 2, ("5",)),
        ("百旺一区五号楼", 2, ("5",)),
    ],
)
def test_an_address_is_met_by_its_estate_and_keeps_its_numbers(
    name: str, number: int, buildings: tuple[str, ...]
) -> None:
    found = meant(name)
    assert (found.id, found.numbers) == (number, buildings)


@pytest.mark.parametrize("name", ["百旺二区", "百旺", "百旺三区5号楼", "上地东里小区一区"])
def test_another_number_is_another_place(name: str) -> None:
    found = meant(name)
    assert found.id < 0


def test_names_in_other_streets_are_other_estates() -> None:
    assert meant("交警宿舍").id == 3
    assert meant("交警宿舍", "永定镇", None).id == 4
    unclear = meant("交警宿舍", None, None)
    assert (unclear.id, unclear.state, unclear.count) == (0, UNSURE, 2)
    assert {one.uid for one in unclear.candidates} == {"u-police-1", "u-police-2"}


@pytest.mark.parametrize(
    ("name", "uid", "why"),
    [
        ("上地东里", "u-dongli", "只差小区一类的词尾"),
        ("尚地东里小区", "u-dongli", "读音相同"),
        ("幸福佳园", "u-garden", "读音相同"),
        ("上地东里北小区", "u-dongli", "名称相近"),
    ],
)
def test_an_alike_name_is_never_taken_by_itself(name: str, uid: str, why: str) -> None:
    street = STREET if uid == "u-dongli" else "永定镇"
    found = meant(name, street, None)
    assert (found.state, found.id < 0) == (UNSURE, True)
    assert (found.candidates[0].uid, found.candidates[0].why.zh) == (uid, why)
    refused = matching.estate(known(makes=False), street, None, name)
    assert (refused.state, refused.id, refused.key) == (UNSURE, 0, ())
    assert refused.candidates == found.candidates


def test_a_name_like_none_is_new_where_places_may_be_made() -> None:
    assert meant("纺织厂宿舍").state == NEW
    none = matching.estate(known(makes=False), STREET, COMMUNITY, "纺织厂宿舍")
    assert (none.state, none.id) == (NONE, 0)


def test_the_person_settles_a_place() -> None:
    asked = (STREET, COMMUNITY, "尚地东里")
    place = ("estate", matching.written(asked))
    for said, number, state in (
        ("u-dongli", 1, MATCHED),
        ("new", -1, NEW),
        ("none", 0, NONE),
        ("a uid that is gone", -1, UNSURE),
    ):
        found = matching.estate(known(), *asked, {place: said})
        assert (found.id, found.state) == (number, state), said


def test_the_person_may_take_even_an_equal_name_for_another_place() -> None:
    asked = (STREET, COMMUNITY, "上地东里小区")
    found = matching.estate(known(), *asked, {("estate", matching.written(asked)): "new"})
    assert (found.id, found.state) == (-1, NEW)


def test_codes_decide() -> None:
    here = known()
    assert matching.coded(here, "estate", None, "sd-001") == 1
    assert matching.coded(here, "estate", "u-yiqu", "SD-001") == 2
    assert matching.coded(here, "estate", "unknown") is None
    assert matching.by_code(here, 1, (STREET, COMMUNITY, "另一名")).id == 1


def test_a_code_of_two_records_names_neither() -> None:
    here = known()
    here.coded("estate", 2, "SD-001")
    assert matching.coded(here, "estate", "SD-001") is None


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("甲小区、乙小区", ("甲小区", "乙小区")),
        ("甲小区\n乙小区；丙院", ("甲小区", "乙小区", "丙院")),
        ("浦沅小区11、12栋", ("浦沅小区11、12栋",)),
        ("王家冲小区（20—29栋、43栋）", ("王家冲小区（20—29栋、43栋）",)),
        ("东里（一期、二期）", ("东里（一期、二期）",)),
        ("东里一期、二期", ("东里一期、二期",)),
        ("东里1、3号楼、西里", ("东里1、3号楼", "西里")),
        ("临湖里", ("临湖里",)),
        ("、", ()),
    ],
)
def test_a_cell_of_several_estates_comes_apart_and_lists_of_buildings_do_not(
    cell: str, parts: tuple[str, ...]
) -> None:
    assert matching.parts(cell) == parts


ROWS: list[Asked] = [
    (None, "湖滨社区", "新里"),
    ("永定镇", "湖滨社区", "新里"),
    ("永定镇", None, "新里"),
    (None, None, "新里"),
    ("永定镇", "湖滨社区", "临湖里"),
    ("永定镇", None, "临湖里"),
    ("上地街道", None, "上地东里"),
    ("上地街道", COMMUNITY, "上地东里"),
]


@pytest.mark.parametrize("streets", [True, False])
def test_the_order_of_the_rows_means_nothing(streets: bool) -> None:
    seen = set()
    for order in itertools.islice(itertools.permutations(ROWS), 0, None, 997):
        here = known()
        matching.prepare(here, order, streets=streets)
        found = {asked: matching.estate(here, *asked) for asked in order}
        seen.add(tuple((here.estates[found[one].id].name, found[one].state) for one in ROWS))
        assert len({found[one].id for one in ROWS[:4]}) == 1
        assert found[ROWS[4]].id == found[ROWS[5]].id == 5
        assert found[ROWS[6]].id == found[ROWS[7]].id
    assert len(seen) == 1


def test_a_place_without_street_is_not_made_before_the_rows_where_streets_are_told() -> None:
    here = known()
    rows: list[Asked] = [(None, "乙社区", "新里"), ("永定镇", "甲社区", "新里")]
    matching.prepare(here, rows, streets=True)
    assert not matching.met(here, None, "乙社区", "新里")
    assert matching.met(here, "永定镇", "甲社区", "新里")


def test_an_estate_without_community_that_two_places_mean_is_asked_about() -> None:
    rows: list[Asked] = [("永定镇", "甲社区", "临湖里"), ("永定镇", "乙社区", "临湖里")]
    here = known()
    matching.prepare(here, rows, streets=True)
    found = [matching.estate(here, *one) for one in rows]
    assert [one.state for one in found] == [UNSURE, UNSURE]
    assert {one.candidates[0].uid for one in found} == {"u-open"}
    assert found[0].id != found[1].id


@given(st.lists(st.sampled_from(ROWS), min_size=1), st.booleans())
def test_what_was_seen_first_is_found_again(rows: list[Asked], streets: bool) -> None:
    here = known()
    matching.prepare(here, rows, streets=streets)
    first = [matching.estate(here, *one).id for one in rows]
    assert [matching.estate(here, *one).id for one in rows] == first
