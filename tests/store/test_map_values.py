from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING

import pytest

from renewtrack.maps.theme import THEMES, Theme
from renewtrack.store import (
    actions,
    buildings,
    listing,
    map_columns,
    map_values,
    money_events,
    projects,
    rows,
    works,
)
from renewtrack.store.listing import Filter
from renewtrack.store.refusing import UnknownColumn
from tests.store.conftest import Dongli

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2026-11-20"
BY_KEY = {theme.key: theme for theme in THEMES}


def classes(db: Database, theme: str) -> dict[int, str]:
    """The key of each building's class."""
    chosen = BY_KEY[theme]
    found = map_values.sort_into(db, chosen.classing, TODAY)
    return {
        one: chosen.classes[place].key for one, place in zip(found.ids, found.places, strict=True)
    }


def change(db: Database, building: int, **values: object) -> None:
    with actions.act(db, "edit", "测试"):
        buildings.change(db, building, values)


def renew(db: Database, project: int, **values: object) -> None:
    with actions.act(db, "edit", "测试"):
        projects.change(db, project, values)


def asked(db: Database, building: int, answers: Iterable[str | None]) -> None:
    with actions.act(db, "edit", "测试"):
        for room, answer in enumerate(answers):
            values = {"building_id": building, "room": str(room), "agree": answer}
            rows.add(db, "household", values)


def money(db: Database, project: int, kind: str, yuan: int) -> None:
    with actions.act(db, "edit", "测试"):
        values = {"project_id": project, "source": "central", "kind": kind}
        rows.add(db, "money_event", {**values, "amount_fen": yuan * 100})


def test_a_class_filters_the_lists_by_the_buildings_it_has_on_the_map(
    db: Database, dongli: Dongli
) -> None:
    one, two, _ = dongli.buildings
    change(db, one, structure="steel", danger_grade="C", year_built=1975, household_count=30)
    change(db, two, storeys=6, structure="timber", household_count=120, year_built=2010)
    asked(db, one, ["yes"] * 30)
    money(db, dongli.project, "received", 100)
    own = {"estates": dongli.estate, "projects": dongli.project, "works": dongli.work}
    for theme, kind in product(THEMES, listing.KINDS):
        found = map_values.sort_into(db, theme.classing, TODAY)
        for at, each in enumerate(theme.classes):
            on_map = {one for one, to in zip(found.ids, found.places, strict=True) if to == at}
            listed = _listed(db, theme, kind, each.key)
            if kind == "buildings":
                assert listed == on_map, theme.key
            elif each.key:
                assert listed == ({own[kind]} if on_map else set()), theme.key


def _listed(db: Database, theme: Theme, kind: str, key: str) -> set[int]:
    """The rows of a list that a class in the legend filters by."""
    linked = {"theme": map_values.linked(theme.classing, kind, "m")}
    wanted = Filter(chosen={"theme": frozenset((key,))}, linked=linked, today=TODAY)
    assert listing.facets(db, kind, wanted)["street"] is not None
    return set(listing.ids(db, kind, wanted))


def test_figures_fall_into_the_class_that_ends_before_the_next_limit(
    db: Database, dongli: Dongli
) -> None:
    one, two, three = dongli.buildings
    change(db, one, household_count=19)
    change(db, two, household_count=20)
    assert classes(db, "households") == {one: "c0", two: "c1", three: ""}


def test_a_building_without_a_year_has_that_of_its_estate(db: Database, dongli: Dongli) -> None:
    one, two, _ = dongli.buildings
    change(db, one, year_built=1979)
    found = classes(db, "year")
    assert (found[one], found[two]) == ("c0", "c2")


def test_a_structure_without_a_class_of_its_own_is_another(db: Database, dongli: Dongli) -> None:
    one, two, three = dongli.buildings
    change(db, one, structure="earth_stone")
    change(db, two, structure="frame")
    assert classes(db, "structure") == {one: "other", two: "frame", three: ""}


LATENESS: tuple[tuple[dict[str, object], str], ...] = (
    ({"stage": "S85", "finish_plan": "2020-01-01"}, "done"),
    ({"stage": "X1", "finish_plan": "2020-01-01"}, "held"),
    ({"finish_plan": "2026-11-05"}, "late"),
    ({"finish_plan": "2026-11-04"}, "very_late"),
    ({"finish_plan": "2026-11"}, "soon"),
    ({"finish_plan": "2026-12-20"}, "soon"),
    ({"finish_plan": "2026-12-21"}, "on_time"),
    ({"finish_plan": "2027"}, "on_time"),
    ({"stage": "S50", "start_plan": "2026-10", "finish_plan": "2027-05"}, "start_late"),
    ({"stage": "S50", "start_plan": "2026-12", "finish_plan": "2027-05"}, "on_time"),
    ({"finish_plan": None}, ""),
)


def test_lateness_counts_from_the_last_day_that_a_plan_can_mean(
    db: Database, dongli: Dongli
) -> None:
    for facts, wanted in LATENESS:
        renew(db, dongli.project, **{"stage": "S70", "start_plan": None, **facts})
        assert set(classes(db, "lateness").values()) == {wanted}, facts
        late = map_values.sort_into(db, BY_KEY["stage"].classing, TODAY).overdue
        assert any(late) == (wanted in ("late", "very_late"))


FUNDS: tuple[tuple[tuple[int, ...], tuple[int, ...], str], ...] = (
    ((), (), "none_received"),  # it is planned
    ((100,), (), "unpaid"),
    ((100,), (49,), "some"),
    ((100,), (50,), "most"),
    ((60, 40), (70, 30), "all"),
    ((100,), (101,), "over"),
    ((100, -100), (), "none_received"),
    ((), (1,), "over"),
)


def test_funds_are_judged_by_what_was_received_and_paid(db: Database, dongli: Dongli) -> None:
    for received, paid, wanted in FUNDS:
        for kind, amounts in (("received", received), ("paid", paid)):
            for yuan in amounts:
                money(db, dongli.project, kind, yuan)
        assert set(classes(db, "funds").values()) == {wanted}, (received, paid)
        with actions.act(db, "delete", "测试"):
            money_events.remove_of(db, dongli.project)


CONSENT: tuple[tuple[list[str | None], int | None, str], ...] = (
    (["yes"] * 12, 12, "all"),
    (["yes"] * 9 + ["no"] * 3, 12, "three_quarters"),
    (["yes"] * 8 + ["no"] * 4, 12, "two_thirds"),
    (["yes"] * 6, 12, "half"),  # those who were not asked do not agree
    (["yes"] * 6, None, "all"),
    (["yes", "no", "no"], 2, "less"),  # more households are known than were counted
    ([None, None], 12, ""),
)


def test_consent_is_the_share_of_all_households(db: Database, dongli: Dongli) -> None:
    one = dongli.buildings[0]
    for answers, homes, wanted in CONSENT:
        change(db, one, household_count=homes)
        asked(db, one, answers)
        assert classes(db, "consent")[one] == wanted, (answers, homes)
        with actions.act(db, "delete", "测试"):
            db.execute("DELETE FROM household")


def test_works_are_told_by_their_groups(db: Database, dongli: Dongli) -> None:
    one, two, three = dongli.buildings
    with actions.act(db, "edit", "测试"):
        works.add(db, kind="B01", building_id=one)  # beside W15 of the estate
        works.add(db, kind="T05", building_id=two)
    assert classes(db, "work") == {
        one: "basic_improving",
        two: "with_upgrading",
        three: "improving",
    }


def test_quality_counts_what_is_missing_and_doubts_what_cannot_be(
    db: Database, dongli: Dongli
) -> None:
    one, two, three = dongli.buildings
    whole = {
        "storeys": 6,
        "structure": "frame",
        "household_count": 60,
        "floor_area_m2": 4800.0,
        "year_built": 1993,
        "danger_grade": "A",
        "unit_count": 5,
    }
    change(db, one, **whole)
    change(db, two, **(whole | {"floor_area_m2": 48.0}))
    change(db, three, **(whole | {"storeys": None, "unit_count": None, "structure": None}))
    assert classes(db, "quality") == {one: "good", two: "doubt", three: "some"}


def test_estates_stand_in_where_nobody_surveyed_their_buildings(
    db: Database, dongli: Dongli
) -> None:
    with actions.act(db, "edit", "测试"):
        rows.change(db, "estate", dongli.estate, {"geom": _square()})
    for theme in THEMES:
        found = map_values.sort_into(db, theme.classing, TODAY, "estates")
        assert found.ids == [dongli.estate]
    stage = map_values.sort_into(db, BY_KEY["stage"].classing, TODAY, "estates")
    assert BY_KEY["stage"].classes[stage.places[0]].key == "building"


def test_every_column_that_is_offered_can_be_read(db: Database, dongli: Dongli) -> None:
    for column in map_columns.offered():
        if column.kind == map_columns.FIGURE:
            assert map_values.figures(db, column.key, TODAY) is not None
        else:
            counts = map_values.counted(db, column.key, TODAY)
            assert sum(counts.values()) == len(dongli.buildings), column.key


def test_no_column_is_personal() -> None:
    personal = ("leader", "contact", "phone", "holder", "payee")
    for column in (*map_columns.offered(), *map_columns.JUDGED):
        assert not any(name in column.value for name in personal)


def test_an_unknown_column_is_refused(db: Database) -> None:
    with pytest.raises(UnknownColumn):
        map_values.figures(db, "id; DROP TABLE building")


def test_ids_filter_the_lists_as_a_facet(db: Database, dongli: Dongli) -> None:
    one, two, three = dongli.buildings
    made = map_values.linked_ids({"a": [one], "b": [two, three]}, "buildings", "m")
    wanted = Filter(chosen={"day": frozenset(("b",))}, linked={"day": made})
    assert set(listing.ids(db, "buildings", wanted)) == {two, three}
    none = map_values.linked_ids({}, "estates", "m")
    nothing = Filter(chosen={"day": frozenset(("b",))}, linked={"day": none})
    assert listing.ids(db, "estates", nothing) == []


def _square() -> bytes:
    from tests.store.conftest import LAT, LON, square

    return square(LON, LAT)
