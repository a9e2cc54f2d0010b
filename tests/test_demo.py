"""The invented district: the same from the same seed, consistent in itself, and it says it is."""

from __future__ import annotations

import datetime as dt
import struct
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from renewtrack import demo
from renewtrack.domain import codes, stages
from renewtrack.domain.places import Building, Estate
from renewtrack.domain.works import Project
from renewtrack.errors import Cancelled
from renewtrack.intake import planning, reading, storing
from renewtrack.maps import looks
from renewtrack.maps.theme import THEMES
from renewtrack.store import (
    areas,
    buildings,
    estates,
    funding,
    gpkg,
    history,
    households,
    money_events,
    projects,
    sites,
    works,
)
from renewtrack.store.file import ProjectFile

TODAY = demo.TODAY.isoformat()
METRES_PER_DEGREE = 111_035.0, 85_380.0  # of latitude and of longitude, at 40.03 N


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProjectFile]:
    file = demo.make(tmp_path_factory.mktemp("demo") / "district.gpkg")
    yield file
    file.close()


@pytest.fixture(scope="module")
def all_estates(made: ProjectFile) -> list[Estate]:
    return estates.all(made.db)


@pytest.fixture(scope="module")
def all_projects(made: ProjectFile) -> list[Project]:
    return projects.all(made.db)


@pytest.fixture(scope="module")
def by_estate(made: ProjectFile) -> dict[int, list[Building]]:
    found = defaultdict(list)
    for building in buildings.all(made.db):
        found[building.estate_id].append(building)
    return found


def content(file: ProjectFile) -> list[object]:
    db = file.db
    found: list[object] = [*estates.all(db), *buildings.all(db), *projects.all(db), *sites.all(db)]
    found += [areas.district(db), *areas.streets(db), *areas.communities(db)]
    for project in projects.all(db):
        found += [*works.of_project(db, project.id), *funding.of_project(db, project.id)]
        found += [*projects.stages_of(db, project.id), projects.estates_of(db, project.id)]
    found += [*households.all(db), *households.choices(db), *money_events.all(db)]
    return found


def shown_area(blob: bytes) -> float:
    """Square metres of a polygon's outer ring, by its corners in degrees."""
    wkb = gpkg.to_wkb(blob)
    (count,) = struct.unpack_from("<I", wkb, 9)
    numbers = struct.unpack_from(f"<{2 * count}d", wkb, 13)
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    twice = sum(
        (x0 - 116.3) * (y1 - 40.03) - (x1 - 116.3) * (y0 - 40.03)
        for (x0, y0), (x1, y1) in pairwise(corners)
    )
    return abs(twice) / 2 * METRES_PER_DEGREE[0] * METRES_PER_DEGREE[1]


def is_outline(building: Building) -> bool:
    return building.geom is not None and len(building.geom) > 60


def test_it_says_everywhere_that_it_is_invented(
    made: ProjectFile, all_estates: list[Estate], all_projects: list[Project]
) -> None:
    assert made.demo
    assert made.district == "示范区（虚构）"
    district = areas.district(made.db)
    assert district is not None
    assert district.name == "示范区（虚构）"
    assert all("示范数据" in (estate.remark or "") for estate in all_estates)
    assert all("虚构" in (project.remark or "") for project in all_projects)


def test_it_is_one_action_that_can_be_taken_back(tmp_path: Path) -> None:
    file = demo.make(tmp_path / "d.gpkg")
    assert [group.action for group in history.groups(file.db)] == ["create_demo"]
    history.undo(file.db, "tester")
    assert estates.all(file.db) == []
    file.close()


def test_the_same_seed_gives_the_same_district(made: ProjectFile, tmp_path: Path) -> None:
    again = demo.make(tmp_path / "again.gpkg")
    assert content(again) == content(made)
    again.close()


def test_another_seed_gives_another_district(made: ProjectFile, tmp_path: Path) -> None:
    other = demo.make(tmp_path / "other.gpkg", seed=7)
    assert {estate.uid for estate in estates.all(other.db)}.isdisjoint(
        estate.uid for estate in estates.all(made.db)
    )
    other.close()


def test_stopping_half_way_leaves_no_file(tmp_path: Path) -> None:
    def stop(done: float, total: float) -> None:
        if done / total > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        demo.make(tmp_path / "d.gpkg", progress=stop)
    assert not [left for left in tmp_path.iterdir() if left.stat().st_size]


def test_streets_and_communities_tile_the_district(made: ProjectFile) -> None:
    streets = areas.streets(made.db)
    assert len(streets) == 5
    district = areas.district(made.db)
    assert district is not None
    assert district.geom is not None
    whole = shown_area(district.geom)
    for street in streets:
        inside = areas.communities(made.db, street.id)
        assert 3 <= len(inside) <= 5
        assert street.geom is not None
        parts = sum(shown_area(area.geom) for area in inside if area.geom)
        assert parts == pytest.approx(shown_area(street.geom), rel=1e-6)
    shares = [shown_area(street.geom) for street in streets if street.geom]
    assert sum(shares) == pytest.approx(whole, rel=1e-6)


def test_there_are_enough_estates_and_buildings(
    all_estates: list[Estate], by_estate: dict[int, list[Building]]
) -> None:
    assert len(all_estates) >= 36
    assert sum(map(len, by_estate.values())) >= 1300
    assert all(estate.street and estate.community for estate in all_estates)
    named = Counter(estate.name for estate in all_estates)
    assert named.most_common(1)[0] == ("铁路宿舍", 2)


def test_most_buildings_have_footprints_some_points_and_a_few_nothing(
    by_estate: dict[int, list[Building]],
) -> None:
    everything = [building for found in by_estate.values() for building in found]
    points = [b for b in everything if b.geom is not None and not is_outline(b)]
    nothing = [b for b in everything if b.geom is None]
    assert 10 <= len(points) <= 60
    assert 3 <= len(nothing) <= 30
    assert all(b.source_crs == "wgs84" for b in points)
    for building in everything:
        if building.geom is not None:
            lon, lat = gpkg.centre(building.geom)
            assert abs(lon - 116.30) < 0.03
            assert abs(lat - 40.03) < 0.03


def test_footprints_do_not_overlap(by_estate: dict[int, list[Building]]) -> None:
    from shapely import STRtree, wkb

    shapes = [
        wkb.loads(gpkg.to_wkb(b.geom)) for found in by_estate.values() for b in found if b.geom
    ]
    assert all(shape.is_valid for shape in shapes)
    first, second = STRtree(shapes).query(shapes, predicate="intersects")
    assert (first == second).all()


def test_figures_of_a_building_follow_from_its_footprint(
    by_estate: dict[int, list[Building]],
) -> None:
    for building in (building for found in by_estate.values() for building in found):
        assert building.floor_area_m2
        assert building.household_count
        assert building.storeys
        assert 50 <= building.floor_area_m2 / building.household_count <= 90
        assert building.year_built is not None
        assert 1958 <= building.year_built <= 2005
        assert building.structure in {code.key for code in codes.table("structures")}
        if is_outline(building):
            assert building.geom is not None
            built = shown_area(building.geom) * building.storeys
            assert building.floor_area_m2 == pytest.approx(built, rel=0.01)


def test_danger_grades_are_mostly_unknown_or_b(by_estate: dict[int, list[Building]]) -> None:
    grades = Counter(b.danger_grade for found in by_estate.values() for b in found)
    assert grades[None] + grades["B"] > sum(grades.values()) / 2
    assert grades["C"] > 5
    assert grades["D"] > 0


def test_stated_counts_agree_with_the_buildings_except_in_three_estates(
    all_estates: list[Estate], by_estate: dict[int, list[Building]]
) -> None:
    differing = []
    for estate in all_estates:
        found = by_estate[estate.id]
        stated = (estate.building_count, estate.household_count, estate.floor_area_m2)
        summed = (
            len(found),
            sum(b.household_count or 0 for b in found),
            sum(b.floor_area_m2 or 0 for b in found),
        )
        if stated != summed:
            differing.append(estate.name)
    assert len(differing) == 3
    assert "上地东里小区" not in differing


def test_dongli_has_its_public_figures(
    made: ProjectFile, all_estates: list[Estate], by_estate: dict[int, list[Building]]
) -> None:
    dongli = next(estate for estate in all_estates if estate.name == "上地东里小区")
    assert (dongli.street, dongli.community) == ("上地街道", "上地第一社区")
    assert (dongli.building_count, dongli.household_count) == (54, 2888)
    assert dongli.floor_area_m2 == 248_600
    found = by_estate[dongli.id]
    assert [b.number for b in found] == [str(number) for number in range(1, 55)]
    assert sum(b.household_count or 0 for b in found) == 2888
    assert sum(b.floor_area_m2 or 0 for b in found) == 248_600
    assert all(is_outline(b) for b in found)
    assert "公开数字" in (dongli.remark or "")
    project = projects.of_estate(made.db, dongli.id)[0]
    assert project.start_actual == "2024-09-14"


def test_every_stage_comes_up_and_some_projects_are_late(all_projects: list[Project]) -> None:
    assert {p.stage for p in all_projects} == {stage.key for stage in stages.STAGES}
    assert {p.plan_year for p in all_projects} == {2023, 2024, 2025, 2026}
    late = [p for p in all_projects if is_late(p)]
    assert len(late) >= 5
    ours = [p for p in all_projects if p.stage is not None and "S70" <= p.stage < "S80"]
    assert any(not is_late(p) for p in ours)


def is_late(project: Project) -> bool:
    return bool(
        project.stage
        and project.finish_plan
        and stages.bucket_of(project.stage).key in ("not_started", "preliminary", "building")
        and project.finish_plan < TODAY
    )


def test_dates_fit_the_stage(all_projects: list[Project]) -> None:
    for project in all_projects:
        assert project.stage
        order = stages.stage(project.stage).order
        done = 80 <= order < 100
        assert (project.finish_actual is not None) == done
        if order < 70:
            assert project.start_actual is None
        if 70 <= order < 100:
            assert project.start_actual is not None
        for day in (project.start_actual, project.finish_actual, project.accept_date):
            assert day is None or day <= TODAY
        assert project.start_plan is not None
        assert project.finish_plan is not None
        assert project.start_plan < project.finish_plan
        if project.start_actual and project.finish_actual:
            assert project.start_actual < project.finish_actual
        assert int(project.start_plan[:4]) == project.plan_year


def test_percent_is_told_only_of_works_under_way_or_done(all_projects: list[Project]) -> None:
    for project in all_projects:
        bucket = stages.bucket_of(project.stage).key
        if bucket == "building":
            assert project.percent is not None
            assert 1 <= project.percent <= 99
        else:
            assert project.percent == (100 if bucket == "done" else None)


def test_stages_are_recorded_in_order_up_to_the_present_one(
    made: ProjectFile, all_projects: list[Project]
) -> None:
    for project in all_projects:
        events = projects.stages_of(made.db, project.id)
        days = [event.date or "" for event in events]
        assert days == sorted(days), project.name
        assert days[-1] <= TODAY
        orders = [stages.stage(event.stage).order for event in events]
        assert orders == sorted(set(orders))
        assert events[-1].stage == project.stage


def test_money_by_source_adds_up_to_the_fen(made: ProjectFile, all_projects: list[Project]) -> None:
    used: set[str] = set()
    for project in all_projects:
        parts = funding.of_project(made.db, project.id)
        assert sum(part.planned_fen or 0 for part in parts) == project.invest_total_fen
        assert all(part.planned_fen and part.planned_fen > 0 for part in parts)
        used.update(part.source for part in parts)
        assert (project.invest_done_fen or 0) <= (project.invest_total_fen or 0)
    assert len(used) >= 8


def test_what_was_paid_is_what_is_spent(made: ProjectFile, all_projects: list[Project]) -> None:
    paid: Counter[int | None] = Counter()
    for event in money_events.all(made.db):
        assert event.date is not None
        assert event.date <= TODAY
        paid[event.project_id] += event.amount_fen if event.kind == "paid" else 0
    assert any(paid.values())
    for project in all_projects:
        held = bool(project.stage and project.stage.startswith("X"))
        assert paid[project.id] == (0 if held else project.invest_done_fen or 0)


def test_the_households_of_a_few_estates_are_known_and_cannot_be_anybody(
    made: ProjectFile, by_estate: dict[int, list[Building]]
) -> None:
    known = Counter(household.building_id for household in households.all(made.db))
    counts = {b.id: b.household_count for found in by_estate.values() for b in found}
    assert 20 < len(known) < 200
    assert all(counts[building] == count for building, count in known.items())
    holders = {household.holder for household in households.all(made.db)} - {None}
    assert holders
    assert all(holder and holder.startswith("示例") for holder in holders)
    assert {choice.wanted for choice in households.choices(made.db)} == {0, 1}


def test_every_theme_of_the_map_tells_buildings_apart(made: ProjectFile) -> None:
    ids = [building.id for building in buildings.all(made.db) if building.geom is not None]
    for theme in THEMES:
        found = looks.of(made.db, theme, ids, TODAY).classes
        assert len(set(found.tolist())) > 1, theme.key


def test_works_of_all_three_groups_stand_on_estates_and_buildings(
    made: ProjectFile, all_projects: list[Project]
) -> None:
    found = [work for project in all_projects for work in works.of_project(made.db, project.id)]
    groups = {code.key: code.group for code in codes.table("work_types")}
    assert {groups[work.kind] for work in found} == {"basic", "improving", "upgrading"}
    assert any(work.building_id and work.stage for work in found)
    assert any(work.estate_id and work.stage is None for work in found)


def test_some_estates_wait_and_some_projects_serve_two(
    made: ProjectFile, all_estates: list[Estate], all_projects: list[Project]
) -> None:
    waiting = [e for e in all_estates if not projects.of_estate(made.db, e.id)]
    assert 3 <= len(waiting) <= 8
    served = [len(projects.estates_of(made.db, project.id)) for project in all_projects]
    assert Counter(served)[2] == 2


def test_phones_cannot_be_anybodys(all_projects: list[Project]) -> None:
    assert all((project.phone or "").startswith("1990000") for project in all_projects)


def test_dates_follow_the_day_that_is_given(tmp_path: Path) -> None:
    file = demo.make(tmp_path / "d.gpkg", today=dt.date(2029, 3, 1))
    years = {project.plan_year for project in projects.all(file.db)}
    assert max(year for year in years if year) == 2029
    file.close()


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return demo.sheets(tmp_path_factory.mktemp("sheets"))


def test_the_practice_ledger_updates_the_file(
    made: ProjectFile, practice: tuple[Path, Path]
) -> None:
    plan = planning.plan(made.db, practice[0])
    assert plan.layout.kind == "ledger"
    assert plan.year == 2026
    assert plan.layout.facts.cutoff == TODAY
    assert plan.counts["new"] == 2
    assert plan.counts["rejected"] == 1
    assert plan.counts["changed"] >= 5
    assert plan.counts["same"] >= 8
    assert plan.skipped["subtotal"] >= 3
    assert plan.skipped["total"] == 1
    changed = {
        change.column for row in plan.rows if row.state == "changed" for change in row.changes
    }
    assert changed >= {"stage", "percent"}


def test_its_stated_total_is_off_by_three_hundredths(
    made: ProjectFile, practice: tuple[Path, Path]
) -> None:
    plan = planning.plan(made.db, practice[0])
    assert [total.difference for total in plan.totals_differ] == [0.03]


def test_the_practice_survey_places_buildings_and_grades_some(
    made: ProjectFile, practice: tuple[Path, Path]
) -> None:
    practice[1].read_bytes().decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        practice[1].read_bytes().decode("utf-8")
    plan = planning.plan(made.db, practice[1])
    assert plan.layout.kind == "buildings"
    assert plan.counts["rejected"] == plan.counts["new"] == 0
    assert plan.rows_read > 54
    changed = {change.column for row in plan.rows for change in row.changes}
    assert changed == {"danger_grade", "source_x", "source_y"}
    assert not [issue for issue in plan.issues if issue.kind in ("footprint_kept", "far_away")]


def test_practice_sheets_come_in_once_and_then_change_nothing(
    tmp_path: Path, practice: tuple[Path, Path]
) -> None:
    file = demo.make(tmp_path / "d.gpkg")
    for path in practice:
        storing.store(file.db, planning.plan(file.db, path), "tester")
    for path in practice:
        counts = planning.plan(file.db, path).counts
        assert counts["new"] == counts["changed"] == 0
    file.close()


def test_the_same_seed_gives_the_same_cells(tmp_path: Path, practice: tuple[Path, Path]) -> None:
    again = demo.sheets(tmp_path)
    for one, other in zip(practice, again, strict=True):
        assert reading.read(one) == reading.read(other)
