"""The sheet's numbers against SQL on a real project file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import demo
from renewtrack.domain import stages
from renewtrack.maps.theme import THEMES
from renewtrack.printing import composing, make
from renewtrack.printing.make import Options
from renewtrack.printing.status_map import Paper
from renewtrack.store import actions, areas, batches, estates, file, gpkg, map_values

if TYPE_CHECKING:
    from sqlite_utils import Database

TODAY = "2025-06-03"
STAGE_OF_BUILDING = """
SELECT building.id, area_street.name AS street, building.geom IS NOT NULL AS placed,
    COALESCE(
        (SELECT stage FROM work WHERE work.building_id = building.id AND stage IS NOT NULL
         ORDER BY id DESC LIMIT 1),
        (SELECT project.stage FROM project JOIN project_estate ON project_id = project.id
         WHERE project_estate.estate_id = building.estate_id
         ORDER BY plan_year DESC, project.id DESC LIMIT 1)
    ) AS stage
FROM building JOIN estate ON estate.id = building.estate_id
JOIN area ON area.id = estate.area_id
JOIN area AS area_street ON area_street.id =
    CASE area.level WHEN 'street' THEN area.id ELSE area.parent_id END
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    project = demo.make(tmp_path_factory.mktemp("district") / "demo.gpkg")
    yield project.db
    project.close()


def by_sql(db: Database, street: str = "") -> tuple[Counter[str], int]:
    """Count the placed buildings by class and the others, without the store's own queries."""
    counts: Counter[str] = Counter()
    absent = 0
    for _, of_street, placed, stage in db.execute(STAGE_OF_BUILDING).fetchall():
        if street in ("", of_street):
            counts[stages.bucket_of(stage).key] += placed
            absent += not placed
    return counts, absent


def test_every_count_equals_sql(qapp: object, db: Database) -> None:
    folio = composing.compose(make.status_map(db, Options(today=TODAY)), Paper())
    counts, absent = by_sql(db)
    assert folio.counts == {kind: counts[kind] for kind in folio.counts}
    assert folio.unplaced == absent
    buildings = db.execute("SELECT count(*) FROM building").fetchone()[0]
    assert sum(folio.counts.values()) + folio.unplaced == buildings


def test_every_theme_prints_its_classes_with_the_counts_of_the_map(
    qapp: object, db: Database
) -> None:
    for theme in THEMES:
        sheet = make.status_map(db, Options(today=TODAY, theme=theme, language="en"))
        sorted_into = map_values.sort_into(db, theme.classing, TODAY)
        keys = [each.key for each in theme.classes]
        assert Counter(each.class_key for each in sheet.features) == Counter(
            keys[place] for place in sorted_into.places
        )
        assert sheet.theme is theme
        assert (theme.words.en in sheet.facts.title) == (theme is not THEMES[0])
        assert theme.rims or not any(each.overdue for each in sheet.features)
    structures = next(theme for theme in THEMES if theme.key == "structure")
    folio = composing.compose(make.status_map(db, Options(theme=structures)), Paper())
    assert set(folio.counts) == {each.key for each in structures.classes}


def test_every_street_equals_sql(qapp: object, db: Database) -> None:
    for street in areas.streets(db):
        gathered = make.status_map(db, Options(street=street.name, today=TODAY))
        folio = composing.compose(gathered, Paper())
        counts, absent = by_sql(db, street.name)
        assert folio.counts == {kind: counts[kind] for kind in folio.counts}
        assert folio.unplaced == absent
        assert [line.street for line in gathered.streets] == [street.name]
        assert gathered.facts.title.endswith(f"{street.name}老旧小区改造进度图")


def test_the_statistics_add_up_to_the_ledger(db: Database) -> None:
    gathered = make.status_map(db, Options(today=TODAY))
    homes, ground, count = db.execute(
        "SELECT sum(household_count), sum(floor_area_m2), count(*) FROM estate"
    ).fetchone()
    assert sum(line.estates for line in gathered.streets) == count
    assert sum(line.households or 0 for line in gathered.streets) == homes
    assert sum(line.floor_area_m2 or 0 for line in gathered.streets) == pytest.approx(ground)
    buildings = db.execute("SELECT count(*) FROM building").fetchone()[0]
    assert sum(line.buildings for line in gathered.streets) == buildings
    assert sum(label.buildings for label in gathered.labels) == buildings
    assert len(gathered.features) + gathered.unplaced == buildings


def test_streets_and_communities_bear_their_names_in_the_range_only(db: Database) -> None:
    street = areas.streets(db)[0]
    gathered = make.status_map(db, Options(street=street.name))
    named = {item.name for item in gathered.boundaries if item.inside and item.level == "street"}
    communities = {item.name for item in gathered.boundaries if item.level == "community"}
    assert named == {street.name}
    assert communities == {area.name for area in areas.communities(db, street.id)}
    assert len([item for item in gathered.boundaries if item.level == "street"]) == len(
        areas.streets(db)
    )


def test_a_ledger_without_a_survey_shows_its_estates(tmp_path: Path) -> None:
    project = file.create(tmp_path / "ledger.gpkg", "示范区")
    with actions.act(project.db, "add_estate", "测试"):
        street = areas.ensure(project.db, "street", "上地街道")
        estates.add(project.db, name="东里", area_id=street, geom=gpkg.point(116.3, 40.0))
        estates.add(project.db, name="西里", area_id=street)
    gathered = make.status_map(project.db, Options(today=TODAY))
    project.close()
    assert [feature.class_key for feature in gathered.features] == ["none"]
    assert gathered.unplaced == 1
    assert gathered.counted.zh == "个小区"


def test_an_empty_file_gives_an_empty_sheet(qapp: object, tmp_path: Path) -> None:
    project = file.create(tmp_path / "empty.gpkg", "示范区")
    folio = composing.compose(make.status_map(project.db), Paper())
    project.close()
    assert set(folio.counts.values()) == {0}
    assert len(folio.pages) == 1
    assert folio.pages[0].texts("tick") == []


def test_the_title_names_the_district_that_the_file_was_made_for(tmp_path: Path) -> None:
    project = file.create(tmp_path / "new.gpkg", "测试区")
    title = make.facts(project.db, Options(), TODAY).title
    project.close()
    assert title == "测试区老旧小区改造进度图"


def test_the_cut_off_is_that_of_the_latest_import_that_states_one(tmp_path: Path) -> None:
    project = file.create(tmp_path / "new.gpkg", "测试区")
    for name, cutoff in (("ledger.xlsx", "2025-10-31"), ("survey.csv", None)):
        with actions.act(project.db, "import", "导入"):
            batches.add(project.db, file=name, cutoff_date=cutoff)
    stated = make.facts(project.db, Options(), TODAY).cutoff
    project.close()
    assert stated == "2025-10-31"
