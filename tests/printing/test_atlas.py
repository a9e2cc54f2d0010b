"""An atlas of the invented district: a page a unit, each equal to the file, contents that lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from renewtrack import demo
from renewtrack.errors import Cancelled
from renewtrack.printing import atlas, composing, make, pdf
from renewtrack.printing.atlas import AtlasFolio
from renewtrack.printing.status_map import Paper
from renewtrack.store import file, rows
from tests.printing import reading_back
from tests.printing.test_layouts import faults

if TYPE_CHECKING:
    from sqlite_utils import Database

pytestmark = pytest.mark.usefixtures("qapp")
OPTIONS = make.Options(today=demo.TODAY.isoformat(), made_on="2026-11-27")
PAPER = Paper("A4", layout="overview")
PLACED = "SELECT COUNT(*) FROM building WHERE geom IS NOT NULL AND estate_id = ?"


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = demo.make(tmp_path_factory.mktemp("demo") / "示范区.gpkg")
    yield opened.db
    opened.close()


@pytest.fixture(scope="module")
def streets(db: Database) -> AtlasFolio:
    return atlas.compose(db, OPTIONS, PAPER, "street")


@pytest.mark.parametrize("by", atlas.BY)
def test_every_unit_has_what_the_file_has(db: Database, by: str) -> None:
    made = atlas.compose(db, OPTIONS, PAPER, by)
    wanted = {
        "street": "SELECT COUNT(*) FROM area WHERE level = 'street'",
        "community": "SELECT COUNT(DISTINCT area_id) FROM estate",
        "estate": "SELECT COUNT(*) FROM estate",
        "project": "SELECT COUNT(DISTINCT project_id) FROM project_estate",
    }
    assert len(made.units) == rows.value(db, wanted[by])
    for each in made.units:
        expected = sum(rows.value(db, PLACED, (one,)) for one in each.unit.estates)
        assert sum(each.counts.values()) == expected
        drawn = made.pages[each.page] if each.page is not None else None
        assert drawn is not None
        told = [text.text.split()[0] for text in drawn.texts("legend_count")]
        assert told[: len(each.counts)] == [str(count) for count in each.counts.values()]


def test_units_add_up_to_the_whole_map(db: Database, streets: AtlasFolio) -> None:
    whole = composing.compose(make.status_map(db, OPTIONS), PAPER)
    for key, count in whole.counts.items():
        assert sum(each.counts[key] for each in streets.units) == count
    assert sum(each.unplaced for each in streets.units) == whole.unplaced


def test_nothing_lies_outside_or_over_another(streets: AtlasFolio) -> None:
    assert [fault for page in streets.pages for fault in faults(page)] == []


def test_contents_bookmarks_and_page_numbers_lead_to_their_page(
    streets: AtlasFolio, tmp_path: Path
) -> None:
    path = tmp_path / "图集.pdf"
    pdf.write_folio(path, streets)
    said = reading_back.pages_of(path)
    total = len(said)
    assert [f"第{at + 1}页共{total}页" in text for at, text in enumerate(said)] == [True] * total
    for each in reading_back.outline_of(path)[1:]:
        assert each.title in said[each.page]
        assert f"{each.title}老旧小区改造进度图" in said[each.page]
    assert sorted(reading_back.links_of(path)) == sorted((0, each.page) for each in streets.units)
    for unit in streets.units:
        assert unit.unit.name in said[0]


def test_neighbours_are_dimmed_and_not_counted(streets: AtlasFolio) -> None:
    dimmed = [page.paths("dimmed") for page in streets.pages[1:]]
    assert all(len(found) == 1 for found in dimmed if found)
    assert any(dimmed)


def test_a_unit_without_positions_has_no_page_and_is_told(db: Database) -> None:
    from renewtrack.store import actions, history

    with actions.act(db, "edit", "测试"):
        db.execute("UPDATE building SET geom = NULL WHERE estate_id = 1")
    made = atlas.compose(db, OPTIONS, PAPER, "estate")
    (bare,) = (each for each in made.units if each.unit.estates == frozenset({1}))
    assert bare.page is None
    assert bare.unplaced == rows.value(db, "SELECT COUNT(*) FROM building WHERE estate_id = 1")
    assert "—" in {text.text for text in made.pages[0].texts("contents")}
    history.undo(db, "测试")


def test_it_can_be_given_up(db: Database) -> None:
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        if share > 0.4:
            raise Cancelled

    with pytest.raises(Cancelled):
        atlas.compose(db, OPTIONS, PAPER, "street", stop)
    assert shares == sorted(shares)


def test_a_file_without_estates_is_contents_alone(tmp_path: Path) -> None:
    empty = file.create(tmp_path / "空.gpkg", "空区")
    made = atlas.compose(empty.db, OPTIONS, PAPER, "street")
    empty.close()
    assert len(made.pages) == 1
    assert made.units == ()
