"""What the map's pen writes: positions with their source, parts of a split, merged records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from renewtrack.store import (
    actions,
    buildings,
    geometries,
    gpkg,
    history,
    households,
    merging_buildings,
    rows,
    seen,
    sites,
    stairwells,
    works,
)
from renewtrack.store.history import undo
from tests.store.conftest import LAT, LON, Dongli, square

if TYPE_CHECKING:
    from sqlite_utils import Database


def _position(db: Database, table: str, row_id: int) -> dict[str, object]:
    return rows.fetch(
        db,
        f"SELECT geom, source_x, source_y, source_crs, position_method FROM {table} WHERE id = ?",
        (row_id,),
    )[0]


@pytest.mark.parametrize("table", ["building", "estate"])
def test_a_drawn_position_keeps_its_source_and_is_undone_whole(
    db: Database, dongli: Dongli, table: str
) -> None:
    row_id = dongli.buildings[0] if table == "building" else dongli.estate
    before = _position(db, table, row_id)
    with actions.act(db, "place", "李工"):
        geometries.put(db, table, row_id, gpkg.point(116.25, 40.0))
    assert _position(db, table, row_id) == {
        "geom": gpkg.point(116.25, 40.0),
        "source_x": 116.25,
        "source_y": 40.0,
        "source_crs": "wgs84",
        "position_method": "drawn",
    }
    undo(db, "李工")
    assert _position(db, table, row_id) == before


def test_a_table_without_a_map_has_no_position(db: Database) -> None:
    with pytest.raises(ValueError, match="no position"):
        geometries.of(db, "project", 1)


def test_neighbours_are_found_by_their_boxes(db: Database, dongli: Dongli) -> None:
    first, second, _ = dongli.buildings
    around = (LON, LON + 0.0051, LAT, LAT + 0.0001)
    assert list(geometries.near(db, "building", around)) == sorted([first, second])
    assert list(geometries.near(db, "building", around, {first})) == [second]
    assert geometries.near(db, "building", (0, 1, 0, 1)) == {}


def test_a_split_leaves_what_stands_below_with_the_first_part(db: Database, dongli: Dongli) -> None:
    one = dongli.buildings[0]
    with actions.act(db, "edit", "李工"):
        buildings.change(db, one, {"structure": "frame", "storeys": 6, "household_count": 48})
        stairwells.add(db, building_id=one, number="1")
    parts = [square(LON, LAT, 0.0005), square(LON + 0.0005, LAT, 0.0005)]
    with actions.act(db, "divide", "李工"):
        (added,) = geometries.split(db, one, parts, ["1-2"])
    new = buildings.get(db, added)
    assert new is not None
    assert (new.number, new.estate_id, new.structure, new.storeys) == (
        "1-2",
        dongli.estate,
        "frame",
        6,
    )
    assert (new.household_count, new.position_method) == (None, "drawn")
    assert [each.building_id for each in stairwells.all(db)] == [one]


def test_merged_buildings_keep_all_that_stood_below_them(db: Database, dongli: Dongli) -> None:
    kept, gone, _ = dongli.buildings
    with actions.act(db, "edit", "李工"):
        stairwell = stairwells.add(db, building_id=gone, number="3")
        households.add(db, building_id=gone, stairwell_id=stairwell, room="301")
        works.add(db, kind="W15", building_id=gone)
        buildings.change(db, gone, {"year_built": 1991, "aliases": ["乙楼"]})
    with actions.act(db, "divide", "李工"):
        merging_buildings.merge(db, kept, [gone], square(LON, LAT, 0.006))
    one = buildings.get(db, kept)
    assert one is not None
    assert (one.aliases, one.year_built) == (("2", "乙楼"), 1991)
    assert buildings.get(db, gone) is None
    assert [each.building_id for each in stairwells.all(db)] == [kept]
    assert [each.building_id for each in households.all(db)] == [kept]
    assert [each.kind for each in works.of_building(db, kept)] == ["W15"]


def test_a_merge_is_one_action_that_undo_takes_back(db: Database, dongli: Dongli) -> None:
    kept, gone, _ = dongli.buildings
    before = rows.fetch(db, "SELECT * FROM building ORDER BY id")
    with actions.act(db, "divide", "李工"):
        merging_buildings.merge(db, kept, [gone], square(LON, LAT, 0.006))
    undo(db, "李工")
    assert rows.fetch(db, "SELECT * FROM building ORDER BY id") == before
    assert history.redo_target(db) is not None


def test_stairwells_of_one_number_are_not_merged(db: Database, dongli: Dongli) -> None:
    kept, gone, _ = dongli.buildings
    with actions.act(db, "edit", "李工"):
        for building in (kept, gone):
            stairwells.add(db, building_id=building, number="1")
    with (
        pytest.raises(merging_buildings.SameBelow, match="1单元"),
        actions.act(db, "divide", "李工"),
    ):
        merging_buildings.merge(db, kept, [gone], square(LON, LAT))
    assert buildings.get(db, gone) is not None


def test_buildings_of_two_estates_are_not_merged(db: Database, dongli: Dongli) -> None:
    with actions.act(db, "edit", "李工"):
        other = buildings.add(db, estate_id=dongli.other, number="5", geom=square(LON, LAT))
    with (
        pytest.raises(merging_buildings.OtherEstates, match="福雅里5号楼"),
        actions.act(db, "divide", "李工"),
    ):
        merging_buildings.merge(db, dongli.buildings[0], [other], square(LON, LAT))


def test_what_is_in_view_comes_in_pinyin_order_with_its_state(db: Database, dongli: Dongli) -> None:
    found = seen.buildings(db, list(reversed(dongli.buildings)), "2025-01-01")
    assert [each.name for each in found] == [
        "上地东里小区1号楼",
        "上地东里小区2号楼",
        "上地东里小区12号楼",
    ]
    assert {each.bucket for each in found} == {"building"}


def test_the_card_of_a_building_knows_facts_and_works_and_no_person(
    db: Database, dongli: Dongli
) -> None:
    one = dongli.buildings[0]
    with actions.act(db, "edit", "李工"):
        households.add(db, building_id=one, room="101", holder="王小明", phone="13800138000")
    found = seen.facts(db, one)
    assert found["works"] == ("W15",)
    assert "王小明" not in str(found)
    assert "13800138000" not in str(found)
    assert seen.facts(db, 10**6) == {}


def test_a_site_that_a_facility_names_can_be_deleted(db: Database, dongli: Dongli) -> None:
    from renewtrack.store import facilities

    with actions.act(db, "add_site", "李工"):
        site = sites.add(db, kind="public_toilet", name="一号公厕", geom=gpkg.point(LON, LAT))
        facility = facilities.add(db, kind="public_toilet", name="一号公厕", site_id=site)
    assert seen.site_facts(db, site) == {"remark": None, "works": ()}
    assert [each.name for each in seen.sites(db, [site])] == ["一号公厕"]
    with actions.act(db, "delete", "李工"):
        sites.remove(db, site)
    assert rows.value(db, "SELECT site_id FROM facility WHERE id = ?", (facility,)) is None


def test_a_record_that_is_gone_when_its_shape_is_done_is_told(db: Database, dongli: Dongli) -> None:
    with pytest.raises(geometries.Gone), actions.act(db, "place", "李工"):
        geometries.put(db, "building", 10**6, gpkg.point(LON, LAT))
    with pytest.raises(geometries.Gone), actions.act(db, "divide", "李工"):
        geometries.split(db, 10**6, [square(LON, LAT), square(LON, LAT)], ["2"])
