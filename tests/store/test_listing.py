"""The lists find, filter, count, sort and add up as the office expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.store import actions, areas, buildings, estates, listing, on_map, projects, works
from renewtrack.store.listing import Filter
from renewtrack.store.refusing import UnknownColumn, UnknownTable
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2025-06-15"


def numbers(db: Database, wanted: Filter, sort: tuple[str, bool] | None = None) -> list[str]:
    found = listing.rows(db, "buildings", listing.ids(db, "buildings", wanted, sort))
    return [row.number for row in found if isinstance(row, listing.BuildingRow)]


def counts(db: Database, kind: str, wanted: Filter, facet: str) -> dict[str, int]:
    return {each.value: each.count for each in listing.facets(db, kind, wanted)[facet]}


@pytest.mark.parametrize(
    "text",
    ["东里", "上地东里", "shangdidongli", "sddl", "SDDL", "ＳＤＤＬ", "东 里", "dongli 上地"],
)
def test_an_estate_is_found_by_words_pinyin_and_initials(
    db: Database, dongli: Dongli, text: str
) -> None:
    assert listing.ids(db, "estates", Filter(text=text)) == [dongli.estate]


@pytest.mark.parametrize("text", ["东里12号楼", "东里 12", "sddl 12", "上地东里小区12号楼"])
def test_a_building_is_found_by_estate_and_number(db: Database, dongli: Dongli, text: str) -> None:
    assert numbers(db, Filter(text=text)) == ["12"]


def test_all_words_must_be_found(db: Database, dongli: Dongli) -> None:
    assert listing.ids(db, "estates", Filter(text="东里 福雅")) == []


def test_buildings_stand_in_natural_order(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "add_building", "李工"):
        for number in ("甲1", "11", "3", "1-2"):
            buildings.add(db, estate_id=dongli.estate, number=number)
    assert numbers(db, Filter()) == ["1", "1-2", "2", "3", "11", "12", "甲1"]
    assert numbers(db, Filter(), ("number", False))[-1] == "1"


def test_names_stand_in_pinyin_order(db: Database) -> None:
    with actions.act(db, "add_estate", "李工"):
        for name in ("中关村", "安贞里", "北苑", "曹家巷", "白堆子"):
            estates.add(db, name=name)
    found = listing.rows(db, "estates", listing.ids(db, "estates", Filter(), ("name", True)))
    assert [row.name for row in found] == ["安贞里", "白堆子", "北苑", "曹家巷", "中关村"]


@pytest.mark.parametrize("kind", listing.KINDS)
@pytest.mark.parametrize("ascending", [True, False])
def test_every_column_sorts_with_the_unknown_last(
    db: Database, dongli: Dongli, kind: str, ascending: bool
) -> None:
    with actions.act(db, "add_project", "李工"):
        projects.add(db, [dongli.other])
        buildings.add(db, estate_id=dongli.other, number="5", storeys=3)
        buildings.change(db, dongli.buildings[0], {"storeys": 6})
    everything = sorted(listing.ids(db, kind))
    row_type = type(listing.rows(db, kind, everything)[0])
    for column in row_type.__dataclass_fields__:
        found = listing.ids(db, kind, Filter(today=TODAY), (column, ascending))
        assert sorted(found) == everything
        values = [getattr(row, column) for row in listing.rows(db, kind, found, TODAY)]
        known = [value is None for value in values]
        assert known == sorted(known), column


def test_facets_join_by_and_values_by_or(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "bulk_edit", "李工"):
        for building, grade, structure in zip(
            dongli.buildings, "ACD", ("frame", "frame", None), strict=True
        ):
            buildings.change(db, building, {"danger_grade": grade, "structure": structure})
    chosen = {"danger_grade": frozenset("CD"), "structure": frozenset(["frame"])}
    assert numbers(db, Filter(chosen=chosen)) == ["2"]
    assert numbers(db, Filter(chosen={"structure": frozenset([""])})) == ["12"]
    assert counts(db, "buildings", Filter(chosen=chosen), "structure") == {"frame": 1, "": 1}
    assert counts(db, "buildings", Filter(chosen=chosen), "danger_grade") == {
        "A": 1,
        "C": 1,
        "D": 0,
    }


@pytest.mark.parametrize("kind", listing.KINDS)
def test_every_facet_value_lists_just_what_it_counts(
    db: Database, dongli: Dongli, kind: str
) -> None:
    with actions.act(db, "bulk_edit", "李工"):
        projects.add(db, [dongli.estate, dongli.other], plan_year=2019, stage="X1")
        projects.change(db, dongli.project, {"finish_plan": "2025-05"})
        works.add(db, kind="B14", building_id=dongli.buildings[0], stage="S85")
        buildings.change(db, dongli.buildings[1], {"danger_grade": "D", "year_built": 1987})
        buildings.add(db, estate_id=None, number="孤")
    base = Filter(text="", chosen={"stage": frozenset(["S70", "S85", ""])}, today=TODAY)
    for facet, values in listing.facets(db, kind, base).items():
        for value in values:
            chosen = {**base.chosen, facet: frozenset([value.value])}
            found = listing.ids(db, kind, Filter(chosen=chosen, today=TODAY))
            assert len(found) == value.count, (facet, value)


def test_a_facet_the_list_lacks_is_refused(db: Database) -> None:
    with pytest.raises(UnknownColumn):
        listing.ids(db, "projects", Filter(chosen={"decade": frozenset(["1990"])}))
    with pytest.raises(UnknownColumn):
        listing.ids(db, "projects", Filter(), ("1; DROP TABLE estate", True))
    with pytest.raises(UnknownTable):
        listing.ids(db, "sqlite_master")


def test_a_chosen_value_stays_in_its_facet_at_zero(db: Database, dongli: Dongli) -> None:
    wanted = Filter(text="福雅", chosen={"stage": frozenset(["S70"])})
    assert counts(db, "estates", wanted, "stage") == {"": 1, "S70": 0}


def test_the_effective_stage_prefers_the_buildings_own_work(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "add_work", "李工"):
        works.add(db, kind="W15", building_id=dongli.buildings[0], stage="S50")
        works.add(db, kind="B14", building_id=dongli.buildings[0], stage="S85", percent=100)
        works.add(db, kind="B15", building_id=dongli.buildings[1])
        buildings.add(db, estate_id=dongli.other, number="8")
    drawn = {each.label: each.bucket for each in on_map.buildings(db)}
    assert drawn == {
        "上地东里小区1号楼": "done",
        "上地东里小区2号楼": "building",
        "上地东里小区12号楼": "building",
    }
    rows = listing.rows(db, "buildings", listing.ids(db, "buildings", Filter(text="福雅")))
    assert [row.stage for row in rows] == [None]


def test_the_latest_plan_year_speaks_for_the_estate(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "add_project", "李工"):
        projects.add(db, [dongli.estate], plan_year=2019, stage="S90")
        projects.add(db, [dongli.estate], stage="X1")
    (row,) = listing.rows(db, "estates", [dongli.estate])
    assert (row.stage, row.percent) == ("S70", 18)


@pytest.mark.parametrize(
    ("finish", "stage", "late"),
    [
        ("2025-06-14", "S70", True),
        ("2025-06-15", "S70", False),
        ("2025-05", "S70", True),
        ("2025-06", "S70", False),
        ("2024", "S30", True),
        ("2025", "S30", False),
        ("2023/2024", "S70", True),
        ("2023/2025", "S70", False),
        ("--05-20", "S70", False),
        ("2025-05", "S80", False),
        ("2025-05", "S90", False),
        ("2025-05", "X1", False),
        ("2025-05", None, False),
        (None, "S70", False),
        ("月底", "S70", False),
    ],
)
def test_late_is_unfinished_after_the_last_possible_day(
    db: Database, dongli: Dongli, finish: str | None, stage: str | None, late: bool
) -> None:
    with actions.act(db, "edit", "李工"):
        projects.change(db, dongli.project, {"finish_plan": finish, "stage": stage})
    for kind, row_id in (
        ("estates", dongli.estate),
        ("buildings", dongli.buildings[0]),
        ("projects", dongli.project),
    ):
        (row,) = listing.rows(db, kind, [row_id], today=TODAY)
        assert row.overdue is late
    assert on_map.buildings(db, today=TODAY)[0].overdue is late


def test_sums_count_each_project_once(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        projects.link(db, dongli.project, dongli.other)
    assert listing.sums(db, "estates") == listing.Sums(2, 54, 2972, 248600.1, 1591040_00)
    assert listing.sums(db, "estates", [dongli.other]).households == 84
    assert listing.sums(db, "buildings", Filter(text="12")).buildings == 1
    assert listing.total(db, "buildings") == 3


def test_an_estate_of_two_projects_counts_once_among_projects(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        second = projects.add(db, [dongli.estate, dongli.other], invest_total_fen=1_00)
    whole = listing.Sums(2, 54, 2972, 248600.1, 1591041_00)
    assert listing.sums(db, "projects") == whole
    assert listing.sums(db, "projects", [second]) == listing.Sums(1, 54, 2972, 248600.1, 1_00)
    assert listing.sums(db, "projects", []) == listing.Sums(0, 0, 0, 0.0, 0)


def test_projects_and_their_works_are_chosen_by_plan_year(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        later = projects.add(db, [dongli.other], plan_year=2026)
        without = projects.add(db, [dongli.other])
    for year, expected in (("2025", dongli.project), ("2026", later), ("", without)):
        wanted = Filter(chosen={"plan_year": frozenset({year})})
        assert listing.ids(db, "projects", wanted) == [expected]
    assert [each.value for each in listing.facets(db, "projects")["plan_year"]] == [
        "2025",
        "2026",
        "",
    ]
    wanted = Filter(chosen={"plan_year": frozenset({"2025"})})
    assert listing.ids(db, "works", wanted) == [dongli.work]


def test_rows_come_in_the_order_asked(db: Database, dongli: Dongli) -> None:
    asked = [dongli.buildings[2], 999, dongli.buildings[0]]
    assert [row.id for row in listing.rows(db, "buildings", asked)] == [asked[0], asked[2]]


def test_a_project_names_all_its_places(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        farther = areas.ensure(db, "street", "永定镇")
        third = estates.add(db, name="三里", area_id=farther)
        projects.link(db, dongli.project, third)
    (row,) = listing.rows(db, "projects", [dongli.project])
    assert (row.street, row.estate) == ("上地街道、永定镇", "上地东里小区、三里")
